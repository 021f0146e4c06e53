import { expect, test } from "vitest";
import { Rational } from "../../../src/exact/rational.js";
import { pointsOf, runsOf } from "../../../src/optima/sparsest/data.js";
import { Fault } from "../../../src/pattern/fault.js";

const texts = (values: readonly Rational[]) => values.map(String);

test("points are sorted, equal ones merged, doubles taken exactly", () => {
  const { x, y, slopes, turns } = pointsOf([2, 0.5, Rational.of(1, 2), -1], [1, 0, 0, 0.25]);
  expect(texts(x)).toEqual(["-1", "1/2", "2"]);
  expect(texts(y)).toEqual(["1/4", "0", "1"]);
  expect(texts(slopes)).toEqual(["-1/6", "2/3"]);
  expect([...turns]).toEqual([0, 1, 0]);
  expect(pointsOf([0, 1, 2], [0, 0.1, 0.2]).slopes[1]!.equals(Rational.ofNumber(0.1))).toBe(true);
});

test("what is no function is refused", () => {
  expect(() => pointsOf([0, 1, 0], [1, 1, 2])).toThrow(Fault);
  expect(() => pointsOf([0, 1, 0], [1, 1, 2])).toThrow("at the input 0");
  expect(() => pointsOf([], [])).toThrow(Fault);
  expect(() => pointsOf([0], [1, 2])).toThrow(Fault);
  expect(() => pointsOf([0, NaN], [1, 2])).toThrow("inputs[1]");
});

test("runs end at another turn and at collinear points", () => {
  // Slopes 0, 1, 2, 2, 3, 1, 0, 4.
  const points = pointsOf([0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 1, 3, 5, 8, 9, 9, 13]);
  expect(runsOf(points)).toEqual([
    { from: 1, count: 2, sign: 1 },
    { from: 4, count: 1, sign: 1 },
    { from: 5, count: 2, sign: -1 },
    { from: 7, count: 1, sign: 1 },
  ]);
  expect(runsOf(pointsOf([3], [1]))).toEqual([]);
});
