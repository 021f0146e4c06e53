/**
 * Operations on a list of masks W_1, ..., W_L that the theory uses at every depth: keeping some inputs and outputs,
 * replacing adjacent layers by the support of their product, and cutting into connected components.
 * Neurons keep their numbers throughout; what is dropped only loses its edges.
 */
import { type Mask, filterMask, maskOfRows, row } from "./mask.js";
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
 * The support of a product: entry (i, k) is kept when some path of `masks`, first layer first, leads from k to i.
 * Cost: for each layer, the rows below united along its edges, in words of 32 columns.
 */
export function productSupport(masks: readonly Mask[]): Mask {
  const cols = masks[0]!.cols;
  const words = (cols + 31) >>> 5;
  let planes = new Uint32Array(cols * words);
  for (let k = 0; k < cols; k++) planes[k * words + (k >>> 5)] = 1 << (k & 31);
  let rows = cols;
  for (const mask of masks) {
    const next = new Uint32Array(mask.rows * words);
    for (let i = 0; i < mask.rows; i++) {
      for (const j of row(mask, i)) for (let w = 0; w < words; w++) next[i * words + w]! |= planes[j * words + w]!;
    }
    planes = next;
    rows = mask.rows;
  }
  const lists: number[][] = [];
  for (let i = 0; i < rows; i++) {
    const list: number[] = [];
    for (let k = 0; k < cols; k++) if ((planes[i * words + (k >>> 5)]! >>> (k & 31)) & 1) list.push(k);
    lists.push(list);
  }
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
