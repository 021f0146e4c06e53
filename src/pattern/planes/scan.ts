/** The scans over bit planes, by plain loops where there is little to do, by the kernel (machine.ts) where there is much. Both give the same bits. */
import { type Mask, kept } from "../mask.js";
import { type Crossing, CrossingSearch, type Planes, type Sums, addPaths, addSparsePaths, fullSums, sparsePlanes } from "./loops.js";
import { type ScanOptions, planeMachine } from "./machine.js";

export type { ScanOptions } from "./machine.js";

/** Words to go through below which the kernel is not worth its start: about a millisecond in plain loops. */
const FEW_WORDS = 2 ** 20;
/** Where fewer inputs are reached than one for so many words, paths are gone through one by one: each takes as long as some words of vectors. */
const WORDS_PER_PATH = 8;

/**
 * The planes of a layer: path counts saturated at two, from those of the layer below. `words` words for each neuron in both.
 * Cost: an operation on three words for each kept entry and word at most, less where rows fill up; memory besides the result, twice all planes at most.
 */
export function planesAbove(below: Planes, mask: Mask, words: number, options: ScanOptions = {}): Sums {
  const isLong = kept(mask) * words >= FEW_WORDS;
  const sparse = isLong ? sparsePlanes(below, words, below.any.length / WORDS_PER_PATH) : undefined;
  const machine = !isLong || options.vectors === false ? undefined : planeMachine();
  const made = sparse === undefined ? machine?.addPaths(below, mask, words, options) : machine?.addSparsePaths(sparse, mask, words, options);
  if (made !== undefined) return made;
  const sums = { any: new Uint32Array(mask.rows * words), twice: new Uint32Array(mask.rows * words) };
  const add = sparse === undefined ? addingTo(sums, below, mask, words) : (from: number, to: number): number => addSparsePaths(sparse, mask, sums, words, from, to);
  if (isLong) options.pause?.();
  const begun = performance.now();
  let added = 0;
  for (let from = 0; from < mask.rows; ) {
    let to = from + 1;
    while (to < mask.rows && (mask.start[to]! - mask.start[from]!) * words < FEW_WORDS) to++;
    added += add(from, to);
    if (isLong) options.pause?.();
    from = to;
  }
  options.onWords?.(added * words, performance.now() - begun);
  return sums;
}

function addingTo(sums: Sums, below: Planes, mask: Mask, words: number): (from: number, to: number) => number {
  const full = fullSums(below, words);
  return (from, to) => addPaths(below, full, mask, sums, words, from, to);
}

/** The first neuron through which two rows cross, and how (`CrossingSearch`). */
export function firstCrossing(
  inputs: Uint32Array,
  outputs: Mask,
  entries: Uint32Array,
  words: number,
  options: ScanOptions = {},
): (Crossing & { readonly neuron: number }) | undefined {
  const search = new CrossingSearch(inputs, outputs, entries, words);
  const through = (h: number): (Crossing & { readonly neuron: number }) | undefined => {
    const crossing = search.through(h);
    return crossing && { ...crossing, neuron: h };
  };
  const work = kept(outputs) * words;
  const machine = work < FEW_WORDS || options.vectors === false ? undefined : planeMachine();
  const first = machine?.findCrossed(inputs, outputs, entries, words, options);
  if (first !== undefined) return first === -1 ? undefined : through(first);
  let done = 0;
  for (let h = 0; h < outputs.rows; h++) {
    const found = through(h);
    if (found !== undefined) return found;
    done += (outputs.start[h + 1]! - outputs.start[h]! + 1) * words;
    if (done < FEW_WORDS) continue;
    options.pause?.();
    done = 0;
  }
  return undefined;
}
