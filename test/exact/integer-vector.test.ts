import { expect, test } from "vitest";
import { commonDenominator, dot, primitive } from "../../src/exact/integer-vector.js";
import { Rational } from "../../src/exact/rational.js";

test("commonDenominator is the least one", () => {
  expect(commonDenominator([Rational.of(1, 6), Rational.of(3, 4), Rational.zero])).toBe(12n);
  expect(commonDenominator([])).toBe(1n);
});

test("primitive keeps the direction", () => {
  expect(primitive([4n, -6n, 0n])).toEqual([2n, -3n, 0n]);
  expect(primitive([-4n])).toEqual([-1n]);
  expect(primitive([0n, 0n])).toEqual([0n, 0n]);
});

test("dot", () => {
  expect(dot([2n, 0n, -3n], [5n, 7n, 2n])).toBe(4n);
  expect(dot([], [])).toBe(0n);
});
