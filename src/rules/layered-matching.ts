import { FedOutputs } from "../pattern/fed-outputs.js";
import { type Mask, row } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import type { Budget } from "./budget.js";
import { HiddenMatching, type Repair } from "./hidden-matching.js";

/** The repairs of one end's matching in one layer of weights, 2 to L. */
export type EndRepairs = [end: number, layer: number, repairs: Repair[]];

/**
 * Vertex-disjoint paths behind every input, a matching for each layer of weights from the last to the second: the outputs that the input reaches get neurons of
 * their own in the layer below, these get theirs, and so on down to the neurons that the input feeds (docs/certificates.md, `generic-factor`).
 *
 * @param fedBy row k: the neurons of layer 1 that input k feeds
 * @param layers W_2, ..., W_L, and their transposes
 * @returns the repairs of next fit; "none" when there are no such paths; "unknown" when matchings one by one do not find any, which can be with three layers or more only
 * Cost: for every input, some words for each output that it reaches, times the layers; and what repairs take (hidden-matching.ts).
 */
export function findMatchings(fedBy: Mask, layers: readonly { mask: Mask; transposed: Mask }[], budget: Budget): EndRepairs[] | "none" | "unknown" {
  const chain = new Chain(fedBy, layers, budget);
  const slack = new Int32Array(fedBy.rows);
  for (let k = 0; k < fedBy.rows; k++) {
    if (k % SOME === 0) budget.spend();
    const least = chain.reach(k);
    if (least === undefined) return "none";
    slack[k] = least - chain.reached.length;
  }
  // Where there is no matching, it is mostly for want of neurons: the tightest ends tell soonest.
  const order = Array.from(slack.keys()).sort((a, b) => slack[a]! - slack[b]!);
  const found: EndRepairs[] = [];
  for (const [n, k] of order.entries()) {
    if (n % SOME === 0) budget.spend();
    chain.reach(k);
    const repairs = chain.match(k);
    if (typeof repairs === "string") return repairs;
    found.push(...repairs);
  }
  // Layers of one end stay in the order in which they were matched.
  return found.sort(([a], [b]) => a - b);
}

/** Ends between two looks at the clock: one takes well below a millisecond. */
const SOME = 16;

/** What one input reaches, layer by layer, and its matchings. */
class Chain {
  readonly #fedBy: Mask;
  readonly #fed: FedOutputs[];
  readonly #matchings: HiddenMatching[];
  /** Neurons reached in layers 1 to L-1. */
  readonly #sets: NeuronSet[];
  /** Outputs that the input in hand reaches: a view, good until the next `reach`. */
  reached: Int32Array = new Int32Array(0);

  constructor(fedBy: Mask, layers: readonly { mask: Mask; transposed: Mask }[], budget: Budget) {
    this.#fedBy = fedBy;
    this.#fed = layers.map(({ mask, transposed }) => new FedOutputs(mask, transposed));
    this.#matchings = this.#fed.map((fed) => new HiddenMatching(fed, budget));
    this.#sets = layers.map(({ mask }) => new NeuronSet(mask.cols));
  }

  /** Goes to input k: the least number of neurons that it reaches in a hidden layer, or nothing when it reaches more outputs. */
  reach(k: number): number | undefined {
    let least = Infinity;
    let neurons = row(this.#fedBy, k);
    for (const [l, fed] of this.#fed.entries()) {
      this.#sets[l]!.fill(neurons);
      least = Math.min(least, neurons.length);
      const isLast = l === this.#fed.length - 1;
      const next = fed.of(neurons, this.#sets[l]!.bits, isLast ? least : Infinity);
      if (next === undefined) return undefined;
      neurons = isLast ? next : next.slice();
    }
    this.reached = neurons;
    return least;
  }

  /** The repairs of the matchings of input k, the last to be reached, from the last layer down. */
  match(k: number): EndRepairs[] | "none" | "unknown" {
    const found: EndRepairs[] = [];
    let outputs = this.reached;
    for (let l = this.#fed.length - 1; l >= 0; l--) {
      const matched = this.#matchings[l]!.match(outputs, this.#sets[l]!.members, this.#sets[l]!.bits);
      // Without a matching into the layer below, there are no paths; further down, others might have been taken above.
      if (matched === undefined) return l === this.#fed.length - 1 ? "none" : "unknown";
      if (matched.repairs.length > 0) found.push([k, l + 2, matched.repairs]);
      if (l > 0) outputs = matched.taken.sort();
    }
    return found;
  }
}

/** A set of neurons, as a list and as bits. */
class NeuronSet {
  readonly bits: Uint32Array;
  members: Int32Array = new Int32Array(0);

  constructor(count: number) {
    this.bits = new Uint32Array(rowWords(count));
  }

  fill(members: Int32Array): void {
    for (const h of this.members) this.bits[h >>> 5] = 0;
    this.members = members;
    for (const h of members) this.bits[h >>> 5]! |= 1 << (h & 31);
  }
}
