/** Random small programs. */
import { Random } from "../../../src/exact/random.js";
import { type ProgramRequest, convexProgram } from "../../../src/optima/convex/make-program.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";

/** n points with inputs and targets of thousandths in [-size, size], or labels that are not all equal, in general position unless by chance. */
export function randomProgram(seed: number, n: number, inputs: number, lambda: number, request: Partial<ProgramRequest> = {}, size = 2): ConvexProgram {
  const random = new Random(seed);
  const number = (): number => (random.below(2000 * size + 1) - 1000 * size) / 1000;
  const labels = request.loss === "logistic";
  return convexProgram({
    inputs: Float64Array.from({ length: n * inputs }, number),
    targets: Float64Array.from({ length: n }, (_, j) => (labels ? (j < 2 ? j : random.below(2)) : number())),
    lambda,
    ...request,
  });
}

/** Those of small lambda often have many optima: where X^T nu = 0, a neuron can be turned around, and the others make up for it. */
export function randomData(seed: number, n: number, inputs: number, lambda: number, model: "relu" | "gated" = "relu"): ConvexProgram {
  return randomProgram(seed, n, inputs, lambda, { model }, 1);
}
