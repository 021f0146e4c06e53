import type { Proof } from "../certificate/proof.js";
import { FedOutputs } from "../pattern/fed-outputs.js";
import { reachBits } from "../pattern/layers.js";
import { type Mask, row, transpose } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import type { Budget } from "./budget.js";
import { DisjointPaths } from "./disjoint-paths.js";
import { HiddenMatching, type Repair } from "./hidden-matching.js";

/**
 * C3 generic factor [own, docs/theory.md 3.6; rank by Lindstrom, Gessel and Viennot]: fix all factors but W_1 at generic values. If for every
 * input k there are as many vertex-disjoint paths from the neurons that k feeds to the outputs as k reaches outputs, then L is
 * everything on its support, so closed. The same with W_L free, inputs and outputs exchanged.
 *
 * @param masks pruned, two layers or more
 * Tried first where the counts of neurons allow it. Cost: one system of paths for each input (output); for two layers a matching.
 */
export function findGenericFactor(masks: readonly Mask[], budget: Budget): Proof | undefined {
  if (masks.length === 2) return findByMatchings(masks[0]!, masks[1]!, budget);
  const first = findPaths(masks, budget);
  if (first !== undefined) return { rule: "generic-factor", evidence: { free: "first", paths: first } };
  const last = findPaths(masks.map(transpose).reverse(), budget);
  if (last === undefined) return undefined;
  return { rule: "generic-factor", evidence: { free: "last", paths: last.map((system) => system.map((path) => path.toReversed())) } };
}

/** Two layers: the paths are matchings between outputs and hidden neurons, and only what next fit does not find is written down. */
function findByMatchings(first: Mask, second: Mask, budget: Budget): Proof | undefined {
  const fedBy = transpose(first);
  const feeds = transpose(second);
  const ofInputs = findRepairs(fedBy, second, feeds, budget);
  if (ofInputs !== undefined) return { rule: "generic-factor", evidence: { free: "first", repairs: ofInputs } };
  const ofOutputs = findRepairs(second, fedBy, first, budget);
  return ofOutputs && { rule: "generic-factor", evidence: { free: "last", repairs: ofOutputs } };
}

/**
 * For every end a matching of the others that it reaches with neurons that it feeds: the repairs of those that need any. Nothing when one has no matching.
 *
 * @param fedBy row k: the neurons that end k feeds
 * @param second row i: the neurons that lead to the other end i; `feeds` is its transpose
 */
function findRepairs(fedBy: Mask, second: Mask, feeds: Mask, budget: Budget): [end: number, repairs: Repair[]][] | undefined {
  const fed = new FedOutputs(second, feeds);
  const set = new NeuronSet(fedBy);
  const slack = new Int32Array(fedBy.rows);
  for (let k = 0; k < fedBy.rows; k++) {
    if (k % SOME === 0) budget.spend();
    const neurons = set.fill(k);
    const reached = fed.of(neurons, set.bits, neurons.length);
    if (reached === undefined) return undefined;
    slack[k] = neurons.length - reached.length;
  }
  // Where there is no matching, it is mostly for want of neurons: the tightest ends tell soonest.
  const order = Array.from(slack.keys()).sort((a, b) => slack[a]! - slack[b]!);
  const matching = new HiddenMatching(fed, budget);
  const found: [number, Repair[]][] = [];
  for (const [n, k] of order.entries()) {
    if (n % SOME === 0) budget.spend();
    const neurons = set.fill(k);
    const repairs = matching.repairs(fed.of(neurons, set.bits)!, set.bits);
    if (repairs === undefined) return undefined;
    if (repairs.length > 0) found.push([k, repairs]);
  }
  return found.sort(([a], [b]) => a - b);
}

/** Ends between two looks at the clock: one takes well below a millisecond. */
const SOME = 16;

/** The neurons that one end feeds, as bits. */
class NeuronSet {
  readonly bits: Uint32Array;
  readonly #fedBy: Mask;
  #members: Int32Array = new Int32Array(0);

  constructor(fedBy: Mask) {
    this.bits = new Uint32Array(rowWords(fedBy.cols));
    this.#fedBy = fedBy;
  }

  /** Makes it the set of end k; its members, ascending. */
  fill(k: number): Int32Array {
    for (const h of this.#members) this.bits[h >>> 5] = 0;
    this.#members = row(this.#fedBy, k);
    for (const h of this.#members) this.bits[h >>> 5]! |= 1 << (h & 31);
    return this.#members;
  }
}

/** For every input, vertex-disjoint paths from layer 1 to each output it reaches; nothing when one input has too few. */
function findPaths(masks: readonly Mask[], budget: Budget): number[][][] | undefined {
  const [first, ...rest] = masks;
  const fedBy = transpose(first!);
  const forward = rest.map(transpose);
  const counts = reachCounts(masks);
  for (let k = 0; k < fedBy.rows; k++) if (row(fedBy, k).length < counts[k]!) return undefined;

  const search = new DisjointPaths(forward);
  const found: number[][][] = [];
  let previous: number[][] = [];
  for (let k = 0; k < fedBy.rows; k++) {
    budget.spend();
    const starts = row(fedBy, k);
    const wanted = counts[k]!;
    // Neighbouring inputs of a dense mask share their systems: the last one is used again where it fits.
    if (previous.length !== wanted || !previous.every((path) => starts.includes(path[0]!))) {
      previous = search.find(starts, wanted);
      if (previous.length < wanted) return undefined;
    }
    found.push(previous);
  }
  return found;
}

/** The number of outputs that each input reaches. */
function reachCounts(masks: readonly Mask[]): Int32Array {
  const words = (masks[masks.length - 1]!.rows + 31) >>> 5;
  // Bits over the outputs, for each input: the transposed chain.
  const bits = reachBits(masks.map(transpose).reverse());
  return Int32Array.from({ length: masks[0]!.cols }, (_, k) => {
    let count = 0;
    for (let w = 0; w < words; w++) for (let word = bits[k * words + w]!; word !== 0; word &= word - 1) count++;
    return count;
  });
}
