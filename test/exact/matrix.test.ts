import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Matrix, multiply } from "../../src/exact/matrix.js";
import { Polynomial } from "../../src/exact/polynomial.js";

/** Polynomials by the coefficients of 1, x, y; a point of x and y. */
type Raw = [bigint, bigint, bigint];
const entry = fc.tuple(fc.bigInt(-9n, 9n), fc.bigInt(-9n, 9n), fc.bigInt(-9n, 9n));
const polynomial = ([constant, a, b]: Raw): Polynomial =>
  [a, b].reduce((sum, slope, v) => sum.plus(Polynomial.variable(v).times(Polynomial.constant(slope))), Polynomial.constant(constant));
const matrix = (rows: number, cols: number): fc.Arbitrary<Raw[][]> =>
  fc.array(fc.array(entry, { minLength: cols, maxLength: cols }), { minLength: rows, maxLength: rows });
const built = (raw: Raw[][]): Matrix<Polynomial> => raw.map((row) => row.map(polynomial));

describe("the product of matrices", () => {
  it("is the product of the matrices of their values, at every point", () => {
    fc.assert(
      fc.property(matrix(2, 3), matrix(3, 2), fc.tuple(fc.bigInt(-9n, 9n), fc.bigInt(-9n, 9n)), (a, b, at) => {
        const value = ([constant, x, y]: Raw): bigint => constant + x * at[0] + y * at[1];
        const product = multiply(built(a), built(b), Polynomial.zero);
        const expected = a.map((row) => [0, 1].map((k) => row.reduce((sum, left, j) => sum + value(left) * value(b[j]![k]!), 0n)));
        expect(product.map((row) => row.map((sum) => sum.at((variable) => at[variable]!)))).toEqual(expected);
      }),
    );
  });

  it("is zero where a row of zeros meets anything", () => {
    const x = Polynomial.variable(0);
    expect(multiply([[Polynomial.zero, Polynomial.zero]], [[x], [x]], Polynomial.zero)[0]![0]!.isZero).toBe(true);
  });

  it("refuses matrices that do not fit", () => {
    const x = Polynomial.variable(0);
    expect(() => multiply([[x, x]], [[x]], Polynomial.zero)).toThrow(RangeError);
  });
});
