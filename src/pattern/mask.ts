import { PackedMask, bitsOfMarks, rowWords, transposeBits } from "./packed-mask.js";

/**
 * The support of one layer's weight matrix, W: inputs -> outputs, as compressed rows.
 *
 * Row = output neuron, column = input neuron of the layer (the shape of a PyTorch `Linear.weight`).
 * Entry (i, j) is kept when `j` occurs in `index[start[i] .. start[i + 1]]`; the columns of a row ascend.
 * Memory: 4 bytes per kept entry and 4 per row; large dense masks are kept as bits (packed-mask.ts) and `index` is made on demand.
 */
export interface Mask {
  readonly rows: number;
  readonly cols: number;
  readonly start: Int32Array;
  readonly index: Int32Array;
}

/** Number of kept entries. */
export function kept(mask: Mask): number {
  return mask.start[mask.rows]!;
}

/** The columns kept in row `i`, ascending: not to be written to. A view of the list; of a packed mask made from its bits. */
export function row(mask: Mask, i: number): Int32Array {
  if (mask instanceof PackedMask) return mask.columns(i);
  return mask.index.subarray(mask.start[i], mask.start[i + 1]);
}

/** Is entry (i, j) kept? Binary search in the row; of a packed mask a look at the bit. */
export function has(mask: Mask, i: number, j: number): boolean {
  if (mask instanceof PackedMask) return mask.has(i, j);
  let low = mask.start[i]!;
  let high = mask.start[i + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mask.index[middle]! < j) low = middle + 1;
    else high = middle;
  }
  return low < mask.start[i + 1]! && mask.index[low] === j;
}

/** The first column from `from` on that is kept in row i and in the set (bits), or -1. Of a packed mask word by word. */
export function nextIn(mask: Mask, i: number, set: Uint32Array, from: number): number {
  if (mask instanceof PackedMask) return mask.nextIn(i, set, from);
  const end = mask.start[i + 1]!;
  let low = mask.start[i]!;
  for (let high = end; low < high; ) {
    const middle = (low + high) >> 1;
    if (mask.index[middle]! < from) low = middle + 1;
    else high = middle;
  }
  for (; low < end; low++) {
    const j = mask.index[low]!;
    if (((set[j >>> 5]! >>> (j & 31)) & 1) === 1) return j;
  }
  return -1;
}

/** The mask whose entry (i, j) is kept when `keep(i, j)` says so; one pass, rows times cols calls. */
export function maskOf(rows: number, cols: number, keep: (i: number, j: number) => boolean): Mask {
  const start = new Int32Array(rows + 1);
  const index: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) if (keep(i, j)) index.push(j);
    start[i + 1] = index.length;
  }
  return { rows, cols, start, index: Int32Array.from(index) };
}

/** The mask with the given columns in each row; the lists must ascend without repeats. */
export function maskOfRows(cols: number, rows: readonly ArrayLike<number>[]): Mask {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((entries, i) => (start[i + 1] = start[i]! + entries.length));
  const index = new Int32Array(start[rows.length]!);
  rows.forEach((entries, i) => index.set(entries, start[i]!));
  return { rows: rows.length, cols, start, index };
}

/** The mask with the given [out, in] entries, in any order, each once. */
export function maskOfEdges(rows: number, cols: number, edges: Iterable<readonly [number, number]>): Mask {
  const lists: number[][] = Array.from({ length: rows }, () => []);
  for (const [i, j] of edges) lists[i]!.push(j);
  return maskOfRows(
    cols,
    lists.map((list) => list.sort((a, b) => a - b)),
  );
}

/** Rows become columns. Linear in the size of the mask; of a packed mask in its cells, and the result is made from bits too. */
export function transpose(mask: Mask): Mask {
  if (mask instanceof PackedMask) return maskOfBits(mask.cols, mask.rows, transposeBits(mask.rows, mask.cols, mask.bits));
  const start = new Int32Array(mask.cols + 1);
  for (const j of mask.index) start[j + 1]!++;
  for (let j = 0; j < mask.cols; j++) start[j + 1]! += start[j]!;
  const next = start.slice(0, mask.cols);
  const index = new Int32Array(mask.index.length);
  for (let i = 0; i < mask.rows; i++) {
    for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) index[next[mask.index[e]!]!++] = i;
  }
  return { rows: mask.cols, cols: mask.rows, start, index };
}

/** The mask as bits: row i takes ceil(cols / 32) words, bit j of them is entry (i, j). Not to be written to: a packed mask gives its own. */
export function bitRows(mask: Mask): Uint32Array {
  if (mask instanceof PackedMask) return mask.bits;
  const words = rowWords(mask.cols);
  const bits = new Uint32Array(mask.rows * words);
  for (let i = 0; i < mask.rows; i++) {
    for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
      const j = mask.index[e]!;
      bits[i * words + (j >>> 5)]! |= 1 << (j & 31);
    }
  }
  return bits;
}

/** Masks with fewer cells are small either way, and quicker as lists. */
const FEW_CELLS = 2 ** 20;

/** Beyond one kept entry in so many cells, lists are the smaller form. */
const CELLS_PER_ENTRY = 32;

/** The mask with these bits, in the form that takes less memory. The bits are taken over, without a copy. */
export function maskOfBits(rows: number, cols: number, bits: Uint32Array): Mask {
  const packed = new PackedMask(rows, cols, bits);
  const cells = rows * cols;
  if (cells >= FEW_CELLS && kept(packed) * CELLS_PER_ENTRY > cells) return packed;
  return { rows, cols, start: packed.start, index: packed.index };
}

/** The mask as bits where they take no more memory than its lists, however small it is: for what goes through its rows many times. */
export function bitsWhereDense(mask: Mask): Mask {
  if (mask instanceof PackedMask || kept(mask) * CELLS_PER_ENTRY <= mask.rows * mask.cols) return mask;
  return new PackedMask(mask.rows, mask.cols, bitRows(mask));
}

/** The entries of `mask` that `keep` accepts. */
export function filterMask(mask: Mask, keep: (i: number, j: number) => boolean): Mask {
  if (mask instanceof PackedMask) return filterBits(mask, keep);
  const start = new Int32Array(mask.rows + 1);
  const index = new Int32Array(mask.index.length);
  let n = 0;
  for (let i = 0; i < mask.rows; i++) {
    for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
      const j = mask.index[e]!;
      if (keep(i, j)) index[n++] = j;
    }
    start[i + 1] = n;
  }
  return n === mask.index.length ? mask : { rows: mask.rows, cols: mask.cols, start, index: index.slice(0, n) };
}

function filterBits(mask: PackedMask, keep: (i: number, j: number) => boolean): Mask {
  const words = rowWords(mask.cols);
  const bits = mask.bits.slice();
  let dropped = false;
  for (let at = 0; at < bits.length; at++) {
    const [i, first] = [Math.floor(at / words), (at % words) * 32];
    for (let left = bits[at]!; left !== 0; left &= left - 1) {
      if (keep(i, first + 31 - Math.clz32(left & -left))) continue;
      bits[at]! ^= left & -left;
      dropped = true;
    }
  }
  return dropped ? maskOfBits(mask.rows, mask.cols, bits) : mask;
}

/** The entries in rows and columns that are marked by 1; the mask itself when these are all. Of a packed mask word by word. */
export function restrictMask(mask: Mask, rows: Uint8Array, cols: Uint8Array): Mask {
  if (!(mask instanceof PackedMask)) return filterMask(mask, (i, j) => rows[i] === 1 && cols[j] === 1);
  const words = rowWords(mask.cols);
  const marked = bitsOfMarks(cols);
  const bits = new Uint32Array(mask.bits.length);
  let dropped = 0;
  for (let i = 0, at = 0; i < mask.rows; i++) {
    const all = -rows[i]!;
    for (let w = 0; w < words; w++, at++) {
      const word = mask.bits[at]!;
      bits[at] = word & marked[w]! & all;
      dropped |= word ^ bits[at]!;
    }
  }
  return dropped === 0 ? mask : maskOfBits(mask.rows, mask.cols, bits);
}

/** Same shape and same kept entries. */
export function sameMask(a: Mask, b: Mask): boolean {
  if (a.rows !== b.rows || a.cols !== b.cols || kept(a) !== kept(b)) return false;
  for (let i = 0; i <= a.rows; i++) if (a.start[i] !== b.start[i]) return false;
  if (a instanceof PackedMask || b instanceof PackedMask) {
    const others = bitRows(b);
    return bitRows(a).every((word, at) => word === others[at]);
  }
  for (let e = 0; e < a.index.length; e++) if (a.index[e] !== b.index[e]) return false;
  return true;
}

const ascii = new TextDecoder("latin1");

/** One string of `0` and `1` per row, as in a pattern file. */
export function maskStrings(mask: Mask): string[] {
  return Array.from({ length: mask.rows }, (_, i) => {
    const cells = new Uint8Array(mask.cols).fill(48);
    for (const j of row(mask, i)) cells[j] = 49;
    return ascii.decode(cells);
  });
}
