/** An optimum, or a path of them, as text for people. */
import type { Optimum, OptimumPath } from "../../optima/optimum.js";
import { aligned, labelled } from "../text.js";
import {
  PATH_HEAD,
  kinkRows,
  lambdaInWords,
  movesInWords,
  neuronHead,
  neuronRows,
  neuronsInWords,
  optimumInWords,
  pathInWords,
  pathRows,
  patternsInWords,
  problemInWords,
  setInWords,
  short,
} from "./words.js";

/** Rows of a table in text; the whole is in JSON. */
const MOST_ROWS = 24;

/** @param network show the weights of the smallest network known */
export function optimumAsText(source: string, result: Optimum, network = false): string {
  const { optimalSet, equivalence, existence, fit, targets, sensitivities, beyond, checks, left, certified } = result;
  const facts: [string, string][] = [
    ["lambda", lambdaInWords(result)],
    ["patterns", patternsInWords(result)],
    ["optimum", optimumInWords(result)],
    ["neurons", neuronsInWords(result)],
    ...(optimalSet === null ? [] : [["optima", setInWords(optimalSet, result)] as [string, string]]),
    ["holds for", equivalence.why],
    ["exists", [existence.why, existence.withoutDecay?.why ?? ""].join(" ").trim()],
    ...(sensitivities === null ? [] : [["moves", movesInWords(result)] as [string, string]]),
  ];
  const parts = [`${source}: ${problemInWords(result)}`, ...facts.flatMap(([name, text]) => labelled(name, text)), ""];
  parts.push(...table(["point", "target", "fit", "dual"], fit.map((value, j) => [`${j}`, short(targets[j]!), short(value), short(result.dual[j]!)])), "");
  if (network) parts.push("irreducible network, weights of each hidden neuron and its output weight", ...table(neuronHead(result), neuronRows((result.fewest ?? result.pruned).network, result.bias)), "");
  if (beyond !== null) parts.push("training loss of smaller networks, which are no longer optimal", ...table(BEYOND_HEAD, beyondRows(result)), "");
  for (const { part, why } of left) parts.push(...labelled("left out", `${part}: ${why}`));
  const failed = checks.filter(({ ok }) => !ok);
  parts.push(...(failed.length === 0 ? [`checks     all ${checks.length} passed`] : failed.flatMap(({ name, what, value, tolerance }) => labelled("failed", `${name}: ${what} is ${short(value)}, more than ${short(tolerance)}`))));
  parts.push(certified ? "certified" : "NOT certified");
  return `${parts.join("\n")}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = aligned([head, ...rows.slice(0, MOST_ROWS)], new Set(head.keys())).map((line) => `  ${line}`);
  return rows.length > MOST_ROWS ? [...lines, `  and ${rows.length - MOST_ROWS} more, in --format json`] : lines;
}

export const BEYOND_HEAD = ["neurons", "least squares", "magnitude", "magnitude, refitted"];

export function beyondRows({ beyond }: Optimum): string[][] {
  return (beyond ?? []).map(({ neurons, leastSquares, magnitude, magnitudeRefitted }) => [`${neurons}`, short(leastSquares.loss), short(magnitude.loss), short(magnitudeRefitted.loss)]);
}

export function pathAsText(source: string, result: OptimumPath): string {
  const { path, checks, certified } = result;
  const parts = [`${source}: ${problemInWords(result)}`, ...labelled("patterns", patternsInWords(result)), ...labelled("path", pathInWords(path)), ""];
  if (path.points.length > 0) parts.push(...aligned([[...PATH_HEAD], ...pathRows(path)], new Set([0, 1, 2, 3, 4, 5, 6])), "");
  const kinks = kinkRows(path);
  if (kinks.length > 0) parts.push("changes, lambda falling: neurons that optima may have, by the sign of the output weight and the points on which they are active (+), at their kink (0) or not (-)", ...aligned([["lambda", "enter", "leave", "weights"], ...kinks.slice(0, MOST_ROWS)], new Set([0])), ...(kinks.length > MOST_ROWS ? [`and ${kinks.length - MOST_ROWS} more, in --format json`] : []), "");
  const failed = checks.filter(({ ok }) => !ok);
  parts.push(failed.length === 0 ? `checks     all ${checks.length} passed, at every point` : failed.flatMap(({ name, what, value, tolerance }) => labelled("failed", `${name}: ${what} is ${short(value)}, more than ${short(tolerance)}`)).join("\n"));
  parts.push(certified ? "certified" : "NOT certified");
  return `${parts.join("\n")}\n`;
}
