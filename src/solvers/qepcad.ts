/**
 * The dialogue of QEPCAD B (Brown 2003, after Collins and Hong 1991): description in brackets, variable list, number of free variables, prenex formula,
 * `finish`. Names have letters and digits only: `w2x0x1` is the weight of layer 2 from input 1 to output 0, `v2x0x1` its copy, `a0x1` an entry.
 */
import type { ClosednessQuestion, Entry, Question, ReachabilityQuestion, Weight } from "./question.js";

/** `qepcad < FILE` answers with TRUE or FALSE: closed or not, reachable or not. */
export function writeQepcad(question: Question): string {
  return question.kind === "closedness" ? closedness(question) : reachability(question);
}

/**
 * For all A: (for all eps > 0 there are w near A) implies that there are v at A. Prenex: for all A there are eps and v such that for all w
 * (eps > 0 and w is not near A) or v is at A.
 */
function closedness({ weights, entries }: ClosednessQuestion): string {
  const far = entries.flatMap((entry) => {
    const product = sum(entry, weights, "w");
    return [`${product} >= ${nameOf(entry)} + e`, `${product} <= ${nameOf(entry)} - e`];
  });
  const equal = entries.map((entry) => `${sum(entry, weights, "v")} = ${nameOf(entry)}`);
  return dialogue("Is the set of products closed? TRUE: closed, FALSE: not closed.", [
    ...entries.map((entry) => ["A", nameOf(entry)] as const),
    ["E", "e"],
    ...weights.map((weight) => ["E", weightName(weight, "v")] as const),
    ...weights.map((weight) => ["A", weightName(weight, "w")] as const),
  ], `[ [ e > 0 /\\ [ ${far.length === 0 ? "0 /= 0" : far.join(" \\/\n  ")} ] ]\n  \\/ [ ${all(equal)} ] ]`);
}

function reachability({ weights, entries }: ReachabilityQuestion): string {
  const equal = entries.map((entry) => `${sum(entry, weights, "w")} = ${entry.value.toString()}`);
  const variables = weights.length === 0 ? ["e"] : weights.map((weight) => weightName(weight, "w"));
  const question = "Is there a product with these entries? TRUE: reachable, FALSE: not reachable.";
  return dialogue(question, variables.map((name) => ["E", name] as const), `[ ${all(equal)} ]`);
}

function dialogue(about: string, quantified: readonly (readonly ["A" | "E", string])[], matrix: string): string {
  const variables = quantified.map(([, name]) => name).join(",");
  return `[ ${about} ]\n(${variables})\n0\n${quantified.map(([kind, name]) => `(${kind} ${name})`).join("")}\n${matrix}.\nfinish\n`;
}

function all(equations: readonly string[]): string {
  return equations.length === 0 ? "0 = 0" : equations.join(" /\\\n  ");
}

/** A space multiplies. */
function sum({ paths }: Entry, weights: readonly Weight[], letter: "v" | "w"): string {
  return paths.length === 0 ? "0" : paths.map((path) => path.map((w) => weightName(weights[w]!, letter)).join(" ")).join(" + ");
}

function weightName({ layer, output, input }: Weight, letter: "v" | "w"): string {
  return `${letter}${layer}x${output}x${input}`;
}

function nameOf({ output, input }: Entry): string {
  return `a${output}x${input}`;
}
