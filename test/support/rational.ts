/** Exact rank with bigint fractions, as plainly as it can be written: the opinion to compare `rankMod` with. */

interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

function reduce(top: bigint, bottom: bigint): Fraction {
  let [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  const sign = bottom < 0n ? -1n : 1n;
  return { top: (sign * top) / a, bottom: (sign * bottom) / a };
}

const times = (a: Fraction, b: Fraction): Fraction => reduce(a.top * b.top, a.bottom * b.bottom);
const minus = (a: Fraction, b: Fraction): Fraction => reduce(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
const over = (a: Fraction, b: Fraction): Fraction => reduce(a.top * b.bottom, a.bottom * b.top);

/** The rank over the rationals of an integer matrix. */
export function exactRank(matrix: readonly (readonly (number | bigint)[])[]): number {
  const rows = matrix.map((line) => line.map((value) => reduce(BigInt(value), 1n)));
  const columns = rows[0]?.length ?? 0;
  let rank = 0;
  for (let column = 0; column < columns; column++) {
    const pivot = rows.findIndex((line, r) => r >= rank && line[column]!.top !== 0n);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    for (let r = rank + 1; r < rows.length; r++) {
      const factor = over(rows[r]![column]!, rows[rank]![column]!);
      rows[r] = rows[r]!.map((value, c) => minus(value, times(factor, rows[rank]![c]!)));
    }
    rank++;
  }
  return rank;
}
