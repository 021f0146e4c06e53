/** Least squares with shares between 0 and 1, by the method of Stark and Parker 1995: active sets, with steps as far as the bounds allow. Exact up to rounding, also where columns depend on each other. */
import { Plane, dot } from "./plane.js";

/** Below this share of their lengths, products are rounding. */
const ROUNDING = 1e-11;

export interface BoxedShares {
  readonly shares: Float64Array;
  /** What is left: the vector plus the shares of the columns. */
  readonly rest: Float64Array;
}

/**
 * Shares s in [0, 1], one for each column, for which the vector plus the sum of s_i column_i is shortest.
 * @param start shares to begin with
 */
export function leastRest(vector: Float64Array, columns: readonly Float64Array[], start: ArrayLike<number>): BoxedShares {
  const shares = Float64Array.from(start, (share) => Math.min(1, Math.max(0, share)));
  const rest = vector.slice();
  columns.forEach((column, i) => addTo(rest, column, shares[i]!));
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)));
  const free = new Set(columns.keys());
  for (const [i, share] of shares.entries()) if (share === 0 || share === 1 || lengths[i] === 0) free.delete(i);
  for (let round = 0; round <= 3 * columns.length; round++) {
    settle(shares, rest, columns, free);
    const length = Math.sqrt(dot(rest, rest));
    let [worst, most] = [-1, 0];
    columns.forEach((column, i) => {
      if (free.has(i) || lengths[i] === 0) return;
      const slope = dot(column, rest);
      const gain = shares[i] === 0 ? -slope : slope;
      if (gain > ROUNDING * lengths[i]! * length && gain / lengths[i]! > most) [worst, most] = [i, gain / lengths[i]!];
    });
    if (worst < 0) break;
    free.add(worst);
  }
  return { shares, rest };
}

/** The best shares of the free columns; those that come to a bound on the way are free no longer. */
function settle(shares: Float64Array, rest: Float64Array, columns: readonly Float64Array[], free: Set<number>): void {
  while (free.size > 0) {
    const list = [...free];
    const plane = new Plane(list.map((i) => columns[i]!));
    const multipliers = plane.multipliers(rest);
    let [length, stops] = [1, -1];
    plane.kept.forEach((k, at) => {
      const [share, change] = [shares[list[k]!]!, -multipliers[at]!];
      const room = change > 0 ? (1 - share) / change : change < 0 ? share / -change : Infinity;
      if (room < length) [length, stops] = [room, list[k]!];
    });
    plane.kept.forEach((k, at) => {
      const i = list[k]!;
      const change = -multipliers[at]! * length;
      shares[i] = Math.min(1, Math.max(0, shares[i]! + change));
      addTo(rest, columns[i]!, change);
    });
    if (stops < 0) return;
    shares[stops] = shares[stops]! < 0.5 ? 0 : 1;
    free.delete(stops);
  }
}

function addTo(vector: Float64Array, column: Float64Array, share: number): void {
  if (share !== 0) for (let k = 0; k < vector.length; k++) vector[k]! += share * column[k]!;
}
