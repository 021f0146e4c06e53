/**
 * Two or three knots inside of a chord whose pieces depend on each other: for which sums of them there are some, and which. For `plain-network.ts`.
 *
 * Over chord i let a line be given by how far it is above the chord at its two ends. Let u be the piece before the knots, that passes through point i, with (0, -a); v that after
 * them, through point i + 1; a M, or M_1 and M_2, are between. Everything is turned upside down where u is steeper than the chord, so a > 0.
 *
 * *Two knots, v = (-b, 0), b > 0.* M = (A, B) meets u and v inside, in this order, if and only if
 * (1) A < 0, B < 0, -A < b, -B < a, and M is above the place where u meets v: A a + B b + a b > 0; or
 * (2) A > 0, B < -a, and M is below it: A a + B b + a b < 0; or
 * (3) B > 0, A < -b, and again A a + B b + a b < 0. For intervals of a and b, the sums S of M less none, one or both of u and v that are possible make up convex polygons, one for
 * each case: a and b are taken at those ends of their intervals that are best.
 *
 * *Three knots, v = (b, 0), b > 0.* v is above u all along. Whenever M_2 meets v inside, some M_1 joins u to M_2 before that; likewise for M_1 and u. If M_2 - M_1 is zero at a place
 * inside, there are such lines: M_1 leaves u right before that place, steep enough for M_2 to meet v right after it.
 *
 * (Own.)
 */
import { Rational } from "../../exact/rational.js";
import type { Points } from "./data.js";
import { type Condition, type Interval, type Line, lineAt, lineThrough, minus, numberIn, plus } from "./line-sets.js";

/** Which of the pieces u, M_1, (M_2,) v are in a sum of alternating signs; that of M, or of M_2 where it is there, is plus. */
export type Chosen = readonly boolean[];

/** factor[0] * first + factor[1] * second < bound. */
export type Inequality = readonly [Rational, Rational, Rational];

/** Open intervals of a and b, or single numbers. */
export interface Distances {
  readonly a: Interval;
  readonly b: Interval;
}

/** What is next to the knots inside of a chord. */
export interface OverChord {
  readonly points: Points;
  readonly chord: number;
  /** Slopes of u and v. */
  readonly u: Interval;
  readonly v: Interval;
  /** Are u and v on different sides of the chord's slope, so that two knots are open, not three? */
  readonly opposite: boolean;
}

const { zero, one } = Rational;
const minusOne = Rational.of(-1);

/** Is u less steep than the chord? 1, else -1: then all is upside down. */
export function upright({ points, chord, u }: OverChord): 1 | -1 {
  const slope = points.slopes[chord]!;
  return (u.to !== undefined && u.to.compare(slope) <= 0) ? 1 : -1;
}

export function distancesOf(pieces: OverChord): Distances {
  const { points, chord } = pieces;
  const width = points.x[chord + 1]!.minus(points.x[chord]!);
  const distance = (slopes: Interval): Interval => {
    const away = (slope: Rational | undefined) => (slope === undefined ? undefined : slope.minus(points.slopes[chord]!).abs().times(width));
    const [p, q] = [away(slopes.from), away(slopes.to)];
    if (slopes.from !== undefined && slopes.from === slopes.to) return { from: p, to: p };
    // Infinity is the far end.
    return p === undefined ? { from: q, to: p } : q === undefined || p.compare(q) < 0 ? { from: p, to: q } : { from: q, to: p };
  };
  return { a: distance(pieces.u), b: distance(pieces.v) };
}

/** How the chord's own values at its ends come into the two numbers: subtracted from those of the sum, left out, or added. */
export type Offset = -1 | 0 | 1;

/** The sums that are possible are the lines that meet all conditions of one of these lists. */
export function possibleSums(pieces: OverChord, chosen: Chosen): Condition[][] {
  const distances = distancesOf(pieces);
  const [offset, regions] = pieces.opposite ? sumsOfTwo(distances, chosen) : sumsOfThree(distances, chosen);
  return regions.map((region) => region.map((inequality) => conditionOf(pieces, offset, inequality)));
}

export function conditionOf(pieces: OverChord, offset: Offset, [first, second, bound]: Inequality, strict = true): Condition {
  const { points, chord } = pieces;
  const sign = Rational.of(upright(pieces));
  const [left, right] = [points.x[chord]!.minus(points.x[0]!), points.x[chord + 1]!.minus(points.x[0]!)];
  const own = first.times(points.y[chord]!).plus(second.times(points.y[chord + 1]!));
  return {
    value: sign.times(first.plus(second)),
    slope: sign.times(first.times(left).plus(second.times(right))),
    bound: offset === 0 ? bound : bound.minus(sign.times(own).times(Rational.of(offset))),
    strict,
  };
}

/** Regions that are the same from the right to the left. */
function mirrored(region: Inequality[]): Inequality[] {
  return region.map(([first, second, bound]) => [second, first, bound]);
}

/** The factors of what is on the left side are turned around: > instead of <. */
export const reversed = ([first, second, bound]: Inequality): Inequality => [first.negated(), second.negated(), bound.negated()];

const negative: Inequality[] = [[one, zero, zero]];
const positive: Inequality[] = [[minusOne, zero, zero]];
const negativeSecond: Inequality[] = [[zero, one, zero]];
const positiveSecond: Inequality[] = [[zero, minusOne, zero]];
/** Of a line that is zero inside. */
export const zeroInside: Inequality[][] = [[...negative, ...positiveSecond], [...positive, ...negativeSecond]];
const firstBelow = (bound: Rational | undefined): Inequality[] => (bound === undefined ? [] : [[one, zero, bound]]);
const firstAbove = (bound: Rational | undefined): Inequality[] => (bound === undefined ? [] : [[minusOne, zero, bound.negated()]]);
const secondBelow = (bound: Rational | undefined): Inequality[] => (bound === undefined ? [] : [[zero, one, bound]]);
const secondAbove = (bound: Rational | undefined): Inequality[] => (bound === undefined ? [] : [[zero, minusOne, bound.negated()]]);
const negated = (number: Rational | undefined) => number?.negated();

function sumsOfTwo({ a, b }: Distances, chosen: Chosen): [Offset, Inequality[][]] {
  const [u, , v] = chosen as [boolean, boolean, boolean];
  if (!u && !v) {
    return [-1, [
      [...negative, ...negativeSecond, ...corner(a, b)],
      below(a, b),
      mirrored(below(b, a)),
    ]];
  }
  if (u && v) return [1, [...bothSums(a, b), mirrored(bothSums(b, a)[1]!)]];
  return [0, u ? oneSums(a, b) : oneSums(b, a).map(mirrored)];
}

/** M: -A / b + -B / a < 1, with both as large as possible. */
function corner(a: Interval, b: Interval): Inequality[] {
  if (a.to !== undefined && b.to !== undefined) return [[a.to.negated(), b.to.negated(), a.to.times(b.to)]];
  return [...firstAbove(negated(b.to)), ...secondAbove(negated(a.to))];
}

/** M, case (2): a as small, b as large as possible. */
function below(a: Interval, b: Interval): Inequality[] {
  const low = a.from!;
  return [...positive, ...(b.to === undefined ? secondBelow(low.negated()) : [[low, b.to, low.times(b.to).negated()] as const])];
}

/** M - u = (A, B + a), the three cases: it is zero left of where u meets v, or right of it. */
function oneSums(a: Interval, b: Interval): Inequality[][] {
  const [lowA, lowB] = [a.from!, b.from!];
  return [
    [...negative, ...positiveSecond, ...secondBelow(a.to), ...firstAbove(negated(b.to)), ...(b.to === undefined ? [] : [[lowA.negated(), b.to.negated(), zero] as const])],
    [...positive, ...negativeSecond, ...(b.to === undefined ? [] : [[lowA, b.to, zero] as const])],
    [...negative, ...secondAbove(lowA), ...firstBelow(lowB.negated()), ...(a.to === undefined ? [] : [[a.to, lowB, zero] as const])],
  ];
}

/** M - u - v = (A + b, B + a), cases (1) and (2). */
function bothSums(a: Interval, b: Interval): Inequality[][] {
  const [lowA, lowB] = [a.from!, b.from!];
  const beyond: Inequality[] = lowA.isZero || lowB.isZero ? [] : [[lowA.negated(), lowB.negated(), lowA.times(lowB).negated()]];
  return [
    [...positive, ...positiveSecond, ...firstBelow(b.to), ...secondBelow(a.to), ...beyond],
    [...negativeSecond, ...firstAbove(lowB), ...(b.to === undefined ? [] : [[lowA, b.to, lowA.times(b.to)] as const])],
  ];
}

/** Lines that meet u inside, for some a. */
export function meetingU(a: Interval): Inequality[][] {
  return [[...positive, ...secondBelow(a.from!.negated())], [...negative, ...secondAbove(negated(a.to))]];
}

/** Lines that meet v inside, for some b, v = (b, 0). */
export function meetingV(b: Interval): Inequality[][] {
  return [[...positiveSecond, ...firstBelow(b.to)], [...negativeSecond, ...firstAbove(b.from)]];
}

function sumsOfThree({ a, b }: Distances, chosen: Chosen): [Offset, Inequality[][]] {
  const [u, first, second, v] = chosen as [boolean, boolean, boolean, boolean];
  const [lowA, lowB] = [a.from!, b.from!];
  if (!second) return u ? [0, zeroInside] : [-1, meetingU(a)];
  if (!first) return v ? [0, zeroInside] : [-1, meetingV(b)];
  if (!u && !v) return [0, zeroInside];
  // M_2 - M_1 is zero inside where the sum meets u.
  if (!v) return [-1, meetingU(a)];
  if (!u) return [1, [[...positiveSecond, ...firstBelow(lowB.negated())], [...negativeSecond, ...firstAbove(negated(b.to))]]];
  return [0, [[...firstBelow(lowB.negated()), ...secondAbove(negated(a.to))], [...firstAbove(negated(b.to)), ...secondBelow(lowA.negated())]]];
}

/** Slopes of u and v, and the lines between. */
export interface ClosedPieces {
  readonly u: Rational;
  readonly v: Rational;
  readonly inner: readonly Line[];
}

/** Pieces whose sum is `sum`, one of those that are possible. Nothing if none is found, which only a defect can cause. */
export function piecesWithSum(pieces: OverChord, chosen: Chosen, sum: Line): ClosedPieces | undefined {
  return pieces.opposite ? twoWithSum(pieces, chosen, sum) : threeWithSum(pieces, chosen, sum);
}

/** Halvings until the search for a and b ends. */
export const HALVINGS = 400;

/** Numbers of an interval nearer and nearer to its ends. */
export function* towardsEnds({ from, to }: Interval, k: number): Generator<Rational> {
  if (from !== undefined && from === to) return yield from;
  const power = Rational.of(2n ** BigInt(k + 1));
  const share = one.dividedBy(power);
  const low = from ?? zero;
  const width = to === undefined ? one : to.minus(low);
  yield low.plus(width.times(share));
  yield to === undefined ? low.plus(power) : to.minus(width.times(share));
}

/** What is strictly above `low` and below `high`; nothing if that is empty. */
export function within(interval: Interval, low: Rational | undefined, high: Rational | undefined): Interval | undefined {
  let { from, to } = interval;
  const single = from !== undefined && from === to;
  if (single) return (low === undefined || low.compare(from!) < 0) && (high === undefined || high.compare(from!) > 0) ? interval : undefined;
  if (low !== undefined && (from === undefined || low.compare(from) > 0)) from = low;
  if (high !== undefined && (to === undefined || high.compare(to) < 0)) to = high;
  return from !== undefined && to !== undefined && from.compare(to) >= 0 ? undefined : { from, to };
}

/** Distances a and b as slopes. */
export function slopesOf(pieces: OverChord, a: Rational, b: Rational): { u: Rational; v: Rational } {
  const { points, chord, opposite } = pieces;
  const width = points.x[chord + 1]!.minus(points.x[chord]!).times(Rational.of(upright(pieces)));
  const slope = points.slopes[chord]!;
  return { u: slope.minus(a.dividedBy(width)), v: opposite ? slope.plus(b.dividedBy(width)) : slope.minus(b.dividedBy(width)) };
}

/** The places of the chord's ends, and u and v as lines. */
export function endsOf({ points, chord }: OverChord, slopes: { u: Rational; v: Rational }): { left: Rational; right: Rational; u: Line; v: Line } {
  const [left, right] = [points.x[chord]!.minus(points.x[0]!), points.x[chord + 1]!.minus(points.x[0]!)];
  return { left, right, u: lineThrough(left, points.y[chord]!, slopes.u), v: lineThrough(right, points.y[chord + 1]!, slopes.v) };
}

function twoWithSum(pieces: OverChord, chosen: Chosen, sum: Line): ClosedPieces | undefined {
  const { points, chord } = pieces;
  const [hasU, , hasV] = chosen as [boolean, boolean, boolean];
  const sign = Rational.of(upright(pieces));
  const times = Rational.of(Number(hasU) + Number(hasV) - 1);
  const { left, right } = endsOf(pieces, { u: zero, v: zero });
  // M = (first - b if v is in the sum, second - a if u is).
  const first = sign.times(lineAt(sum, left).plus(times.times(points.y[chord]!)));
  const second = sign.times(lineAt(sum, right).plus(times.times(points.y[chord + 1]!)));
  const { a, b } = distancesOf(pieces);
  const cases: [a: Interval | undefined, b: Interval | undefined, above: boolean][] = [];
  if (hasV ? first.sign > 0 : first.sign < 0) if (hasU ? second.sign > 0 : second.sign < 0) cases.push([within(a, second.abs(), undefined), within(b, first.abs(), undefined), true]);
  if (first.sign > 0 && second.sign < 0) cases.push([hasU ? a : within(a, undefined, second.abs()), hasV ? within(b, undefined, first) : b, false]);
  if (second.sign > 0 && first.sign < 0) cases.push([hasU ? within(a, undefined, second) : a, hasV ? b : within(b, undefined, first.abs()), false]);
  for (const [as, bs, above] of cases) {
    if (as === undefined || bs === undefined) continue;
    for (let k = 0; k < HALVINGS; k++) {
      for (const x of towardsEnds(as, k)) {
        for (const y of towardsEnds(bs, k)) {
          const [A, B] = [hasV ? first.minus(y) : first, hasU ? second.minus(x) : second];
          if (A.times(x).plus(B.times(y)).plus(x.times(y)).sign !== (above ? 1 : -1)) continue;
          const slopes = slopesOf(pieces, x, y);
          const ends = endsOf(pieces, slopes);
          let middle = sum;
          if (hasU) middle = plus(middle, ends.u);
          if (hasV) middle = plus(middle, ends.v);
          return { ...slopes, inner: [middle] };
        }
      }
    }
  }
  return undefined;
}

function threeWithSum(pieces: OverChord, chosen: Chosen, sum: Line): ClosedPieces | undefined {
  const { points, chord } = pieces;
  const [hasU, hasFirst, hasSecond, hasV] = chosen as [boolean, boolean, boolean, boolean];
  const { left, right } = endsOf(pieces, { u: zero, v: zero });
  const sign = Rational.of(upright(pieces));
  const { a, b } = distancesOf(pieces);
  // The line that has to be zero inside is (first + b if it is less v, second + a if it is less u): M_2 - v, M_1 - u or M_2 - M_1, at most with its sign changed.
  const lessU = hasSecond ? hasFirst && hasU : !hasU;
  const lessV = hasSecond && (hasFirst ? hasV : !hasV);
  const both = hasFirst && hasSecond;
  // What u, v and the chord have at the ends, times their sign in M_2 - M_1 = sum - u + v, M_1 - u or M_2 - v.
  const own = both ? Rational.of(Number(lessV) - Number(lessU)) : lessU || lessV ? minusOne : zero;
  const first = sign.times(lineAt(sum, left).plus(own.times(points.y[chord]!)));
  const second = sign.times(lineAt(sum, right).plus(own.times(points.y[chord + 1]!)));
  // M_2 - v = (first - b, second), M_2 - M_1 = sum - u + v = (first + b, second + a).
  const vSign = both ? 1 : -1;
  for (const side of [1, -1]) {
    // first of one sign, second of the other.
    const limit = vSign === 1 ? first.negated() : first;
    const bs = !lessV ? (first.sign === side ? b : undefined) : side === vSign ? within(b, limit, undefined) : within(b, undefined, limit);
    const as = !lessU ? (second.sign === -side ? a : undefined) : side > 0 ? within(a, undefined, second.negated()) : within(a, second.negated(), undefined);
    if (as === undefined || bs === undefined) continue;
    const slopes = slopesOf(pieces, numberIn(as), numberIn(bs));
    const { u, v } = endsOf(pieces, slopes);
    const half = Rational.of(1, 2);
    const meeting = (p: Line, q: Line): Rational => p.value.minus(q.value).dividedBy(q.slope.minus(p.slope));
    const middle = (p: Rational, q: Rational): Rational => p.plus(q).times(half);
    const joining = (p: Rational, from: Line, q: Rational, to: Line): Line => lineThrough(p, lineAt(from, p), lineAt(to, q).minus(lineAt(from, p)).dividedBy(q.minus(p)));
    if (!both) {
      if (hasSecond) {
        const last = hasV ? plus(sum, v) : sum;
        const before = middle(left, meeting(last, v));
        return { ...slopes, inner: [joining(middle(left, before), u, before, last), last] };
      }
      const start = hasU ? plus(sum, u) : sum;
      const after = middle(meeting(start, u), right);
      return { ...slopes, inner: [start, joining(after, start, middle(after, right), v)] };
    }
    let step = sum;
    if (hasU) step = minus(step, u);
    if (hasV) step = plus(step, v);
    const place = meeting(step, { value: zero, slope: zero });
    let before = middle(left, place);
    for (let k = 0; k < HALVINGS; k++) {
      // At the place halfway between u and v.
      const height = middle(lineAt(u, place), lineAt(v, place));
      const start = lineThrough(place, height, height.minus(lineAt(u, before)).dividedBy(place.minus(before)));
      const last = plus(start, step);
      const ahead = last.slope.equals(v.slope) ? undefined : meeting(last, v);
      if (ahead !== undefined && ahead.compare(place) > 0 && ahead.compare(right) < 0) return { ...slopes, inner: [start, last] };
      before = middle(before, place);
    }
  }
  return undefined;
}
