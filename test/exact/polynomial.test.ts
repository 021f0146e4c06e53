/** The laws of polynomials, against a second, naive implementation: dense coefficient tables in three variables. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Polynomial } from "../../src/exact/polynomial.js";

/** A term c x^a y^b z^c as plain numbers; a polynomial is a list of them, repeats allowed. */
type Raw = readonly (readonly [coefficient: bigint, a: number, b: number, c: number])[];

const raw: fc.Arbitrary<Raw> = fc.array(fc.tuple(fc.bigInt(-(2n ** 70n), 2n ** 70n), fc.nat(3), fc.nat(3), fc.nat(3)), { maxLength: 6 });
const small: fc.Arbitrary<Raw> = fc.array(fc.tuple(fc.bigInt(-2n, 2n), fc.nat(1), fc.nat(1), fc.nat(1)), { maxLength: 6 });
const point = fc.tuple(fc.bigInt(-50n, 50n), fc.bigInt(-50n, 50n), fc.bigInt(-50n, 50n));

/** Built with the operations under test, one factor at a time, variables in the order given. */
function build(terms: Raw, order: readonly [number, number, number] = [0, 1, 2]): Polynomial {
  return terms.reduce((sum, [coefficient, ...exponents]) => {
    let term = Polynomial.constant(coefficient);
    for (const variable of order) for (let e = 0; e < exponents[variable]!; e++) term = term.times(Polynomial.variable(variable));
    return sum.plus(term);
  }, Polynomial.zero);
}

/** The naive second implementation: a table of coefficients by the exponents. */
function table(terms: Raw): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [coefficient, ...exponents] of terms) sums.set(exponents.join(), (sums.get(exponents.join()) ?? 0n) + coefficient);
  return new Map([...sums].filter(([, coefficient]) => coefficient !== 0n));
}

function rawProduct(a: Raw, b: Raw): Raw {
  return a.flatMap(([c, ...p]) => b.map(([d, ...q]) => [c * d, p[0]! + q[0]!, p[1]! + q[1]!, p[2]! + q[2]!] as const));
}

function asTable(polynomial: Polynomial): Map<string, bigint> {
  return new Map(
    polynomial.terms().map(({ monomial, coefficient }) => {
      const exponents = [0, 0, 0];
      for (const { variable, exponent } of monomial) exponents[variable] = exponent;
      return [exponents.join(), coefficient];
    }),
  );
}

function evaluate(terms: Raw, [x, y, z]: readonly [bigint, bigint, bigint]): bigint {
  return terms.reduce((sum, [coefficient, a, b, c]) => sum + coefficient * x ** BigInt(a) * y ** BigInt(b) * z ** BigInt(c), 0n);
}

describe("Polynomial", () => {
  it("holds the sums of the coefficients of equal monomials, and no zeros", () => {
    fc.assert(
      fc.property(raw, (a) => {
        expect(asTable(build(a))).toEqual(table(a));
      }),
    );
  });

  it("adds and multiplies like the naive tables", () => {
    fc.assert(
      fc.property(raw, raw, (a, b) => {
        expect(asTable(build(a).plus(build(b)))).toEqual(table([...a, ...b]));
        expect(asTable(build(a).times(build(b)))).toEqual(table(rawProduct(a, b)));
      }),
    );
  });

  it("evaluates to what its terms add up to", () => {
    fc.assert(
      fc.property(raw, point, (a, at) => {
        expect(build(a).at((variable) => at[variable]!)).toBe(evaluate(a, at));
      }),
    );
  });

  it("obeys the laws of a commutative ring", () => {
    fc.assert(
      fc.property(small, small, small, (x, y, z) => {
        const [a, b, c] = [build(x), build(y), build(z)];
        expect(a.plus(b).equals(b.plus(a))).toBe(true);
        expect(a.times(b).equals(b.times(a))).toBe(true);
        expect(a.times(b.plus(c)).equals(a.times(b).plus(a.times(c)))).toBe(true);
        expect(a.times(b).times(c).equals(a.times(b.times(c)))).toBe(true);
        expect(a.times(Polynomial.constant(1n)).equals(a)).toBe(true);
        expect(a.plus(a.times(Polynomial.constant(-1n))).isZero).toBe(true);
      }),
    );
  });

  it("is equal exactly when the tables are, whatever the order of construction", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(build(a).equals(build(a.toReversed(), [2, 0, 1]))).toBe(true);
        const [left, right] = [table(a), table(b)];
        const same = left.size === right.size && [...left].every(([name, value]) => right.get(name) === value);
        expect(build(a).equals(build(b))).toBe(same);
      }),
    );
  });

  it("tells apart polynomials that differ in one coefficient or one exponent", () => {
    const x = Polynomial.variable(0);
    const y = Polynomial.variable(1);
    expect(x.equals(y)).toBe(false);
    expect(x.equals(x.plus(x))).toBe(false);
    expect(x.times(x).equals(x)).toBe(false);
    // Variables 1 and 11, exponents 1 and 11: names of monomials must not run together.
    expect(Polynomial.variable(11).equals(y.times(y))).toBe(false);
  });

  it("lists terms lexicographically, the constant last", () => {
    const [x, y, z] = [0, 1, 2].map((variable) => Polynomial.variable(variable)) as [Polynomial, Polynomial, Polynomial];
    const sum = [Polynomial.constant(7n), z, y, x.times(z), x, x.times(y), x.times(x)].reduce((a, b) => a.plus(b));
    const names = sum.terms().map(({ monomial }) => monomial.map(({ variable, exponent }) => "xyz"[variable]!.repeat(exponent)).join(""));
    expect(names).toEqual(["xx", "xy", "xz", "x", "y", "z", ""]);
  });

  it("is not changed by operations on it", () => {
    const x = Polynomial.variable(0);
    const before = x.terms();
    x.plus(x);
    x.times(x);
    expect(x.terms()).toEqual(before);
  });

  it("refuses a variable that is not a number from 0", () => {
    expect(() => Polynomial.variable(-1)).toThrow(RangeError);
    expect(() => Polynomial.variable(0.5)).toThrow(RangeError);
  });
});

describe("Polynomial in one of its variables", () => {
  it("is the sum of its coefficients times powers", () => {
    fc.assert(
      fc.property(raw, (a) => {
        const x = Polynomial.variable(1);
        const sum = build(a).coefficients(1).reduceRight((acc, coefficient) => acc.times(x).plus(coefficient), Polynomial.zero);
        expect(sum.equals(build(a))).toBe(true);
        for (const coefficient of build(a).coefficients(1)) expect(coefficient.variables).not.toContain(1);
      }),
    );
  });

  it("is substituted into as values are", () => {
    fc.assert(
      fc.property(small, small, point, (a, b, at) => {
        const value = build(b).at((v) => at[v]!);
        const moved = build(a).substitute(1, build(b));
        expect(moved.at((v) => at[v]!)).toBe(build(a).at((v) => (v === 1 ? value : at[v]!)));
      }),
    );
  });
});

describe("Polynomial division", () => {
  it("gives back a factor", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const divisor = build(b);
        fc.pre(!divisor.isZero);
        expect(build(a).times(divisor).dividedBy(divisor)?.equals(build(a))).toBe(true);
      }),
    );
  });

  it("gives only true quotients", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        fc.pre(!build(b).isZero);
        const quotient = build(a).dividedBy(build(b));
        if (quotient !== undefined) expect(quotient.times(build(b)).equals(build(a))).toBe(true);
      }),
    );
  });

  it("refuses what does not divide", () => {
    const [x, y] = [Polynomial.variable(0), Polynomial.variable(1)];
    expect(x.dividedBy(y)).toBeUndefined();
    expect(x.plus(y).dividedBy(x)).toBeUndefined();
    expect(x.dividedBy(Polynomial.constant(2n))).toBeUndefined();
    expect(() => x.dividedBy(Polynomial.zero)).toThrow(RangeError);
  });

  it("weighs as much as it has terms, and more with long coefficients", () => {
    const [x, y] = [0, 1].map((variable) => Polynomial.variable(variable)) as [Polynomial, Polynomial];
    const times = (value: bigint): number => x.plus(y).times(Polynomial.constant(value)).weight;
    expect([Polynomial.zero.weight, x.plus(y).weight, times(-(2n ** 63n)), times(2n ** 64n), times(-(2n ** 64n)), times(2n ** 640n)]).toEqual([0, 2, 2, 4, 4, 22]);
  });
});
