/**
 * How far a point is from Pareto-critical (Amakor, Sonntag, Peitz 2023, with the multiplier of f2 relative to that of f1).
 *
 * A point w is critical iff 0 lies in g + lambda * subdiff f2(w) for some lambda >= 0, g the gradient of f1, or w minimises f2 (lambda without bound). What is missing, entry by entry:
 *
 *   counted, w_i != 0   |g_i + lambda sign w_i|          counted, w_i = 0   max(0, |g_i| - lambda)          not counted   |g_i|
 *
 * The residual is the greatest of them, with the best lambda: no scale is left by which it could be made small. It is a maximum of functions linear in lambda, so its least value is where the
 * one that rises meets those that fall. ReLU: g is one element of the subdifferential, and a point at a kink may be critical with others.
 */

export interface Criticality {
  readonly residual: number;
  /** Where it is reached; of zero weights the least such lambda. */
  readonly lambda: number;
}

/** The residual with the best lambda >= 0. */
export function criticality(parameters: Float64Array, gradient: Float64Array, counted: Uint8Array): Criticality {
  const { rising, falling, fixed } = linesOf(parameters, gradient, counted);
  const lambda = Math.max(0, rising === -Infinity ? falling : (falling - rising) / 2);
  return { residual: Math.max(fixed, rising + lambda, falling - lambda), lambda };
}

/** The residual with a given lambda: 0 exactly where w is a critical point of f1 + lambda f2. */
export function residualAt(parameters: Float64Array, gradient: Float64Array, counted: Uint8Array, lambda: number): number {
  const { rising, falling, fixed } = linesOf(parameters, gradient, counted);
  return Math.max(fixed, rising + lambda, falling - lambda);
}

/** The residual as max(fixed, rising + lambda, falling - lambda), fixed >= 0. NaN in the gradient: NaN. */
function linesOf(parameters: Float64Array, gradient: Float64Array, counted: Uint8Array): { rising: number; falling: number; fixed: number } {
  let [rising, falling, fixed] = [-Infinity, 0, 0];
  for (let k = 0; k < parameters.length; k++) {
    const [w, g] = [parameters[k]!, gradient[k]!];
    if (Number.isNaN(g)) return { rising: g, falling: g, fixed: g };
    if (counted[k] === 0) {
      fixed = Math.max(fixed, Math.abs(g));
    } else if (w === 0) {
      falling = Math.max(falling, Math.abs(g));
    } else {
      const along = w > 0 ? g : -g;
      rising = Math.max(rising, along);
      falling = Math.max(falling, -along);
    }
  }
  return { rising, falling, fixed };
}
