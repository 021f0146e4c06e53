/**
 * A 2 x 2 block of three edges in a layer between hidden neurons: when the fourth edge may be added without a change of L [own, docs/theory.md 3.8].
 */
import { type Mask, has, maskOfRows, row, transpose } from "./mask.js";

/** In W_layer (from 1) the second of `outputs` has edges from both `inputs`, the first from the first only. */
export interface TriangularBlock {
  readonly layer: number;
  readonly outputs: readonly [number, number];
  readonly inputs: readonly [number, number];
}

/**
 * Is this a layer between hidden neurons, do its block's three edges exist and the fourth not, and is all that the clearing of the fourth moves elsewhere within the supports there? Returns
 * the first condition that does not hold, nothing when all do.
 */
export function blockFault(masks: readonly Mask[], { layer, outputs: [top, low], inputs: [left, right] }: TriangularBlock): string | undefined {
  const own = masks[layer - 1]!;
  if (!has(own, top, left) || !has(own, low, left) || !has(own, low, right) || has(own, top, right)) return "three edges of the four expected, that to the first output from the second input missing";
  const below = masks[layer - 2]!;
  const above = transpose(masks[layer]!);
  const back = transpose(own);
  if (!within(row(above, top), row(above, low))) return "the first output feeds a neuron that the second does not feed";
  if (!within(row(below, right), row(below, left))) return "the second input is fed by a neuron that does not feed the first";
  if (!within(row(own, low), row(own, top), right)) return "the second output is fed by a third neuron that does not feed the first output";
  if (!within(row(back, left), row(back, right), top)) return "the first input feeds a third neuron that the second input does not feed";
  if (row(own, low).length > 2 && row(back, left).length > 2) return "the second output and the first input both have an edge outside the block";
  return undefined;
}

/** Are all members of `a`, but for one, members of `b`? Both ascend. */
function within(a: Int32Array, b: Int32Array, but?: number): boolean {
  let at = 0;
  return a.every((x) => {
    while (at < b.length && b[at]! < x) at++;
    return x === but || b[at] === x;
  });
}

/** The masks with the fourth edge. */
export function withBlockFilled(masks: readonly Mask[], { layer, outputs: [top], inputs: [, right] }: TriangularBlock): Mask[] {
  return masks.map((mask, l) => {
    if (l !== layer - 1) return mask;
    const lists = Array.from({ length: mask.rows }, (_, i) => (i === top ? [...row(mask, i), right].sort((a, b) => a - b) : row(mask, i)));
    return maskOfRows(mask.cols, lists);
  });
}
