/** Continuous piecewise linear functions of one input, exact, and those that follow chords of the data. */
import { Rational } from "../../exact/rational.js";
import type { Points } from "./data.js";
import type { RationalNetwork } from "./problem.js";

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

/** A neuron change * max(0, x - knot) for each knot, and the piece left of all knots as affine part. */
export function networkOf({ slope, at, value, knots }: Interpolant): RationalNetwork {
  return {
    neurons: knots.map(({ x, change }) => ({ output: change, weights: [Rational.one], bias: x.negated() })),
    skip: { weights: [slope], bias: value.minus(slope.times(at)) },
  };
}

/** A point of the plane. */
export interface Place {
  readonly x: Rational;
  readonly y: Rational;
}

/** Where the line through `a` with slope u meets the line through `b` with slope v, u not v. Reduced once, at the end: reductions are most of the work. */
export function meetingPlace(a: Place, u: Rational, b: Place, v: Rational): Rational {
  // t = ((b.y - v b.x) - (a.y - u a.x)) / (u - v).
  const [ua, vb] = [interceptOf(a, u), interceptOf(b, v)];
  const slope = u.numerator * v.denominator - v.numerator * u.denominator;
  return Rational.of(
    (vb.numerator * ua.denominator - ua.numerator * vb.denominator) * u.denominator * v.denominator,
    slope * ua.denominator * vb.denominator,
  );
}

/** y - slope x, not reduced. */
function interceptOf({ x, y }: Place, slope: Rational): { numerator: bigint; denominator: bigint } {
  const [below, above] = [x.denominator * slope.denominator, x.numerator * slope.numerator];
  return { numerator: y.numerator * below - above * y.denominator, denominator: below * y.denominator };
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
      // The point left + 1 is the left chord's end.
      knots.push({ x: meetingPlace({ x: x[left + 1]!, y: y[left + 1]! }, slopes[left]!, { x: x[right]!, y: y[right]! }, slopes[right]!), change });
    }
  }
  return { slope: slopes[0] ?? Rational.zero, at: x[0]!, value: y[0]!, knots };
}
