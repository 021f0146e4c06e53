/**
 * Orthonormal frames for the last factor [own, docs/theory.md 3.7]: when the supports of the columns of W_L are nested or disjoint, Gram and Schmidt write W_L = Q T
 * with orthonormal columns of the same supports in Q; T can be moved into W_{L-1} when a neuron with the smaller support has all inputs of one with the larger.
 */
import { type Mask, filterMask, row, transpose } from "./mask.js";
import { isSubset, setOf, size } from "./sets.js";

/** What a neuron of layer L-1 is joined to. */
export interface FrameColumn {
  readonly outputs: bigint;
  readonly inputs: bigint;
}

/** Two layers or more: by neuron of layer L-1, what feeds it and what it feeds. */
export function frameColumns(masks: readonly Mask[]): FrameColumn[] {
  const [below, last] = [masks[masks.length - 2]!, transpose(masks[masks.length - 1]!)];
  return Array.from({ length: below.rows }, (_, h) => ({ outputs: setOf(row(last, h)), inputs: setOf(row(below, h)) }));
}

/** May a column be cleared of the part along another, earlier one: does nothing have to be cleared, or is it nested and may the multiple be moved down? */
export function mayPrecede(earlier: FrameColumn, later: FrameColumn): boolean {
  return (earlier.outputs & later.outputs) === 0n || (isSubset(earlier.outputs, later.outputs) && isSubset(later.inputs, earlier.inputs));
}

/**
 * The layers below W_L, without the edges into neurons that are left no direction of their own: earlier ones span all of R^outputs.
 * @param order the neurons of layer L-1 with edges, of which each may precede those after it
 */
export function belowFrame(masks: readonly Mask[], columns: readonly FrameColumn[], order: readonly number[]): Mask[] {
  const kept: number[] = [];
  for (const g of order) {
    const { outputs } = columns[g]!;
    if (kept.filter((h) => isSubset(columns[h]!.outputs, outputs)).length < size(outputs)) kept.push(g);
  }
  const own = new Set(kept);
  const last = masks.length - 2;
  return masks.slice(0, -1).map((mask, l) => (l === last ? filterMask(mask, (h) => own.has(h)) : mask));
}
