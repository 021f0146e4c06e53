import { describe, expect, test } from "vitest";
import { rankOver } from "../../../src/exact/echelon.js";
import { ORDERED_RATIONALS as F, inner } from "../../../src/exact/ordered-field.js";
import { Rational } from "../../../src/exact/rational.js";
import { equicorrelationSet } from "../../../src/optima/convex/equicorrelation.js";
import { type ExactOptimum, exactOptimum, exactRank, transposed } from "../../../src/optima/convex/exact-optimum.js";
import { convexProgram } from "../../../src/optima/convex/make-program.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";
import { solve } from "../../../src/optima/convex/solve.js";
import { parity } from "../../support/optimal-sets.js";
import { randomData, randomProgram } from "./programs.js";

/** The exact optimum near the solver's, which has to be there. */
function optimumOf(program: ConvexProgram, lambdaSquared?: Rational): ExactOptimum {
  const solution = solve(program);
  const optimum = exactOptimum(program, solution.dual, solution.blocks, lambdaSquared === undefined ? {} : { lambdaSquared });
  if (typeof optimum === "string") throw new Error(optimum);
  return optimum;
}

/** What theory says of an optimum, of which nothing is used in its making. */
function expectConsistent(program: ConvexProgram, optimum: ExactOptimum): void {
  const { lambdaSquared, dual, fit, value, neurons, weights } = optimum;
  for (const { ray, output } of neurons) {
    expect(inner(F, ray, ray).equals(lambdaSquared)).toBe(true);
    // nu^T z = lambda^2 for rays of length lambda.
    expect(inner(F, dual, output).equals(lambdaSquared)).toBe(true);
  }
  expect(fit.every((entry, j) => neurons.reduce((sum, { output }, k) => sum.plus(weights[k]!.times(output[j]!)), Rational.zero).equals(entry))).toBe(true);
  // The dual's value is the minimum: y^T nu - |nu|^2 / (2 weight).
  const y = Array.from(program.y, (entry) => Rational.ofNumber(entry));
  const weight = Rational.of(1, program.n);
  expect(inner(F, y, dual).minus(inner(F, dual, dual).dividedBy(weight.plus(weight))).equals(value)).toBe(true);
  const solution = solve(program);
  expect(value.toNumber()).toBeCloseTo(solution.value, 13);
  for (const [j, entry] of fit.entries()) expect(entry.toNumber()).toBeCloseTo(solution.fit[j]!, 9);
  const chosen = neurons.filter((_, k) => weights[k]!.sign > 0);
  expect(chosen.length === 0 ? 0 : rankOver(F, chosen.map(({ output }) => output))).toBe(chosen.length);
  // In doubles the same set is seen.
  const seen = equicorrelationSet(program, solution);
  expect(seen.neurons.length).toBe(neurons.length);
  expect(seen.blocks.length).toBe(neurons.reduce((sum, { gates }) => sum + gates.length, 0));
}

describe("exactOptimum", () => {
  test("of points on a line, by hand", () => {
    // x = 1, 2 and y = 1, 3, weight 1/2: for x > 0 the slope w = (x^T y / 2 - lambda) / (|x|^2 / 2) = (7/2 - 1/10) / (5/2).
    const program = convexProgram({ inputs: Float64Array.of(1, 2), targets: Float64Array.of(1, 3), lambda: 0.1, bias: false });
    const optimum = optimumOf(program);
    expect(optimum.fit.map(String)).toEqual(["34/25", "68/25"]);
    expect(optimum.dual.map(String)).toEqual(["-9/50", "7/50"]);
    expect(optimum.neurons.map(({ sign, ray }) => [sign, ...ray.map(String)])).toEqual([[1, "1/10"]]);
    expect(optimum.weights.map(String)).toEqual(["68/5"]);
    expectConsistent(program, optimum);
  });

  test("of the parity of the cube's corners: nu = lambda y, all neurons have directions (+-1, +-1, +-1, +-1) / 2", () => {
    const program = parity(3, 0.05, true);
    const optimum = optimumOf(program);
    expect(optimum.dual.map(String)).toEqual(Array.from(program.y, (entry) => `${entry < 0 ? "-" : ""}1/20`));
    expect(optimum.neurons.map(({ ray }) => ray.map(String).join()).sort()).toEqual(
      Array.from({ length: 16 }, (_, k) => [1, 2, 4, 8].map((bit) => (k & bit ? "-1/40" : "1/40")).join()).sort(),
    );
    expect(String(optimum.value)).toBe("8/25");
    expect(exactRank(optimum.neurons)).toBe(8);
    expectConsistent(program, optimum);
  });

  test("with lambda = sqrt(2) / 20 of XOR without biases", () => {
    const program = parity(2, Math.SQRT2 / 20, false);
    const optimum = optimumOf(program, Rational.of(1, 200));
    expect(optimum.fit.map(String)).toEqual(["4/5", "-4/5", "-4/5", "4/5"]);
    expect(optimum.nextSquared).toBeUndefined();
    expectConsistent(program, optimum);
    expect(() => optimumOf(program, Rational.of(1, 199))).toThrow(RangeError);
  });

  test("of all lambda for points on a line, with the next block below", () => {
    for (const lambda of [0.01, 0.25, 0.4, 1.5]) {
      const program = convexProgram({ inputs: Float64Array.of(-3, -1, 1, 2, 2.5), targets: Float64Array.of(1, -2, 0.5, 1, 1), lambda, bias: false });
      const optimum = optimumOf(program);
      expectConsistent(program, optimum);
      expect(optimum.nextSquared!.compare(optimum.lambdaSquared)).toBeLessThan(0);
    }
  });

  test("of the gated program: 3-4-5 directions", () => {
    // One point (3, 4), y = 10: the only open gate gives v along (3, 4) / 5, and 5 |v| - y = -lambda / 5.
    const program = convexProgram({ inputs: Float64Array.of(3, 4), targets: Float64Array.of(10), lambda: 0.5, bias: false, model: "gated" });
    const optimum = optimumOf(program);
    expect(optimum.fit.map(String)).toEqual(["99/10"]);
    expectConsistent(program, optimum);
  });

  test("says why there is none: irrational, logistic, large, far away", () => {
    const irrational = randomData(1, 7, 2, 0.01);
    const solution = solve(irrational);
    expect(exactOptimum(irrational, solution.dual, solution.blocks)).toMatch(/no rational numbers/);
    const logistic = randomProgram(1, 5, 1, 0.01, { loss: "logistic", bias: false });
    expect(exactOptimum(logistic, solve(logistic).dual, [])).toMatch(/logistic/);
    const large = randomProgram(1, 60, 5, 0.01, { bias: false });
    expect(exactOptimum(large, new Float64Array(60), [])).toMatch(/too large/);
    const program = parity(3, 0.05, true);
    const right = solve(program);
    for (const factor of [0.5, 0.99, 1.01, 0]) expect(exactOptimum(program, right.dual.map((entry) => factor * entry), [])).toMatch(/no rational numbers/);
    // A wrong claim about what is tight.
    expect(exactOptimum(program, right.dual, [{ gate: 0, sign: 1 }, { gate: 0, sign: -1 }])).toMatch(/no rational numbers/);
  });
});

test("transposed turns columns into rows", () => {
  expect(transposed([[1, 2], [3, 4], [5, 6]])).toEqual([[1, 3, 5], [2, 4, 6]]);
  expect(transposed([])).toEqual([]);
});
