import type { Proof } from "../certificate/proof.js";
import { select } from "../pattern/layers.js";
import { type Mask, kept, row, transpose } from "../pattern/mask.js";
import { pathPlanes } from "../pattern/paths.js";
import { findCutMinor } from "../rules/cut-minor.js";
import { findLuMinor } from "../rules/lu-minor.js";

/** Edges gone through, over all choices: about a second. */
const MAX_EDGES = 8_000_000;
const MAX_CHOICES = 4000;

/**
 * An LU or cut minor for which `cost` is least among those of the pairs of outputs and inputs looked at, if it is below `bound`: the search for a verdict takes the first one, but of a
 * data set the size depends on the hidden neurons between the four.
 * @param masks pruned
 */
export function cheapestCrossedMinor(masks: readonly Mask[], cost: (minor: readonly Mask[]) => number, bound: number): Proof | undefined {
  const edges = masks.reduce((sum, mask) => sum + kept(mask), 1);
  let left = Math.min(MAX_CHOICES, Math.ceil(MAX_EDGES / edges));
  let [least, best]: [number, Proof | undefined] = [bound, undefined];
  for (const outputs of pairs(masks.at(-1)!)) {
    for (const inputs of pairs(transpose(masks[0]!))) {
      if (left-- === 0) return best;
      const minor = select(masks, outputs, inputs);
      const price = cost(minor);
      if (price >= least) continue;
      const planes = pathPlanes(minor);
      const found = findLuMinor(minor, planes) ?? findCutMinor(minor, planes);
      if (found !== undefined) [least, best] = [price, found];
    }
  }
  return best;
}

/** Pairs of rows that keep something, fewest entries first. */
function* pairs(mask: Mask): Generator<[number, number]> {
  const rows = Array.from({ length: mask.rows }, (_, i) => i).filter((i) => row(mask, i).length > 0);
  rows.sort((a, b) => row(mask, a).length - row(mask, b).length || a - b);
  for (let b = 1; b < rows.length; b++) for (let a = 0; a < b; a++) yield [Math.min(rows[a]!, rows[b]!), Math.max(rows[a]!, rows[b]!)];
}
