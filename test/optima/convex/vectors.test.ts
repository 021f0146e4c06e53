import { expect, test } from "vitest";
import { directionDistance, distance, dot, largestEntry, lengthOf } from "../../../src/optima/convex/vectors.js";

const v = (...entries: number[]): Float64Array => Float64Array.from(entries);

test("products, lengths and distances", () => {
  expect(dot(v(1, 2, 3), v(4, -5, 6))).toBe(12);
  expect(lengthOf(v(3, -4))).toBe(5);
  expect(distance(v(1, 1), v(4, 5))).toBe(5);
  expect([dot(v(), v()), lengthOf(v()), distance(v(), v())]).toEqual([0, 0, 0]);
});

test("directions do not depend on lengths, but on signs", () => {
  expect(directionDistance(v(2, 0), v(5, 0))).toBe(0);
  expect(directionDistance(v(2, 0), v(-5, 0))).toBe(2);
  expect(directionDistance(v(1, 0), v(0, 3))).toBeCloseTo(Math.SQRT2, 15);
  expect(directionDistance(v(1, 0), v(1, 1e-6))).toBeCloseTo(1e-6, 12);
});

test("the largest entry is largest by its absolute value", () => {
  expect(largestEntry(v(1, -7, 3))).toBe(7);
  expect(largestEntry(v())).toBe(0);
});
