/**
 * SMT-LIB 2.6 (Barrett, Fontaine, Tinelli 2021): for z3, cvc5 and others. What is written is always the question whose answer `unsat` means that a
 * proof was found by the solver: closedness is negated.
 */
import type { Rational } from "../exact/rational.js";
import type { ClosednessQuestion, Entry, Question, ReachabilityQuestion, Weight } from "./question.js";

/** `sat`: not closed, `unsat`: closed; for a limit `sat`: reachable, `unsat`: not reachable. */
export function writeSmt2(question: Question): string {
  const lines = question.kind === "closedness" ? closedness(question) : reachability(question);
  return `${["; Written by wellposed. w<layer>_<output>_<input> is a weight, a_<output>_<input> an entry of the product; indices from 0.", ...lines].join("\n")}\n`;
}

function closedness({ weights, entries }: ClosednessQuestion): string[] {
  const near = entries.flatMap((entry) => [`(< (- ${sum(entry, weights)} ${nameOf(entry)}) eps)`, `(< (- ${nameOf(entry)} ${sum(entry, weights)}) eps)`]);
  const equal = entries.map((entry) => `(= ${sum(entry, weights)} ${nameOf(entry)})`);
  return [
    "; Is there a limit of products that is no product? sat: not closed, unsat: closed.",
    "(set-info :smt-lib-version 2.6)",
    "(set-logic NRA)",
    ...entries.map((entry) => `(declare-fun ${nameOf(entry)} () Real)`),
    `(assert (forall ((eps Real)) (=> (> eps 0.0) ${exists(weights, near)})))`,
    `(assert (not ${exists(weights, equal)}))`,
    "(check-sat)",
    "(exit)",
  ];
}

function reachability({ weights, entries }: ReachabilityQuestion): string[] {
  return [
    "; Is there a product with these entries? sat: reachable, unsat: not reachable.",
    "(set-info :smt-lib-version 2.6)",
    "(set-logic QF_NRA)",
    ...weights.map((weight) => `(declare-fun ${weightName(weight)} () Real)`),
    ...entries.map((entry) => `(assert (= ${sum(entry, weights)} ${number(entry.value)}))`),
    "(check-sat)",
    "(exit)",
  ];
}

function exists(weights: readonly Weight[], claims: readonly string[]): string {
  const body = claims.length === 0 ? "true" : claims.length === 1 ? claims[0]! : `(and ${claims.join(" ")})`;
  return weights.length === 0 ? body : `(exists (${weights.map((weight) => `(${weightName(weight)} Real)`).join(" ")})\n  ${body})`;
}

/** The entry as a sum over its paths. Operators take two arguments or more. */
function sum({ paths }: Entry, weights: readonly Weight[]): string {
  const terms = paths.map((path) => (path.length === 1 ? "" : "(* ") + path.map((w) => weightName(weights[w]!)).join(" ") + (path.length === 1 ? "" : ")"));
  return terms.length === 0 ? "0.0" : terms.length === 1 ? terms[0]! : `(+ ${terms.join(" ")})`;
}

function weightName({ layer, output, input }: Weight): string {
  return `w${layer}_${output}_${input}`;
}

function nameOf({ output, input }: Entry): string {
  return `a_${output}_${input}`;
}

/** Literals have no sign in SMT-LIB. */
function number({ numerator, denominator }: Rational): string {
  const size = `${numerator < 0n ? -numerator : numerator}.0`;
  const ratio = denominator === 1n ? size : `(/ ${size} ${denominator}.0)`;
  return numerator < 0n ? `(- ${ratio})` : ratio;
}
