import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { interpolates } from "../../../src/optima/sparsest/problem.js";
import { ridgeNetwork } from "../../../src/optima/sparsest/ridge-network.js";

const rationals = (...row: number[]): Rational[] => row.map((entry) => Rational.of(entry));

describe("ridgeNetwork", () => {
  it("interpolates, with few neurons", () => {
    const random = new Random(1);
    for (let k = 0; k < 20; k++) {
      const [n, d, skip] = [1 + random.below(8), 1 + random.below(4), k % 2 === 0] as const;
      const inputs = Array.from({ length: n }, (_, j) => rationals(j, ...Array.from({ length: d - 1 }, () => random.below(9))));
      const outputs = rationals(...Array.from({ length: n }, () => random.below(9) - 4));
      const network = ridgeNetwork({ inputs, outputs, skip })!;
      expect(interpolates(network, { inputs, outputs, skip, count: "neurons", countBias: true })).toBe(true);
      expect(network.neurons.length).toBeLessThanOrEqual(skip ? Math.max(0, n - 2) : n);
      expect(network.skip !== undefined).toBe(skip);
    }
  });

  it("sees a function of one input", () => {
    const inputs = [[3, 0], [1, 1], [4, 2], [1, 3], [5, 4]].map((row) => rationals(...row));
    const network = ridgeNetwork({ inputs, outputs: rationals(0, 0, 1, 2, 3), skip: true })!;
    expect(network.neurons).toHaveLength(1);
    expect(network.neurons[0]!.weights[0]!.isZero).toBe(true);
  });

  it("is nothing for one point with two outputs", () => {
    expect(ridgeNetwork({ inputs: [rationals(1, 2), rationals(1, 2)], outputs: rationals(0, 1), skip: true })).toBeUndefined();
  });
});
