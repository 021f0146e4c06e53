import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { countOf, interpolates } from "../../../src/optima/sparsest/problem.js";
import { ridgeNetwork } from "../../../src/optima/sparsest/ridge-network.js";

const rationals = (...row: number[]): Rational[] => row.map((entry) => Rational.of(entry));

describe("ridgeNetwork", () => {
  it("interpolates, with few neurons", () => {
    const random = new Random(1);
    for (let k = 0; k < 20; k++) {
      const [n, d, skip] = [1 + random.below(8), 1 + random.below(4), k % 2 === 0] as const;
      const inputs = Array.from({ length: n }, (_, j) => rationals(j, ...Array.from({ length: d - 1 }, () => random.below(9))));
      const outputs = rationals(...Array.from({ length: n }, () => random.below(9) - 4));
      const network = ridgeNetwork({ inputs, outputs, skip, count: "neurons", countBias: true })!;
      expect(interpolates(network, { inputs, outputs, skip, count: "neurons", countBias: true })).toBe(true);
      expect(network.neurons.length).toBeLessThanOrEqual(skip ? Math.max(0, n - 2) : n);
      expect(network.skip !== undefined).toBe(skip);
    }
  });

  it("sees a function of one input", () => {
    const inputs = [[3, 0], [1, 1], [4, 2], [1, 3], [5, 4]].map((row) => rationals(...row));
    const network = ridgeNetwork({ inputs, outputs: rationals(0, 0, 1, 2, 3), skip: true, count: "neurons", countBias: true })!;
    expect(network.neurons).toHaveLength(1);
    expect(network.neurons[0]!.weights[0]!.isZero).toBe(true);
  });

  it("takes the direction in which what is counted is least", () => {
    // On a ray along the second input: one weight.
    const inputs = [[0, 1], [3, 2], [-1, 3], [2, 4]].map((row) => rationals(...row));
    const network = ridgeNetwork({ inputs, outputs: rationals(1, 2, 3, 4), skip: false, count: "parameters", countBias: true })!;
    expect(countOf(network, { count: "parameters", countBias: true })).toBe(1);
  });

  it("is there for any data without contradiction", () => {
    // All corners of a cube twice as wide as what is drawn, and its centre lines: single inputs and many directions do not tell them apart.
    const inputs = Array.from({ length: 81 }, (_, k) => rationals(...[1, 3, 9, 27].map((power) => (Math.floor(k / power) % 3) - 1)));
    const random = new Random(5);
    const problem = { inputs, outputs: inputs.map(() => Rational.of(random.below(1000))), skip: true, count: "neurons", countBias: true } as const;
    expect(interpolates(ridgeNetwork(problem)!, problem)).toBe(true);
  });

  it("is nothing for one point with two outputs", () => {
    expect(ridgeNetwork({ inputs: [rationals(1, 2), rationals(1, 2)], outputs: rationals(0, 1), skip: true, count: "neurons", countBias: true })).toBeUndefined();
  });
});
