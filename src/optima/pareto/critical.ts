/**
 * Pareto-critical points with a given norm: accelerated projected gradient until the signs are settled, then Newton's method on what is not 0. Where that would take long, the first alone, as far as the caller
 * wants.
 */
import { type Steps, atOnce } from "../clock.js";
import type { CriticalPoint } from "./known-front.js";
import type { Objective } from "./objective.js";
import { polishSteps } from "./polish.js";
import { projectedSteps } from "./projected.js";

export interface CriticalOptions {
  /** Of large problems: the residual that is enough. */
  readonly rough?: number;
  readonly stop?: () => boolean;
}

/** Parameters times points from which on a problem is large: a Newton step costs as many products with second derivatives as there are weights that are not 0. */
const LARGE = 2e5;
const ITERATIONS = 300;
/** The residual at which the signs are taken to be settled: Newton's steps still let entries go. */
const SETTLED = 1e-5;
/** Of what is reported. */
export const RESIDUAL = 1e-10;
/** Large problems: steps until it is looked at what they have gained, and how often. */
const STEPS = 50;
const ROUNDS = 6;
const LARGE_RESIDUAL = 2e-6;
/** A round that gains less than this share of what the residual promises over the budget: the point is at a kink of ReLU, as a rule, where the residual stays. */
const LITTLE = 1e-3;

export function isLarge(objective: Objective): boolean {
  return objective.size * objective.points > LARGE;
}

/** A critical point of f1 within the budget, from a start: its loss is not above that of the start's projection. */
export function criticalAt(objective: Objective, budget: number, start: Float64Array, options?: CriticalOptions): CriticalPoint {
  return atOnce(criticalSteps(objective, budget, start, options));
}

/** The same, step by step: of large problems each takes long. */
export function* criticalSteps(objective: Objective, budget: number, start: Float64Array, { rough = LARGE_RESIDUAL, stop }: CriticalOptions = {}): Steps<CriticalPoint> {
  const stopping = stop === undefined ? {} : { stop };
  if (isLarge(objective)) return yield* roughlyCriticalAt(objective, budget, start, rough, stop);
  const near = yield* projectedSteps(objective, budget, start, { iterations: ITERATIONS, tolerance: SETTLED, ...stopping });
  const { parameters, loss, l1, lambda, residual, kinkWidth } = yield* polishSteps(objective, near.parameters, "l1", { tolerance: RESIDUAL, ...stopping });
  return { parameters, loss, l1, lambda, residual, kinkWidth };
}

function* roughlyCriticalAt(objective: Objective, budget: number, start: Float64Array, tolerance: number, stop: (() => boolean) | undefined): Steps<CriticalPoint> {
  let from = start;
  let before = Infinity;
  for (let round = 1; ; round++) {
    const { parameters, loss, l1, lambda, residual, converged } = yield* projectedSteps(objective, budget, from, { iterations: STEPS, tolerance, ...(stop === undefined ? {} : { stop }) });
    if (converged || round === ROUNDS || before - loss <= LITTLE * tolerance * budget || stop?.() === true) return { parameters, loss, l1, lambda, residual, kinkWidth: 0 };
    [from, before] = [parameters, loss];
  }
}
