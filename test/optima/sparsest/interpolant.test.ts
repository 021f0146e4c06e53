import { expect, test } from "vitest";
import { Rational } from "../../../src/exact/rational.js";
import { pointsOf } from "../../../src/optima/sparsest/data.js";
import { alongChords, meetingPlace, networkOf, valueAt } from "../../../src/optima/sparsest/interpolant.js";
import { outputAt } from "../../../src/optima/sparsest/problem.js";
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

test("as a network: one neuron for each knot, and the affine piece on the left", () => {
  const interpolant = alongChords(pointsOf([0.5, 1, 2, 4, 5], [-1, 0, 1, 5, 2]), [0, 1, 2, 3]);
  const network = networkOf(interpolant);
  expect(network.neurons).toHaveLength(3);
  for (const x of [-2, 0.25, 1, 1.5, 3, 4.5, 7].map(Rational.ofNumber)) expect(outputAt(network, [x]).equals(valueAt(interpolant, x))).toBe(true);
});

test("lines meet", () => {
  const place = (x: number, y: number) => ({ x: Rational.ofNumber(x), y: Rational.ofNumber(y) });
  expect(String(meetingPlace(place(0, 1), Rational.of(1, 2), place(3, 0), Rational.of(-1, 3)))).toBe("0");
  expect(String(meetingPlace(place(0.5, 1), Rational.of(2), place(2, 7), Rational.of(-1)))).toBe("3");
});
