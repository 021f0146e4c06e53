/** Which rows of a mask are equal, and what follows for blocks. */
import type { Mask } from "../mask.js";
import { PackedMask, rowWords } from "../packed-mask.js";

/**
 * The largest b such that rows are equal within each group of b, counted from the first row; the last group may be cut short. All such b are the divisors of
 * this one: rows may change only at multiples of b, so it is the greatest common divisor of the rows that differ from the row before them, and the number of
 * rows where none does.
 *
 * Blocks b x c are all kept or all zero exactly when rows are equal within groups of b and columns within groups of c: in a block with both, every entry equals
 * every other by way of its row and its column.
 */
export function equalRows(mask: Mask): number {
  let divisor = 0;
  for (let i = 1; i < mask.rows && divisor !== 1; i++) if (!sameAsBefore(mask, i)) divisor = gcd(i, divisor);
  return divisor === 0 ? mask.rows : divisor;
}

function sameAsBefore(mask: Mask, i: number): boolean {
  const { start } = mask;
  const [before, from, to] = [start[i - 1]!, start[i]!, start[i + 1]!];
  if (to - from !== from - before) return false;
  if (mask instanceof PackedMask) {
    const words = rowWords(mask.cols);
    for (let w = i * words, end = w + words; w < end; w++) if (mask.bits[w] !== mask.bits[w - words]) return false;
    return true;
  }
  for (let e = from; e < to; e++) if (mask.index[e] !== mask.index[e - from + before]) return false;
  return true;
}

export function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
