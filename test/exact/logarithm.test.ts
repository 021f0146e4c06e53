import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Enclosure, exponential, logarithm, softplus } from "../../src/exact/logarithm.js";
import { Rational } from "../../src/exact/rational.js";

const LN2 = "0.693147180559945309417232121458176568075500134360255254120680009493393621969694715605863326996418687";
const E = "2.718281828459045235360287471352662497757247093699959574966967627724076630353547594571382178525166427";

/** A decimal with so many correct digits. */
function decimal(text: string): Rational {
  const [whole, digits] = text.split(".") as [string, string];
  return Rational.of(BigInt(whole + digits), 10n ** BigInt(digits.length));
}

const width = ({ lower, upper }: Enclosure): number => upper.minus(lower).toNumber();
const holds = ({ lower, upper }: Enclosure, x: Rational): boolean => lower.compare(x) <= 0 && x.compare(upper) <= 0;
const positive = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 12n })).map(([p, q]) => Rational.of(p, q));

describe("bounds of the logarithm", () => {
  it("hold known digits, and are as near as asked", () => {
    for (const bits of [20, 60, 160, 300]) {
      const two = logarithm(Rational.of(2), bits);
      expect(width(two)).toBeLessThan(2 ** -bits);
      expect(holds(two, decimal(LN2))).toBe(true);
      expect(holds(logarithm(decimal(E), bits), Rational.one)).toBe(true);
      expect(logarithm(Rational.one, bits)).toEqual({ lower: Rational.zero, upper: Rational.zero });
    }
  });

  it("are on both sides of what doubles give, for large and small numbers", () => {
    fc.assert(
      fc.property(positive, (x) => {
        const bounds = logarithm(x, 100);
        expect(width(bounds)).toBeLessThan(2 ** -100);
        expect(Math.abs(bounds.lower.toNumber() - Math.log(x.toNumber()))).toBeLessThan(1e-14 * (1 + Math.abs(Math.log(x.toNumber()))));
      }),
    );
    const huge = Rational.of(10n ** 400n, 3n);
    expect(Math.abs(logarithm(huge, 100).upper.toNumber() - (400 * Math.LN10 - Math.log(3)))).toBeLessThan(1e-11);
  });

  it("satisfy log xy = log x + log y, up to their widths", () => {
    fc.assert(
      fc.property(positive, positive, (x, y) => {
        const [a, b, ab] = [logarithm(x, 120), logarithm(y, 120), logarithm(x.times(y), 120)];
        expect(a.lower.plus(b.lower).compare(ab.upper) <= 0 && ab.lower.compare(a.upper.plus(b.upper)) <= 0).toBe(true);
      }),
    );
  });

  it("are for positive numbers only", () => {
    expect(() => logarithm(Rational.zero, 50)).toThrow(RangeError);
    expect(() => logarithm(Rational.of(-1), 50)).toThrow(RangeError);
  });
});

describe("bounds of the exponential", () => {
  it("hold known digits", () => {
    const bounds = exponential(Rational.of(-1), 160);
    expect(width(bounds)).toBeLessThan(2 ** -160);
    expect(bounds.lower.times(decimal(E)).compare(Rational.one) <= 0 && bounds.upper.times(decimal(E)).compare(Rational.one) >= 0).toBe(true);
    expect(holds(exponential(Rational.zero, 160), Rational.one)).toBe(true);
  });

  it("are on both sides of what doubles give, and undo the logarithm", () => {
    fc.assert(
      fc.property(fc.oneof(positive, fc.integer({ min: 0, max: 90 }).map((x) => Rational.of(x, 7))), (x) => {
        const bounds = exponential(x.negated(), 100);
        expect(width(bounds)).toBeLessThan(2 ** -99);
        expect(bounds.lower.sign).toBeGreaterThanOrEqual(0);
        expect(Math.abs(bounds.upper.toNumber() - Math.exp(-x.toNumber()))).toBeLessThan(2 ** -99 + 1e-14 * Math.exp(-x.toNumber()));
        // Far above 0 only: there the width matters little.
        if (x.compare(Rational.of(20)) > 0) return;
        const [low, high] = [logarithm(bounds.lower, 100).lower, logarithm(bounds.upper, 100).upper];
        expect(low.compare(x.negated()) <= 0 && x.negated().compare(high) <= 0).toBe(true);
      }),
    );
  });

  it("far below 0 are 0 and a small number", () => {
    const { lower, upper } = exponential(Rational.of(-(10n ** 400n)), 80);
    expect(lower.isZero).toBe(true);
    expect(upper.equals(Rational.of(1n, 2n ** 80n))).toBe(true);
  });

  it("are for numbers up to 0 only", () => {
    expect(() => exponential(Rational.one, 50)).toThrow(RangeError);
  });
});

describe("bounds of log(1 + exp x)", () => {
  it("hold log 2 at 0, differ by x at x and -x, and are on both sides of what doubles give", () => {
    expect(holds(softplus(Rational.zero, 160), decimal(LN2))).toBe(true);
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (double) => {
        const x = Rational.ofNumber(double);
        const [plus, minus] = [softplus(x, 120), softplus(x.negated(), 120)];
        expect(width(plus)).toBeLessThan(2 ** -118);
        expect(plus.lower.minus(minus.upper).compare(x) <= 0 && x.compare(plus.upper.minus(minus.lower)) <= 0).toBe(true);
        const exact = Math.max(double, 0) + Math.log1p(Math.exp(-Math.abs(double)));
        expect(Math.abs(plus.upper.toNumber() - exact)).toBeLessThan(1e-14 * exact + 2 ** -118);
      }),
    );
  });
});
