/** Continuous piecewise linear functions of one input, exact, and those that follow chords of the data. */
import { Rational } from "../../exact/rational.js";
import type { Points } from "./data.js";

/** A place where the slope changes. */
export interface Knot {
  readonly x: Rational;
  /** The slope on the right less that on the left; not 0. */
  readonly change: Rational;
}

/** f(x) = value + slope (x - at) + the sum over all knots of change * max(0, x - knot). */
export interface Interpolant {
  /** Left of all knots. */
  readonly slope: Rational;
  /** An input left of all knots (or at the first one), and the value there. */
  readonly at: Rational;
  readonly value: Rational;
  /** Strictly ascending. */
  readonly knots: readonly Knot[];
}

export function valueAt({ slope, at, value, knots }: Interpolant, x: Rational): Rational {
  let sum = value.plus(slope.times(x.minus(at)));
  for (const { x: knot, change } of knots) {
    const beyond = x.minus(knot);
    if (beyond.sign > 0) sum = sum.plus(change.times(beyond));
  }
  return sum;
}

/**
 * The function that follows the listed chords. Where chord i is left out, its neighbours i - 1 and i + 1 are prolonged until they meet, which is strictly between the points i and i + 1 as the
 * slope of chord i is strictly between theirs.
 *
 * `chords` ascends from the first to the last one in steps of 1 and 2; a step of 2 is over two points of the same turn, not 0. For one point: the constant.
 */
export function alongChords({ x, y, slopes }: Points, chords: ArrayLike<number>): Interpolant {
  const knots: Knot[] = [];
  for (let k = 1; k < chords.length; k++) {
    const [left, right] = [chords[k - 1]!, chords[k]!];
    const change = slopes[right]!.minus(slopes[left]!);
    if (change.isZero) continue;
    if (right === left + 1) {
      knots.push({ x: x[right]!, change });
    } else {
      // y[right] - slopes[right] (x[right] - t) = y[left + 1] + slopes[left] (t - x[left + 1]); the point left + 1 is the chord's end.
      const ahead = y[right]!.minus(y[left + 1]!).minus(slopes[left]!.times(x[right]!.minus(x[left + 1]!)));
      knots.push({ x: x[right]!.minus(ahead.dividedBy(change)), change });
    }
  }
  return { slope: slopes[0] ?? Rational.zero, at: x[0]!, value: y[0]!, knots };
}
