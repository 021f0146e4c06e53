import { FedOutputs } from "../pattern/fed-outputs.js";
import { type Mask, nextIn } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import type { Budget } from "./budget.js";

/** A path that changes a matching: an output without a neuron, then the neuron it takes, the one that its output takes instead, ..., a free one. */
export type Repair = number[];

/**
 * Matchings of outputs with hidden neurons of their own, for many sets of neurons: next fit, and from there Hopcroft and Karp (1973), on bit rows where the layer is dense.
 *
 * One instance is used again and again: a query leaves nothing behind.
 * Cost of a query where next fit is enough: some words for each output; otherwise a few rows for each phase, and at most (outputs + neurons) * words.
 */
export class HiddenMatching {
  readonly #fed: FedOutputs;
  readonly #second: Mask;
  readonly #budget: Budget;
  /** Neurons of the set in hand that no output has, as bits. */
  readonly #free: Uint32Array;
  /** The output that has a neuron, the neuron that an output has, or -1. */
  readonly #owner: Int32Array;
  readonly #partner: Int32Array;

  constructor(fed: FedOutputs, budget: Budget) {
    this.#fed = fed;
    this.#second = fed.second;
    this.#budget = budget;
    this.#free = new Uint32Array(rowWords(this.#second.cols));
    this.#owner = new Int32Array(this.#second.cols).fill(-1);
    this.#partner = new Int32Array(this.#second.rows).fill(-1);
  }

  /**
   * Gives each output a neuron of the set, by the rule of docs/certificates.md (`generic-factor`): what it takes to repair the outcome of next fit, in order, and the
   * neuron of each output; nothing when there is no such matching.
   * @param outputs ascending, all of them fed from the set
   * @param neurons the set as a list, `set` as bits
   */
  match(outputs: Int32Array, neurons: Int32Array, set: Uint32Array): { repairs: Repair[]; taken: Int32Array } | undefined {
    // What the caller has may be a view of what was found last, which changes under us.
    const all = outputs.slice();
    for (const h of neurons) this.#free[h >>> 5] = set[h >>> 5]!;
    const repairs: Repair[] = [];
    let left = this.#nextFit(all);
    while (left.length > 0) {
      this.#budget.spend();
      const found = this.#phase(left);
      if (found.length === 0) break;
      repairs.push(...found);
      left = left.filter((i) => this.#partner[i] === -1);
    }
    const taken = all.map((i) => this.#partner[i]!);
    for (const h of neurons) this.#free[h >>> 5] = 0;
    for (const h of taken) if (h !== -1) this.#owner[h] = -1;
    for (const i of all) this.#partner[i] = -1;
    return left.length === 0 ? { repairs, taken } : undefined;
  }

  /** The outputs that find no free neuron. */
  #nextFit(outputs: Int32Array): number[] {
    const left: number[] = [];
    let start = 0;
    for (const i of outputs) {
      let h = nextIn(this.#second, i, this.#free, start);
      if (h === -1 && start > 0) h = nextIn(this.#second, i, this.#free, 0);
      if (h === -1) {
        left.push(i);
        continue;
      }
      this.#take(i, h);
      start = h + 1;
    }
    return left;
  }

  #take(i: number, h: number): void {
    this.#free[h >>> 5]! &= ~(1 << (h & 31));
    this.#owner[h] = i;
    this.#partner[i] = h;
  }

  /**
   * As many disjoint shortest repairs as can be had one after the other, made. Outputs are `d` steps from a free neuron when they may have one that the
   * output of another, `d - 1` steps away, gives up.
   */
  #phase(left: readonly number[]): Repair[] {
    const layers = this.#layers();
    if (layers === undefined) return [];
    const repairs: Repair[] = [];
    for (const i of left) {
      const path = this.#descend(i, layers);
      if (path === undefined) continue;
      repairs.push([i, ...path]);
      let holder = i;
      for (const h of path) {
        const next = this.#owner[h]!;
        this.#take(holder, h);
        holder = next;
      }
    }
    return repairs;
  }

  /** The neurons 0, 1, ... steps from a free one, as bits, up to those that an output without a neuron could take; nothing when none can. */
  #layers(): Uint32Array[] | undefined {
    const layers = [this.#free.slice()];
    const seen = new Uint32Array(rowWords(this.#second.rows));
    for (let neurons = members(this.#free); ; ) {
      this.#budget.spend();
      const layer = new Uint32Array(this.#free.length);
      const next: number[] = [];
      let atEnd = false;
      for (const i of this.#fed.of(neurons, layers.at(-1)!)!) {
        const bit = 1 << (i & 31);
        if ((seen[i >>> 5]! & bit) !== 0) continue;
        seen[i >>> 5]! |= bit;
        const h = this.#partner[i]!;
        if (h === -1) atEnd = true;
        else {
          layer[h >>> 5]! |= 1 << (h & 31);
          next.push(h);
        }
      }
      if (atEnd) return layers;
      if (next.length === 0) return undefined;
      layers.push(layer);
      neurons = Int32Array.from(next);
    }
  }

  /** The neurons of a shortest repair for output i; they are taken out of the layers, as are those tried in vain. */
  #descend(i: number, layers: readonly Uint32Array[]): number[] | undefined {
    const path: number[] = [];
    for (let output = i; ; ) {
      const layer = layers[layers.length - 1 - path.length]!;
      const h = nextIn(this.#second, output, layer, 0);
      if (h === -1) {
        const back = path.pop();
        if (back === undefined) return undefined;
        output = path.length === 0 ? i : this.#owner[path.at(-1)!]!;
        continue;
      }
      layer[h >>> 5]! &= ~(1 << (h & 31));
      path.push(h);
      if (path.length === layers.length) return path;
      output = this.#owner[h]!;
    }
  }
}

/** The members of a set of bits, ascending. */
function members(set: Uint32Array): Int32Array {
  const list: number[] = [];
  for (let w = 0; w < set.length; w++) for (let word = set[w]!; word !== 0; word &= word - 1) list.push(w * 32 + 31 - Math.clz32(word & -word));
  return Int32Array.from(list);
}
