import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational, gcd } from "../../src/exact/rational.js";

const integer = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const nonzero = integer.filter((x) => x !== 0n);
const small = fc.bigInt({ min: -60n, max: 60n });
// Small denominators share divisors with each other and with sums.
const rational = fc.tuple(fc.oneof(fc.constant(0n), small, integer), fc.oneof(nonzero, small.filter((x) => x !== 0n))).map(([p, q]) => Rational.of(p, q));

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
        const is = (x: Rational, top: bigint, bottom: bigint): boolean => x.numerator * bottom === top * x.denominator && x.denominator > 0n && gcd(x.numerator, x.denominator) === 1n;
        expect(is(a.plus(b), p * s + r * q, q * s)).toBe(true);
        expect(is(a.minus(b), p * s - r * q, q * s)).toBe(true);
        expect(is(a.times(b), p * r, q * s)).toBe(true);
        expect(is(a.negated(), -p, q)).toBe(true);
        expect(is(a.abs(), p < 0n ? -p : p, q)).toBe(true);
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

describe("rationals as doubles", () => {
  it("are the nearest ones: doubles come back, and neighbours are farther away", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 }).filter((x) => x === 0 || Math.abs(x) > 1e-200), (x) => {
        const shift = 2n ** 1000n;
        // Exact, as the powers of two are.
        let [scaled, steps] = [Math.abs(x), 0];
        while (!Number.isInteger(scaled)) [scaled, steps] = [scaled * 2, steps + 1];
        const exact = Rational.of(BigInt(scaled) * (x < 0 ? -1n : 1n), 2n ** BigInt(steps));
        expect(exact.toNumber() === x).toBe(true);
        expect(exact.isDyadic(53)).toBe(true);
        // A little more than the double is still nearest to it.
        expect(exact.plus(Rational.of(BigInt(Math.sign(x)), shift * shift)).toNumber() === x).toBe(true);
      }),
    );
    fc.assert(fc.property(rational, (a) => Math.abs(a.toNumber() - Number(a.numerator) / Number(a.denominator)) <= Math.abs(a.toNumber()) * 1e-15));
    expect([Rational.of(1, 3), Rational.of(-2, 7), Rational.of(10n ** 40n, 3n)].map((a) => a.toNumber())).toEqual([1 / 3, -2 / 7, Number("3".repeat(40))]);
  });

  it("are dyadic in so many bits, or not", () => {
    expect(Rational.of(5, 8).isDyadic(3)).toBe(true);
    expect(Rational.of(5, 8).isDyadic(2)).toBe(false);
    expect(Rational.of(-40).isDyadic(3)).toBe(true);
    expect(Rational.of(1, 6).isDyadic(53)).toBe(false);
    expect(Rational.of(2n ** 53n + 1n).isDyadic(53)).toBe(false);
    expect(Rational.zero.isDyadic(1)).toBe(true);
  });
});

describe("greatest common divisors", () => {
  const euclid = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : euclid(b, a % b));
  const long = (bits: number) => fc.bigInt({ min: -(2n ** BigInt(bits)), max: 2n ** BigInt(bits) });

  it("are those of Euclid's steps, for numbers of all lengths with much and little in common", () => {
    fc.assert(
      fc.property(fc.oneof(long(40), long(120), long(1200)), fc.oneof(long(40), long(120), long(1200)), fc.oneof(fc.constant(1n), long(70)), (a, b, common) => {
        expect(gcd(a, b)).toBe(euclid(a, b));
        expect(gcd(a * common, b * common)).toBe(euclid(a * common, b * common));
      }),
      { numRuns: 300 },
    );
  });

  it("are right where doubles round quotients to the wrong side", () => {
    for (const base of [2n ** 53n + 1n, 2n ** 80n - 1n, 3n ** 70n]) {
      for (const factor of [1n, 2n, 3n, 2n ** 30n, 2n ** 53n - 1n, 2n ** 60n]) {
        for (const off of [-2n, -1n, 0n, 1n, 2n]) {
          const a = base * factor + off;
          expect(gcd(a, base)).toBe(euclid(a, base));
          expect(gcd(base, -a)).toBe(euclid(a, base));
        }
      }
    }
    // Neighbours of Fibonacci take the most steps.
    let [x, y] = [1n, 1n];
    for (let k = 0; k < 1000; k++) [x, y] = [x + y, x];
    expect(gcd(x, y)).toBe(1n);
    expect([gcd(0n, 0n), gcd(0n, -7n), gcd(-(2n ** 70n), 0n)]).toEqual([0n, 7n, 2n ** 70n]);
  });
});
