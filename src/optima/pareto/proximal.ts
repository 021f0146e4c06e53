/** Minimising f1 + lambda f2 from a start: by all points (accelerated.ts), or by small samples of them (stochastic.ts). */
import { type Steps, atOnce } from "../clock.js";
import { type Descent, type DescentOptions, type SimpleTerm, accelerate } from "./accelerated.js";
import { residualAt } from "./criticality.js";
import type { Objective } from "./objective.js";
import { type ParetoProblem, l1Norm } from "./problem.js";
import { type StochasticOptions, descendStochastically } from "./stochastic.js";

/** Writes the proximal point of `threshold` times f2: counted entries move towards 0 by the threshold, and stay there; the others are kept. */
export function softThreshold(point: Float64Array, threshold: number, counted: Uint8Array, result: Float64Array): void {
  for (let k = 0; k < point.length; k++) {
    const entry = point[k]!;
    const size = counted[k] === 1 ? Math.abs(entry) - threshold : Math.abs(entry);
    result[k] = size > 0 ? (entry > 0 ? size : -size) : 0;
  }
}

/** A critical point of f1 + lambda f2, whose value is not above that at the start. `tolerance` bounds the residual with this lambda. */
export function proximalGradient(objective: Objective, lambda: number, start: Float64Array, options?: DescentOptions): Descent {
  return atOnce(proximalSteps(objective, lambda, start, options));
}

/** The same, step by step. */
export function proximalSteps(objective: Objective, lambda: number, start: Float64Array, options?: DescentOptions): Steps<Descent> {
  return accelerate(objective, penalty(objective.problem, lambda), start, options);
}

/** The same by samples of the points: sooner near to a critical point of a large problem, and later at it. */
export function stochasticProximalGradient(objective: Objective, lambda: number, start: Float64Array, options?: StochasticOptions): Descent {
  return descendStochastically(objective, penalty(objective.problem, lambda), start, options);
}

function penalty(problem: ParetoProblem, lambda: number): SimpleTerm {
  const { counted } = problem;
  return {
    value: (parameters) => lambda * l1Norm(problem, parameters),
    proximal: (point, step, result) => softThreshold(point, lambda * step, counted, result),
    residual: (parameters, gradient) => residualAt(parameters, gradient, counted, lambda),
  };
}
