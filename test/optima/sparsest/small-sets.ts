/** Small random sets of points with many collinear triples, equal turns and alternating ones; and searches that know nothing of runs. */
import { expect } from "vitest";
import type { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type Points, pointsOf } from "../../../src/optima/sparsest/data.js";
import { type Interpolant, valueAt } from "../../../src/optima/sparsest/interpolant.js";

/** 1 to `most` points; outputs sum up slopes from a small range, so that collinear points are common. */
export function randomPoints(random: Random, most: number): Points {
  const n = 1 + random.below(most);
  const range = 1 + random.below(6);
  const [x, y] = [[random.below(9) - 4], [random.below(9) - 4]];
  for (let k = 1; k < n; k++) {
    const width = 1 + random.below(3);
    x.push(x.at(-1)! + width);
    // Every fourth output is free of the slopes' grid.
    y.push(random.below(4) === 0 ? random.below(12) - 6 : y.at(-1)! + width * (random.below(2 * range + 1) - range));
  }
  return pointsOf(x.map((value) => Rational.of(value)), y.map((value) => Rational.of(value)));
}

type Side = "equal" | "below" | "above" | "any";

/**
 * The fewest knots by trying for every chord each combination of no, one or two knots strictly inside, and for every point a knot or none. One knot inside: the slopes at the two ends are on
 * different sides of the chord's. Two: any slopes. Without a knot at a point, the slopes left and right of it agree.
 */
export function fewestByEnumeration({ slopes }: Points): number {
  const order = slopes.map((slope) => slopes.filter((other) => other.compare(slope) < 0).length);
  const gaps: [start: Side, end: Side, knots: number][] = [["equal", "equal", 0], ["below", "above", 1], ["above", "below", 1], ["any", "any", 2]];
  // Is there a number that is on the first side of a, and on the second side of b?
  const agree = (left: Side, a: number, right: Side, b: number): boolean => {
    if (left === "any" || right === "any") return true;
    if (left === "equal") return right === "equal" ? a === b : right === "below" ? a < b : a > b;
    if (right === "equal") return left === "below" ? b < a : b > a;
    if (left === right) return true;
    return left === "above" ? a < b : b < a;
  };
  const search = (chord: number, end: Side): number => {
    if (chord === slopes.length) return 0;
    let best = Infinity;
    for (const [start, next, inside] of gaps) {
      const rest = inside + search(chord + 1, next);
      if (chord === 0 || agree(end, order[chord - 1]!, start, order[chord]!)) best = Math.min(best, rest);
      best = Math.min(best, rest + 1);
    }
    return best;
  };
  return search(0, "any");
}

/**
 * The least sum of |slope change|^p over interpolants whose slopes at the points, left and right of them, are any of a grid: all chords' slopes, those halfway between and some beyond. Between
 * two points the cheapest is taken: a knot if the chord's slope is between the two, else two knots, as near to the ends as one likes.
 */
export function leastOnGrid({ slopes }: Points, p: number): number {
  const chords = slopes.map((slope) => slope.toNumber());
  const sorted = [...new Set(chords)].sort((a, b) => a - b);
  if (sorted.length === 0) return 0;
  const grid = [sorted[0]! - 1, ...sorted.flatMap((slope, k) => (k === 0 ? [slope] : [sorted[k - 1]! + (slope - sorted[k - 1]!) / 2, slope])), sorted.at(-1)! + 1];
  const power = (change: number) => (change === 0 ? 0 : Math.abs(change) ** p);
  let arrival = grid.map(() => 0);
  for (const chord of chords) {
    const departure = grid.map((a) => Math.min(...grid.map((b, k) => arrival[k]! + power(a - b))));
    arrival = grid.map((b) =>
      Math.min(...grid.map((a, k) => departure[k]! + ((a - chord) * (b - chord) < 0 || (a === chord && b === chord) ? power(a - b) : power(a - chord) + power(b - chord)))),
    );
  }
  return Math.min(...arrival);
}

/** Exactly; with ascending knots, none of them idle. */
export function expectInterpolates(interpolant: Interpolant, { x, y }: Points): void {
  for (const [i, input] of x.entries()) expect(valueAt(interpolant, input).equals(y[i]!)).toBe(true);
  for (const [k, knot] of interpolant.knots.entries()) {
    expect(knot.change.isZero).toBe(false);
    expect(knot.x.compare(interpolant.at)).toBeGreaterThanOrEqual(0);
    if (k > 0) expect(knot.x.compare(interpolant.knots[k - 1]!.x)).toBeGreaterThan(0);
  }
}
