/**
 * The fewest neurons of an interpolating network of one hidden ReLU layer without affine part, sum v max(0, w x + b): the fewest knots m of an interpolant, m + 1 or m + 2.
 *
 * m = 0: the data are on a line. No neuron is needed if it is zero, one if it has no zero strictly between the first and the last point, else two. From here on m > 0.
 *
 * *Residuals.* Let f have the pieces P_0, ..., P_K from left to right, as lines, and let o_k be 1 where the neuron of knot k, between P_k-1 and P_k, faces left, else 0.
 * As max(0, x - t) = max(0, t - x) + x - t, these neurons sum up to f less R = sum_k (o_k - o_k+1) P_k, where o_0 = 1 and o_K+1 = 0. So R is an alternating sum P - P' + P'' - ... of an odd
 * number of pieces, and every such sum is R for one choice of directions.
 *
 * *m neurons* are enough if and only if for some interpolant with m knots some R is 0: on the data's interval, neurons with a knot outside of it do not add knots.
 *
 * *m + 1 neurons*, where m are not enough, are if and only if
 * (a) for some interpolant with m knots some R has no zero strictly between the first and the last point: it is the neuron with its knot outside, or a constant; or
 * (b) for some interpolant with m knots some R is zero at a knot: R is two neurons there, facing both ways, and one of these is merged with the knot's; or
 * (c) for some interpolant with m + 1 knots some R is 0.
 *
 * *m + 2 neurons* always are: any R is at most two.
 *
 * *The search.* By `ways.ts`, the pieces of interpolants with m or m + 1 knots are sums of fixed lines and multiples of others; so the sums R of a way and a choice of pieces are a
 * set of `line-sets.ts`, and whether a line of it meets a condition is decided exactly. For (b) the direction of the knot's neuron does not matter. Let P_k be the piece after the
 * knot, taken not to be in R. If the piece before it is not either, R has to be zero at the knot, whose place depends on the slopes of the two pieces only; if it is, the line -(R
 * without it) has to pass through the knot. For (c) the pieces left open are those of `open-pieces.ts`; where none of them is in R, fewer knots do. As everything is gone through, a
 * search that ends without a network proves that there is none.
 *
 * There are exponentially many ways and choices of pieces. With unique pieces, R = 0 is a question of subset sums, and so hard in general (Karp 1972). So the search has a budget;
 * where that ends, the answer is between two numbers. (Own.)
 */
import { Rational } from "../../exact/rational.js";
import { type Points, runsOf } from "./data.js";
import { fewestKnots, knotsNeeded } from "./fewest-knots.js";
import type { Interpolant } from "./interpolant.js";
import { type Line, lineAt, lineThrough, minus } from "./line-sets.js";
import { type Found, findResidual } from "./residuals.js";
import { findZeroSum } from "./zero-sums.js";
import type { RationalNeuron } from "./problem.js";

export interface PlainNetwork {
  /** No interpolating network has fewer neurons. */
  readonly lower: number;
  /** They interpolate the points, exactly; at most lower + 2. Weights are 1, -1 or 0. */
  readonly neurons: readonly RationalNeuron[];
  /** Is the number of neurons the least there is, so lower? */
  readonly exact: boolean;
}

/** Work of the search that may be done, about so many checks of a set; less than a second. */
export const PLAIN_BUDGET = 20_000;

/** In time linear in the number of points, and the budget. */
export function plainNetwork(points: Points, { budget = PLAIN_BUDGET }: { readonly budget?: number } = {}): PlainNetwork {
  const count = knotsNeeded(runsOf(points));
  const fewest = () => piecesOf(fewestKnots(points).interpolant, points);
  if (count === 0) {
    const neurons = neuronsOf(points, fewest(), [0]);
    return { lower: neurons.length, neurons, exact: true };
  }
  const neuronsOfFound = ({ lines: found, picks }: Found) => neuronsOf(points, found, picks);
  const least = findZeroSum(points, { left: budget });
  if (typeof least === "object") return { lower: count, neurons: neuronsOfFound(least), exact: true };
  const lower = least === "none" ? count + 1 : count;
  const lines = fewest();
  const more = onePiece(points, lines) ?? findResidual(points, { left: budget });
  if (typeof more === "object") {
    const neurons = neuronsOfFound(more);
    // Fewer than m + 1 where the first search has ended early, and this one has found what that one had not.
    return { lower: Math.min(lower, neurons.length), neurons, exact: neurons.length <= lower };
  }
  const neurons = neuronsOf(points, lines, [0]);
  const proved = more === "none" && lower === count + 1 ? count + 2 : lower;
  return { lower: proved, neurons, exact: neurons.length === proved };
}

/** A piece of the interpolant that is one neuron from the first point to the last one. */
function onePiece({ x }: Points, lines: readonly Line[]): Found | undefined {
  const width = x.at(-1)!.minus(x[0]!);
  const k = lines.findIndex((line) => line.value.sign * lineAt(line, width).sign >= 0);
  return k < 0 ? undefined : { lines, picks: [k] };
}

/** The pieces of an interpolant, places counted from the first point. */
function piecesOf({ slope, at, value, knots }: Interpolant, { x }: Points): Line[] {
  const pieces = [lineThrough(at.minus(x[0]!), value, slope)];
  for (const { x: knot, change } of knots) {
    const before = pieces.at(-1)!;
    const place = knot.minus(x[0]!);
    pieces.push(lineThrough(place, before.value.plus(before.slope.times(place)), before.slope.plus(change)));
  }
  return pieces;
}

/** v max(0, w (x - knot)). */
interface Face {
  readonly v: Rational;
  readonly w: 1 | -1;
  readonly knot: Rational;
}

/** A line of a slope that is not 0, from the first point to the last one: one face, or two where its zero is strictly between them. */
function facesOf({ slope, value }: Line, { x }: Points): Face[] {
  const place = value.dividedBy(slope).negated();
  const knot = place.plus(x[0]!);
  const right: Face = { v: slope, w: 1, knot };
  const left: Face = { v: slope.negated(), w: -1, knot };
  return place.sign <= 0 ? [right] : knot.compare(x.at(-1)!) >= 0 ? [left] : [right, left];
}

/** The neurons of an interpolant with these pieces, with directions such that R is the alternating sum of the picks; faces of the same knot and side are one neuron. */
function neuronsOf(points: Points, lines: readonly Line[], picks: readonly number[]): RationalNeuron[] {
  const picked = new Set(picks);
  const faces: Face[] = [];
  let residual: Line = { value: Rational.zero, slope: Rational.zero };
  let left = true;
  for (const [k, line] of lines.entries()) {
    if (picked.has(k)) {
      residual = left ? { value: residual.value.plus(line.value), slope: residual.slope.plus(line.slope) } : minus(residual, line);
      left = !left;
    }
    const next = lines[k + 1];
    if (next === undefined) break;
    const change = next.slope.minus(line.slope);
    if (change.isZero) continue;
    faces.push({ v: change, w: left ? -1 : 1, knot: line.value.minus(next.value).dividedBy(change).plus(points.x[0]!) });
  }
  if (!residual.slope.isZero) faces.push(...facesOf(residual, points));
  const neurons = new Map<string, RationalNeuron>();
  for (const { v, w, knot } of faces) {
    const key = `${w} ${knot}`;
    const output = neurons.get(key)?.output.plus(v) ?? v;
    if (output.isZero) neurons.delete(key);
    else neurons.set(key, { output, weights: [Rational.of(w)], bias: w === 1 ? knot.negated() : knot });
  }
  if (residual.slope.isZero && !residual.value.isZero) neurons.set("constant", { output: residual.value, weights: [Rational.zero], bias: Rational.one });
  return [...neurons.values()];
}
