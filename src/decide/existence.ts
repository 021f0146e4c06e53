/**
 * Does every training problem with these inputs have an optimum, whatever the targets? (docs/theory.md 2.8) Only a yes is ever shown: by `finite`, which holds for
 * all inputs, or by features of full rank for these. What is said to be so has been accepted by the checker.
 */
import type { CertificateJson } from "../certificate/certificate.js";
import { type InterpolationJson, interpolationToJson } from "../certificate/interpolation.js";
import { checkInterpolation } from "../check/interpolation.js";
import type { Rational } from "../exact/rational.js";
import type { Pattern } from "../pattern/pattern.js";
import { Budget, DEFAULT_TIMEOUT, OutOfBudget } from "../rules/budget.js";
import { findInterpolation } from "../rules/interpolation.js";
import { decide } from "./decide.js";

export interface Existence {
  /** true: for all targets; null: not shown. */
  readonly guaranteed: true | null;
  readonly by: "finite" | "interpolation" | null;
  /** One sentence. */
  readonly why: string;
  readonly certificate: CertificateJson | InterpolationJson | null;
}

export interface ExistenceOptions {
  /** Seconds for `finite`, and again for the features. Default 60. */
  readonly timeout?: number;
  readonly seed?: number;
}

/** For inputs given exactly, one row per point. @throws RangeError when they do not have the pattern's width */
export function existenceFor(pattern: Pattern, points: readonly (readonly Rational[])[], options: ExistenceOptions = {}): Existence {
  const { timeout = DEFAULT_TIMEOUT, seed = 1 } = options;
  const width = pattern.widths[0]!;
  if (points.length === 0 || points.some((point) => point.length !== width)) throw new RangeError(`inputs: expected rows of ${width} numbers, at least one`);
  const { finite } = decide(pattern, { timeout });
  if (finite.closed === true) return { guaranteed: true, by: "finite", why: "Every finite training problem of this pattern has an optimum (finite: yes).", certificate: finite.certificate };
  const none = (why: string): Existence => ({ guaranteed: null, by: null, why: `Not shown: ${why}; targets without an optimum may exist for these inputs, or not.`, certificate: null });
  try {
    const result = findInterpolation(pattern, points, seed, new Budget(timeout));
    if (result.found === undefined) return none(result.why);
    const certificate = interpolationToJson(result.found);
    const checked = checkInterpolation(certificate);
    if (!checked.ok) return none(`the checker refuses the hidden parameters found (${checked.reason})`);
    const why = "For some hidden parameters every output has as many independent features as it has different points: the outputs on these inputs are a linear space.";
    return { guaranteed: true, by: "interpolation", why, certificate };
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error;
    return none("the time is over");
  }
}
