/**
 * Thin entries: the entries of a product of two layers that only few hidden neurons make, with these neurons, output by output.
 *
 * What makes a small minor not closed are entries with few paths: where many neurons meet, anything can be reached. In masks of any density such entries are either
 * rare or quick to list, so that searches for minors begin with them (theory.md 4.16).
 */
import { type Mask, bitRows, kept, row } from "./mask.js";
import { rowWords } from "./packed-mask.js";

/** The thin entries of one output. The arrays are written anew by the next call of `line`. */
export interface ThinLine {
  /** The inputs k with 1 <= P(i, k) <= most, in no particular order; the first `length` count. */
  readonly inputs: Int32Array;
  readonly length: number;
  /** P(i, k) of each of them. */
  readonly paths: Uint8Array;
  /** The neurons of the entry at `inputs[t]`, ascending: `paths[t]` of them from `t * most` on. */
  readonly neurons: Int32Array;
}

/**
 * Cost of a line: for each neuron that feeds the output, its inputs, or, in a first layer that keeps more than one entry in 64, the words of 32 inputs in which some entry
 * has at most `most` paths so far: dense lines are done with after some tens of neurons. Memory: for a line, and the bits of a dense first layer.
 */
export class ThinEntries {
  readonly outputs: number;
  readonly inputs: number;
  /** Elementary steps taken so far: the same on every machine. */
  steps = 0;
  readonly #first: Mask;
  readonly #second: Mask;
  readonly #most: number;
  readonly #words: number;
  /** The first layer as bits where these are the shorter way. */
  readonly #bits: Int32Array | undefined;
  readonly #line: { -readonly [K in keyof ThinLine]: ThinLine[K] };
  /** By lists: the paths of each input. */
  readonly #paths: Int32Array;
  /** Where an input stands among the thin ones of the line, or -1. */
  readonly #place: Int32Array;
  /** By bits: for each word of inputs, `most` + 1 levels, of which number c has the inputs with more than c paths. */
  readonly #levels: Int32Array;
  /** The words of the line that are not all full yet. */
  readonly #live: Int32Array;

  /**
   * @param first hidden neurons x inputs
   * @param second outputs x hidden neurons
   * @param most paths of a thin entry, 1 to 4
   */
  constructor(first: Mask, second: Mask, most: number) {
    this.outputs = second.rows;
    this.inputs = first.cols;
    this.#first = first;
    this.#second = second;
    this.#most = most;
    this.#words = rowWords(first.cols);
    if (2 * kept(first) > first.rows * this.#words) {
      const bits = bitRows(first);
      this.#bits = new Int32Array(bits.buffer, bits.byteOffset, bits.length);
    }
    this.#line = { inputs: new Int32Array(first.cols), length: 0, paths: new Uint8Array(first.cols), neurons: new Int32Array(first.cols * most) };
    this.#paths = new Int32Array(first.cols);
    this.#place = new Int32Array(first.cols).fill(-1);
    this.#levels = new Int32Array(this.#words * (most + 1));
    this.#live = new Int32Array(this.#words);
  }

  /** @param counts takes min(P(i, k), most + 1) for every input k, where it is given */
  line(i: number, counts?: Uint8Array): ThinLine {
    this.#line.length = 0;
    if (this.#bits === undefined) this.#byLists(row(this.#second, i), counts);
    else this.#byBits(this.#bits, row(this.#second, i), counts);
    if (counts !== undefined) this.steps += counts.length;
    return this.#line;
  }

  #byLists(neurons: Int32Array, counts?: Uint8Array): void {
    const { start, index } = this.#first;
    const paths = this.#paths;
    for (const h of neurons) for (let e = start[h]!, end = start[h + 1]!; e < end; e++) paths[index[e]!]!++;
    for (const h of neurons) {
      for (let e = start[h]!, end = start[h + 1]!; e < end; e++) if (paths[index[e]!]! <= this.#most) this.#enter(index[e]!, h);
      this.steps += 2 * (start[h + 1]! - start[h]!) + 2;
    }
    if (counts !== undefined) for (let k = 0; k < counts.length; k++) counts[k] = Math.min(paths[k]!, this.#most + 1);
    for (const h of neurons) for (let e = start[h]!, end = start[h + 1]!; e < end; e++) paths[index[e]!] = 0;
    this.#forgetPlaces();
  }

  #byBits(bits: Int32Array, neurons: Int32Array, counts?: Uint8Array): void {
    counts?.fill(this.#most + 1);
    const [words, levels, live, depth] = [this.#words, this.#levels, this.#live, this.#most + 1];
    levels.fill(0);
    for (let w = 0; w < words; w++) live[w] = w;
    // Bits beyond the last input count as full, so that a word is done with when all of it is.
    if ((this.inputs & 31) !== 0) levels.fill(-1 << (this.inputs & 31), (words - 1) * depth);
    let left = words;
    for (const h of neurons) {
      const from = h * words;
      for (let at = 0; at < left; at++) {
        const w = live[at]!;
        let carry = bits[from + w]!;
        for (let level = w * depth; carry !== 0; level++) {
          const had = levels[level]!;
          levels[level] = had | carry;
          if (level === w * depth + depth - 1) {
            if ((had | carry) === -1) live[at--] = live[--left]!;
            break;
          }
          carry &= had;
        }
      }
      this.steps += left + 1;
      if (left === 0) return;
    }
    if (counts !== undefined) for (let at = 0; at < left; at++) this.#count(live[at]!, counts);
    // What is left of the words with thin entries, as level 0.
    let thin = 0;
    for (let at = 0; at < left; at++) {
      const w = live[at]!;
      levels[w * depth]! &= ~levels[w * depth + depth - 1]!;
      if (levels[w * depth] !== 0) live[thin++] = w;
    }
    if (thin === 0) return;
    for (const h of neurons) {
      const from = h * words;
      for (let at = 0; at < thin; at++) {
        const w = live[at]!;
        for (let word = bits[from + w]! & levels[w * depth]!; word !== 0; word &= word - 1) this.#enter(w * 32 + 31 - Math.clz32(word & -word), h);
      }
      this.steps += thin;
    }
    this.#forgetPlaces();
  }

  /** Writes how many paths the inputs of a word have. */
  #count(w: number, counts: Uint8Array): void {
    const depth = this.#most + 1;
    for (let k = w * 32, bit = 1; k < this.inputs && bit !== 0; k++, bit <<= 1) {
      let count = 0;
      while (count < depth && (this.#levels[w * depth + count]! & bit) !== 0) count++;
      counts[k] = count;
    }
  }

  #enter(k: number, h: number): void {
    const line = this.#line;
    let t = this.#place[k]!;
    if (t < 0) {
      this.#place[k] = t = line.length++;
      line.inputs[t] = k;
      line.paths[t] = 0;
    }
    line.neurons[t * this.#most + line.paths[t]!++] = h;
  }

  #forgetPlaces(): void {
    for (let t = 0; t < this.#line.length; t++) this.#place[this.#line.inputs[t]!] = -1;
    this.steps += this.#line.length;
  }
}
