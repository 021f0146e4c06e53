import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { NonnegativeLeastSquares } from "../../../src/optima/convex/nonnegative.js";

/** Slopes q + A'(b - A a): at the minimum 0 where a > 0, and nowhere positive. */
function slopes(columns: Float64Array, rows: number, right: Float64Array, linear: Float64Array, answer: Float64Array): number[] {
  const rest = right.slice();
  for (const [k, value] of answer.entries()) for (let i = 0; i < rows; i++) rest[i]! -= value * columns[k * rows + i]!;
  return Array.from(answer, (_, k) => linear[k]! + rest.reduce((sum, value, i) => sum + value * columns[k * rows + i]!, 0));
}

describe("nonnegative least squares with a linear term", () => {
  it("meets the conditions of a minimum; few and independent entries, whatever the start and however columns depend on each other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (rows, count, seed, integers) => {
        const random = new Random(seed);
        const number = (): number => (integers ? random.below(3) - 1 : (random.below(2001) - 1000) / 500);
        const columns = Float64Array.from({ length: rows * count }, number);
        const right = Float64Array.from({ length: rows }, number);
        const linear = Float64Array.from({ length: count }, () => -(1 + random.below(5)) / 20);
        const solver = new NonnegativeLeastSquares(rows);
        const start = Array.from({ length: count }, (_, k) => k).filter(() => random.below(3) === 0);
        const values = [[], start].map((first) => {
          const answer = solver.solve(columns, count, right, linear, first);
          for (const [k, slope] of slopes(columns, rows, right, linear, answer).entries()) {
            expect(answer[k]).toBeGreaterThanOrEqual(0);
            expect(slope).toBeLessThan(1e-12);
            if (answer[k]! > 0) expect(slope).toBeGreaterThan(-1e-12);
          }
          expect(answer.filter((value) => value > 0).length).toBeLessThanOrEqual(rows);
          const rest = right.map((value, i) => answer.reduce((sum, weight, k) => sum - weight * columns[k * rows + i]!, value));
          for (const [i, value] of rest.entries()) expect(solver.residual[i]).toBeCloseTo(value, 11);
          return rest.reduce((sum, value) => sum + (value * value) / 2, 0) - answer.reduce((sum, value, k) => sum + value * linear[k]!, 0);
        });
        expect(values[1]).toBeCloseTo(values[0]!, 12);
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it("of two ways to the same fit takes the cheaper, although they depend on each other", () => {
    const solver = new NonnegativeLeastSquares(2);
    const answer = solver.solve(Float64Array.of(1, 0, 0, 1, 1, 1), 3, Float64Array.of(2, 2), Float64Array.of(-0.1, -0.1, -0.1), [0, 1]);
    expect([...answer.subarray(0, 2)]).toEqual([0, 0]);
    expect(answer[2]).toBeCloseTo(1.95, 14);
  });
});
