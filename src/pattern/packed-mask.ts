/**
 * Large masks as bits: one for each entry, in the memory that the entries alone would take as numbers when one in 32 is kept.
 *
 * A packed mask is a `Mask` (mask.ts) like any other. Its list of kept columns is made when somebody first asks for `index`, and takes 4 bytes for each entry from
 * then on; what is meant for masks of any size works on `bits`, by way of `bitRows`, and never asks.
 */
/** Words of a row: ceil(cols / 32). Bit j & 31 of word j >> 5 is column j; bits beyond the last column are 0. */
export function rowWords(cols: number): number {
  return (cols + 31) >>> 5;
}

export class PackedMask {
  readonly rows: number;
  readonly cols: number;
  /** Row by row, `rowWords(cols)` words each. Never written to after the mask is made. */
  readonly bits: Uint32Array;
  /** Kept entries before each row, as in any mask. */
  readonly start: Int32Array;
  #index: Int32Array | undefined;

  /** Takes the bits over, without a copy. */
  constructor(rows: number, cols: number, bits: Uint32Array) {
    this.rows = rows;
    this.cols = cols;
    this.bits = bits;
    this.start = rowStarts(rows, rowWords(cols), bits);
  }

  get index(): Int32Array {
    return (this.#index ??= columnsOf(this, 0, this.rows));
  }

  /** The columns kept in row i, ascending: made from the bits, so a copy, unless the list of all is there. */
  columns(i: number): Int32Array {
    return this.#index?.subarray(this.start[i], this.start[i + 1]) ?? columnsOf(this, i, i + 1);
  }

  /** Is entry (i, j) kept? */
  has(i: number, j: number): boolean {
    if (!(i >= 0 && i < this.rows && j >= 0 && j < this.cols)) return false;
    return ((this.bits[i * rowWords(this.cols) + (j >>> 5)]! >>> (j & 31)) & 1) === 1;
  }

  /** The first column from `from` on that is kept in row i and in the set (bits), or -1. */
  nextIn(i: number, set: Uint32Array, from: number): number {
    if (from >= this.cols) return -1;
    const words = rowWords(this.cols);
    const first = i * words;
    let w = from >>> 5;
    let word = this.bits[first + w]! & set[w]! & (-1 << (from & 31));
    while (word === 0) {
      if (++w === words) return -1;
      word = this.bits[first + w]! & set[w]!;
    }
    return w * 32 + 31 - Math.clz32(word & -word);
  }
}

function rowStarts(rows: number, words: number, bits: Uint32Array): Int32Array {
  const start = new Int32Array(rows + 1);
  for (let i = 0, w = 0, count = 0; i < rows; i++) {
    for (const end = w + words; w < end; w++) count += ones(bits[w]!);
    start[i + 1] = count;
  }
  return start;
}

/** Marks 0 or 1 as bits, in the order of those of a row. */
export function bitsOfMarks(marks: Uint8Array): Uint32Array {
  const bits = new Uint32Array(rowWords(marks.length));
  marks.forEach((mark, j) => (bits[j >>> 5]! |= mark << (j & 31)));
  return bits;
}

/** The number of bits set in a word. */
export function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The kept columns of rows `from` up to `to`, one after the other. */
function columnsOf({ cols, bits, start }: PackedMask, from: number, to: number): Int32Array {
  const words = rowWords(cols);
  const index = new Int32Array(start[to]! - start[from]!);
  let n = 0;
  for (let i = from; i < to; i++) {
    for (let w = 0; w < words; w++) {
      for (let word = bits[i * words + w]!; word !== 0; word &= word - 1) index[n++] = w * 32 + 31 - Math.clz32(word & -word);
    }
  }
  return index;
}

/**
 * The bits of the transposed mask, 32 x 32 of them at a time: halves, quarters, ... of a block change places (Warren, Hacker's Delight, 7-3).
 * Cost: about three operations for each entry of a word that is not 0, kept or not, a quarter of one otherwise.
 */
export function transposeBits(rows: number, cols: number, bits: Uint32Array): Uint32Array {
  const words = rowWords(cols);
  const wordsAcross = rowWords(rows);
  const across = new Uint32Array(cols * wordsAcross);
  const block = new Int32Array(32);
  for (let i = 0; i < rows; i += 32) {
    const height = Math.min(32, rows - i);
    for (let w = 0; w < words; w++) {
      let all = 0;
      for (let r = 0; r < height; r++) all |= block[r] = bits[(i + r) * words + w]!;
      if (all === 0) continue;
      block.fill(0, height);
      transposeBlock(block);
      const width = Math.min(32, cols - w * 32);
      for (let c = 0; c < width; c++) across[(w * 32 + c) * wordsAcross + (i >>> 5)] = block[c]!;
    }
  }
  return across;
}

/** Bit c of number r becomes bit r of number c. */
function transposeBlock(block: Int32Array): void {
  for (let size = 16, low = 0x0000ffff; size !== 0; size >>>= 1, low ^= low << size) {
    for (let r = 0; r < 32; r = (r + size + 1) & ~size) {
      const swapped = ((block[r]! >>> size) ^ block[r + size]!) & low;
      block[r]! ^= swapped << size;
      block[r + size]! ^= swapped;
    }
  }
}
