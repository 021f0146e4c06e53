/** The words that every format uses for verdicts and patterns. */
import type { Verdict } from "../decide/decide.js";
import { PROPERTIES, type Property } from "../certificate/proof.js";
import type { Finding } from "./findings/findings.js";
import type { Result } from "./result.js";

/** yes, no or undecided. */
export function answer(closed: boolean | null): "yes" | "no" | "undecided" {
  return closed === null ? "undecided" : closed ? "yes" : "no";
}

/** What a solver was asked and answered, where one was. */
export function claimSentence({ claimed }: Verdict): string | undefined {
  if (claimed === undefined) return undefined;
  const { solver, closed } = claimed;
  return closed === null ? `${solver} gives no answer.` : `Claimed ${closed ? "closed" : "not closed"} by ${solver}, no certificate.`;
}

/** What a verdict means to the person who trains the network. */
export function meaning(property: Property, { closed, dense }: Verdict): string {
  if (closed === null) return "Nothing is known either way.";
  switch (property) {
    case "linear":
      return closed
        ? "Pruning has left no defect in the linear counterpart."
        : "The linear counterpart misses limits of its own: with free biases, some training sets have no optimum, however long one trains.";
    case "finite":
      if (closed) return "Every training problem with a continuous coercive loss, such as squared error, has an optimum, whatever the data.";
      if (dense === false) return "Some training set has no optimum; this is so for the dense network of the same widths too.";
      if (dense === true) return "Some training set has no optimum; the dense network of the same widths does not have this defect.";
      return "Some training set has no optimum; for the dense network of the same widths this is not known.";
    case "cube":
      return closed ? "Limits of implementable functions on a cube are implementable." : "Some function on the cube is approached but never reached.";
  }
}

/** `784-300-100-10, 12345 of 266200 weights kept (4.64 %)` */
export function shape({ pattern }: Result): string {
  const { widths, edges } = pattern;
  const dense = widths.slice(1).reduce((sum, width, l) => sum + width * widths[l]!, 0);
  return `${widths.join("-")}, ${edges} of ${dense} weights kept (${percent(edges / dense)})`;
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** `linear: 3 yes, 1 no, 0 undecided; finite: ...`: how many results have each answer. */
export function tally(results: readonly Result[]): string {
  return PROPERTIES.map((property) => {
    const counts = { yes: 0, no: 0, undecided: 0 };
    for (const { verdicts } of results) counts[answer(verdicts[property].closed)]++;
    return `${property}: ${counts.yes} yes, ${counts.no} no, ${counts.undecided} undecided`;
  }).join("; ");
}

/** Findings of one pattern that are listed for people; a deep network may have thousands. */
const MAX_FINDINGS = 40;

/** The findings that people are shown, facts only when they are wanted, and how many are left out. */
export function shownFindings({ findings }: Result, facts: boolean): { readonly shown: readonly Finding[]; readonly left: number } {
  const all = findings.filter(({ level }) => facts || level !== "none");
  return { shown: all.slice(0, MAX_FINDINGS), left: Math.max(0, all.length - MAX_FINDINGS) };
}

/** What each result is called: its pattern's name, or its file where the name is missing or belongs to several. */
export function labels(results: readonly Result[]): string[] {
  const uses = new Map<string, number>();
  for (const { pattern } of results) uses.set(pattern.name, (uses.get(pattern.name) ?? 0) + 1);
  return results.map(({ pattern, source }) => (pattern.name === "" || uses.get(pattern.name)! > 1 ? source : pattern.name));
}
