/**
 * What the scans for paths and crossed minors do word by word, 32 inputs at a time, in plain loops. assembly/planes.ts does the same on vectors, with the same bits: machine.ts.
 * Planes are row-major: `words` words for each neuron, bit k & 31 of word k >> 5 is input k.
 */
import { type Mask, row } from "../mask.js";
import { PackedMask, ones } from "../packed-mask.js";

/** For each neuron of a layer the inputs with at least one path to it, and those with at least two. */
export interface Planes {
  readonly any: Uint32Array;
  /** Nothing: there are none. */
  readonly twice: Uint32Array | undefined;
}

/** Planes that rows of others are added up in. */
export interface Sums {
  readonly any: Uint32Array;
  readonly twice: Uint32Array;
}

/** The sums of all rows of some planes: what no sum of different rows can exceed. */
export function fullSums({ any, twice }: Planes, words: number): Sums {
  const full = { any: new Uint32Array(words), twice: new Uint32Array(words) };
  for (let at = 0; at < any.length; at += words) {
    for (let w = 0; w < words; w++) {
      full.twice[w]! |= (full.any[w]! & any[at + w]!) | (twice === undefined ? 0 : twice[at + w]!);
      full.any[w]! |= any[at + w]!;
    }
  }
  return full;
}

/** Entries of a row that are gone through before it is looked whether the sums are full. */
const BATCH = 32;

/**
 * Path counts saturated at two: the planes of the rows `from` to `to` of a layer, the sums of the planes below over the columns kept in each row. Entered
 * into `sums`, there 0. A row whose sums are full is done: nothing would change them.
 * @param full the sums of all rows below
 * Cost: `words` operations on three words for each entry that is gone through. Returns the number of these entries.
 */
export function addPaths(below: Planes, full: Sums, mask: Mask, sums: Sums, words: number, from: number, to: number): number {
  const { any, twice } = sums;
  let added = 0;
  for (let i = from; i < to; i++) {
    const columns = row(mask, i);
    const at = i * words;
    for (let e = 0; e < columns.length; e++) {
      if (e % BATCH === 0 && e > 0 && isFull(sums, at, full)) break;
      const source = columns[e]! * words;
      added++;
      for (let w = 0; w < words; w++) {
        const one = below.any[source + w]!;
        twice[at + w]! |= (below.twice === undefined ? 0 : below.twice[source + w]!) | (one & any[at + w]!);
        any[at + w]! |= one;
      }
    }
  }
  return added;
}

/** The same as lists: a row for each neuron, a column for each input. */
export interface SparsePlanes {
  readonly any: Mask;
  readonly twice: Mask | undefined;
}

/** Planes as lists; nothing if more than `most` inputs are reached, counted for each neuron. */
export function sparsePlanes({ any, twice }: Planes, words: number, most: number): SparsePlanes | undefined {
  // Of dense planes a small part says that they are.
  for (let at = 0, count = 0; at < any.length; at++) if ((count += ones(any[at]!)) > most) return undefined;
  const listed = (plane: Uint32Array): Mask => new PackedMask(plane.length / words, words * 32, plane);
  return { any: listed(any), twice: twice && listed(twice) };
}

/** As `addPaths`, path by path and to the end of every row. Cost: an operation for each path from an input by way of a neuron below. Returns the number of entries of the mask gone through. */
export function addSparsePaths(below: SparsePlanes, mask: Mask, { any, twice }: Sums, words: number, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const at = i * words;
    for (const h of row(mask, i)) {
      for (const k of row(below.any, h)) {
        const word = at + (k >>> 5);
        twice[word]! |= any[word]! & (1 << (k & 31));
        any[word]! |= 1 << (k & 31);
      }
      if (below.twice !== undefined) for (const k of row(below.twice, h)) twice[at + (k >>> 5)]! |= 1 << (k & 31);
    }
  }
  return mask.start[to]! - mask.start[from]!;
}

function isFull(sums: Sums, at: number, full: Sums): boolean {
  for (let w = 0; w < full.any.length; w++) {
    if (((full.any[w]! & ~sums.any[at + w]!) | (full.twice[w]! & ~sums.twice[at + w]!)) !== 0) return false;
  }
  return true;
}

/** Two rows of a neuron's B_h that share a column and differ in another. */
export interface Crossing {
  /** The row that has both columns, and the one that has only the shared column. */
  readonly rows: readonly [number, number];
  /** The shared column, and the other. */
  readonly columns: readonly [number, number];
}

/**
 * Let B_h have the rows outputs[h], each the bits of `entries` that are in inputs[h] too. Do two of its rows overlap without being equal? Rows are taken one by one, in their order: each must
 * be disjoint from all before it or equal to one of them. The first one that is neither, and the first it overlaps with, are returned.
 * Cost: at most `words` operations for each row of B_h, twice that where rows are equal.
 */
export class CrossingSearch {
  readonly #owner: Int32Array;
  readonly #covered: Uint32Array;
  readonly #line: Uint32Array;

  /** @param inputs and `entries`: planes with `words` words in a row */
  constructor(
    readonly inputs: Uint32Array,
    readonly outputs: Mask,
    readonly entries: Uint32Array,
    readonly words: number,
  ) {
    this.#owner = new Int32Array(words * 32);
    this.#covered = new Uint32Array(words);
    this.#line = new Uint32Array(words);
  }

  through(h: number): Crossing | undefined {
    const { inputs, entries, words } = this;
    const [line, covered] = [this.#line, this.#covered];
    covered.fill(0);
    for (const i of row(this.outputs, h)) {
      let overlap = 0;
      for (let w = 0; w < words; w++) {
        line[w] = entries[i * words + w]! & inputs[h * words + w]!;
        overlap |= line[w]! & covered[w]!;
      }
      if (overlap === 0) {
        this.#own(i);
        continue;
      }
      const shared = firstBit(line, covered);
      const other = this.#owner[shared]!;
      // The row `other` of B_h against this one: a column in one of them only makes them cross.
      for (let w = 0; w < words; w++) {
        const otherWord = entries[other * words + w]! & inputs[h * words + w]!;
        const onlyThis = line[w]! & ~otherWord;
        const word = onlyThis !== 0 ? onlyThis : otherWord & ~line[w]!;
        if (word === 0) continue;
        return { rows: onlyThis !== 0 ? [i, other] : [other, i], columns: [shared, w * 32 + lowest(word)] };
      }
    }
    return undefined;
  }

  /** Enters a new row: its columns are covered and belong to output i. */
  #own(i: number): void {
    for (let w = 0; w < this.words; w++) {
      this.#covered[w]! |= this.#line[w]!;
      for (let bits = this.#line[w]!; bits !== 0; bits &= bits - 1) this.#owner[w * 32 + lowest(bits)] = i;
    }
  }
}

function firstBit(a: Uint32Array, b: Uint32Array): number {
  const w = a.findIndex((word, at) => (word & b[at]!) !== 0);
  return w * 32 + lowest(a[w]! & b[w]!);
}

/** The number of the lowest bit that is set. */
function lowest(word: number): number {
  return 31 - Math.clz32(word & -word);
}
