/** What the two rules for 2 x 2 minors crossed in one hidden neuron share: ranges, path counts, reach. */
import { type Mask, has, row } from "../pattern/mask.js";
import { PackedMask, rowWords } from "../pattern/packed-mask.js";
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

/**
 * For each layer 0..L, the number of paths from input k to each neuron, counted as 0, 1 or 2 for "two or more".
 * Cost: the edges, of packed masks their words; of the first layer only column k.
 */
export function pathCounts(masks: readonly Mask[], k: number): Uint8Array[] {
  const start = new Uint8Array(masks[0]!.cols);
  start[k] = 1;
  const counts: Uint8Array[] = [start];
  for (const [l, mask] of masks.entries()) counts.push(l === 0 ? columnOf(mask, k) : sums(mask, counts[l]!));
  return counts;
}

function columnOf(mask: Mask, k: number): Uint8Array {
  return Uint8Array.from({ length: mask.rows }, (_, i) => (has(mask, i, k) ? 1 : 0));
}

/** For each row the sum over its columns, at most 2. */
function sums(mask: Mask, counts: Uint8Array): Uint8Array {
  if (!(mask instanceof PackedMask)) return Uint8Array.from({ length: mask.rows }, (_, i) => row(mask, i).reduce((sum, j) => Math.min(2, sum + counts[j]!), 0));
  const once = bitsOf(counts, 1);
  const twice = bitsOf(counts, 2);
  return Uint8Array.from({ length: mask.rows }, (_, i) => sumOfBits(mask.bits, i * once.length, once, twice));
}

function sumOfBits(bits: Uint32Array, from: number, once: Uint32Array, twice: Uint32Array): number {
  let sum = 0;
  for (let w = 0; w < once.length; w++) {
    const word = bits[from + w]!;
    if ((word & twice[w]!) !== 0) return 2;
    const single = word & once[w]!;
    if (single === 0) continue;
    if (sum === 1 || (single & (single - 1)) !== 0) return 2;
    sum = 1;
  }
  return sum;
}

/** The places with this count, as bits. */
function bitsOf(counts: Uint8Array, count: number): Uint32Array {
  const bits = new Uint32Array(rowWords(counts.length));
  counts.forEach((value, j) => {
    if (value === count) bits[j >>> 5]! |= 1 << (j & 31);
  });
  return bits;
}

/** Outputs reached from a neuron of layer `layer`: 1 where reached. Cost as above. */
export function reachedFrom(masks: readonly Mask[], layer: number, index: number): Uint8Array {
  let reached: Uint8Array = columnOf(masks[layer]!, index);
  for (const mask of masks.slice(layer + 1)) reached = sums(mask, reached).map((sum) => Math.min(sum, 1));
  return reached;
}
