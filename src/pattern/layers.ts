/**
 * Operations on a list of masks W_1, ..., W_L that the theory uses at every depth: keeping some inputs and outputs,
 * replacing adjacent layers by the support of their product, and cutting into connected components.
 * Neurons keep their numbers throughout; what is dropped only loses its edges.
 */
import { type Mask, bitRows, filterMask, maskOfRows, row } from "./mask.js";
import { pruneDead } from "./live.js";

/**
 * The masks with only the given outputs and inputs left (theory F1): the edges on paths from a kept input to a kept
 * output.
 */
export function select(masks: readonly Mask[], outputs: readonly number[], inputs: readonly number[]): Mask[] {
  const keepOut = new Set(outputs);
  const keepIn = new Set(inputs);
  const last = masks.length - 1;
  return pruneDead(
    masks.map((mask, l) =>
      l !== 0 && l !== last ? mask : filterMask(mask, (i, j) => (l !== 0 || keepIn.has(j)) && (l !== last || keepOut.has(i))),
    ),
  );
}

/**
 * Which inputs reach which neurons of the last layer, as bits: neuron i takes ceil(N_0 / 32) words, bit k of them is input k.
 * Cost: for each edge above the first layer, that many word operations.
 */
export function reachBits(masks: readonly Mask[]): Uint32Array {
  const words = (masks[0]!.cols + 31) >>> 5;
  let bits = bitRows(masks[0]!);
  for (const mask of masks.slice(1)) {
    const next = new Uint32Array(mask.rows * words);
    for (let i = 0; i < mask.rows; i++) {
      for (const j of row(mask, i)) for (let w = 0; w < words; w++) next[i * words + w]! |= bits[j * words + w]!;
    }
    bits = next;
  }
  return bits;
}

/** The support of a product: entry (i, k) is kept when some path of `masks`, first layer first, leads from k to i. */
export function productSupport(masks: readonly Mask[]): Mask {
  const cols = masks[0]!.cols;
  const words = (cols + 31) >>> 5;
  const bits = reachBits(masks);
  const lists = Array.from({ length: masks[masks.length - 1]!.rows }, (_, i) => {
    const list: number[] = [];
    for (let w = 0; w < words; w++) {
      for (let word = bits[i * words + w]!; word !== 0; word &= word - 1) list.push(w * 32 + 31 - Math.clz32(word & -word));
    }
    return list;
  });
  return maskOfRows(cols, lists);
}

/** The masks with layers `first` to `last` (numbered from 1, both included) replaced by one, the support of their product. */
export function contract(masks: readonly Mask[], first: number, last: number): Mask[] {
  return [...masks.slice(0, first - 1), productSupport(masks.slice(first - 1, last)), ...masks.slice(last)];
}

/**
 * The connected components of the layered graph, edges only: each is the list of masks with the other components'
 * edges deleted. Ordered by their smallest input; `masks` must have no dead edges, so every component has one.
 */
export function components(masks: readonly Mask[]): Mask[][] {
  const offset = [0];
  for (const mask of masks) offset.push(offset[offset.length - 1]! + mask.cols);
  const total = offset[masks.length]! + masks[masks.length - 1]!.rows;
  const parent = Int32Array.from({ length: total }, (_, v) => v);
  const find = (v: number): number => {
    while (parent[v] !== v) v = parent[v] = parent[parent[v]!]!;
    return v;
  };
  masks.forEach((mask, l) => {
    for (let i = 0; i < mask.rows; i++) {
      for (const j of row(mask, i)) {
        const a = find(offset[l]! + j);
        const b = find(offset[l + 1]! + i);
        // The smaller number wins, so a component is named by its smallest input.
        if (a < b) parent[b] = a;
        else parent[a] = b;
      }
    }
  });
  const roots = [...new Set(Array.from(masks[0]!.index, (j) => find(j)))].sort((a, b) => a - b);
  return roots.map((root) => masks.map((mask, l) => filterMask(mask, (_, j) => find(offset[l]! + j) === root)));
}
