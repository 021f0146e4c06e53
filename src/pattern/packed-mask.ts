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
    return (this.#index ??= columnsOf(this));
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

/** The number of bits set in a word. */
export function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function columnsOf({ rows, cols, bits, start }: PackedMask): Int32Array {
  const words = rowWords(cols);
  const index = new Int32Array(start[rows]!);
  let n = 0;
  for (let i = 0; i < rows; i++) {
    for (let w = 0; w < words; w++) {
      for (let word = bits[i * words + w]!; word !== 0; word &= word - 1) index[n++] = w * 32 + 31 - Math.clz32(word & -word);
    }
  }
  return index;
}
