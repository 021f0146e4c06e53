/** How close the kept entries stay to the diagonal: bands and diagonal blocks, in the order of rows and columns that the mask has. */
import type { Mask } from "../mask.js";
import { gcd } from "./blocks.js";
import { eachWord } from "./words.js";

/** The first and the last kept column of each row, -1 where nothing is kept. */
export interface RowEnds {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

export function rowEnds(mask: Mask): RowEnds {
  const first = new Int32Array(mask.rows).fill(-1);
  const last = new Int32Array(mask.rows).fill(-1);
  eachWord(mask, (i, w, word) => {
    if (first[i] === -1) first[i] = 32 * w + 31 - Math.clz32(word & -word);
    last[i] = 32 * w + 31 - Math.clz32(word);
  });
  return { first, last };
}

/** Entry (i, j) is kept only where from <= j - i <= to, with equality somewhere; `cells` entries lie there. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly cells: number;
}

/** The narrowest band, undefined when nothing is kept. */
export function band({ rows, cols }: Mask, { first, last }: RowEnds): Band | undefined {
  let from = Infinity;
  let to = -Infinity;
  for (let i = 0; i < rows; i++) {
    if (first[i] === -1) continue;
    from = Math.min(from, first[i]! - i);
    to = Math.max(to, last[i]! - i);
  }
  if (from > to) return undefined;
  let cells = 0;
  for (let i = 0; i < rows; i++) cells += Math.max(0, Math.min(cols - 1, i + to) - Math.max(0, i + from) + 1);
  return { from, to, cells };
}

/** Consecutive rows and columns fall into `blocks` blocks that hold all kept entries; `cells` entries lie in them. */
export interface DiagonalBlocks {
  readonly blocks: number;
  /** Size of each block when all are equal, with nothing left over. */
  readonly size?: { readonly rows: number; readonly cols: number };
  readonly cells: number;
}

/**
 * As many equal blocks as possible, at least two; if there are none, the finest blocks of any sizes, empty rows and columns around them. Undefined when one block
 * is all there is.
 */
export function diagonalBlocks(mask: Mask, { first, last }: RowEnds): DiagonalBlocks | undefined {
  const finest = finestBlocks(mask, first, last);
  if (finest.blocks < 2) return undefined;
  const { rows, cols } = mask;
  const common = gcd(rows, cols);
  for (let blocks = Math.min(common, finest.blocks + emptyRows(first)); blocks >= 2; blocks--) {
    if (common % blocks !== 0) continue;
    const size = { rows: rows / blocks, cols: cols / blocks };
    if (fits(size, first, last)) return { blocks, size, cells: rows * size.cols };
  }
  return finest;
}

/** A cut after row i: no entry up to there is right of, or above, one that comes later. */
function finestBlocks({ rows, cols }: Mask, first: Int32Array, last: Int32Array): DiagonalBlocks {
  const later = new Int32Array(rows + 1).fill(cols);
  for (let i = rows - 1; i >= 0; i--) later[i] = first[i] === -1 ? later[i + 1]! : Math.min(first[i]!, later[i + 1]!);
  let blocks = 0;
  let cells = 0;
  let height = 0;
  let right = -1;
  let left = later[0]!;
  for (let i = 0; i < rows; i++) {
    if (first[i] === -1) continue;
    height++;
    right = Math.max(right, last[i]!);
    if (later[i + 1]! <= right) continue;
    blocks++;
    cells += height * (right - left + 1);
    height = 0;
    left = later[i + 1]!;
  }
  return { blocks, cells };
}

function emptyRows(first: Int32Array): number {
  let count = 0;
  for (const column of first) if (column === -1) count++;
  return count;
}

function fits(size: { readonly rows: number; readonly cols: number }, first: Int32Array, last: Int32Array): boolean {
  for (let i = 0; i < first.length; i++) {
    if (first[i] === -1) continue;
    const from = Math.floor(i / size.rows) * size.cols;
    if (first[i]! < from || last[i]! >= from + size.cols) return false;
  }
  return true;
}
