/**
 * Interpolating networks of one hidden ReLU layer without affine part, sum v max(0, w x + b): bounds of the fewest neurons, at most two apart.
 *
 * Lower. A neuron has at most one knot, so m, the fewest knots of an interpolant, is a bound. Where m = 0, more is true, and exact: the data are on a line. No neuron is needed if it is zero; one is
 * not enough for two signs, as a neuron's output has one sign.
 *
 * Upper. Take an interpolant with the knots t_1 < ... < t_m and changes c_j. As max(0, x - t) = max(0, t - x) + x - t, it is the sum of c_j max(0, t_j - x) over j <= k, of c_j max(0, x - t_j) over
 * j > k, and of its own affine piece between t_k and t_k+1. If that is zero, m neurons are enough; if it has no zero strictly between the first and the last point, it is one neuron there; if it
 * has, it is two, with the zero as their knot, and where the zero is one of the t_j, one of the two is merged with its neuron; they may cancel. The best k is taken.
 *
 * The bounds may differ: other directions than those of a k, other interpolants of m knots, and some of m + 1, are not looked at. (Own.)
 */
import { Rational } from "../../exact/rational.js";
import type { Points } from "./data.js";
import { fewestKnots } from "./fewest-knots.js";
import type { Interpolant } from "./interpolant.js";

/** v max(0, w x + b), v not 0; w is 1, -1 or 0. */
export interface Neuron {
  readonly v: Rational;
  readonly w: Rational;
  readonly b: Rational;
}

export interface PlainNetwork {
  /** No interpolating network has fewer neurons. */
  readonly lower: number;
  /** It interpolates the points, exactly; at most lower + 2. */
  readonly neurons: readonly Neuron[];
}

/** In time linear in the number of points. */
export function plainNetwork(points: Points): PlainNetwork {
  const { count, interpolant } = fewestKnots(points);
  const pieces = piecesOf(interpolant);
  const places = new Map(interpolant.knots.map(({ x }, j) => [x.toString(), j]));
  // How many neurons a piece takes beyond the knots.
  const excess = pieces.map((piece, k) => {
    if (piece.slope.isZero) return piece.value.isZero ? 0 : 1;
    return facesOf(piece, points).reduce((sum, { v, w, knot }) => {
      const j = places.get(knot.toString());
      if (j === undefined || j < k !== (w === -1)) return sum + 1;
      return interpolant.knots[j]!.change.plus(v).isZero ? sum - 1 : sum;
    }, 0);
  });
  const least = excess.reduce((a, b) => Math.min(a, b));
  const best = excess.indexOf(least);
  // Without knots there is one piece, and what it takes is what is needed.
  return { lower: count === 0 ? least : count, neurons: neuronsOf(interpolant, best, pieces[best]!, points) };
}

/** x -> value + slope (x - at). */
interface Piece {
  readonly slope: Rational;
  readonly at: Rational;
  readonly value: Rational;
}

/** The pieces left of all knots, after the first one, and so on. */
function piecesOf({ slope, at, value, knots }: Interpolant): Piece[] {
  const pieces: Piece[] = [{ slope, at, value }];
  for (const { x, change } of knots) {
    const before = pieces.at(-1)!;
    pieces.push({ slope: before.slope.plus(change), at: x, value: before.value.plus(before.slope.times(x.minus(before.at))) });
  }
  return pieces;
}

/** v max(0, w (x - knot)). */
interface Face {
  readonly v: Rational;
  readonly w: 1 | -1;
  readonly knot: Rational;
}

/** The piece, of a slope that is not 0, from the first point to the last one: one face, or two where its zero is strictly between them. */
function facesOf({ slope, at, value }: Piece, { x }: Points): Face[] {
  const knot = at.minus(value.dividedBy(slope));
  const right: Face = { v: slope, w: 1, knot };
  const left: Face = { v: slope.negated(), w: -1, knot };
  return knot.compare(x[0]!) <= 0 ? [right] : knot.compare(x.at(-1)!) >= 0 ? [left] : [right, left];
}

/** The first k knots face left, the others right; faces of the same knot and side are one neuron. */
function neuronsOf({ knots }: Interpolant, k: number, piece: Piece, points: Points): Neuron[] {
  const faces = knots.map(({ x, change }, j): Face => ({ v: change, w: j < k ? -1 : 1, knot: x }));
  if (!piece.slope.isZero) faces.push(...facesOf(piece, points));
  const neurons = new Map<string, Neuron>();
  for (const { v, w, knot } of faces) {
    const key = `${w} ${knot}`;
    const sum = neurons.get(key)?.v.plus(v) ?? v;
    if (sum.isZero) neurons.delete(key);
    else neurons.set(key, { v: sum, w: Rational.of(w), b: w === 1 ? knot.negated() : knot });
  }
  if (piece.slope.isZero && !piece.value.isZero) neurons.set("constant", { v: piece.value, w: Rational.zero, b: Rational.one });
  return [...neurons.values()];
}

/** The network's value. */
export function plainValueAt(neurons: readonly Neuron[], x: Rational): Rational {
  return neurons.reduce((sum, { v, w, b }) => {
    const inside = w.times(x).plus(b);
    return inside.sign > 0 ? sum.plus(v.times(inside)) : sum;
  }, Rational.zero);
}
