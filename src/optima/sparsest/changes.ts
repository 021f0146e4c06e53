/**
 * What l^p minimisers are made of: the ways along a run's chords, and bounds of their costs.
 *
 * Theorem (own for all concave costs and for collinear points; Nakhleh and Nowak for 0 < p < 1). Let phi be concave on [0, inf) with phi(0) = 0 and not decreasing, for instance d^p with
 * 0 < p <= 1. The minimum of the sum of phi(|slope change|) over all continuous piecewise linear interpolants is that of the shortest way from the first chord to the last one in steps of 1 and
 * 2, where a step costs phi(|difference of the slopes|), and a step of 2 is over two points of the same turn, not 0. If 0 < p < 1, every minimiser is `alongChords` of a shortest way, and
 * different ways are different functions.
 *
 * Proof. Every way is an interpolant of its cost. Conversely let v_0, v_1, ... be the slopes of f from left to right. Those on (x_i, x_i+1) are consecutive, with mean s_i, the slope of the
 * chord; two neighbouring intervals have at most one piece in common. So the walk over v, thought of as going straight between its vertices, meets s_1, s_2, ... in this order, at a vertex or
 * strictly inside of a step whose two ends both belong to that interval: no step has two of these marks inside. Drop what is before the first and after the last mark; it only cost. Now move a
 * vertex v without mark, all others fixed, as long as the marks in its two steps stay inside. With the neighbours a and b, phi(|v - a|) + phi(|b - v|) is concave between them and grows
 * outside; so it is least at an end of what is allowed, and that is either a mark, or, over a step without mark, the neighbour itself. Each such move takes away a vertex without mark. In the
 * end all vertices are marks, with at most one mark inside of each step: a way. (A mark inside has its slope strictly between the ends; if not, it is at a vertex.)
 *
 * For p < 1 each move or drop gains, so the walk of a minimiser has marks at all vertices, however the marks are chosen. If s_i is at a vertex, and the interval had other slopes too, some would be
 * below s_i and some above; a step across would let the mark move there, and a vertex at s_i between one below and one above could be left out, at a gain. So f is the chord there; and between two
 * such chords it has one knot. Hence f follows the way.
 *
 * As steps in different runs do not touch each other's costs, each run is minimised on its own: a run of n points has n + 1 chords and the n differences between them.
 */
import { Rational } from "../../exact/rational.js";
import type { Points, Run } from "./data.js";

/** The n differences |slopes[from + k] - slopes[from + k - 1]| of a run, all positive. */
export function changesOf({ slopes }: Points, { from, count }: Run): Rational[] {
  return Array.from({ length: count }, (_, k) => slopes[from + k]!.minus(slopes[from + k - 1]!).abs());
}

/** The sum of |change|^p in doubles, to about 13 digits. */
export function powerSum(changes: Iterable<Rational>, p: number): number {
  let sum = 0;
  for (const change of changes) sum += Math.exp(p * logarithmOf(change));
  return sum;
}

/** log x for x > 0, also where no double is near x. */
export function logarithmOf({ numerator, denominator }: Rational): number {
  const quotient = Number(numerator) / Number(denominator);
  // Off by three roundings; infinite, 0 or not a number where one of the two is no double, and imprecise only below.
  if (quotient > 2 ** -1000 && quotient < Infinity) return Math.log(quotient);
  const shift = denominator.toString(16).length - numerator.toString(16).length;
  const scaled = shift > 0 ? Rational.of(numerator << BigInt(4 * shift), denominator) : Rational.of(numerator, denominator << BigInt(-4 * shift));
  return Math.log(scaled.toNumber()) - 4 * shift * Math.LN2;
}

