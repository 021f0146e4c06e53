import type { Proof } from "../certificate/proof.js";
import { hasFullRowRank } from "../exact/modular.js";
import { GENERIC_BOUND, Random } from "../exact/random.js";
import { middleFactorRows } from "../pattern/factor-map.js";
import { productSupport } from "../pattern/layers.js";
import { type Mask, kept, transpose } from "../pattern/mask.js";

/** Elimination costs entries^2 * edges: 2^27 is a fraction of a second. */
const MAX_WORK = 2 ** 27;

/**
 * C3 with a middle factor free [own, docs/theory.md 3.6]: the others fixed at an integer point, the product is linear in W_f; if this map
 * reaches every entry of the support, L is everything there, so closed. The rank at one point modulo a prime is the proof.
 *
 * @param masks pruned, three layers or more (with two, every factor is an end: see generic-factor)
 */
export function findMiddleFactor(masks: readonly Mask[]): Proof | undefined {
  // Every input and every output that is met has an entry.
  const ends = Math.max(used(masks[masks.length - 1]!), used(transpose(masks[0]!)));
  const may = (entries: number, edges: number): boolean => edges >= entries && entries * entries * edges <= MAX_WORK;
  if (!masks.slice(1, -1).some((mask) => may(ends, kept(mask)))) return undefined;
  const entries = kept(productSupport(masks));
  const random = new Random(1);
  for (let layer = 2; layer < masks.length; layer++) {
    const edges = kept(masks[layer - 1]!);
    if (!may(entries, edges)) continue;
    const values = masks.map((mask, l) => (l === layer - 1 ? [] : random.positives(kept(mask), GENERIC_BOUND)));
    if (hasFullRowRank(middleFactorRows(masks, layer, values))) return { rule: "middle-factor", evidence: { layer, values } };
  }
  return undefined;
}

/** Rows that keep something. */
function used({ rows, start }: Mask): number {
  let count = 0;
  for (let i = 0; i < rows; i++) if (start[i]! < start[i + 1]!) count++;
  return count;
}
