/**
 * A training set on which a sparse ReLU network has no optimum, with a proof that the checker has accepted: for every pattern whose verdict `linear` or `finite` is
 * no, as far as diverging weights are known how to be made.
 */
import { certificateFromJson } from "../certificate/certificate.js";
import { type Counterexample, type CounterexampleJson, counterexampleToJson } from "../certificate/counterexample.js";
import type { FiniteProof, Proof } from "../certificate/proof.js";
import { checkCounterexample } from "../check/counterexample.js";
import { type Verdict, decide } from "../decide/decide.js";
import { type Pattern, allBiasesFree } from "../pattern/pattern.js";
import { Budget, DEFAULT_TIMEOUT, OutOfBudget } from "../rules/budget.js";
import { momentCurveCounterexample } from "./moment-curve.js";
import { secondDifferencesCounterexample } from "./second-differences.js";
import { Unsupported } from "./unsupported.js";

export interface CounterexampleOptions {
  /** Which verdict the counterexample is made from. Default `linear`. */
  readonly property?: "linear" | "finite";
  /** That verdict, where it is known already; without it the pattern is decided. */
  readonly verdict?: Verdict;
  /** Seconds for the verdicts, and again for what they leave to be searched. Default 60. */
  readonly timeout?: number;
}

/** A counterexample with its certificate, or the verdict that leaves none and the reason. */
export type CounterexampleOutcome =
  | { readonly closed: false; readonly counterexample: Counterexample; readonly certificate: CounterexampleJson }
  | { readonly closed: boolean | null; readonly counterexample: null; readonly why: string };

/**
 * Decides the pattern and makes the counterexample of the property's verdict. Its certificate has been read back and accepted by the checker. From `linear` it
 * is T2' (points on a curve), from `finite` with one hidden layer T6 (second differences), with more T2'.
 */
export function counterexample(pattern: Pattern, options: CounterexampleOptions = {}): CounterexampleOutcome {
  const { property = "linear", timeout = DEFAULT_TIMEOUT } = options;
  const none = (closed: boolean | null, why: string): CounterexampleOutcome => ({ closed, counterexample: null, why });
  if (!allBiasesFree(pattern)) return none(null, "the construction needs free biases in every layer, and this pattern has layers without");
  const verdict = options.verdict ?? decide(pattern, { timeout })[property];
  if (verdict.closed !== false || verdict.certificate === null) return none(verdict.closed, `${property} is ${verdict.closed === true ? "yes" : "undecided"}: ${verdict.why}`);
  try {
    const { proof } = certificateFromJson(verdict.certificate);
    const found = made(pattern, proof as Proof | FiniteProof, new Budget(timeout));
    const certificate = counterexampleToJson(found);
    const result = checkCounterexample(certificate);
    if (!result.ok) return none(false, `${property} is no, but the counterexample made from its proof is refused by the checker: ${result.place}: ${result.reason}`);
    return { closed: false, counterexample: found, certificate };
  } catch (error) {
    if (error instanceof OutOfBudget) return none(false, `${property} is no, but the time is over before a counterexample is made`);
    if (!(error instanceof Unsupported)) throw error;
    return none(false, `${property} is no, but there is no counterexample: ${error.message}`);
  }
}

function made(pattern: Pattern, proof: Proof | FiniteProof, budget: Budget): Counterexample {
  if (proof.rule === "shared-output") return secondDifferencesCounterexample(pattern, proof.evidence);
  return momentCurveCounterexample(pattern, proof.rule === "linear-counterpart" ? proof.evidence.linear : (proof as Proof), budget);
}
