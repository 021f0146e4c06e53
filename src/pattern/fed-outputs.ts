/**
 * The outputs that sets of neurons feed through one layer, for many sets, one after the other.
 *
 * Works on the bits of a layer that keeps more than one entry in 32, on its lists otherwise.
 */
import { type Mask, bitsWhereDense, nextIn, row, transpose } from "./mask.js";
import { PackedMask, ones, rowWords } from "./packed-mask.js";

/** Neurons looked at before it is asked whether the few outputs that are left are quicker looked at one by one. */
const BLOCK = 64;

export class FedOutputs {
  /** Row i: the neurons that feed output i. */
  readonly second: Mask;
  /** Row h: the outputs that neuron h feeds. */
  readonly #feeds: Mask;
  /** Outputs that anything feeds. */
  readonly #live: number;
  /** The set in hand: as bits, and as a list. */
  readonly #found: Uint32Array;
  readonly #list: Int32Array;
  #steps = 0;

  /** @param feeds the transpose of `second`, where the caller has it */
  constructor(second: Mask, feeds = transpose(second)) {
    this.second = bitsWhereDense(second);
    this.#feeds = bitsWhereDense(feeds);
    this.#live = this.second.start.reduce((live, start, i) => live + (i > 0 && start > this.second.start[i - 1]! ? 1 : 0), 0);
    this.#found = new Uint32Array(rowWords(second.rows));
    this.#list = new Int32Array(second.rows);
  }

  /** Words and entries looked at by the last `of`. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * The outputs fed by at least one of the neurons, ascending: a view, good until the next call. Nothing when they are more than `most`.
   * @param set the neurons as bits
   * Cost: in a dense layer, that of some tens of rows; never more than the rows of all the neurons.
   */
  of(neurons: Int32Array, set: Uint32Array, most = Infinity): Int32Array | undefined {
    this.#steps = 0;
    const count = this.#feeds instanceof PackedMask ? this.#findInBits(this.#feeds.bits, neurons, set, most) : this.#findInLists(neurons, most);
    if (this.#feeds instanceof PackedMask) this.#listBits();
    else this.#list.subarray(0, count).sort();
    return count > most ? undefined : this.#list.subarray(0, count);
  }

  #findInBits(bits: Uint32Array, neurons: Int32Array, set: Uint32Array, most: number): number {
    const found = this.#found;
    const words = found.length;
    found.fill(0);
    let count = 0;
    for (let n = 0; n < neurons.length && count < this.#live && count <= most; n++) {
      // A few outputs that hardly anything feeds must not cost the rows of all neurons.
      if (n % BLOCK === 0 && (this.#live - count) * set.length < (neurons.length - n) * words) return count + this.#findOneByOne(set);
      const from = neurons[n]! * words;
      for (let w = 0; w < words; w++) {
        const fresh = bits[from + w]! & ~found[w]!;
        if (fresh === 0) continue;
        found[w]! |= fresh;
        count += ones(fresh);
      }
      this.#steps += words;
    }
    return count;
  }

  /** Adds the outputs that are not found yet and fed from the set; their number. */
  #findOneByOne(set: Uint32Array): number {
    let count = 0;
    for (let i = 0; i < this.second.rows; i++) {
      if (((this.#found[i >>> 5]! >>> (i & 31)) & 1) === 1) continue;
      const h = nextIn(this.second, i, set, 0);
      this.#steps += 1 + (h === -1 ? set.length : h >>> 5);
      if (h === -1) continue;
      this.#found[i >>> 5]! |= 1 << (i & 31);
      count++;
    }
    return count;
  }

  #listBits(): void {
    let n = 0;
    for (let w = 0; w < this.#found.length; w++) {
      for (let word = this.#found[w]!; word !== 0; word &= word - 1) this.#list[n++] = w * 32 + 31 - Math.clz32(word & -word);
    }
    this.#steps += this.#found.length + n;
  }

  #findInLists(neurons: Int32Array, most: number): number {
    let count = 0;
    for (let n = 0; n < neurons.length && count <= most; n++) {
      const fed = row(this.#feeds, neurons[n]!);
      for (const i of fed) {
        const bit = 1 << (i & 31);
        if ((this.#found[i >>> 5]! & bit) !== 0) continue;
        this.#found[i >>> 5]! |= bit;
        this.#list[count++] = i;
      }
      this.#steps += 1 + fed.length;
    }
    for (let n = 0; n < count; n++) this.#found[this.#list[n]! >>> 5] = 0;
    this.#steps += count;
    return count;
  }
}
