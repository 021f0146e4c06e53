/** Products of matrices over a ring, whatever its elements are: Laurent polynomials, polynomials in many variables. */

/** What the product needs of an element. */
interface RingElement<T> {
  readonly isZero: boolean;
  plus(other: T): T;
  times(other: T): T;
}

/** A matrix by rows. */
export type Matrix<T> = readonly (readonly T[])[];

/** The product A B, with `zero` where a row meets a column in nothing. @throws RangeError when a row of A is not as long as B is high */
export function multiply<T extends RingElement<T>>(a: Matrix<T>, b: Matrix<T>, zero: T): Matrix<T> {
  const columns = b[0]?.length ?? 0;
  return a.map((row) => {
    if (row.length !== b.length) throw new RangeError(`a row of ${row.length} entries does not fit a matrix of ${b.length} rows`);
    return Array.from({ length: columns }, (_, k) =>
      row.reduce((sum, entry, j) => (entry.isZero || b[j]![k]!.isZero ? sum : sum.plus(entry.times(b[j]![k]!))), zero),
    );
  });
}
