import { readFileSync } from "node:fs";
import { dataFromCsv } from "../../../src/formats/data-csv.js";
import { type ParetoProblem, type ProblemOptions, type Samples, columnsOf, densePattern, makeProblem, standardised } from "../../../src/optima/pareto/problem.js";

/** examples/iris.csv, standardised over all rows, as published: every fifth row from the first on is for training, the others are for tests. */
export function irisSamples(): { training: Samples; test: Samples } {
  const { inputs, targets, points } = dataFromCsv(readFileSync(new URL("../../../examples/iris.csv", import.meta.url), "utf8"));
  const rows = standardised(inputs, columnsOf(inputs, 4));
  const part = (keep: (row: number) => boolean): Samples => {
    const numbers = Array.from({ length: points }, (_, p) => p).filter(keep);
    return { inputs: Float64Array.from(numbers.flatMap((p) => [...rows.subarray(4 * p, 4 * p + 4)])), labels: Int32Array.from(numbers, (p) => targets[p]!) };
  };
  return { training: part((p) => p % 5 === 0), test: part((p) => p % 5 !== 0) };
}

/** The published problem: 4-4-4-3, tanh, cross-entropy, biases counted. */
export function irisProblem(options: ProblemOptions = { activation: "tanh" }): ParetoProblem {
  return makeProblem(densePattern([4, 4, 4, 3]), irisSamples().training, options);
}
