import type { LinearEvidence } from "../../certificate/proof.js";
import { FedOutputs } from "../../pattern/fed-outputs.js";
import { reachCounts } from "../../pattern/layers.js";
import { type Mask, has, nextIn, row, transpose } from "../../pattern/mask.js";
import { PackedMask, rowWords } from "../../pattern/packed-mask.js";
import type { LayeredGoal, Step } from "../goal.js";
import { STEPS_PER_VISIT, affordMasks, affordWords } from "../limits.js";

/**
 * C3: all factors but the first (or the last) generic, and vertex-disjoint paths enough for the free factor to reach
 * everything. Cost: the length of the evidence, and a traversal of the edges for every 32 outputs (inputs); where the paths are made by matchings, some words for
 * each output that an input reaches, times the layers.
 */
export function checkGenericFactor(goal: LayeredGoal, evidence: LinearEvidence["generic-factor"], step: Step): void {
  step.proves("closed", "full");
  const { masks } = goal;
  step.require(masks.length >= 2, "", "two layers or more expected");
  // "last" is "first" for the transposed chain: layers and paths reversed, rows and columns exchanged.
  const isFirst = evidence.free === "first";
  if ("paths" in evidence) {
    affordMasks(masks, step.effort);
    if (isFirst) checkPaths(masks, evidence.paths, step);
    else checkPaths(masks.map(transpose).reverse(), evidence.paths.map((system) => system.map((path) => path.toReversed())), step);
    return;
  }
  affordWords(masks, step.effort);
  const turned = masks.map(transpose);
  if (isFirst) checkMatchings(masks, turned, evidence.repairs, step);
  else checkMatchings(turned.reverse(), masks.toReversed(), evidence.repairs, step);
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

type Repairs = readonly (readonly [end: number, layer: number, paths: readonly (readonly number[])[]])[];

/**
 * For every input k, from the last layer down: next fit gives the outputs that k reaches neurons that feed them, gives these theirs, and so on to the neurons that k
 * feeds; the listed repairs do the rest. Whatever they say, everyone has at most one neuron of its own, joined to it by an edge: so it is enough that in the end each has one.
 */
function checkMatchings(masks: readonly Mask[], turned: readonly Mask[], repairs: Repairs, step: Step): void {
  const ends = turned[0]!.rows;
  const layers = masks.slice(1).map((mask, l) => new LayerMatching(mask, turned[l + 1]!, step));
  let next = 0;
  for (let k = 0; k < ends; k++) {
    let reached: Int32Array = row(turned[0]!, k);
    step.effort.spend(STEPS_PER_VISIT * (1 + reached.length));
    // Nothing is reached, and everyone has a neuron.
    if (reached.length === 0 && repairs[next]?.[0] !== k) continue;
    step.effort.spend(STEPS_PER_LAYER * layers.length);
    for (const layer of layers) reached = layer.reach(reached);
    for (let l = masks.length; l >= 2; l--) {
      const layer = layers[l - 2]!;
      layer.nextFit(reached);
      if (next < repairs.length && repairs[next]![0] === k && repairs[next]![1] === l) layer.repair(repairs[next]![2], `repairs[${next++}][2]`);
      const without = layer.without();
      step.require(without === undefined, "repairs", `for end ${k}, neuron ${without} of layer ${l} has none of its own below`);
      const taken = layer.takeApart();
      if (l > 2) reached = taken.sort();
    }
  }
  step.require(next === repairs.length, `repairs[${next}]`, `ascending ends below ${ends}, and for each descending layers from ${masks.length} to 2 expected`);
}

/** The small lists that each layer makes for each input, however little it reaches. */
const STEPS_PER_LAYER = 256;

const NONE = -1;
const WAITING = -2;

/** One layer of weights: which of its outputs are fed by a set of neurons, and a matching between the two. */
class LayerMatching {
  readonly #fed: FedOutputs;
  readonly #mask: Mask;
  readonly #step: Step;
  /** The set as a list and as bits, and those of it that no output has. */
  #neurons: Int32Array = new Int32Array(0);
  readonly #set: Uint32Array;
  readonly #free: Uint32Array;
  /** The output that has a neuron, the neuron that an output has: NONE, or for outputs that are to have one and wait for it, WAITING. */
  readonly #owner: Int32Array;
  readonly #partner: Int32Array;
  #outputs: Int32Array = new Int32Array(0);

  constructor(mask: Mask, transposed: Mask, step: Step) {
    this.#fed = new FedOutputs(mask, transposed);
    this.#mask = this.#fed.second;
    this.#step = step;
    this.#set = new Uint32Array(rowWords(mask.cols));
    this.#free = new Uint32Array(rowWords(mask.cols));
    this.#owner = new Int32Array(mask.cols).fill(NONE);
    this.#partner = new Int32Array(mask.rows).fill(NONE);
  }

  /** The outputs fed from these neurons, which become the set. */
  reach(neurons: Int32Array): Int32Array {
    for (const h of this.#neurons) this.#set[h >>> 5] = this.#free[h >>> 5] = 0;
    this.#neurons = neurons;
    for (const h of neurons) this.#set[h >>> 5]! |= 1 << (h & 31);
    const outputs = this.#fed.of(neurons, this.#set)!.slice();
    this.#step.effort.spend(this.#fed.steps + STEPS_PER_VISIT * (1 + neurons.length + outputs.length));
    return outputs;
  }

  /** Each of these outputs, ascending, takes the first free neuron after the one taken last, around the end. */
  nextFit(outputs: Int32Array): void {
    this.#outputs = outputs;
    for (const h of this.#neurons) this.#free[h >>> 5] = this.#set[h >>> 5]!;
    let start = 0;
    let steps = 0;
    for (const i of outputs) {
      let h = nextIn(this.#mask, i, this.#free, start);
      steps += this.#steps(i, start, h);
      if (h === -1) {
        h = nextIn(this.#mask, i, this.#free, 0);
        steps += this.#steps(i, 0, h);
      }
      if (h === -1) this.#partner[i] = WAITING;
      else {
        this.#take(i, h);
        start = h + 1;
      }
    }
    this.#step.effort.spend(steps);
  }

  /** What it took to look for a free neuron of output i from a place on, and to find h. */
  #steps(i: number, from: number, h: number): number {
    const { start, cols } = this.#mask;
    const looked = this.#mask instanceof PackedMask ? ((h === -1 ? cols : h) - from) / 32 : start[i + 1]! - start[i]!;
    return STEPS_PER_VISIT + looked;
  }

  #take(i: number, h: number): void {
    this.#free[h >>> 5]! &= ~(1 << (h & 31));
    this.#owner[h] = i;
    this.#partner[i] = h;
  }

  /** Along each path: an output without a neuron takes the first, whoever had it the second, ..., and nobody had the last. */
  repair(paths: readonly (readonly number[])[], place: string): void {
    const { rows, cols } = this.#mask;
    paths.forEach(([i, ...neurons], p) => {
      const at = `${place}[${p}]`;
      this.#step.require(i !== undefined && i < rows && this.#partner[i] === WAITING, at, "an output without a neuron expected at its beginning");
      this.#step.require(neurons.length > 0, at, "a neuron expected");
      let holder = i;
      neurons.forEach((h, n) => {
        this.#step.require(h < cols && ((this.#set[h >>> 5]! >>> (h & 31)) & 1) === 1, at, `neuron ${h} is not of the set`);
        this.#step.require(has(this.#mask, holder, h), at, `no edge between neuron ${h} and ${holder}`);
        const before = this.#owner[h]!;
        const isLast = n === neurons.length - 1;
        this.#step.require((before === NONE) === isLast, at, isLast ? `neuron ${h} at its end is taken` : `neuron ${h} on the way is free`);
        this.#take(holder, h);
        holder = before;
      });
    });
  }

  /** The first output without a neuron of its own. A second one with the same neuron would not be its owner. */
  without(): number | undefined {
    return this.#outputs.find((i) => this.#partner[i]! < 0 || this.#owner[this.#partner[i]!] !== i);
  }

  /** Forgets all pairs; the neuron that each output had. */
  takeApart(): Int32Array {
    const taken = this.#outputs.map((i) => this.#partner[i]!);
    for (const h of taken) this.#owner[h] = NONE;
    for (const i of this.#outputs) this.#partner[i] = NONE;
    return taken;
  }
}
