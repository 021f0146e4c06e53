/** How large p may be so that l^p minimisers have the fewest knots. */
import { changesOf, logarithmOf } from "./changes.js";
import { type Points, runsOf } from "./data.js";

/**
 * p* is the largest number in (0, 1] such that for all p in (0, p*) every l^p minimiser is an interpolant of fewest knots. It is positive, as for p towards 0 costs tend to the numbers of knots.
 * 0 <= lower <= p* <= upper; equal only if p* = 1 is proved.
 */
export interface Threshold {
  readonly lower: number;
  readonly upper: number;
}

/** Where bisection ends. */
const WIDTH = 2 ** -32;
/**
 * In a run of n points a step's cost in doubles, and its share of what sums lose, is taken to be off by (ROUNDING + n) 2^-53 (1 + L)^2 d^p at most: Math.exp, Math.log and Math.expm1 right to
 * a few units of the last place make less.
 */
const ROUNDING = 128;

/** So many costs are computed in one call at most, about a second; each run has a share by its points, and where that ends, `lower` stays. */
const WORK = 5e6;

/** What is left of a run's share. */
interface Budget {
  left: number;
}

/** A run of four points or more; its steps by length and first chord, as L = -log(d / total). */
interface Costs {
  readonly logarithms: readonly [one: Float64Array, two: Float64Array];
  /** The ends of the interval of p that was last looked at: least and greatest costs. */
  readonly least: readonly [Float64Array, Float64Array];
  readonly greatest: readonly [Float64Array, Float64Array];
}

/**
 * By bisection with bounds of all costs on whole intervals of p.
 *
 * Steps d of a run sum up to the same total on every way, say 1. So sum d^p may be replaced by sum (d^p - d) / q, q = 1 - p, which tells ways apart also at p = 1, where it is sum -d log d. With
 * L = -log d it is d (exp(q L) - 1) / q, a chord's slope of a convex function: it grows with q, so its bounds on an interval of p are at the ends. A way of fewest knots has one step of 1
 * or none; others that can be shortest have two or more, never two in a row (see `shortestWay`). If on an interval in each run the greatest cost of the best of the first is below the
 * least cost of the best of the others, all minimisers there are sparsest ones; if in some run the least is above the greatest, none is. Runs of up to three points have no others.
 *
 * The bounds rest on doubles with a margin, see ROUNDING. Where two ways tie without crossing, or next to 1, `upper` may stay far from `lower`. So may it for runs of hundreds of points: their ways
 * differ in a small share of their costs, so that intervals must be short, and WORK ends before all are looked at.
 */
export function sparsityThreshold(points: Points): Threshold {
  const runs = runsOf(points).filter(({ count }) => count >= 4).map((run) => costsOf(points, run));
  let upper = 1;
  let lower = 1;
  const all = runs.reduce((sum, { logarithms }) => sum + logarithms[0].length, 0);
  for (const run of runs) {
    const reached = provedFrom(run, 0, upper, { left: (WORK * run.logarithms[0].length) / all });
    if (reached >= upper) continue;
    lower = Math.min(lower, reached);
    // The first p beyond, on a widening grid, at which a minimiser of this run has more knots.
    for (let width = WIDTH; reached + width < upper; width *= 2) {
      if (compare(run, reached + width, reached + width) > 0) upper = reached + width;
    }
  }
  return { lower, upper };
}

/** The end of the largest interval from `from` on, at most up to `to`, on which the run's minimisers are proved to be sparsest, up to the width of bisection and the budget. */
function provedFrom(run: Costs, from: number, to: number, budget: Budget): number {
  if (budget.left <= 0) return from;
  budget.left -= 4 * run.logarithms[0].length;
  if (compare(run, from, to) < 0) return to;
  if (to - from <= WIDTH) return from;
  const middle = (from + to) / 2;
  const reached = provedFrom(run, from, middle, budget);
  return reached < middle ? reached : provedFrom(run, middle, to, budget);
}

/** -1: for all p of the interval only ways of fewest knots are shortest. 1: for none. 0: unknown. */
function compare({ logarithms, least, greatest }: Costs, from: number, to: number): number {
  const margin = (ROUNDING + logarithms[0].length) * 2 ** -53;
  for (let length = 0; length < 2; length++) {
    for (let k = 0; k < logarithms[length]!.length; k++) {
      const L = logarithms[length]![k]!;
      greatest[length]![k] = cost(L, from, margin);
      least[length]![k] = cost(L, to, -margin);
    }
  }
  const low = shortest(least);
  const high = shortest(greatest);
  return high.fewest < low.others ? -1 : low.fewest > high.others ? 1 : 0;
}

/** (d^p - d) / (1 - p) for d = exp(-L), L >= 0, and margin (1 + L)^2 d^p. */
function cost(L: number, p: number, margin: number): number {
  const q = 1 - p;
  const power = Math.exp(-p * L);
  const value = q === 0 ? L * Math.exp(-L) : q * L < 1 ? (Math.exp(-L) * Math.expm1(q * L)) / q : (power - Math.exp(-L)) / q;
  return value + margin * (1 + L) ** 2 * power;
}

/** The shortest ways over all chords with at most one step of 1, and with two or more, none after another. */
function shortest([one, two]: readonly [Float64Array, Float64Array]): { fewest: number; others: number } {
  // By the number of steps of 1, 2 standing for more; after a step of 1, and after a step of 2 or none. Two chords are remembered.
  const none = [Infinity, Infinity, Infinity];
  let [onesBefore, twosBefore] = [none, none];
  let [ones, twos] = [none, [0, Infinity, Infinity]];
  for (let k = 0; k < one.length; k++) {
    const step = one[k]!;
    const nextOnes = [Infinity, twos[0]! + step, Math.min(twos[1]!, twos[2]!) + step];
    const nextTwos = onesBefore.map((cost, count) => Math.min(cost, twosBefore[count]!) + (k > 0 ? two[k - 1]! : 0));
    [onesBefore, twosBefore, ones, twos] = [ones, twos, nextOnes, nextTwos];
  }
  return { fewest: Math.min(ones[0]!, ones[1]!, twos[0]!, twos[1]!), others: Math.min(ones[2]!, twos[2]!) };
}

function costsOf(points: Points, run: Parameters<typeof changesOf>[1]): Costs {
  const changes = changesOf(points, run);
  const total = changes.reduce((sum, change) => sum.plus(change));
  const logarithms = (steps: typeof changes) => Float64Array.from(steps, (step) => Math.max(0, -logarithmOf(step.dividedBy(total))));
  const all = [logarithms(changes), logarithms(changes.slice(1).map((change, k) => changes[k]!.plus(change)))] as const;
  const zeros = () => [new Float64Array(all[0].length), new Float64Array(all[1].length)] as const;
  return { logarithms: all, least: zeros(), greatest: zeros() };
}
