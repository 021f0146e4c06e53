import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../src/exact/rational.js";
import { doubleAtLeast, doubleAtMost } from "../../src/exact/rounding.js";

const double = fc.double({ min: -1e308, max: 1e308, noNaN: true });

describe("doubles on one side", () => {
  it("are the double itself, or neighbours around a number between them", () => {
    fc.assert(
      fc.property(double, (x) => {
        const exact = Rational.ofNumber(x);
        expect(doubleAtLeast(exact) === x && doubleAtMost(exact) === x).toBe(true);
        const tiny = Rational.of(1n, 2n ** 1200n);
        const [above, below] = [doubleAtLeast(exact.plus(tiny)), doubleAtMost(exact.minus(tiny))];
        expect(above > x && below < x).toBe(true);
        expect(doubleAtMost(exact.plus(tiny)) === x && doubleAtLeast(exact.minus(tiny)) === x).toBe(true);
        // Nothing lies between: the middle is rounded to one of the two.
        expect([x, above]).toContain(x / 2 + above / 2);
      }),
    );
  });

  it("of numbers beyond all doubles are refused", () => {
    expect(() => doubleAtLeast(Rational.of(10n ** 400n))).toThrow(RangeError);
  });
});
