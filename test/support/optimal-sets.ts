/** Convex programs whose optimal sets are known or easy to list. */
import { convexProgram } from "../../src/optima/convex/make-program.js";
import type { ConvexProgram } from "../../src/optima/convex/program.js";
import { Random } from "../../src/exact/random.js";

/** The corners of the cube [-1, 1]^d: bit k of the number of a corner is its k-th coordinate. */
export function corners(d: number): number[][] {
  return Array.from({ length: 2 ** d }, (_, corner) => Array.from({ length: d }, (_, k) => ((corner >> k) & 1 ? 1 : -1)));
}

/** The parity of the corner's coordinates, the product of them, as target: XOR for d = 2. */
export function parity(d: number, lambda: number, bias: boolean): ConvexProgram {
  const points = corners(d);
  return convexProgram({ inputs: Float64Array.from(points.flat()), targets: Float64Array.from(points, (point) => point.reduce((product, entry) => product * entry, 1)), lambda, bias });
}

/** A random program with complete gates and short decimals as data. Those of small lambda often have many optima: where X^T nu = 0, a neuron can be turned around, and the others make up for it. */
export function randomData(seed: number, n: number, d: number, lambda: number, model: "relu" | "gated" = "relu"): ConvexProgram {
  const random = new Random(seed);
  const draw = (): number => (random.below(2001) - 1000) / 1000;
  return convexProgram({ inputs: Float64Array.from({ length: n * d }, draw), targets: Float64Array.from({ length: n }, draw), lambda, model });
}
