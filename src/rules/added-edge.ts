import type { LinearEvidence } from "../certificate/proof.js";
import { type Mask, kept, row, transpose } from "../pattern/mask.js";
import { blockFault, withBlockFilled } from "../pattern/triangular-block.js";

/** Edges of a layer beyond which its blocks are not looked through. */
const MAX_EDGES = 64;

export interface AddedEdge {
  readonly evidence: Omit<LinearEvidence["added-edge"], "then">;
  readonly masks: Mask[];
}

/**
 * F4 added edge [own, docs/theory.md 3.8]: the first 2 x 2 block between hidden neurons whose fourth edge may be added without a change of L.
 *
 * @param masks pruned
 */
export function findAddedEdge(masks: readonly Mask[]): AddedEdge | undefined {
  for (let layer = 2; layer < masks.length; layer++) {
    const mask = masks[layer - 1]!;
    if (kept(mask) > MAX_EDGES) continue;
    const back = transpose(mask);
    for (let low = 0; low < mask.rows; low++) {
      for (const left of row(mask, low)) {
        for (const right of row(mask, low)) {
          for (const top of row(back, left)) {
            if (left === right || top === low) continue;
            const evidence = { layer, outputs: [top, low] as [number, number], inputs: [left, right] as [number, number] };
            if (blockFault(masks, evidence) === undefined) return { evidence, masks: withBlockFilled(masks, evidence) };
          }
        }
      }
    }
  }
  return undefined;
}
