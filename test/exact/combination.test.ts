import { describe, expect, it } from "vitest";
import { findCombination, isCombination } from "../../src/exact/combination.js";
import { type Monomial, Polynomial } from "../../src/exact/polynomial.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";

const x = (variable: number): Polynomial => Polynomial.variable(variable);
const integer = (value: number | bigint): Polynomial => Polynomial.constant(BigInt(value));
const sum = (...parts: Polynomial[]): Polynomial => parts.reduce((a, b) => a.plus(b), Polynomial.zero);
const ONE = integer(1);
const LIMITS = { degree: 3, size: 400 };
const [X, Y, Z] = [x(0), x(1), x(2)];

const VARIABLES = 3;
function randomPolynomial(random: Random, terms: number, degree: number): Polynomial {
  return sum(
    ...Array.from({ length: terms }, () => {
      const factors = Array.from({ length: random.below(degree + 1) }, () => x(random.below(VARIABLES)));
      return factors.reduce((product, factor) => product.times(factor), integer(random.below(9) - 4));
    }),
  );
}

/** All monomials of at most this degree. */
function monomials(degree: number, from = 0): Monomial[] {
  if (from === VARIABLES) return [[]];
  return Array.from({ length: degree + 1 }, (_, exponent) =>
    monomials(degree - exponent, from + 1).map((rest): Monomial => (exponent === 0 ? rest : [{ variable: from, exponent }, ...rest])),
  ).flat();
}

/** The same question, naively: all products of a monomial and a generator as dense vectors of rationals, Gauss and Jordan, no prime, nothing left out. */
function naive(target: Polynomial, generators: readonly Polynomial[], degree: number): boolean {
  const products = generators.flatMap((generator) => monomials(degree).map((monomial) => generator.times(Polynomial.sum([{ monomial, coefficient: 1n }]))));
  const names = [...new Set([target, ...products].flatMap((polynomial) => polynomial.terms().map(({ monomial }) => JSON.stringify(monomial))))];
  const vector = (polynomial: Polynomial): Rational[] => {
    const byName = new Map(polynomial.terms().map(({ monomial, coefficient }) => [JSON.stringify(monomial), Rational.of(coefficient)]));
    return names.map((name) => byName.get(name) ?? Rational.zero);
  };
  const echelon: { row: Rational[]; pivot: number }[] = [];
  const reduced = (row: Rational[]): Rational[] =>
    echelon.reduce((rest, { row: other, pivot }) => (rest[pivot]!.isZero ? rest : rest.map((value, c) => value.minus(rest[pivot]!.times(other[c]!)))), row);
  for (const product of products) {
    const row = reduced(vector(product));
    const pivot = row.findIndex((value) => !value.isZero);
    if (pivot >= 0) echelon.push({ row: row.map((value) => value.dividedBy(row[pivot]!)), pivot });
  }
  return reduced(vector(target)).every((value) => value.isZero);
}

describe("findCombination", () => {
  it.each<[string, Polynomial, Polynomial[]]>([
    ["1 from x and x - 1", ONE, [X, X.minus(ONE)]],
    ["1 from x y - 1 and x", ONE, [X.times(Y).minus(ONE), X]],
    ["the LU minor", ONE, [X, Y.minus(ONE), Z.minus(ONE), X.times(x(3)).minus(Y.times(Z))]],
    ["x from 2 x + 3 y and 5 y: denominators", X, [sum(X, X, integer(3).times(Y)), integer(5).times(Y)]],
    ["x^2 - y^2 from x - y", X.times(X).minus(Y.times(Y)), [X.minus(Y)]],
    ["1 from three that vanish together at no point, though two at a time do", ONE, [sum(X, Y), X.minus(Y), sum(X.times(Y), ONE)]],
    ["a target with a large coefficient", integer(10n ** 30n).times(X), [integer(3n ** 40n).times(X)]],
    ["0 from anything", Polynomial.zero, [X]],
  ])("finds %s", (_, target, generators) => {
    const found = findCombination(target, generators, LIMITS)!;
    expect(isCombination(found, target, generators)).toBe(true);
    expect(found.cofactors.length).toBe(generators.length);
  });

  it.each<[string, Polynomial, Polynomial[]]>([
    ["1 from x and y, which vanish at (0, 0)", ONE, [X, Y]],
    ["x from x^2", X, [X.times(X)]],
    ["1 from x^2 + 1, which vanishes at i", ONE, [sum(X.times(X), ONE)]],
    ["1 from nothing", ONE, []],
    ["1 from 0", ONE, [Polynomial.zero]],
  ])("does not find %s", (_, target, generators) => {
    expect(findCombination(target, generators, LIMITS)).toBeUndefined();
  });

  it("takes cofactors of the least degree, and no larger than allowed", () => {
    // 1 = (1 + x + ... + x^(n-1)) (1 - x) + x^n.
    const generators = (n: number): Polynomial[] => [ONE.minus(X), Array.from({ length: n }, () => X).reduce((a, b) => a.times(b))];
    const degreeOf = (polynomial: Polynomial): number => Math.max(...polynomial.terms().map(({ monomial }) => monomial.reduce((all, { exponent }) => all + exponent, 0)));
    for (let n = 1; n <= 4; n++) {
      const found = findCombination(ONE, generators(n), LIMITS)!;
      expect(Math.max(...found.cofactors.map(degreeOf))).toBe(n - 1);
      expect(findCombination(ONE, generators(n), { ...LIMITS, degree: n - 2 })).toBeUndefined();
    }
    expect(findCombination(ONE, generators(5), LIMITS)).toBeUndefined();
  });

  it("gives up on more products than it may look at", () => {
    const generators = [ONE.minus(X), X.times(X).times(X)];
    expect(findCombination(ONE, generators, { degree: 3, size: 3 })).toBeUndefined();
    expect(findCombination(ONE, generators, { degree: 3, size: 12 })).toBeDefined();
  });

  it("misses no combination that plain elimination over the rationals has, and has none that this misses", () => {
    const random = new Random(31);
    const seen = { found: 0, not: 0 };
    for (let n = 0; n < 300; n++) {
      const generators = Array.from({ length: 2 + random.below(3) }, () => randomPolynomial(random, 1 + random.below(3), 2));
      const target = n % 3 === 0 ? sum(...generators.map((generator) => generator.times(randomPolynomial(random, 2, 2)))) : n % 3 === 1 ? ONE : randomPolynomial(random, 2, 2);
      const found = findCombination(target, generators, { degree: 2, size: 1000 });
      expect(found !== undefined).toBe(naive(target, generators, 2));
      seen[found === undefined ? "not" : "found"]++;
      if (found !== undefined) expect(isCombination(found, target, generators)).toBe(true);
    }
    expect(Math.min(seen.found, seen.not)).toBeGreaterThan(60);
  });

  it("finds nothing where all vanish at a point and the target does not", () => {
    const random = new Random(32);
    for (let n = 0; n < 200; n++) {
      const point = Array.from({ length: VARIABLES }, () => BigInt(random.below(7) - 3));
      const at = (polynomial: Polynomial): bigint => polynomial.at((variable) => point[variable]!);
      const generators = Array.from({ length: 3 }, () => randomPolynomial(random, 3, 2)).map((polynomial) => polynomial.minus(integer(at(polynomial))));
      const target = randomPolynomial(random, 3, 2);
      if (at(target) !== 0n) expect(findCombination(target, generators, { degree: 2, size: 1000 })).toBeUndefined();
    }
  });

  it("is deterministic", () => {
    const generators = [X.times(Y).minus(ONE), X, Y.minus(Z)];
    const told = (): string[] => findCombination(ONE, generators, LIMITS)!.cofactors.map((cofactor) => JSON.stringify(cofactor.terms(), (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)));
    expect(told()).toEqual(told());
  });
});

describe("isCombination", () => {
  it("refuses another factor, another cofactor and the scale 0", () => {
    const [target, generators] = [ONE, [X, X.minus(ONE)]];
    expect(isCombination({ scale: 1n, cofactors: [ONE, integer(-1)] }, target, generators)).toBe(true);
    expect(isCombination({ scale: 2n, cofactors: [ONE, integer(-1)] }, target, generators)).toBe(false);
    expect(isCombination({ scale: 1n, cofactors: [ONE, ONE] }, target, generators)).toBe(false);
    expect(isCombination({ scale: 0n, cofactors: [Polynomial.zero, Polynomial.zero] }, target, generators)).toBe(false);
  });
});
