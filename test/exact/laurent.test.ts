import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Laurent, type LaurentJson, limitOf } from "../../src/exact/laurent.js";
import { multiply } from "../../src/exact/matrix.js";
import { Rational } from "../../src/exact/rational.js";

const q = (p: number, d = 1): Rational => Rational.of(p, d);

/** Sparse, with zero coefficients and repeated exponents among the terms. */
const terms = fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: -3, max: 3 })), { maxLength: 5 });
type Terms = [number, number, number][];
const laurent = (list: Terms): Laurent => list.reduce((sum, [p, d, e]) => sum.plus(Laurent.monomial(q(p, d), e)), Laurent.zero);
/** The value term by term, sharing nothing with the class. */
const value = (list: Terms, eps: number): Rational =>
  list.reduce((sum, [p, d, e]) => sum.plus(e < 0 ? q(p, d * eps ** -e) : q(p * eps ** e, d)), Rational.zero);

describe("Laurent", () => {
  it("adds and multiplies as its values do", () => {
    fc.assert(
      fc.property(terms, terms, fc.integer({ min: 1, max: 9 }), (a, b, eps) => {
        expect(laurent(a).at(q(eps)).equals(value(a, eps))).toBe(true);
        expect(laurent(a).plus(laurent(b)).at(q(eps)).equals(value(a, eps).plus(value(b, eps)))).toBe(true);
        expect(laurent(a).times(laurent(b)).at(q(eps)).equals(value(a, eps).times(value(b, eps)))).toBe(true);
      }),
    );
  });

  it("holds each exponent once, ascending, without zero coefficients", () => {
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        for (const result of [laurent(a), laurent(a).plus(laurent(b)), laurent(a).times(laurent(b))]) {
          result.terms.forEach((term, i) => {
            expect(term.coefficient.isZero).toBe(false);
            if (i > 0) expect(term.exponent).toBeGreaterThan(result.terms[i - 1]!.exponent);
          });
        }
        expect(laurent(a).plus(laurent(a).times(Laurent.constant(q(-1)))).isZero).toBe(true);
      }),
    );
  });

  it("has the valuation and coefficients of the sum of its terms", () => {
    fc.assert(
      fc.property(terms, (list) => {
        const sums = new Map<number, Rational>();
        for (const [p, d, e] of list) sums.set(e, (sums.get(e) ?? Rational.zero).plus(q(p, d)));
        const exponents = [...sums].filter(([, sum]) => !sum.isZero).map(([e]) => e);
        expect(laurent(list).valuation).toBe(Math.min(...exponents));
        for (let e = -4; e <= 4; e++) expect(laurent(list).coefficient(e).equals(sums.get(e) ?? Rational.zero)).toBe(true);
      }),
    );
  });

  it("is its terms up to an exponent and a polynomial of higher valuation", () => {
    fc.assert(
      fc.property(terms, fc.integer({ min: -4, max: 4 }), (list, exponent) => {
        const [whole, low] = [laurent(list), laurent(list).upTo(exponent)];
        expect(whole.plus(low.times(Laurent.constant(q(-1)))).valuation).toBeGreaterThan(exponent);
        expect(low.terms.every((term) => term.exponent <= exponent)).toBe(true);
      }),
    );
  });

  it("reads back its JSON form", () => {
    fc.assert(
      fc.property(terms, (list) => {
        const json: unknown = JSON.parse(JSON.stringify(laurent(list).toJson()));
        expect(Laurent.fromJson(json as LaurentJson)?.equals(laurent(list))).toBe(true);
      }),
    );
    expect(Laurent.monomial(q(1, 2), -1).plus(Laurent.one).toJson()).toEqual([["1/2", -1], ["1", 0]]);
    expect(Object.is(Laurent.monomial(q(1), -0).terms[0]!.exponent, 0)).toBe(true);
  });

  it.each<LaurentJson>([[["0", 0]], [["2/4", 0]], [["1", 1], ["1", 0]], [["1", 0], ["1", 0]], [["1", 0.5]], [["1", Infinity]]])("does not read %j", (...json) => {
    expect(Laurent.fromJson(json)).toBeUndefined();
  });

  it("has no value at a pole and refuses exponents that are no integers", () => {
    expect(() => Laurent.monomial(q(1), -1).at(Rational.zero)).toThrow(RangeError);
    expect(() => Laurent.monomial(q(1), 0.5)).toThrow(RangeError);
  });
});

describe("matrices of Laurent polynomials", () => {
  const [e, f] = [Laurent.monomial(q(1), 1), Laurent.monomial(q(1), -1)];

  it("multiply as their values do", () => {
    const matrix = fc.array(fc.array(terms, { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(matrix, matrix, fc.integer({ min: 1, max: 9 }), (a, b, eps) => {
        const product = multiply(a.map((row) => row.map(laurent)), b.map((row) => row.map(laurent)), Laurent.zero);
        for (const i of [0, 1]) {
          for (const k of [0, 1]) {
            const expected = [0, 1].reduce((sum, j) => sum.plus(value(a[i]![j]!, eps).times(value(b[j]![k]!, eps))), Rational.zero);
            expect(product[i]![k]!.at(q(eps)).equals(expected)).toBe(true);
          }
        }
      }),
    );
  });

  it("have the limit of the LU pattern: neither factor has one, the product has", () => {
    const lower = [[e, Laurent.zero], [Laurent.one, Laurent.one]];
    const upper = [[Laurent.one, f], [Laurent.zero, Laurent.constant(q(-1)).times(f)]];
    expect(limitOf(multiply(lower, upper, Laurent.zero))?.map((row) => row.map(String))).toEqual([["0", "1"], ["1", "0"]]);
    expect(limitOf(upper)).toBeUndefined();
  });

  it("have limits entry by entry: a pole anywhere leaves none", () => {
    expect(limitOf([[e, Laurent.one]])?.map((row) => row.map(String))).toEqual([["0", "1"]]);
    expect(limitOf([[e, f]])).toBeUndefined();
    expect([e.limit()?.toString(), f.limit()]).toEqual(["0", undefined]);
  });
});

describe("Laurent polynomials as functions of a small eps", () => {
  it("are subtracted, shifted, stretched and divided by numbers", () => {
    fc.assert(
      fc.property(terms, terms, fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 3 }), (a, b, shift, factor) => {
        const [f1, f2, eps] = [laurent(a as Terms), laurent(b as Terms), q(2, 3)];
        let power = q(1);
        for (let n = 0; n < Math.abs(shift); n++) power = shift > 0 ? power.times(eps) : power.dividedBy(eps);
        let stretched = q(1);
        for (let n = 0; n < factor; n++) stretched = stretched.times(eps);
        expect(f1.minus(f2).at(eps).equals(f1.at(eps).minus(f2.at(eps)))).toBe(true);
        expect(f1.shifted(shift).at(eps).equals(f1.at(eps).times(power))).toBe(true);
        expect(f1.stretched(factor).at(eps).equals(f1.at(stretched))).toBe(true);
        expect(f1.dividedBy(q(-3, 2)).at(eps).equals(f1.at(eps).dividedBy(q(-3, 2)))).toBe(true);
        expect(f1.negated().plus(f1).isZero).toBe(true);
      }),
    );
  });

  it("have the sign of their term of least exponent", () => {
    const small = q(1, 10 ** 6);
    fc.assert(fc.property(terms, (a) => laurent(a as Terms).signNearZero === laurent(a as Terms).at(small).sign));
    expect(Laurent.zero.signNearZero).toBe(0);
  });

  it("are divided as series: what is left has a higher order", () => {
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        const [top, bottom] = [laurent(a as Terms), laurent(b as Terms)];
        fc.pre(!bottom.isZero);
        const quotient = top.quotient(bottom, 6);
        expect(quotient.terms.every(({ exponent }) => exponent <= 6)).toBe(true);
        expect(top.minus(quotient.times(bottom)).valuation).toBeGreaterThan(6 + bottom.valuation);
      }),
    );
    expect(Laurent.one.quotient(laurent([[1, 1, 0], [-1, 1, 1]]), 3).toJson()).toEqual([["1", 0], ["1", 1], ["1", 2], ["1", 3]]);
    expect(() => Laurent.one.quotient(Laurent.zero, 3)).toThrow(RangeError);
    expect(() => Laurent.one.dividedBy(Rational.zero)).toThrow(RangeError);
  });
});
