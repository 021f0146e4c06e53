/**
 * Critical points of ReLU networks at kinks. Minima of f1 at a budget or a multiplier often lie where preactivations are 0: there f1 has no gradient, and none of those nearby is near to critical.
 * What is critical is a combination of them, with derivatives of ReLU between 0 and 1 at the kinks (Clarke 1975).
 *
 * They are found with a ReLU that is smooth within a width of 0 (`Objective.smooth`), by Newton's method (polish.ts) for one width after the other, down to one that is next to nothing.
 * At the end the derivatives of the parabolas are those of ReLU at the kinks.
 */
import type { Objective } from "./objective.js";
import { type Held, type Polished, type PolishOptions, polish } from "./polish.js";

export interface PolishedAtKinks extends Polished {
  /**
   * The residual is that of derivatives between 0 and 1 where a preactivation is within this of 0, by the parabola. 0: where none is, or only with derivative 0. `loss` is that of ReLU itself.
   */
  readonly width: number;
}

const WIDTHS: readonly number[] = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];
const TOLERANCE = 1e-10;
/** Between the widths less is enough. */
const ON_THE_WAY = 1e-6;
const ITERATIONS_EACH = 20;

/**
 * The polished point where the residual asked for is reached without a width, as of networks without ReLU. Otherwise that of the least width, unless its value of what is held to fall is above that
 * of the polished point, or its residual is no less.
 */
export function polishAtKinks(objective: Objective, start: Float64Array, held: Held, options: PolishOptions = {}): PolishedAtKinks {
  const { tolerance = TOLERANCE, stop } = options;
  const plain: PolishedAtKinks = { ...polish(objective, start, held, options), width: 0 };
  if (plain.residual <= tolerance || objective.problem.activation !== "relu") return plain;
  const lambda = held === "l1" ? 0 : held.lambda;
  const last = WIDTHS.at(-1)!;
  let reached: Polished = plain;
  let iterations = plain.iterations;
  try {
    for (const width of WIDTHS) {
      if (stop?.() === true) return plain;
      objective.smooth(width);
      const goal = width === last ? tolerance : Math.max(tolerance, ON_THE_WAY);
      reached = polish(objective, reached.parameters, held, { tolerance: goal, iterations: ITERATIONS_EACH, ...(stop === undefined ? {} : { stop }) });
      iterations += reached.iterations;
    }
  } finally {
    objective.smooth(0);
  }
  const loss = objective.value(reached.parameters);
  const rises = loss + lambda * reached.l1 > plain.loss + lambda * plain.l1 + last;
  return rises || !(reached.residual < plain.residual) ? plain : { ...reached, loss, iterations, width: last };
}
