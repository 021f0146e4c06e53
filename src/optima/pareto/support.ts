/** The mask that weights make: those that are not 0. */
import { maskOfRows, row } from "../../pattern/mask.js";
import { type Pattern, makePattern } from "../../pattern/pattern.js";

/**
 * The pattern of the weights that are not 0, with the same layers and free biases as the network's own: a bias of 0 stays free.
 * @param parameters layer by layer, kept weights row by row, then biases
 */
export function supportOf({ masks, bias }: Pattern, parameters: Float64Array, name: string): Pattern {
  let next = 0;
  const supports = masks.map((mask, l) => {
    const rows = Array.from({ length: mask.rows }, (_, i) => Array.from(row(mask, i)).filter(() => parameters[next++] !== 0));
    if (bias[l]) next += mask.rows;
    return maskOfRows(mask.cols, rows);
  });
  return makePattern(name, supports, { bias });
}
