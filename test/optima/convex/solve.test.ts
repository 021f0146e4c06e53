import { describe, expect, it } from "vitest";
import { lambdaMax, solve } from "../../../src/optima/convex/solve.js";
import { randomProgram } from "../../support/convex.js";

describe("random problems, n <= 10, d <= 3", () => {
  for (const loss of ["squared", "logistic"] as const) {
    for (const model of ["relu", "gated"] as const) {
      it(`are solved to a relative gap of 1e-10: ${loss}, ${model}`, () => {
        for (let seed = 1; seed <= 10; seed++) {
          const base = randomProgram({ n: 3 + (seed % 8), d: 1 + (seed % 3), seed, loss, model, bias: seed % 2 === 0, draws: 500 });
          const most = lambdaMax(base);
          for (const part of [0.5, 0.05, 1e-3, 1e-6]) {
            const { gap, value } = solve({ ...base, lambda: part * most });
            expect(gap).toBeLessThanOrEqual(1e-10 * value);
            expect(gap).toBeGreaterThan(-1e-14 * value);
          }
        }
      });

      it(`give the zero network from lambdaMax on: ${loss}, ${model}`, () => {
        const base = randomProgram({ n: 8, d: 3, seed: 5, loss, model, draws: 500 });
        const most = lambdaMax(base);
        expect(solve({ ...base, lambda: most * 1.000001 }).blocks).toEqual([]);
        expect(solve({ ...base, lambda: most * 0.999 }).blocks.length).toBeGreaterThan(0);
      });
    }
  }
});

it("a run that is stopped has the best point so far, with its gap", () => {
  const program = randomProgram({ n: 8, d: 3, seed: 2, loss: "squared", model: "relu", draws: 500 });
  const there = { ...program, lambda: 0.05 * lambdaMax(program) };
  let iterations = 0;
  const early = solve(there, { stop: () => ++iterations > 2 });
  const late = solve(there);
  expect(iterations).toBe(3);
  expect(early.gap).toBeGreaterThan(1e-8 * late.value);
  expect(early.value).toBeGreaterThan(late.value);
  expect(early.dualBound).toBeLessThanOrEqual(late.value * (1 + 1e-12));
});
