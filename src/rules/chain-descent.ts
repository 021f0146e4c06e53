import type { Side } from "../certificate/proof.js";
import { type Rectangles, columnsMeeting, deleteRows, hasFreeEntries, rowClasses, transposed } from "../pattern/rectangles.js";
import { isSubset, setOf, size } from "../pattern/sets.js";

export interface ChainStep {
  readonly side: Side;
  readonly chain: number[];
  /** One row of each class of the chain, with what is left when it is deleted. */
  readonly cases: { readonly deleted: number; readonly state: Rectangles }[];
}

/**
 * R3 chain descent [own, docs/theory.md 4.3]: if the classes of the rows I form a chain with largest class K and
 * |I| > min(|K|, columns that meet K), then L is closed iff every pattern with one row of I deleted is. Columns alike; without free
 * entries only.
 *
 * Yields one shortest chain for each top class: the rows whose classes lie below it, largest classes first.
 */
export function* chainDescents(state: Rectangles): Generator<ChainStep> {
  if (hasFreeEntries(state)) return;
  yield* onRows(state, "rows", (rest) => rest);
  yield* onRows(transposed(state), "columns", transposed);
}

function* onRows(state: Rectangles, side: Side, back: (state: Rectangles) => Rectangles): Generator<ChainStep> {
  const classes = rowClasses(state);
  const tops = [...new Set(classes.filter((set) => set !== 0n))];
  for (const top of tops) {
    const needed = Math.min(size(top), size(columnsMeeting(state, top))) + 1;
    for (const chain of chainsBelow(classes, top, needed)) {
      const seen = new Set<bigint>();
      const cases = chain.flatMap((i) => {
        if (seen.has(classes[i]!)) return [];
        seen.add(classes[i]!);
        return [{ deleted: i, state: back(deleteRows(state, setOf([i]))) }];
      });
      yield { side, chain, cases };
    }
  }
}

/** All chains of classes that start with `top`, as ascending lists of exactly `needed` rows. */
function* chainsBelow(classes: readonly bigint[], top: bigint, needed: number): Generator<number[]> {
  const rowsOf = (set: bigint): number[] => classes.flatMap((own, i) => (own === set ? [i] : []));
  const distinct = [...new Set(classes.filter((set) => set !== 0n))];
  const extend = function* (rows: number[], least: bigint): Generator<number[]> {
    if (rows.length >= needed) {
      yield rows.slice(0, needed).sort((a, b) => a - b);
      return;
    }
    for (const set of distinct) {
      if (set !== least && isSubset(set, least)) yield* extend([...rows, ...rowsOf(set)], set);
    }
  };
  yield* extend(rowsOf(top), top);
}
