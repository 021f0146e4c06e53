/**
 * From a pattern to its three verdicts. No verdict leaves this file that the checker has not accepted: a defect in a rule can
 * cost a verdict, never make a wrong one.
 */
import { availableParallelism } from "node:os";
import { type Certificate, type CertificateJson, certificateFromJson, certificateToJson } from "../certificate/certificate.js";
import type { AnyProof, Property, RuleName } from "../certificate/proof.js";
import { checkProof } from "../check/check.js";
import { Refusal } from "../check/goal.js";
import { Fault } from "../pattern/fault.js";
import { type Pattern, allBiasesFree } from "../pattern/pattern.js";
import { Budget, DEFAULT_TIMEOUT, OutOfBudget } from "../rules/budget.js";
import type { Found } from "../rules/found.js";
import { decideLinear } from "./linear.js";
import { decideCube, decideFinite, denseFinite } from "./network.js";
import { type Open, whyDecided, whyOpen, whyRefused } from "./why.js";

export interface Verdict {
  /** Is the property true (closed), false, or undecided? */
  readonly closed: boolean | null;
  /** The rule at the root of the proof; null when undecided. */
  readonly rule: RuleName | null;
  /** One sentence: what decides it, or what was tried and what would settle it. */
  readonly why: string;
  readonly certificate: CertificateJson | null;
  /** What the search for an undecided one ran out of, if it did not come to its end. Only `time` depends on the machine. */
  readonly ended?: OutOfBudget["what"];
  /** For `finite: no`: `finite` of the dense network of the same widths; false = the defect is not due to pruning. */
  readonly dense?: boolean | null;
  /** For an undecided `linear`, when a solver was asked: what it claims. Never a verdict. */
  readonly claimed?: Claim;
}

/** The answer of another program, without a certificate. */
export interface Claim {
  readonly solver: string;
  /** null: no answer within its time. */
  readonly closed: boolean | null;
}

export interface Verdicts {
  readonly linear: Verdict;
  readonly finite: Verdict;
  readonly cube: Verdict;
}

export interface DecideOptions {
  /** Seconds for the whole search on one pattern; what is found by then is kept. Default 60. */
  readonly timeout?: number;
  /**
   * Threads that the scans over large masks may use, the calling one included; as many as the machine has unless said, and 1 in a worker thread. 1: no thread
   * is ever started. Nothing but time depends on it.
   */
  readonly threads?: number;
}

/**
 * Decides the three properties of a pattern. Each verdict that is not `null` carries a certificate that the checker has accepted.
 */
export function decide(pattern: Pattern, options: DecideOptions = {}): Verdicts {
  const { found, open } = searchLinear(pattern, options);
  const verdict = (property: Property, proved: Found<AnyProof> | undefined): Verdict => verdictOn(pattern, property, proved, open);
  const linear = verdict("linear", found);
  if (!allBiasesFree(pattern)) return { linear, finite: verdict("finite", undefined), cube: verdict("cube", undefined) };
  const finite = verdict("finite", decideFinite(pattern.masks, found));
  return {
    linear,
    finite: finite.closed === false ? { ...finite, dense: denseFinite(pattern.widths) } : finite,
    cube: verdict("cube", decideCube(pattern.masks, found)),
  };
}

/** One verdict alone, as `decide` gives it, without `dense`: `linear` is decided for another property only where that depends on it. */
export function propertyVerdict(pattern: Pattern, property: Property, options: DecideOptions = {}): Verdict {
  if (property !== "linear" && !allBiasesFree(pattern)) return verdictOn(pattern, property, undefined, { uncrossed: false });
  const decideBy = { linear: (_: unknown, found: Found | undefined) => found, finite: decideFinite, cube: decideCube }[property];
  const alone = decideBy(pattern.masks, undefined);
  if (alone !== undefined) return verdictOn(pattern, property, alone, { uncrossed: false });
  const { found, open } = searchLinear(pattern, options);
  return verdictOn(pattern, property, decideBy(pattern.masks, found), open);
}

/** What the search found, and what is known where it found nothing. */
function searchLinear({ masks }: Pattern, { timeout = DEFAULT_TIMEOUT, threads = availableParallelism() }: DecideOptions): { found?: Found | undefined; open: Open } {
  const budget = new Budget(timeout, threads);
  let uncrossed = false;
  try {
    const found = decideLinear(masks, budget, () => (uncrossed = true));
    return { found, open: { uncrossed, shortened: budget.shortened } };
  } catch (error) {
    return { open: { ended: endedBy(error), uncrossed } };
  }
}

/** The verdict that a proof gives once the checker has accepted its certificate, or what is said without one. */
export function verdictOn(pattern: Pattern, property: Property, found: Found<AnyProof> | undefined, open: Open): Verdict {
  if (found === undefined) {
    const verdict = { closed: null, rule: null, why: whyOpen(pattern, property, open), certificate: null };
    // Without free biases everywhere `finite` and `cube` were never searched for.
    return open.ended === undefined || (property !== "linear" && !allBiasesFree(pattern)) ? verdict : { ...verdict, ended: open.ended };
  }
  return checked({ pattern, property, closed: found.closed, proof: found.proof });
}

/** What a search ran out of, from the error that ended it. A table of bits refuses to be larger than an array can be by a `RangeError`. Anything else is thrown on. */
export function endedBy(error: unknown): OutOfBudget["what"] {
  if (error instanceof OutOfBudget) return error.what;
  if (error instanceof RangeError) return "memory";
  throw error;
}

/** The verdict with its certificate, as JSON, read back and checked; undecided when the checker refuses it. */
function checked(certificate: Certificate): Verdict {
  const json = certificateToJson(certificate);
  try {
    checkProof(certificateFromJson(json));
  } catch (error) {
    // A Fault: the proof is nested deeper than certificates may be. A RangeError: a table of the checker would be too large.
    if (!(error instanceof Refusal || error instanceof Fault || error instanceof RangeError)) throw error;
    return { closed: null, rule: null, why: whyRefused(certificate.proof.rule, error.message), certificate: null };
  }
  return { closed: certificate.closed, rule: certificate.proof.rule, why: whyDecided(certificate), certificate: json };
}
