/** Convex programs whose optimal sets are known or easy to list. */
import { convexProgram } from "../../src/optima/convex/make-program.js";
import type { ConvexProgram } from "../../src/optima/convex/program.js";

/** The corners of the cube [-1, 1]^d: bit k of the number of a corner is its k-th coordinate. */
export function corners(d: number): number[][] {
  return Array.from({ length: 2 ** d }, (_, corner) => Array.from({ length: d }, (_, k) => ((corner >> k) & 1 ? 1 : -1)));
}

/** The parity of the corner's coordinates, the product of them, as target: XOR for d = 2. */
export function parity(d: number, lambda: number, bias: boolean): ConvexProgram {
  const points = corners(d);
  return convexProgram({ inputs: Float64Array.from(points.flat()), targets: Float64Array.from(points, (point) => point.reduce((product, entry) => product * entry, 1)), lambda, bias });
}
