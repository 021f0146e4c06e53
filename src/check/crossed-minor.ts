/** What the two rules for 2 x 2 minors crossed in one hidden neuron share: ranges, path counts, reach. */
import { type Mask, row } from "../pattern/mask.js";
import type { Step } from "./goal.js";

/** Outputs i, j and inputs k, l; `neuron` is a hidden neuron, its layer from 1 to L - 1. */
interface CrossedMinor {
  readonly outputs: readonly [number, number];
  readonly inputs: readonly [number, number];
  readonly neuron: { readonly layer: number; readonly index: number };
}

/** Two different outputs, two different inputs, a hidden neuron that exists. */
export function checkRanges(masks: readonly Mask[], minor: CrossedMinor, step: Step): void {
  const [i, j] = minor.outputs;
  const [k, l] = minor.inputs;
  const { layer, index } = minor.neuron;
  const outputs = masks[masks.length - 1]!.rows;
  const inputs = masks[0]!.cols;
  step.require(i !== j && i < outputs && j < outputs, "outputs", `two different outputs below ${outputs} expected`);
  step.require(k !== l && k < inputs && l < inputs, "inputs", `two different inputs below ${inputs} expected`);
  step.require(layer >= 1 && layer < masks.length, "neuron.layer", `a hidden layer from 1 to ${masks.length - 1} expected`);
  step.require(index < masks[layer]!.cols, "neuron.index", `layer ${layer} has ${masks[layer]!.cols} neurons`);
}

/** For each layer 0..L, the number of paths from input k to each neuron, counted as 0, 1 or 2 for "two or more". */
export function pathCounts(masks: readonly Mask[], k: number): Uint8Array[] {
  const start = new Uint8Array(masks[0]!.cols);
  start[k] = 1;
  const counts = [start];
  for (const [l, mask] of masks.entries()) {
    const here = new Uint8Array(mask.rows);
    for (let i = 0; i < mask.rows; i++) here[i] = row(mask, i).reduce((sum, j) => Math.min(2, sum + counts[l]![j]!), 0);
    counts.push(here);
  }
  return counts;
}

/** Outputs reached from a neuron of layer `layer`: 1 where reached. */
export function reachedFrom(masks: readonly Mask[], layer: number, index: number): Uint8Array {
  let reached = new Uint8Array(masks[layer]!.cols);
  reached[index] = 1;
  for (const mask of masks.slice(layer)) {
    const next = new Uint8Array(mask.rows);
    for (let i = 0; i < mask.rows; i++) next[i] = row(mask, i).some((j) => reached[j] === 1) ? 1 : 0;
    reached = next;
  }
  return reached;
}
