/** Minimising f1 + lambda f2 from a start: by all points (accelerated.ts), or by small samples of them. */
import { type Descent, type DescentOptions, accelerate } from "./accelerated.js";
import { residualAt } from "./criticality.js";
import type { Objective } from "./objective.js";
import { l1Norm } from "./problem.js";

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
  const { problem } = objective;
  const { counted } = problem;
  return accelerate(
    objective,
    {
      value: (parameters) => lambda * l1Norm(problem, parameters),
      proximal: (point, step, result) => softThreshold(point, lambda * step, counted, result),
      residual: (parameters, gradient) => residualAt(parameters, gradient, counted, lambda),
    },
    start,
    options,
  );
}
