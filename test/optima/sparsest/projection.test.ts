import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type SparsestProblem, countOf, interpolates } from "../../../src/optima/sparsest/problem.js";
import { projectedNetwork } from "../../../src/optima/sparsest/projection.js";

const of = (value: number): Rational => Rational.of(value);
const problem = (inputs: number[][], outputs: number[], more: Partial<SparsestProblem> = {}): SparsestProblem => ({ inputs: inputs.map((x) => x.map(of)), outputs: outputs.map(of), skip: false, count: "parameters", countBias: true, ...more });

test("interpolates random data, with and without affine part, with at most N + 1 neurons", () => {
  const random = new Random(3);
  for (let round = 0; round < 60; round++) {
    const [n, d] = [1 + random.below(7), 2 + random.below(3)];
    const known = new Map<string, number>();
    const inputs = Array.from({ length: n }, () => Array.from({ length: d }, () => random.below(3) - 1));
    const outputs = inputs.map((x) => {
      if (!known.has(x.join())) known.set(x.join(), random.below(7) - 3);
      return known.get(x.join())!;
    });
    for (const skip of [true, false]) {
      const one = problem(inputs, outputs, { skip });
      const network = projectedNetwork(one)!;
      expect(interpolates(network, one)).toBe(true);
      expect(network.neurons.length).toBeLessThanOrEqual(n + 1);
      expect(network.skip === undefined).toBe(!skip);
    }
  }
});

test("takes the single input with the least count", () => {
  // Along the second input the data are on a ray.
  const one = problem([[0, 1], [3, 2], [-1, 3], [2, 4]], [1, 2, 3, 4]);
  expect(countOf(projectedNetwork(one)!, one)).toBe(1);
});

test("is nothing for a contradiction or a mask", () => {
  expect(projectedNetwork(problem([[0, 1], [0, 1]], [1, 2]))).toBeUndefined();
  expect(projectedNetwork(problem([[0, 1]], [1], { supports: [{ inputs: [0], bias: true }] }))).toBeUndefined();
});
