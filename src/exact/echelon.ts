/** Linear systems over a field, dense and small: Gaussian elimination, exact if the field is. */
import type { Matrix } from "./matrix.js";
import { difference } from "./ordered-field.js";
import type { Field } from "./parametric.js";

/** A reduced row echelon form: first a row for each pivot, then those that are 0. */
export interface EchelonForm<T> {
  readonly rows: Matrix<T>;
  /** The column of each row's leading 1, ascending. */
  readonly pivots: readonly number[];
}

/** The reduced row echelon form of a matrix, with pivots in the first `width` columns only (all of them by default). */
export function echelonForm<T>(field: Field<T>, matrix: Matrix<T>, width = matrix[0]?.length ?? 0): EchelonForm<T> {
  const rows = matrix.map((row) => [...row]);
  const pivots: number[] = [];
  for (let column = 0; column < width && pivots.length < rows.length; column++) {
    const at = pivots.length;
    const found = rows.findIndex((row, k) => k >= at && !field.isZero(row[column]!));
    if (found < 0) continue;
    [rows[at], rows[found]] = [rows[found]!, rows[at]!];
    const inverse = field.inverse(rows[at]![column]!);
    const pivotRow = rows[at]!.map((entry) => field.times(entry, inverse));
    rows[at] = pivotRow;
    for (const [k, row] of rows.entries()) {
      const factor = row[column]!;
      if (k === at || field.isZero(factor)) continue;
      rows[k] = row.map((entry, c) => (field.isZero(pivotRow[c]!) ? entry : difference(field, entry, field.times(factor, pivotRow[c]!))));
    }
    pivots.push(column);
  }
  return { rows, pivots };
}

/** The rank of a matrix by rows. */
export function rankOver<T>(field: Field<T>, matrix: Matrix<T>): number {
  return echelonForm(field, matrix).pivots.length;
}

/** A solution x of A x = b with 0 where x may be chosen; nothing when there is none. A is given by rows, all as long as x; without rows x is empty. */
export function solutionOver<T>(field: Field<T>, a: Matrix<T>, b: readonly T[]): T[] | undefined {
  const width = a[0]?.length ?? 0;
  const { rows, pivots } = echelonForm(field, a.map((row, k) => [...row, b[k]!]), width);
  if (rows.slice(pivots.length).some((row) => !field.isZero(row[width]!))) return undefined;
  const solution = Array.from({ length: width }, () => field.zero);
  for (const [k, column] of pivots.entries()) solution[column] = rows[k]![width]!;
  return solution;
}
