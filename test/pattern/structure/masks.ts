/** Masks for the tests of structure. */
import type { Random } from "../../../src/exact/random.js";
import { type Mask, bitRows, maskOf } from "../../../src/pattern/mask.js";
import { PackedMask } from "../../../src/pattern/packed-mask.js";

export const packed = (mask: Mask): PackedMask => new PackedMask(mask.rows, mask.cols, bitRows(mask));

/** A random mask with about one entry in `rarity`, as lists and as bits. */
export function bothForms(random: Random, rows: number, cols: number, rarity: number): [Mask, PackedMask] {
  const mask = maskOf(rows, cols, () => random.below(rarity) === 0);
  return [mask, packed(mask)];
}
