/** Random small programs for the tests of paths and sensitivities. */
import { Random } from "../../../src/exact/random.js";
import { type ProgramRequest, convexProgram } from "../../../src/optima/convex/make-program.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";

/** n points with inputs in [-2, 2] and targets in [-2, 2], or labels that are not all equal, in general position unless by chance. */
export function randomProgram(seed: number, n: number, inputs: number, lambda: number, request: Partial<ProgramRequest> = {}): ConvexProgram {
  const random = new Random(seed);
  const number = (): number => (random.below(4001) - 2000) / 1000;
  const labels = request.loss === "logistic";
  return convexProgram({
    inputs: Float64Array.from({ length: n * inputs }, number),
    targets: Float64Array.from({ length: n }, (_, j) => (labels ? (j < 2 ? j : random.below(2)) : number())),
    lambda,
    ...request,
  });
}
