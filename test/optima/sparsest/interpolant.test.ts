import { expect, test } from "vitest";
import { Rational } from "../../../src/exact/rational.js";
import { pointsOf } from "../../../src/optima/sparsest/data.js";
import { alongChords, valueAt } from "../../../src/optima/sparsest/interpolant.js";
import { expectInterpolates } from "./small-sets.js";

test("chords that are left out give way to their prolonged neighbours", () => {
  const points = pointsOf([0, 1, 2, 4], [0, 0, 1, 5]);
  const straight = alongChords(points, [0, 1, 2]);
  expect(straight.knots.map(({ x, change }) => `${x} ${change}`)).toEqual(["1 1", "2 1"]);
  const skipping = alongChords(points, [0, 2]);
  expect(skipping.knots.map(({ x, change }) => `${x} ${change}`)).toEqual(["3/2 2"]);
  expectInterpolates(straight, points);
  expectInterpolates(skipping, points);
  expect(String(valueAt(skipping, Rational.of(-3)))).toBe("0");
  expect(String(valueAt(skipping, Rational.of(5)))).toBe("7");
});

test("one point has the constant, collinear points no knot", () => {
  expect(String(valueAt(alongChords(pointsOf([1], [3]), []), Rational.of(9)))).toBe("3");
  expect(alongChords(pointsOf([0, 1, 2], [1, 2, 3]), [0, 1]).knots).toEqual([]);
});
