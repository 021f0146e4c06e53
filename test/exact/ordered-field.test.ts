import { describe, expect, test } from "vitest";
import { ORDERED_RATIONALS as F, difference, doubles, inner } from "../../src/exact/ordered-field.js";
import { Rational } from "../../src/exact/rational.js";

const vector = (...entries: [number, number][]): Rational[] => entries.map(([top, bottom]) => Rational.of(top, bottom));

describe("ORDERED_RATIONALS", () => {
  test("scales by positive numbers", () => {
    expect(F.scaled(vector([0, 1], [-2, 3], [4, 1])).map(String)).toEqual(["0", "-1", "6"]);
    expect(F.scaled(vector([2, 3], [-1, 3])).map(String)).toEqual(["1", "-1/2"]);
  });

  test("knows signs, differences and inner products", () => {
    expect(vector([1, 9], [0, 1], [-3, 2]).map((entry) => F.sign(entry))).toEqual([1, 0, -1]);
    expect(String(difference(F, Rational.of(1, 2), Rational.of(1, 3)))).toBe("1/6");
    expect(String(inner(F, vector([1, 2], [1, 3]), vector([2, 1], [3, 1])))).toBe("2");
  });
});

describe("doubles", () => {
  test("take what is tiny for 0", () => {
    const G = doubles(1e-6);
    expect([1e-7, -1e-7, 1e-5, -1e-5].map((entry) => G.sign(entry))).toEqual([0, 0, 1, -1]);
    expect([1e-7, 1e-5].map((entry) => G.isZero(entry))).toEqual([true, false]);
    expect(G.scaled([-4, 2])).toEqual([-1, 0.5]);
  });
});
