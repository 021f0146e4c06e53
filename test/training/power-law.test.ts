import { describe, expect, test } from "vitest";
import { Random } from "../../src/exact/random.js";
import { fitPowerLaw, rounded, studentQuantile } from "../../src/training/power-law.js";

const powersOf2 = Array.from({ length: 20 }, (_, k) => 2 ** k);

describe("fitPowerLaw", () => {
  test("finds an exact law", () => {
    const law = fitPowerLaw(powersOf2, powersOf2.map((x) => 3 * x ** -0.75))!;
    expect(law.exponent).toBe(-0.75);
    expect(law.explained).toBe(1);
    expect(law.standardError).toBeLessThan(1e-7);
    expect(law.decades).toBeCloseTo(19 * Math.log10(2), 4);
    expect(law.points).toBe(20);
  });

  test("its interval holds the exponent about 95 times in 100", () => {
    const random = new Random(7);
    let held = 0;
    for (let k = 0; k < 400; k++) {
      const { interval } = fitPowerLaw(powersOf2, powersOf2.map((x) => x ** 0.25 * Math.exp(0.3 * random.normal())))!;
      if (interval[0] <= 0.25 && 0.25 <= interval[1]) held++;
    }
    expect(held).toBeGreaterThan(366);
    expect(held).toBeLessThan(393);
  });

  test("leaves out zeros, and is silent for fewer than five points or equal x", () => {
    expect(fitPowerLaw([1, 2, 4, 8, 16, 32], [1, 2, 4, 8, 16, 0])!.points).toBe(5);
    expect(fitPowerLaw([1, 2, 4, 8, 16], [1, 2, 4, 8, 0])).toBeUndefined();
    expect(fitPowerLaw([3, 3, 3, 3, 3], [1, 2, 4, 8, 9])).toBeUndefined();
    expect(fitPowerLaw([], [])).toBeUndefined();
  });

  test("of a constant is 0, wholly explained", () => {
    expect(fitPowerLaw(powersOf2, powersOf2.map(() => 7))).toMatchObject({ exponent: 0, explained: 1 });
  });
});

test("Student's quantiles, as in the tables", () => {
  for (const [freedom, value] of [[3, 3.182], [5, 2.571], [10, 2.228], [30, 2.042], [1000, 1.962]] as const) {
    expect(Math.abs(studentQuantile(freedom) / value - 1)).toBeLessThan(0.01);
  }
});

test("six digits are kept", () => {
  expect(rounded(0.123456789)).toBe(0.123457);
});
