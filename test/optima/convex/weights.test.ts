import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { dualOf } from "../../../src/optima/convex/losses.js";
import { lambdaMax } from "../../../src/optima/convex/solve.js";
import { DirectionWeights } from "../../../src/optima/convex/weights.js";
import { randomProgram } from "./programs.js";

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, j) => sum + value * b[j]!, 0);

for (const loss of ["squared", "logistic"] as const) {
  describe(`weights of fixed directions, ${loss}`, () => {
    it("meet the conditions of a minimum, from any start", () => {
      for (let seed = 1; seed <= 20; seed++) {
        const n = 3 + (seed % 6);
        const base = randomProgram(seed, n, 2, 1, { loss });
        const program = { ...base, lambda: 0.05 * lambdaMax(base) };
        const random = new Random(seed);
        const shares = Array.from({ length: 2 * n }, () => Float64Array.from({ length: n }, () => (random.below(201) - 100) / 100));
        const solver = new DirectionWeights(program);
        const cold = solver.solve(shares, new Float64Array(shares.length));
        const nu = dualOf(program, cold.fit);
        for (const [k, share] of shares.entries()) {
          expect(cold.weights[k]).toBeGreaterThanOrEqual(0);
          expect(dot(share, nu) / program.lambda).toBeLessThan(1 + 1e-9);
          if (cold.weights[k]! > 0) expect(dot(share, nu) / program.lambda).toBeCloseTo(1, 9);
          for (const [j, value] of cold.dual.entries()) expect(value).toBeCloseTo(nu[j]!, 10);
        }
        const warm = solver.solve(shares, Float64Array.from(shares, () => random.below(3)));
        expect(warm.value).toBeCloseTo(cold.value, 12);
      }
    });

    it("are 0 where no direction pays", () => {
      const base = randomProgram(3, 4, 1, 1, { loss });
      const share = Float64Array.of(1, 0, 0, 0);
      const program = { ...base, lambda: 1.01 * Math.abs(dualOf(base, new Float64Array(4))[0]!) };
      expect([...new DirectionWeights(program).solve([share, share.map((value) => -value)], new Float64Array(2)).weights]).toEqual([0, 0]);
    });
  });
}

it("one point, one direction: least squares less lambda; the logit of lambda", () => {
  const base = { ...randomProgram(1, 1, 1, 1), y: Float64Array.of(1), weight: 1, lambda: 0.3 };
  const one = [Float64Array.of(1)];
  expect(new DirectionWeights(base).solve(one, new Float64Array(1)).weights[0]).toBeCloseTo(0.7, 15);
  expect(new DirectionWeights({ ...base, loss: "logistic" }).solve(one, new Float64Array(1)).weights[0]).toBeCloseTo(Math.log(0.7 / 0.3), 14);
});
