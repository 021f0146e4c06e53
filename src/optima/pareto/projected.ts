/** Minimising f1 over the points whose f2 is within a budget, from a start: projected gradient, accelerated. It reaches parts of the front where no weighted sum has a minimum. */
import { type Steps, atOnce } from "../clock.js";
import { type Descent, type DescentOptions, type SimpleTerm, accelerate } from "./accelerated.js";
import { criticality, residualAt } from "./criticality.js";
import type { Objective } from "./objective.js";
import { type ParetoProblem, l1Norm } from "./problem.js";
import { softThreshold } from "./proximal.js";
import { type StochasticOptions, descendStochastically } from "./stochastic.js";

/**
 * Writes the nearest point with f2 <= budget: soft thresholding by the threshold that makes f2 the budget, 0 within it. The threshold by Michelot's method (1986): the mean
 * excess of the entries above it, until no entry falls below. It ends after finitely many passes, commonly few.
 *
 * @param budget not negative
 */
export function projectOntoBudget(point: Float64Array, budget: number, counted: Uint8Array, result: Float64Array): void {
  softThreshold(point, thresholdOf(point, budget, counted), counted, result);
}

function thresholdOf(point: Float64Array, budget: number, counted: Uint8Array): number {
  let sizes = new Float64Array(point.length);
  let count = 0;
  let sum = 0;
  for (let k = 0; k < point.length; k++) {
    if (counted[k] === 0 || point[k] === 0) continue;
    const size = Math.abs(point[k]!);
    sizes[count++] = size;
    sum += size;
  }
  if (!(sum > budget)) return 0;
  for (;;) {
    const threshold = (sum - budget) / count;
    let kept = 0;
    sum = 0;
    for (let k = 0; k < count; k++) {
      if (sizes[k]! <= threshold) continue;
      sum += sizes[k]!;
      sizes[kept++] = sizes[k]!;
    }
    // Budget 0: nothing is above the greatest size.
    if (kept === count || kept === 0) return threshold;
    count = kept;
  }
}

/** So near to the budget, relative to it, f2 counts as equal to it. */
const USED_UP = 1e-9;

/**
 * A critical point of f1 within the budget, whose loss is not above that of the start's projection. `tolerance` bounds the Pareto-criticality residual: with the best lambda where the budget is used up, with
 * lambda 0 where it is not.
 */
export function projectedGradient(objective: Objective, budget: number, start: Float64Array, options?: DescentOptions): Descent {
  return atOnce(projectedSteps(objective, budget, start, options));
}

/** The same, step by step. */
export function projectedSteps(objective: Objective, budget: number, start: Float64Array, options?: DescentOptions): Steps<Descent> {
  return accelerate(objective, within(objective.problem, budget), start, options);
}

/** The same by samples of the points: sooner near to a critical point of a large problem, and later at it. */
export function stochasticProjectedGradient(objective: Objective, budget: number, start: Float64Array, options?: StochasticOptions): Descent {
  return descendStochastically(objective, within(objective.problem, budget), start, options);
}

/** 0 within the budget, infinite beyond. */
function within(problem: ParetoProblem, budget: number): SimpleTerm {
  const { counted } = problem;
  return {
    value: () => 0,
    proximal: (point, _step, result) => projectOntoBudget(point, budget, counted, result),
    residual: (parameters, gradient) => (l1Norm(problem, parameters) < budget * (1 - USED_UP) ? residualAt(parameters, gradient, counted, 0) : criticality(parameters, gradient, counted).residual),
  };
}
