/** Minimal obstructions as a list: pattern, limit, family of weights, reason; as text, Markdown, or JSON with certificates. */
import type { CertificateJson } from "../certificate/certificate.js";
import type { Unreachable } from "../certificate/proof.js";
import { masksOfRectangles } from "../pattern/rectangles.js";
import type { Obstruction } from "../rules/obstruction.js";
import { derive } from "./explain/derivation.js";
import { counted, enumerated, named } from "./explain/phrases.js";

export const OBSTRUCTIONS_SCHEMA = "wellposed/obstructions/1";

export type ObstructionFormat = "text" | "json" | "markdown";

/** What is to be told: as `minimalObstructions` returns it. */
export interface Listed {
  readonly scope: { readonly hidden: number; readonly outputs?: number; readonly inputs?: number };
  readonly patterns: number;
  readonly obstructions: readonly (Obstruction & { readonly notation: string; readonly certificate: CertificateJson })[];
  readonly open: readonly { readonly notation: string; readonly verdict: string }[];
}

export function formatObstructions(list: Listed, format: ObstructionFormat): string {
  switch (format) {
    case "text":
      return asText(list);
    case "json":
      return asJson(list);
    case "markdown":
      return asMarkdown(list);
  }
}

/** One obstruction in words. */
interface Told {
  readonly notation: string;
  readonly size: Size;
  readonly limit: readonly (readonly string[])[];
  readonly family: string;
  readonly reason: string;
  readonly certificate: CertificateJson;
}

interface Size {
  readonly hidden: number;
  readonly outputs: number;
  readonly inputs: number;
}

function told({ goal, evidence, notation, certificate }: Listed["obstructions"][number]): Told {
  const { obstruction } = derive(masksOfRectangles(goal), { rule: "degeneration", evidence }, false);
  const { limit, approach, unreachable } = obstruction!;
  return { notation, size: sizeOf(goal), limit: limit.map((row) => row.map(String)), family: approach, reason: unreachable, certificate };
}

function sizeOf({ m, n, neurons }: Obstruction["goal"]): Size {
  return { hidden: neurons.length, outputs: m, inputs: n };
}

/** How many there are of each size, in order. */
function countsBySize(list: Listed): (Size & { count: number })[] {
  const counts = new Map<string, Size & { count: number }>();
  for (const { goal } of list.obstructions) {
    const size = sizeOf(goal);
    const key = sizeInWords(size);
    counts.set(key, { ...size, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => a.hidden - b.hidden || a.outputs + a.inputs - b.outputs - b.inputs || b.outputs - a.outputs);
}

function sizeInWords({ hidden, outputs, inputs }: Size): string {
  return `${counted(hidden, "hidden neuron")}, ${counted(outputs, "output")}, ${counted(inputs, "input")}`;
}

function scopeInWords({ scope: { hidden, outputs, inputs } }: Listed): string {
  return `with up to ${counted(hidden, "hidden neuron")}${outputs === undefined ? "" : ` that fit in ${outputs} x ${inputs}`}`;
}

const CONVENTIONS =
  "Patterns are in short notation, outputs*inputs of each hidden neuron, counted from 1. Weights w1[hidden,input] and w2[output,hidden] and entries A[output,input] " +
  "are counted from 0, as in pattern files.";

function summary(list: Listed): string {
  return `${counted(list.obstructions.length, "minimal obstruction")}; ${counted(list.patterns, "pattern")} looked at, ${list.open.length} open.`;
}

const WHEN_OPEN = "Without a verdict, or not shown to be minimal: the list may lack obstructions, and may have some that contain one of these.";

function asText(list: Listed): string {
  const entries = list.obstructions.map(told).map(({ notation, size, limit, family, reason }, at) =>
    [
      `${at + 1}. ${notation}`,
      `   ${sizeInWords(size)}`,
      ...matrixLines(limit).map((line, i) => `${i === 0 ? "   limit   " : "           "}${line}`),
      `   family  ${family}`,
      `   reason  ${reason}`,
    ].join("\n"),
  );
  const counts = countsBySize(list).map(({ count, ...size }) => `${String(count).padStart(5)}  ${sizeInWords(size)}`);
  const open = list.open.length === 0 ? [] : [[WHEN_OPEN, ...list.open.map(({ notation, verdict }) => `  ${notation}: ${verdict}`)].join("\n")];
  return `${[`Minimal obstructions ${scopeInWords(list)}.\n${CONVENTIONS}`, ...entries, ...(counts.length === 0 ? [] : [counts.join("\n")]), ...open, summary(list)].join("\n\n")}\n`;
}

/** Columns of one width. */
function matrixLines(limit: readonly (readonly string[])[]): string[] {
  const width = Math.max(...limit.flat().map(({ length }) => length));
  return limit.map((row) => row.map((value) => value.padStart(width)).join(" "));
}

function asMarkdown(list: Listed): string {
  const entries = list.obstructions.map(told).map(
    ({ notation, size, limit, family, reason }, at) =>
      `## ${at + 1}. \`${notation}\`\n\n${sizeInWords(size)}. Limit:\n\n\`\`\`\n${matrixLines(limit).join("\n")}\n\`\`\`\n\n${family.replaceAll("*", "\\*")}\n\n${reason}\n`,
  );
  const counts = countsBySize(list).map(({ hidden, outputs, inputs, count }) => `| ${hidden} | ${outputs} | ${inputs} | ${count} |`);
  const table = ["| hidden neurons | outputs | inputs | obstructions |", "|---:|---:|---:|---:|", ...counts].join("\n");
  const open = list.open.length === 0 ? "" : `\n## Open\n\n${WHEN_OPEN}\n\n${list.open.map(({ notation, verdict }) => `- \`${notation}\`: ${verdict}`).join("\n")}\n`;
  return `# Minimal obstructions ${scopeInWords(list)}\n\n${CONVENTIONS.replaceAll("*", "\\*")}\n\n${entries.join("\n")}\n## How many\n\n${table}\n\n${summary(list)}\n${open}`;
}

/** `wellposed/obstructions/1`: docs/formats.md. */
function asJson(list: Listed): string {
  const { hidden, outputs = null, inputs = null } = list.scope;
  const obstructions = list.obstructions.map(told).map(({ notation, size, certificate, ...rest }) => ({ pattern: notation, ...size, ...rest, certificate }));
  const open = list.open.map(({ notation, verdict }) => ({ pattern: notation, verdict }));
  const value = { schema: OBSTRUCTIONS_SCHEMA, hidden, outputs, inputs, patterns: list.patterns, counts: countsBySize(list), obstructions, open };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Why the limit is out of reach, in one sentence; outputs, inputs and neurons counted from 1, as in the notation: where the proof ends, after all entries
 * and ranks that it goes through before.
 */
export function reasonInShort({ goal, evidence }: Obstruction): string {
  const ends = [...new Set(endsOf(evidence.unreachable).map((end) => endInWords(end, goal.neurons.length, evidence)))];
  const cases = endsOf(evidence.unreachable).length;
  return cases === 1 ? `${ends[0]!}.` : `In each of ${cases} cases: ${ends.join("; or ")}.`;
}

type End = Exclude<Unreachable, { then: unknown } | { split: unknown }>;

function endsOf(tree: Unreachable): End[] {
  if ("split" in tree) return [...endsOf(tree.zero), ...endsOf(tree.nonzero)];
  return "then" in tree ? endsOf(tree.then) : [tree];
}

function endInWords(end: End, neurons: number, { outputs, inputs, limit }: Obstruction["evidence"]): string {
  const fromOne = (numbers: readonly number[]): string => enumerated(numbers.map((number) => number + 1));
  if ("conflict" in end) {
    const [i, j] = end.conflict;
    return `entry (${i + 1}, ${j + 1}) cannot be ${limit[outputs.indexOf(i)]![inputs.indexOf(j)]!}, by what the other entries fix`;
  }
  if ("combination" in end) return `${counted(end.combination.length, "equation")} of entries and determinants have multiples that add up to what is not 0`;
  const { determinant } = end;
  const through = determinant.neurons.length === neurons ? "all neurons together" : named("neuron", determinant.neurons.map((k) => k + 1));
  const one = determinant.neurons.length === 1;
  return (
    `what ${through} ${one ? "gives" : "give"} to outputs ${fromOne(determinant.outputs)} from inputs ${fromOne(determinant.inputs)} ` +
    `would need rank ${determinant.outputs.length}, but has ${determinant.neurons.length} at most`
  );
}
