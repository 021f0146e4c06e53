/** Hitting sets of bounded size: elements, a few in number, of which every one of many sets has one. Exact, by branching on the set with the fewest elements left. */

/** A subset of the elements. */
export interface ElementSet {
  /** Ascending. */
  readonly elements: Int32Array;
  /** The same as flags, one for each element there is. */
  readonly has: Uint8Array;
}

/** Elements belong to groups, and of each group only some may be chosen. */
export interface Elements {
  /** Of each element. */
  readonly group: Int32Array;
  /** Of each group. */
  readonly capacity: readonly number[];
}

export interface SearchOptions<T extends ElementSet> {
  /** Called now and then; what it throws ends the search. */
  readonly pause?: () => void;
  /**
   * Asked where no set is left to hit: another set that must be hit and is not by these elements, or nothing if there is none, and the elements are what is looked for. The elements with a flag
   * need not be considered: hitting sets with them have been ruled out.
   */
  readonly more?: (chosen: readonly number[], excluded: Uint8Array) => T | undefined;
}

/**
 * At most `size` elements, no more of a group than its capacity, that hit all the sets; nothing if there are none. Sets that `more` gives are appended to `sets`.
 */
export function hittingSet<T extends ElementSet>({ group, capacity }: Elements, sets: T[], size: number, { pause, more }: SearchOptions<T> = {}): number[] | undefined {
  const chosen: number[] = [];
  const excluded = new Uint8Array(group.length);
  const room = [...capacity];
  const allowed = (e: number): boolean => excluded[e] === 0 && room[group[e]!]! > 0;

  const search = (left: number): number[] | undefined => {
    pause?.();
    const open = sets.filter(({ has }) => !chosen.some((e) => has[e] === 1));
    if (open.length === 0) {
      const further = more?.(chosen, excluded);
      if (further === undefined) return [...chosen];
      sets.push(further);
      open.push(further);
    }
    if (left === 0) return undefined;
    // How many open sets each element hits.
    const hits = new Int32Array(group.length);
    let smallest: number[] | undefined;
    for (const { elements } of open) {
      const usable: number[] = [];
      for (const e of elements) {
        if (!allowed(e)) continue;
        hits[e]!++;
        usable.push(e);
      }
      if (smallest === undefined || usable.length < smallest.length) smallest = usable;
      if (smallest.length === 0) return undefined;
    }
    // No `rest` further elements hit more than this together.
    const most = Int32Array.from(hits).sort().reverse();
    let others = 0;
    for (let k = 0; k < left - 1 && k < most.length; k++) others += most[k]!;
    const branches = smallest!.sort((a, b) => hits[b]! - hits[a]! || a - b);
    const ruledOut: number[] = [];
    let found: number[] | undefined;
    for (const e of branches) {
      if (hits[e]! + others < open.length) break;
      chosen.push(e);
      room[group[e]!]!--;
      found = search(left - 1);
      room[group[e]!]!++;
      chosen.pop();
      if (found !== undefined) break;
      excluded[e] = 1;
      ruledOut.push(e);
    }
    for (const e of ruledOut) excluded[e] = 0;
    return found;
  };

  return search(size);
}
