/**
 * The fewest knots of a continuous piecewise linear function through points of one input, with a free affine part: the sum over the runs of equal turn of ceil(points / 2).
 *
 * No function has fewer. Let the turn at point i be positive. The mean slope of f over the chord after it is larger than over the chord before it, so a knot with a positive change lies strictly
 * between the points i - 1 and i + 1; for a negative turn likewise one with a negative change. Witnesses with the same turn that are two or more points apart have disjoint intervals, and
 * witnesses with different turns have knots of different signs: so all their knots are different. The first, third, fifth ... point of each run are such witnesses; two runs of the same sign have
 * a point of another turn between them.
 *
 * That many are enough. In each run, chords are left out every second time, beginning with the one after the run's first point: see `alongChords`. A run of an odd number of points keeps a
 * knot at its last point.
 *
 * The same count follows from dynamic programming over slopes: if R is the set of slopes with which a function of fewest knots m can arrive at point i, and s the slope of the next chord, then
 * s in R gives {s} with m knots, and s outside gives s and what lies beyond it as seen from R, with m + 1.
 *
 * (Own. The count for l^p minimisers with small p: Nakhleh and Nowak.)
 */
import { type Points, type Run, runsOf } from "./data.js";
import { type Interpolant, alongChords } from "./interpolant.js";

export interface FewestKnots {
  /** No interpolant has fewer. */
  readonly count: number;
  /** Has this many. */
  readonly interpolant: Interpolant;
  /** As many points, ascending: each forces a knot of its turn's sign strictly between its neighbours, no two the same one. */
  readonly witnesses: readonly number[];
}

/** The count alone, from the maximal runs. */
export function knotsNeeded(runs: readonly Run[]): number {
  return runs.reduce((sum, { count }) => sum + Math.ceil(count / 2), 0);
}

/** In time linear in the number of points. */
export function fewestKnots(points: Points): FewestKnots {
  const kept = new Uint8Array(points.slopes.length).fill(1);
  const witnesses: number[] = [];
  for (const { from, count } of runsOf(points)) {
    for (let k = 0; k < count; k += 2) {
      witnesses.push(from + k);
      if (k + 1 < count) kept[from + k] = 0;
    }
  }
  return { count: witnesses.length, interpolant: alongChords(points, Array.from(kept.keys()).filter((chord) => kept[chord])), witnesses };
}

/**
 * Do the witnesses prove that no interpolant has fewer knots than there are witnesses? Looks at nothing but the turns: each is not 0, and the same one in two witnesses only if they are two or
 * more points apart.
 */
export function proveKnots({ turns }: Points, witnesses: readonly number[]): boolean {
  return witnesses.every((point, k) => {
    const before = witnesses[k - 1] ?? -Infinity;
    return (turns[point] ?? 0) !== 0 && before < point && (before + 2 <= point || turns[before] !== turns[point]);
  });
}
