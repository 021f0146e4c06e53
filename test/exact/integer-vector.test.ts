import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { commonDenominator, dot, primitive, scaled, unsigned } from "../../src/exact/integer-vector.js";
import { Rational } from "../../src/exact/rational.js";

const q = (top: number, bottom = 1): Rational => Rational.of(top, bottom);
const fraction = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 12 })).map(([top, bottom]) => q(top, bottom));

describe("commonDenominator", () => {
  it("is the least one", () => {
    expect(commonDenominator([q(1, 6), q(3, 4), Rational.zero])).toBe(12n);
    expect(commonDenominator([])).toBe(1n);
  });

  it("makes all numbers integers, and no smaller one does", () => {
    fc.assert(
      fc.property(fc.array(fraction, { maxLength: 6 }), (numbers) => {
        const D = commonDenominator(numbers);
        const divides = (d: bigint): boolean => numbers.every(({ denominator }) => d % denominator === 0n);
        expect(divides(D)).toBe(true);
        for (let d = 1n; d < D && d < 200n; d++) expect(divides(d)).toBe(false);
      }),
    );
  });

  it("tells how long it gets, and may be stopped there", () => {
    expect(() =>
      commonDenominator([q(1, 3), q(1, 2 ** 20)], (bits) => {
        if (bits > 16) throw new RangeError("long");
      }),
    ).toThrow(RangeError);
  });
});

test("scaled is an integer, so many times the number", () => {
  expect([q(-5, 6), q(3, 4), q(2)].map((x) => scaled(x, 12n))).toEqual([-10n, 9n, 24n]);
});

test("primitive keeps the direction", () => {
  expect(primitive([4n, -6n, 0n])).toEqual([2n, -3n, 0n]);
  expect(primitive([-4n])).toEqual([-1n]);
  expect(primitive([0n, 0n])).toEqual([0n, 0n]);
});

test("unsigned is the same for opposite vectors", () => {
  expect([[0n, -4n, 6n], [0n, 4n, -6n]].map(unsigned)).toEqual([[0n, 2n, -3n], [0n, 2n, -3n]]);
  expect(unsigned([0n, 0n])).toEqual([0n, 0n]);
});

test("dot", () => {
  expect(dot([2n, 0n, -3n], [5n, 7n, 2n])).toBe(4n);
  expect(dot([], [])).toBe(0n);
});
