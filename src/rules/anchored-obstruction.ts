import type { Proof } from "../certificate/proof.js";
import { renumberDegeneration } from "../certificate/renumber.js";
import { type Mask, row, transpose } from "../pattern/mask.js";
import { ThinEntries, type ThinLine } from "../pattern/thin-entries.js";
import type { Budget } from "./budget.js";
import { type Need, type Obstruction, type Variant, variantsOf } from "./obstruction.js";

/** Steps that list the thin entries, some nanoseconds each, and all others, some tens: seconds together. The same on every machine. */
const MAX_LISTING = 2 ** 31;
const MAX_STEPS = 2 ** 25;
/** Bytes for the path counts of the outputs with thin entries. */
const MAX_COUNTS = 2 ** 27;
/** Sets of neurons that are held. */
const MAX_SETS = 2 ** 18;
/** Neurons of an obstruction that is looked for. */
const MOST = 4;
/** Lines of one class and equal surroundings that may be needed at a time. */
const COPIES = 4;

/** Thrown when the search has reached a limit of its own; caught where it began. */
class Ended extends Error {}

/**
 * F1 with a catalogue, in masks of any size [own, docs/theory.md 4.16]: a selection of outputs and inputs that leaves a known obstruction, up to the order of outputs, inputs and
 * neurons and transposition. Not closed, so the whole is not.
 *
 * Anchored on thin entries: in such a selection each entry has as many paths as in the whole, and at most as many as the obstruction has neurons. Those with two paths or more
 * name sets of neurons, and where the obstruction hangs together, these sets do and make up all its neurons. So sets of neurons are grown from the sets at thin entries, by
 * sets that overlap them. Seen from such a set H each output and input has a class, its neurons in H; an entry is *clean* when it has as many paths as its two classes have
 * neurons in common, so none outside H. Then outputs are chosen, of each class as many as the obstruction has, such that enough inputs of each class are clean with all.
 *
 * Complete for obstructions of three and four neurons that hang together, unless it comes to the limits above, which `budget.shorten` hears of. Those of two neurons are LU
 * minors and the minors of two-neuron-minor.ts.
 * Cost: the thin entries once (pattern/thin-entries.ts); for each set of neurons found, the outputs times the inputs that it meets, where these have thin entries at all.
 */
export class AnchoredSearch {
  readonly #obstructions: readonly Obstruction[];
  /** By the number of neurons, made when first asked for. */
  readonly #variants = new Map<number, Variants>();

  constructor(obstructions: readonly Obstruction[]) {
    this.#obstructions = obstructions;
  }

  /**
   * @param first hidden neurons x inputs
   * @param second outputs x hidden neurons; the masks of a two-layer pattern, pruned
   */
  find(first: Mask, second: Mask, budget: Budget): Proof | undefined {
    try {
      const thin = new ThinProduct(first, second, budget);
      if (!thin.isWhole) budget.shorten("obstructions");
      if (thin.sets.size === 0) return undefined;
      const place = new Place(thin, first, second);
      for (const width of [3, MOST]) {
        const variants = this.#variantsOf(width);
        if (variants.all.length === 0) continue;
        for (const neurons of thin.sets.unions(width)) {
          const found = place.match(neurons, variants);
          if (found !== undefined) return { rule: "degeneration", evidence: found };
        }
      }
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      budget.shorten("obstructions");
    }
    return undefined;
  }

  #variantsOf(width: number): Variants {
    const known = this.#variants.get(width) ?? new Variants(this.#obstructions.filter(({ goal }) => goal.neurons.length === width).flatMap(variantsOf));
    this.#variants.set(width, known);
    return known;
  }
}

/** Lists of variants by offer that are kept. */
const MAX_OFFERS = 2 ** 12;

class Variants {
  readonly #fitting = new Map<number, readonly Variant[]>();

  constructor(readonly all: readonly Variant[]) {}

  /** Those that need no other classes than these, as bits. */
  fitting(rows: number, columns: number): readonly Variant[] {
    const name = rows * 2 ** 16 + columns;
    let list = this.#fitting.get(name);
    if (list === undefined) {
      list = this.all.filter(({ needed }) => (needed.rows & ~rows) === 0 && (needed.columns & ~columns) === 0);
      if (this.#fitting.size === MAX_OFFERS) this.#fitting.clear();
      this.#fitting.set(name, list);
    }
    return list;
  }
}

/** What may still be done. */
class Work {
  #steps = 0;
  #since = 0;

  constructor(
    readonly budget: Budget,
    readonly most: number,
  ) {}

  /** @throws Ended @throws OutOfBudget */
  take(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.most) throw new Ended();
    this.#since += steps;
    if (this.#since < 2 ** 20) return;
    this.#since = 0;
    this.budget.spend();
  }
}

/** The thin entries of the product: path counts of outputs that have any, and the sets of two neurons or more on one of them. */
class ThinProduct {
  /** counts[i][k] = min(P(i, k), MOST + 1); nothing for an output without thin entries. */
  readonly counts: (Uint8Array | undefined)[];
  /** 1 for an input with a thin entry. */
  readonly thinInputs: Uint8Array;
  readonly sets: NeuronSets;
  readonly work: Work;
  /** Have limits left nothing out? */
  readonly isWhole: boolean = true;

  constructor(first: Mask, second: Mask, budget: Budget) {
    this.counts = Array.from({ length: second.rows });
    const listing = new Work(budget, MAX_LISTING);
    this.work = new Work(budget, MAX_STEPS);
    this.thinInputs = new Uint8Array(first.cols);
    this.sets = new NeuronSets(first.rows, this.work);
    const entries = new ThinEntries(first, second, MOST);
    try {
      for (let i = 0, held = 0; i < second.rows; i++) {
        const before = entries.steps;
        const counts = new Uint8Array(first.cols);
        const line = entries.line(i, counts);
        listing.take(entries.steps - before);
        budget.spend();
        if (line.length === 0) continue;
        if ((held += counts.length) > MAX_COUNTS) throw new Ended();
        this.counts[i] = counts;
        this.#enter(line);
      }
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      this.isWhole = false;
    }
  }

  #enter({ inputs, length, paths, neurons }: ThinLine): void {
    for (let t = 0; t < length; t++) {
      this.thinInputs[inputs[t]!] = 1;
      if (paths[t]! > 1) this.sets.add(neurons.subarray(t * MOST, t * MOST + paths[t]!));
    }
  }
}

/** Sets of neurons, ascending, each once, in the order in which they were first met. */
class NeuronSets {
  readonly #sets: number[][] = [];
  readonly #known = new Set<number | string>();
  readonly #hidden: number;
  readonly #work: Work;

  constructor(hidden: number, work: Work) {
    this.#hidden = hidden;
    this.#work = work;
  }

  get size(): number {
    return this.#sets.length;
  }

  add(neurons: ArrayLike<number>): boolean {
    const name = this.#nameOf(neurons);
    if (this.#known.has(name)) return false;
    if (this.#known.size === MAX_SETS) throw new Ended();
    this.#known.add(name);
    this.#sets.push(Array.from(neurons));
    return true;
  }

  #nameOf(neurons: ArrayLike<number>): number | string {
    let name = neurons.length;
    for (let at = 0; at < neurons.length; at++) name = name * this.#hidden + neurons[at]!;
    return name <= Number.MAX_SAFE_INTEGER ? name : Array.prototype.join.call(neurons);
  }

  /** The sets of so many neurons that are unions of these sets, each but the first overlapping those before it. */
  *unions(width: number): Generator<readonly number[]> {
    const meeting = new Map<number, number[][]>();
    for (const set of this.#sets) {
      for (const h of set) {
        const list = meeting.get(h);
        if (list === undefined) meeting.set(h, [set]);
        else list.push(set);
      }
    }
    const reached = new NeuronSets(this.#hidden, this.#work);
    for (const set of this.#sets) if (set.length <= width) reached.add(set);
    // What is added while the loop runs is reached by it too.
    for (const set of reached.#sets) {
      if (set.length === width) {
        yield set;
        continue;
      }
      for (const h of set) {
        for (const other of meeting.get(h)!) {
          this.#work.take(8);
          const more = other.filter((neuron) => !set.includes(neuron));
          if (more.length > 0 && set.length + more.length <= width) reached.add([...set, ...more].sort((a, b) => a - b));
        }
      }
    }
  }
}

/** The number of neurons in a class. */
const SIZE = Uint8Array.from({ length: 1 << MOST }, (_, set) => [1, 2, 4, 8].filter((bit) => (set & bit) !== 0).length);

/** Where the neurons of a set meet: tries variants of obstructions there. */
class Place {
  readonly #thin: ThinProduct;
  readonly #outputsOf: Mask;
  readonly #inputsOf: Mask;
  readonly #outputClass: Uint8Array;
  readonly #inputClass: Uint8Array;

  constructor(thin: ThinProduct, first: Mask, second: Mask) {
    this.#thin = thin;
    this.#outputsOf = transpose(second);
    this.#inputsOf = first;
    this.#outputClass = new Uint8Array(second.rows);
    this.#inputClass = new Uint8Array(first.cols);
  }

  /** The first variant found on some of the lines that the neurons meet, as evidence about the whole. */
  match(neurons: readonly number[], variants: Variants): Obstruction["evidence"] | undefined {
    const { counts, thinInputs, work } = this.#thin;
    const outputs = linesOf(neurons, this.#outputsOf, this.#outputClass, (i) => counts[i] !== undefined);
    const inputs = linesOf(neurons, this.#inputsOf, this.#inputClass, (k) => thinInputs[k] === 1);
    try {
      const fitting = variants.fitting(offeredBy(outputs, this.#outputClass), offeredBy(inputs, this.#inputClass));
      work.take(100 + outputs.length + inputs.length + fitting.length);
      if (fitting.length === 0) return undefined;
      work.take(outputs.length * (inputs.length + 50));
      const minor = new CleanMinor(outputs, this.#outputClass, inputs, this.#inputClass, counts, work);
      for (const variant of fitting) {
        const lines = minor.mayHold(variant) ? minor.choose(variant) : undefined;
        if (lines === undefined) continue;
        return renumberDegeneration(variant.obstruction.evidence, { ...lines, neurons: variant.order.map((at) => neurons[at]!), transposed: variant.transposed });
      }
      return undefined;
    } finally {
      for (const i of outputs) this.#outputClass[i] = 0;
      for (const k of inputs) this.#inputClass[k] = 0;
    }
  }
}

/** The lines that the neurons meet and `counts` says may be used, with their classes entered: bit b is neuron number b of the set. */
function linesOf(neurons: readonly number[], linesOfNeuron: Mask, classes: Uint8Array, mayBeUsed: (line: number) => boolean): number[] {
  const lines: number[] = [];
  neurons.forEach((h, bit) => {
    for (const line of row(linesOfNeuron, h)) {
      if (!mayBeUsed(line)) continue;
      if (classes[line] === 0) lines.push(line);
      classes[line]! |= 1 << bit;
    }
  });
  return lines;
}

/** The classes of which there is a line, as bits. */
function offeredBy(lines: readonly number[], classes: Uint8Array): number {
  return lines.reduce((bits, line) => bits | (1 << classes[line]!), 0);
}

/** An output among those that a set of neurons meets, with the inputs that are clean with it, as bits of their places. */
interface CleanOutput {
  readonly output: number;
  readonly clean: Int32Array;
  /** The classes of these inputs, as bits. */
  readonly classes: number;
}

/** The outputs and inputs that a set of neurons meets, by class, and which entries are clean. */
class CleanMinor {
  readonly #inputs: readonly number[];
  /** For each class, the inputs of it, as bits. */
  readonly #inputsOf: readonly Int32Array[];
  readonly #outputsOf: readonly CleanOutput[][];
  readonly #words: number;
  readonly #work: Work;

  constructor(
    outputs: readonly number[],
    outputClass: Uint8Array,
    inputs: readonly number[],
    inputClass: Uint8Array,
    counts: readonly (Uint8Array | undefined)[],
    work: Work,
  ) {
    this.#inputs = inputs;
    this.#work = work;
    const words = (this.#words = (inputs.length + 31) >>> 5);
    this.#inputsOf = Array.from(SIZE, () => new Int32Array(words));
    inputs.forEach((k, at) => (this.#inputsOf[inputClass[k]!]![at >> 5]! |= 1 << (at & 31)));
    this.#outputsOf = Array.from(SIZE, () => []);
    const copies = new Map<string, number>();
    for (const output of outputs) {
      const [own, paths] = [outputClass[output]!, counts[output]!];
      const clean = new Int32Array(words);
      let classes = 0;
      for (let at = 0; at < inputs.length; at++) {
        const other = inputClass[inputs[at]!]!;
        if (paths[inputs[at]!] !== SIZE[own & other]) continue;
        clean[at >> 5]! |= 1 << (at & 31);
        classes |= 1 << other;
      }
      if (classes === 0) continue;
      const name = `${own} ${clean.join()}`;
      const count = copies.get(name) ?? 0;
      copies.set(name, count + 1);
      if (count < COPIES) this.#outputsOf[own]!.push({ output, clean, classes });
    }
  }

  /** A quick look: is there, for each row of the variant, an output that is clean with some input of each class needed? */
  mayHold({ rows, needed }: Variant): boolean {
    for (const { set, lines } of rows) {
      let count = 0;
      for (const { classes } of this.#outputsOf[set]!) if ((needed.columns & ~classes) === 0) count++;
      if (count < lines.length) return false;
    }
    return true;
  }

  /** Outputs and inputs for the rows and columns of the variant, such that all entries are clean. */
  choose(variant: Variant): { rows: number[]; columns: number[] } | undefined {
    const needs = variant.rows.toSorted((a, b) => this.#outputsOf[a.set]!.length - this.#outputsOf[b.set]!.length);
    const slots = needs.flatMap(({ set, lines }) => lines.map((line, copy) => ({ set, line, copy })));
    const rows: number[] = [];
    const fill = (slot: number, clean: Int32Array, from: number): Int32Array | undefined => {
      const next = slots[slot];
      if (next === undefined) return clean;
      const candidates = this.#outputsOf[next.set]!;
      // Outputs of one class are taken in order.
      for (let at = next.copy === 0 ? 0 : from; at < candidates.length; at++) {
        const both = clean.map((word, w) => word & candidates[at]!.clean[w]!);
        if (!this.#hasEnough(both, variant.columns)) continue;
        rows[next.line] = candidates[at]!.output;
        const all = fill(slot + 1, both, at + 1);
        if (all !== undefined) return all;
      }
      return undefined;
    };
    const clean = fill(0, new Int32Array(this.#words).fill(-1), 0);
    if (clean === undefined) return undefined;
    const columns: number[] = [];
    for (const { set, lines } of variant.columns) {
      const offered = this.#inputs.filter((_, at) => ((clean[at >> 5]! & this.#inputsOf[set]![at >> 5]!) >> (at & 31)) & 1);
      lines.forEach((line, copy) => (columns[line] = offered[copy]!));
    }
    return { rows, columns };
  }

  /** Are so many inputs of each class among these? */
  #hasEnough(clean: Int32Array, needs: readonly Need[]): boolean {
    this.#work.take(this.#words * (needs.length + 1));
    return needs.every(({ set, lines }) => {
      const own = this.#inputsOf[set]!;
      let count = 0;
      for (let w = 0; w < clean.length && count < lines.length; w++) for (let word = clean[w]! & own[w]!; word !== 0; word &= word - 1) count++;
      return count >= lines.length;
    });
  }
}
