import type { LinearEvidence } from "../../certificate/proof.js";
import { FedOutputs } from "../../pattern/fed-outputs.js";
import { reachCounts } from "../../pattern/layers.js";
import { type Mask, has, nextIn, row, transpose } from "../../pattern/mask.js";
import { PackedMask, rowWords } from "../../pattern/packed-mask.js";
import type { LayeredGoal, Step } from "../goal.js";
import { STEPS_PER_VISIT, affordMasks, affordWords } from "../limits.js";

/**
 * C3: all factors but the first (or the last) generic, and vertex-disjoint paths enough for the free factor to reach
 * everything. Cost: the length of the evidence, and a traversal of the edges for every 32 outputs (inputs); for matchings (two layers), some words for
 * each output that an input reaches.
 */
export function checkGenericFactor(goal: LayeredGoal, evidence: LinearEvidence["generic-factor"], step: Step): void {
  step.proves("closed", "full");
  step.require(goal.masks.length >= 2, "", "two layers or more expected");
  const isFirst = evidence.free === "first";
  if ("repairs" in evidence) {
    step.require(goal.masks.length === 2, "repairs", `two layers expected, the goal has ${goal.masks.length}`);
    const [first, second] = goal.masks as [Mask, Mask];
    affordWords(goal.masks, step.effort);
    const [fedBy, feeds] = [transpose(first), transpose(second)];
    if (isFirst) checkMatchings(fedBy, second, feeds, evidence.repairs, step);
    else checkMatchings(second, fedBy, first, evidence.repairs, step);
    return;
  }
  affordMasks(goal.masks, step.effort);
  // "last" is "first" for the transposed chain: layers and paths reversed, rows and columns exchanged.
  if (isFirst) checkPaths(goal.masks, evidence.paths, step);
  else checkPaths(goal.masks.map(transpose).reverse(), evidence.paths.map((system) => system.map((path) => path.toReversed())), step);
}

function checkPaths(masks: readonly Mask[], systems: readonly number[][][], step: Step): void {
  const ends = masks[0]!.cols;
  step.require(systems.length === ends, "paths", `${ends} path systems expected, ${systems.length} found`);
  const counts = reachCounts(masks, (steps) => step.effort.spend(steps));
  const usedBy = masks.map((mask) => new Int32Array(mask.rows).fill(-1));
  systems.forEach((system, k) => {
    const wanted = counts[k]!;
    step.require(system.length === wanted, `paths[${k}]`, `${wanted} vertex-disjoint paths expected, ${system.length} found`);
    system.forEach((path, p) => {
      const at = `paths[${k}][${p}]`;
      step.require(path.length === masks.length, at, `${masks.length} neurons expected, ${path.length} found`);
      path.forEach((v, l) => {
        const from = l === 0 ? k : path[l - 1]!;
        step.require(v < masks[l]!.rows && has(masks[l]!, v, from), at, `no edge between neurons ${from} and ${v} at step ${l + 1}`);
        step.require(usedBy[l]![v] !== k, at, `neuron ${v} occurs in two paths`);
        usedBy[l]![v] = k;
      });
    });
  });
}

type Repairs = readonly (readonly [end: number, paths: readonly (readonly number[])[]])[];

/**
 * For every end k (row of `fedBy`) next fit gives neurons that k feeds to the other ends that it reaches, and the listed repairs do the rest. Whatever they say, every
 * output has at most one neuron of its own, joined to it by an edge: so it is enough that in the end each has one.
 */
function checkMatchings(fedBy: Mask, second: Mask, feeds: Mask, repairs: Repairs, step: Step): void {
  const fed = new FedOutputs(second, feeds);
  const matching = new Matching(fed.second, step);
  const set = new Uint32Array(rowWords(fedBy.cols));
  let next = 0;
  for (let k = 0; k < fedBy.rows; k++) {
    const neurons = row(fedBy, k);
    for (const h of neurons) set[h >>> 5]! |= 1 << (h & 31);
    const outputs = fed.of(neurons, set)!;
    step.effort.spend(fed.steps + STEPS_PER_VISIT * (neurons.length + 1));
    matching.nextFit(outputs, set);
    if (next < repairs.length && repairs[next]![0] === k) matching.repair(repairs[next]![1], `repairs[${next++}][1]`);
    const without = matching.takeApart(outputs);
    step.require(without === undefined, "repairs", `output ${without} has no neuron of its own among those of ${k}`);
    for (const h of neurons) set[h >>> 5] = 0;
  }
  step.require(next === repairs.length, `repairs[${next}][0]`, `ascending ends below ${fedBy.rows} expected`);
}

/** Outputs and the neurons they have: pairs of a set of neurons and what it feeds. */
class Matching {
  readonly #second: Mask;
  readonly #step: Step;
  /** The neurons that can be taken, as bits, and those of the whole set. */
  readonly #free: Uint32Array;
  #set: Uint32Array = new Uint32Array(0);
  readonly #owner: Int32Array;
  readonly #partner: Int32Array;

  constructor(second: Mask, step: Step) {
    this.#second = second;
    this.#step = step;
    this.#free = new Uint32Array(rowWords(second.cols));
    this.#owner = new Int32Array(second.cols).fill(-1);
    this.#partner = new Int32Array(second.rows).fill(-1);
  }

  /** Each output in turn takes the first free neuron after the one taken last, around the end. */
  nextFit(outputs: Int32Array, set: Uint32Array): void {
    this.#set = set;
    this.#free.set(set);
    let start = 0;
    let steps = 0;
    for (const i of outputs) {
      let h = nextIn(this.#second, i, this.#free, start);
      steps += this.#steps(i, start, h);
      if (h === -1) {
        h = nextIn(this.#second, i, this.#free, 0);
        steps += this.#steps(i, 0, h);
      }
      if (h === -1) continue;
      this.#take(i, h);
      start = h + 1;
    }
    this.#step.effort.spend(steps);
  }

  /** What it took to look for a free neuron of output i from a place on, and to find h. */
  #steps(i: number, from: number, h: number): number {
    const { start, cols } = this.#second;
    const looked = this.#second instanceof PackedMask ? ((h === -1 ? cols : h) - from) / 32 : start[i + 1]! - start[i]!;
    return STEPS_PER_VISIT + looked;
  }

  #take(i: number, h: number): void {
    this.#free[h >>> 5]! &= ~(1 << (h & 31));
    this.#owner[h] = i;
    this.#partner[i] = h;
  }

  /** Along each path: an output without a neuron takes the first, whoever had it the second, ..., and nobody had the last. */
  repair(paths: readonly (readonly number[])[], place: string): void {
    const { rows, cols } = this.#second;
    paths.forEach(([i, ...neurons], p) => {
      const at = `${place}[${p}]`;
      this.#step.require(i !== undefined && i < rows && this.#partner[i] === -1, at, "an output without a neuron expected at its beginning");
      this.#step.require(neurons.length > 0, at, "a neuron expected");
      let holder = i;
      neurons.forEach((h, n) => {
        this.#step.require(h < cols && ((this.#set[h >>> 5]! >>> (h & 31)) & 1) === 1, at, `neuron ${h} is not of the set`);
        this.#step.require(has(this.#second, holder, h), at, `no edge between neuron ${h} and ${holder}`);
        const before = this.#owner[h]!;
        const isLast = n === neurons.length - 1;
        this.#step.require((before === -1) === isLast, at, isLast ? `neuron ${h} at its end is taken` : `neuron ${h} on the way is free`);
        this.#take(holder, h);
        holder = before;
      });
    });
  }

  /** Forgets all pairs. @returns the first output that has no neuron */
  takeApart(outputs: Int32Array): number | undefined {
    let without: number | undefined;
    for (const i of outputs) {
      const h = this.#partner[i]!;
      // A second output with the same neuron would no longer be its owner.
      if (h === -1 || this.#owner[h] !== i) without ??= i;
      else this.#owner[h] = -1;
      this.#partner[i] = -1;
    }
    return without;
  }
}
