/** Questions with known answers, for the writers of all languages. */
import { Rational } from "../../src/exact/rational.js";
import { type Limit, type Question, closednessQuestion, reachabilityQuestion } from "../../src/solvers/question.js";
import { patternFrom } from "../decide/build.js";

export const LU = patternFrom(["11", "01"], ["10", "11"]);
export const SCALAR = patternFrom(["1"], ["1"]);
/** Three factors, each input and output with one neuron between. */
export const DEEP = patternFrom(["11"], ["1"], ["1"]);
/** No edges: the only product is 0. */
export const NOTHING = patternFrom(["0"], ["0"]);

/** A limit on all outputs and inputs, from rational strings; null is not asked. */
export function limitOf(...rows: readonly (readonly (string | null)[])[]): Limit {
  return {
    outputs: rows.map((_, i) => i),
    inputs: rows[0]!.map((_, k) => k),
    values: rows.map((line) => line.map((entry) => (entry === null ? null : Rational.parse(entry)!))),
  };
}

/** Answers from theory: N1 for lu-2, C1 for the others; each limit by hand. */
export const CASES: readonly { name: string; question: Question; yes: boolean }[] = [
  { name: "a product of two numbers is closed", question: closednessQuestion(SCALAR), yes: true },
  { name: "a row times two numbers is closed", question: closednessQuestion(DEEP), yes: true },
  { name: "the set of 0 alone is closed", question: closednessQuestion(NOTHING), yes: true },
  { name: "one layer is closed", question: closednessQuestion(patternFrom(["1"])), yes: true },
  { name: "lu-2 does not reach its limit", question: reachabilityQuestion(LU, limitOf(["0", "1"], ["1", "0"])), yes: false },
  { name: "lu-2 reaches a matrix with a nonzero pivot", question: reachabilityQuestion(LU, limitOf(["1/2", "1"], ["-3", "0"])), yes: true },
  { name: "lu-2 reaches the limit but for one entry", question: reachabilityQuestion(LU, limitOf([null, "1"], ["1", "0"])), yes: true },
  { name: "lu-2 does not reach three entries of it", question: reachabilityQuestion(LU, limitOf(["0", "1"], ["1", null])), yes: false },
  { name: "rank one at depth three", question: reachabilityQuestion(DEEP, limitOf(["2/3", "-1"])), yes: true },
  { name: "an entry without a path is 0", question: reachabilityQuestion(NOTHING, limitOf(["0"])), yes: true },
  { name: "an entry without a path is nothing else", question: reachabilityQuestion(NOTHING, limitOf(["1"])), yes: false },
  { name: "nothing is asked", question: reachabilityQuestion(LU, limitOf([null, null], [null, null])), yes: true },
];
