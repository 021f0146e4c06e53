/** Rules for rows that hold for columns alike are checked on the transposed goal. */
import type { Side } from "../certificate/proof.js";
import { type Rectangles, columnsMeeting, transposed } from "../pattern/rectangles.js";
import { size } from "../pattern/sets.js";

/** The goal itself for rows, transposed for columns; applied twice it gives back the goal. */
export function onSide(state: Rectangles, side: Side): Rectangles {
  return side === "rows" ? state : transposed(state);
}

/** The largest rank of the rows of a class K: min(|K|, number of columns that meet K). */
export function rankBound(state: Rectangles, neurons: bigint): number {
  return Math.min(size(neurons), size(columnsMeeting(state, neurons)));
}
