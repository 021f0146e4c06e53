import type { Side } from "../certificate/proof.js";
import { type Rectangles, columnsMeeting, deleteRows, hasFreeEntries, rowClasses, transposed } from "../pattern/rectangles.js";
import { setOf, size } from "../pattern/sets.js";

export interface CapStep {
  readonly side: Side;
  readonly deleted: number[];
  readonly state: Rectangles;
}

/**
 * R2 cap [own, docs/theory.md 4.2]: rows of one class K span at most min(|K|, columns that meet K) dimensions, also in the limit, and row operations
 * inside the class keep L; so all further copies may be deleted, and L is closed iff what is left is. Columns alike.
 * Only before anything has become free: ignoring F here gives wrong verdicts (docs/theory.md, traps).
 */
export function findCap(state: Rectangles): CapStep | undefined {
  if (hasFreeEntries(state)) return undefined;
  const rows = surplus(state);
  if (rows.length > 0) return { side: "rows", deleted: rows, state: deleteRows(state, setOf(rows)) };
  const flipped = transposed(state);
  const columns = surplus(flipped);
  if (columns.length === 0) return undefined;
  return { side: "columns", deleted: columns, state: transposed(deleteRows(flipped, setOf(columns))) };
}

/** The rows beyond the bound of their class, ascending. */
function surplus(state: Rectangles): number[] {
  const stay = new Map<bigint, number>();
  return rowClasses(state).flatMap((set, i) => {
    if (set === 0n) return [];
    const room = stay.get(set) ?? Math.min(size(set), size(columnsMeeting(state, set)));
    stay.set(set, room - 1);
    return room > 0 ? [] : [i];
  });
}
