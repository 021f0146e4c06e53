import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational, gcd } from "../../src/exact/rational.js";

const integer = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const nonzero = integer.filter((x) => x !== 0n);
const rational = fc.tuple(fc.oneof(fc.constant(0n), fc.bigInt({ min: -9n, max: 9n }), integer), nonzero).map(([p, q]) => Rational.of(p, q));

describe("Rational", () => {
  it("is in lowest terms with a positive denominator, and has the value it was made of", () => {
    fc.assert(
      fc.property(integer, nonzero, (p, q) => {
        const { numerator, denominator } = Rational.of(p, q);
        expect(denominator > 0n).toBe(true);
        for (const d of [2n, 3n, 5n, 7n, 11n]) expect(numerator % d === 0n && denominator % d === 0n).toBe(false);
        expect(gcd(numerator, denominator)).toBe(1n);
        expect(numerator * q).toBe(p * denominator);
      }),
    );
  });

  it("computes as cross-multiplied integers do", () => {
    fc.assert(
      fc.property(rational, rational, (a, b) => {
        const [p, q, r, s] = [a.numerator, a.denominator, b.numerator, b.denominator];
        const is = (x: Rational, top: bigint, bottom: bigint): boolean => x.numerator * bottom === top * x.denominator && gcd(x.numerator, x.denominator) === 1n;
        expect(is(a.plus(b), p * s + r * q, q * s)).toBe(true);
        expect(is(a.minus(b), p * s - r * q, q * s)).toBe(true);
        expect(is(a.times(b), p * r, q * s)).toBe(true);
        expect(is(a.negated(), -p, q)).toBe(true);
        if (!b.isZero) expect(is(a.dividedBy(b), p * s, q * r)).toBe(true);
        expect(Math.sign(a.compare(b))).toBe(p * s < r * q ? -1 : p * s > r * q ? 1 : 0);
        expect(a.equals(b)).toBe(p * s === r * q);
        expect(a.sign).toBe(p < 0n ? -1 : p > 0n ? 1 : 0);
        expect(a.isZero).toBe(p === 0n);
      }),
    );
  });

  it("refuses a denominator 0", () => {
    expect(() => Rational.of(1, 0)).toThrow(RangeError);
    expect(() => Rational.one.dividedBy(Rational.zero)).toThrow(RangeError);
    expect(() => Rational.of(0.5)).toThrow(RangeError);
  });

  it("reads back what it prints", () => {
    fc.assert(fc.property(rational, (a) => Rational.parse(a.toString())?.equals(a) === true));
    expect([Rational.of(6, -4), Rational.of(-6, 3), Rational.of(0, -7)].map(String)).toEqual(["-3/2", "-2", "0"]);
  });

  it.each(["", "-", "+1", "-0", "01", "1.0", "1e3", " 1", "1 ", "1/1", "2/4", "0/3", "1/0", "1/-2", "-1/-2", "1/02", "1/2/3", "0x10", "١", "1\n", "NaN"])(
    "does not read %j",
    (text) => {
      expect(Rational.parse(text)).toBeUndefined();
    },
  );
});
