/**
 * Bounds on slopes and slope changes, so on weights and Lipschitz constants: of all interpolants from below, of l^p minimisers exactly, of interpolants of fewest knots exactly or none.
 *
 * With the chords' slopes s_i let V = sum |s_i+1 - s_i| and L = max |s_i|. A neuron v max(0, w x + b) changes the slope by |v w|, so sum |v_k w_k| is the sum of the slope changes of
 * a network's function, if no two neurons share a knot.
 *
 * 1. Every interpolant has a sum of slope changes of at least V, and a Lipschitz constant of at least L: chord slopes are means of its slopes, so its slopes take values on both
 *    sides of each s_i, in this order.
 * 2. For l^p minimisers, 0 < p <= 1, both are equal to that (for p < 1: Nakhleh and Nowak). For p = 1 the sum is what is minimised, and `changes.ts` has an interpolant that
 *    reaches V; then slopes are monotone between these values, and stay between the least and the largest s_i. For p < 1 minimisers are `alongChords` of ways, and a chord left out
 *    has its slope between its neighbours'. A knot's change is then |s_i - s_i-1|, or |s_i+1 - s_i-1| over two points of the same turn.
 * 3. For interpolants of fewest knots: some reach both (`fewestKnots`). If their slopes are bounded (`SparsestStructures.bounded`), all do: all slopes at points are then chord
 *    slopes or strictly between those of the chords next to it, and over a chord f has one knot or none, so its slopes run monotonely from each s_i to the next. If not, slopes are
 *    as large as one likes: neither is bounded, with the same data and the same number of knots. So the bounds hold for minimisers of the l^p norm because they are that, not
 *    because they are sparse.
 *
 * (1 and 3 own.)
 */
import { Rational } from "../../exact/rational.js";
import { changesOf } from "./changes.js";
import { type Points, runsOf } from "./data.js";

export interface SlopeBounds {
  /**
   * V: the sum of |slope change| of every l^p minimiser, and the least there is. Exact, unless its denominator has thousands of bits, as that of many slopes without a common one
   * has: then the sum in doubles, to about 12 digits.
   */
  readonly variation: Rational | number;
  /** L: the Lipschitz constant of every l^p minimiser, and the least there is. */
  readonly lipschitz: Rational;
  /** The slope change of each knot of each l^p minimiser, p < 1, in size: at least and at most. Nothing without turns: then there are no knots. */
  readonly changes: { readonly least: Rational; readonly greatest: Rational } | undefined;
}

/** Bits of a denominator from which on a sum goes on in doubles. */
const LONG = 1n << 2048n;

/** In time linear in the number of points. */
export function slopeBounds(points: Points): SlopeBounds {
  const larger = (a: Rational, b: Rational) => (a.compare(b) < 0 ? b : a);
  const lipschitz = points.slopes.map((slope) => slope.abs()).reduce(larger, Rational.zero);
  let variation: Rational | number = Rational.zero;
  let changes: SlopeBounds["changes"];
  for (const run of runsOf(points)) {
    const ones = changesOf(points, run);
    const twos = ones.slice(1).map((change, k) => ones[k]!.plus(change));
    // Slopes of a run telescope.
    const change: Rational = points.slopes[run.from + run.count - 1]!.minus(points.slopes[run.from - 1]!).abs();
    if (typeof variation !== "number") {
      const sum: Rational = variation.plus(change);
      variation = sum.denominator < LONG ? sum : sum.toNumber();
    } else {
      variation += change.toNumber();
    }
    for (const change of [...ones, ...twos]) {
      changes ??= { least: change, greatest: change };
      if (change.compare(changes.least) < 0) changes = { ...changes, least: change };
      if (change.compare(changes.greatest) > 0) changes = { ...changes, greatest: change };
    }
  }
  return { variation, lipschitz, changes };
}
