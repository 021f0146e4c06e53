import { describe, expect, test } from "vitest";
import { decimalOf, simplestNear } from "../../src/exact/continued-fraction.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";

describe("simplestNear", () => {
  test("finds the fractions that doubles round", () => {
    for (const [top, bottom] of [[1, 3], [-22, 7], [355, 113], [0, 1], [5, 1], [-1, 1000], [12345, 678]] as const) {
      expect(String(simplestNear(top / bottom, 1e-12))).toBe(String(Rational.of(top, bottom)));
    }
  });

  test("has the smallest denominator of all fractions within the tolerance", () => {
    const random = new Random(8);
    for (let k = 0; k < 200; k++) {
      const value = (random.below(2_000_001) - 1_000_000) / 100_003;
      const tolerance = 10 ** -(1 + random.below(4));
      const { numerator, denominator } = simplestNear(value, tolerance);
      expect(Math.abs(Number(numerator) / Number(denominator) - value)).toBeLessThanOrEqual(tolerance * (1 + 1e-9));
      for (let q = 1; q < Number(denominator); q++) expect(Math.abs(Math.round(value * q) / q - value)).toBeGreaterThan(tolerance * (1 - 1e-9));
    }
  });

  test("is the number itself without a tolerance, and refuses others", () => {
    expect(simplestNear(0.1, 0).equals(Rational.ofNumber(0.1))).toBe(true);
    expect(() => simplestNear(1, -1)).toThrow(RangeError);
    expect(() => simplestNear(Number.NaN, 1)).toThrow(RangeError);
  });
});

describe("decimalOf", () => {
  test("is what the number prints as", () => {
    expect([0.1, -2.5, 3, 0, 1e-7, 1.25e21, 5e-324].map((value) => String(decimalOf(value)))).toEqual(["1/10", "-5/2", "3", "0", "1/10000000", "1250000000000000000000", `1/2${"0".repeat(323)}`]);
  });

  test("refuses what is not a number", () => {
    for (const value of [Number.NaN, Infinity, -Infinity]) expect(() => decimalOf(value)).toThrow(RangeError);
  });
});
