import { expect, test } from "vitest";
import { Rational } from "../../../src/exact/rational.js";
import { changesOf, logarithmOf, powerSum } from "../../../src/optima/sparsest/changes.js";
import { pointsOf, runsOf } from "../../../src/optima/sparsest/data.js";

test("a run's changes are positive, also where it turns down", () => {
  const points = pointsOf([0, 1, 2, 3, 4], [0, 3, 5, 6, 9]);
  expect(runsOf(points).map((run) => changesOf(points, run).map(String))).toEqual([["1", "1"], ["2"]]);
});

test("logarithms and sums of powers, also far from all doubles", () => {
  for (const value of [1, 3, 0.1, 1e-9, 12345.678]) expect(logarithmOf(Rational.ofNumber(value))).toBeCloseTo(Math.log(value), 13);
  expect(logarithmOf(Rational.of(3n, 2n ** 5000n))).toBeCloseTo(Math.log(3) - 5000 * Math.LN2, 10);
  expect(logarithmOf(Rational.of(2n ** 5000n, 3n))).toBeCloseTo(5000 * Math.LN2 - Math.log(3), 10);
  expect(logarithmOf(Rational.of(1n, 2n ** 1074n * 3n))).toBeCloseTo(-1074 * Math.LN2 - Math.log(3), 10);
  expect(logarithmOf(Rational.of(3n ** 700n, 3n ** 690n * 2n))).toBeCloseTo(10 * Math.log(3) - Math.LN2, 10);
  expect(logarithmOf(Rational.of(3n ** 700n, 2n ** 1109n))).toBeCloseTo(700 * Math.log(3) - 1109 * Math.LN2, 10);
  expect(powerSum([Rational.of(4), Rational.of(1, 9)], 0.5)).toBeCloseTo(2 + 1 / 3, 13);
  expect(powerSum([], 0.5)).toBe(0);
});
