/**
 * The Wolfram Language: `Resolve` over the reals. Names have letters and digits only: `w2x0x1` is the weight of layer 2 from input 1 to output 0,
 * `a0x1` an entry of the product.
 */
import type { ClosednessQuestion, Entry, Question, ReachabilityQuestion, Weight } from "./question.js";

/** True or False: closed or not, reachable or not. */
export function writeMathematica(question: Question): string {
  return question.kind === "closedness" ? closedness(question) : reachability(question);
}

function closedness({ weights, entries }: ClosednessQuestion): string {
  const names = weights.map(weightName);
  const near = entries.map((entry) => `-eps < ${sum(entry, names)} - ${nameOf(entry)} < eps`);
  const equal = entries.map((entry) => `${sum(entry, names)} == ${nameOf(entry)}`);
  const body = `Implies[\n  ForAll[{eps}, eps > 0, ${exists(names, near)}],\n  ${exists(names, equal)}]`;
  const sentence = entries.length === 0 ? body : `ForAll[{${entries.map(nameOf).join(", ")}}, ${body}]`;
  return `(* Is the set of products closed? True: closed, False: not closed. *)\nResolve[${sentence}, Reals]\n`;
}

function reachability({ weights, entries }: ReachabilityQuestion): string {
  const names = weights.map(weightName);
  const equal = entries.map((entry) => `${sum(entry, names)} == ${entry.value.toString()}`);
  return `(* Is there a product with these entries? True: reachable, False: not reachable. *)\nResolve[${exists(names, equal)}, Reals]\n`;
}

function exists(names: readonly string[], claims: readonly string[]): string {
  const body = claims.length === 0 ? "True" : claims.join(" &&\n    ");
  return names.length === 0 ? body : `Exists[{${names.join(", ")}},\n    ${body}]`;
}

function sum({ paths }: Entry, names: readonly string[]): string {
  return paths.length === 0 ? "0" : paths.map((path) => path.map((w) => names[w]!).join("*")).join(" + ");
}

function weightName({ layer, output, input }: Weight): string {
  return `w${layer}x${output}x${input}`;
}

function nameOf({ output, input }: Entry): string {
  return `a${output}x${input}`;
}
