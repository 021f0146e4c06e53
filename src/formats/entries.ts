/**
 * The kept entries of a mask, given one by one in any order: as bits, or as two lists where the mask is so sparse that these are smaller.
 */
import { badInput } from "../pattern/fault.js";
import { type Mask, maskOfBits } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import { MAX_WIDTH } from "../pattern/pattern.js";
import { MAX_CELLS } from "./limits.js";

export class Entries {
  /** Either the bits, row by row as in a packed mask, or the lists of outputs and inputs. */
  private readonly bits: Uint32Array | undefined;
  private outputs = new Int32Array(0);
  private inputs = new Int32Array(0);
  private count = 0;
  private readonly words: number;

  /**
   * @param most no more entries will be given; memory grows with those that are
   * @throws Fault when no pattern can have a layer of this shape
   */
  constructor(
    readonly rows: number,
    readonly cols: number,
    private readonly most: number,
  ) {
    for (const [place, size] of [["outputs", rows], ["inputs", cols]] as const) {
      if (size < 1 || size > MAX_WIDTH) throw badInput(place, `a number from 1 to ${MAX_WIDTH}`, `${size}`);
    }
    if (most > MAX_CELLS) throw badInput("entries", `at most ${MAX_CELLS}`, `${most}`);
    this.words = rowWords(cols);
    if (rows * this.words <= Math.max(2 * most, SMALL_WORDS)) this.bits = new Uint32Array(rows * this.words);
  }

  /** Was the entry new? Among lists that is seen only in the end. */
  add(i: number, j: number): boolean {
    const { bits } = this;
    if (bits !== undefined) {
      const w = i * this.words + (j >>> 5);
      const bit = 1 << (j & 31);
      const isNew = (bits[w]! & bit) === 0;
      bits[w]! |= bit;
      return isNew;
    }
    if (this.count === this.outputs.length) {
      const length = Math.min(Math.max(this.most, this.count + 1), Math.max(1024, 2 * this.count));
      this.outputs = grown(this.outputs, length);
      this.inputs = grown(this.inputs, length);
    }
    this.outputs[this.count] = i;
    this.inputs[this.count++] = j;
    return true;
  }

  /** The mask of all entries that were given. Bits are handed over, not copied. @throws Fault when an entry was given twice */
  mask(): Mask {
    const { rows, cols, bits, count, outputs, inputs } = this;
    if (bits !== undefined) return maskOfBits(rows, cols, bits);
    const start = new Int32Array(rows + 1);
    for (let e = 0; e < count; e++) start[outputs[e]! + 1]!++;
    for (let i = 0; i < rows; i++) start[i + 1]! += start[i]!;
    const next = start.slice(0, rows);
    const index = new Int32Array(count);
    for (let e = 0; e < count; e++) index[next[outputs[e]!]!++] = inputs[e]!;
    for (let i = 0; i < rows; i++) {
      const row = index.subarray(start[i], start[i + 1]).sort();
      for (let e = 1; e < row.length; e++) if (row[e] === row[e - 1]) throw badInput(`entry [${i}, ${row[e]}]`, "every entry once", "it twice");
    }
    return { rows, cols, start, index };
  }
}

/** 256 KB of bits are small for any mask. */
const SMALL_WORDS = 2 ** 16;

function grown(list: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(list);
  return longer;
}
