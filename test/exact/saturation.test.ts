import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Laurent } from "../../src/exact/laurent.js";
import { Rational } from "../../src/exact/rational.js";
import { type IntegerPolynomial, limitSpace } from "../../src/exact/saturation.js";
import { exactRank } from "../support/rational.js";

type Vectors = IntegerPolynomial[][];
const at = (vectors: Vectors, eps: Rational): Rational[][] =>
  vectors.map((vector) => vector.map((entry) => entry.reduceRight((sum, c) => sum.times(eps).plus(Rational.of(c)), Rational.zero)));
const text = (vectors: Vectors): string[] => limitSpace(vectors).map(({ limit }) => limit.join(" "));

/** Few values and many columns: dependent columns, common limits and deep cancellation all occur. */
const vectors = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })).chain(([height, count]) => {
  const polynomial = fc.array(fc.constantFrom(0n, 0n, 1n, -1n, 2n), { maxLength: 3 });
  return fc.array(fc.array(polynomial, { minLength: height, maxLength: height }), { minLength: count, maxLength: count });
});

/** The rank over Q(eps): the largest rank at more points than any minor has roots. */
const genericRank = (list: Vectors): number => Math.max(...Array.from({ length: 12 }, (_, n) => exactRank(at(list, Rational.of(n + 1)))));

/**
 * The limit space a second way, without a saturation: the Pluecker coordinates of the column space are the maximal minors, as polynomials of eps; their
 * lowest coefficients are those of the limit. Returned as the minors of the basis rows, up to a common factor.
 */
function pluecker(list: Vectors, rank: number): string {
  const height = list[0]!.length;
  const rowSets = subsets(height, rank);
  for (const columns of subsets(list.length, rank)) {
    const minors = rowSets.map((rows) => determinant(rows.map((i) => columns.map((j) => polynomial(list[j]![i]!)))));
    const valuation = Math.min(...minors.map((minor) => minor.valuation));
    if (valuation !== Infinity) return scaled(minors.map((minor) => minor.coefficient(valuation)));
  }
  return "none";
}

const polynomial = (coefficients: IntegerPolynomial): Laurent => Laurent.ofCoefficients(coefficients.map((c) => Rational.of(c)));

function scaled(list: readonly Rational[]): string {
  const first = list.find((x) => !x.isZero)!;
  return list.map((x) => x.dividedBy(first)).join(" ");
}

function subsets(n: number, size: number): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: n }, (_, last) => last).flatMap((last) => subsets(last, size - 1).map((rest) => [...rest, last]));
}

function determinant(matrix: Laurent[][]): Laurent {
  if (matrix.length === 0) return Laurent.one;
  const [first, ...rest] = matrix as [Laurent[], ...Laurent[][]];
  return first.reduce((sum, entry, j) => {
    const minor = determinant(rest.map((row) => row.filter((_, k) => k !== j)));
    return sum.plus(entry.times(minor).times(Laurent.constant(Rational.of(j % 2 === 0 ? 1 : -1))));
  }, Laurent.zero);
}

describe("limitSpace", () => {
  it("finds the tangent where two vectors meet", () => {
    expect(text([[[1n], [0n]], [[1n], [0n, 1n]]])).toEqual(["1 0", "0 1"]);
    expect(text([[[1n], [0n], [0n]], [[1n], [0n, 1n], [0n, 0n, 1n]]])).toEqual(["1 0 0", "0 1 0"]);
    expect(text([[[1n, 1n]], [[1n]]])).toEqual(["1"]);
  });

  it("is empty for vectors that vanish, and for none", () => {
    expect(limitSpace([])).toEqual([]);
    expect(limitSpace([[[], [0n, 0n]]])).toEqual([]);
  });

  it("has the dimension of the generic rank", () => {
    fc.assert(fc.property(vectors, (list) => limitSpace(list).length === genericRank(list)), { numRuns: 400 });
  });

  it("holds the space at eps = 0", () => {
    fc.assert(
      fc.property(vectors, (list) => {
        const basis = limitSpace(list).map(({ limit }) => limit);
        expect(exactRank([...basis, ...at(list, Rational.zero)])).toBe(basis.length);
      }),
      { numRuns: 400 },
    );
  });

  it("gives for each basis vector a combination of the columns that tends to it", () => {
    fc.assert(
      fc.property(vectors, (list) => {
        for (const { limit, combination } of limitSpace(list)) {
          limit.forEach((a, i) => {
            const entry = combination.reduce((sum, c, j) => sum.plus(c.times(polynomial(list[j]![i]!))), Laurent.zero);
            expect(entry.limit()?.toString()).toBe(a.toString());
          });
        }
      }),
      { numRuns: 400 },
    );
  });

  it("is the space that the lowest coefficients of the maximal minors give", () => {
    fc.assert(
      fc.property(vectors, (list) => {
        const basis = limitSpace(list).map(({ limit }) => limit.map((x) => Laurent.constant(x)));
        if (basis.length === 0) return;
        const minors = subsets(list[0]!.length, basis.length).map((rows) => determinant(rows.map((i) => basis.map((line) => line[i]!))));
        expect(scaled(minors.map((minor) => minor.coefficient(0)))).toBe(pluecker(list, basis.length));
      }),
      { numRuns: 400 },
    );
  });

  it("is in reduced echelon form, so it does not depend on the order of the vectors", () => {
    fc.assert(
      fc.property(vectors, (list) => {
        const basis = limitSpace(list).map(({ limit }) => limit);
        const pivots = basis.map((line) => line.findIndex((x) => !x.isZero));
        pivots.forEach((pivot, r) => {
          if (r > 0) expect(pivot).toBeGreaterThan(pivots[r - 1]!);
          expect(basis.map((line) => line[pivot]!.toString())).toEqual(basis.map((_, s) => (s === r ? "1" : "0")));
        });
        expect(text(list.toReversed())).toEqual(text(list));
      }),
      { numRuns: 300 },
    );
  });
});
