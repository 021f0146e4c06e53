/** Exact elimination, as plainly as it can be written: the opinion to compare faster ranks and other eliminations with. */
import { Rational } from "../../src/exact/rational.js";

/** The rank over the rationals. */
export function exactRank(matrix: readonly (readonly (number | bigint | Rational)[])[]): number {
  const rows = matrix.map((line) => line.map((value) => (value instanceof Rational ? value : Rational.of(value))));
  const columns = rows[0]?.length ?? 0;
  let rank = 0;
  for (let column = 0; column < columns; column++) {
    const pivot = rows.findIndex((line, r) => r >= rank && !line[column]!.isZero);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    for (let r = rank + 1; r < rows.length; r++) {
      const factor = rows[r]![column]!.dividedBy(rows[rank]![column]!);
      rows[r] = rows[r]!.map((value, c) => value.minus(factor.times(rows[rank]![c]!)));
    }
    rank++;
  }
  return rank;
}
