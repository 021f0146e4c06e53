/**
 * Lines that are zero at a knot, or pass through it, where the knot's place inside of a chord depends on slopes: for `plain-network.ts`, (b). Notation as in `open-pieces.ts`.
 *
 * *One knot inside.* u = (0, -a) meets v = (-b, 0) where a line (D, E) has D a + E b times a positive number, and the chord itself -a b. So a line is zero there if D a + E b = 0; a
 * line (A, B), given from the chord, passes through it if A a + B b + a b = 0. Such a form takes the value 0 for a and b in open intervals if and only if it takes both signs there
 * (or is 0 for all, which makes the line u or v). It is linear in each of a and b, so its signs are those at the ends of the intervals; where one end is infinity, that of the
 * leading coefficient.
 *
 * *Two knots inside.* The first one is anywhere on u, the second one anywhere on v, as the piece between is any line steep enough. (Own.)
 */
import { Rational } from "../../exact/rational.js";
import { type Condition, type Interval, type Line, lineAt, lineThrough, numberIn } from "./line-sets.js";
import {
  type Distances,
  HALVINGS,
  type Inequality,
  type Offset,
  type OverChord,
  conditionOf,
  distancesOf,
  endsOf,
  meetingU,
  meetingV,
  reversed,
  slopesOf,
  towardsEnds,
  upright,
  within,
  zeroInside,
} from "./open-pieces.js";

/** Which knot inside: of one, or the first or second one of two. Is the line to pass through it, or to be zero at its place? */
export interface AtKnot {
  readonly over: OverChord;
  readonly which: 0 | 1;
  readonly through: boolean;
}

const { zero, one } = Rational;
const isOne = ({ from, to }: Interval): boolean => from !== undefined && from === to;

/** The lines are those that meet all conditions of one of these lists. */
export function linesAtKnot({ over, which, through }: AtKnot): Condition[][] {
  const { a, b } = distancesOf(over);
  const offset: Offset = through ? -1 : 0;
  const conditions = (regions: readonly (readonly Inequality[])[]) => regions.map((region) => region.map((inequality) => conditionOf(over, offset, inequality)));
  if (!over.opposite) return conditions(!through ? zeroInside : which === 0 ? meetingU(a) : meetingV(b));
  if (isOne(a) && isOne(b)) {
    const [form] = formsBelow({ a, b }, through) as [Inequality];
    return [[conditionOf(over, offset, form, false), conditionOf(over, offset, reversed(form), false)]];
  }
  const below = formsBelow({ a, b }, through);
  // Above where both are infinite: always, for a line through the knot.
  const free = through && a.to === undefined && b.to === undefined;
  return conditions([...below.flatMap((form) => below.filter((other) => other !== form).map((other) => [form, reversed(other)])), ...(free ? below.map((form) => [form]) : [])]);
}

/** The form is negative at a corner of the intervals: for each corner. */
function formsBelow({ a, b }: Distances, through: boolean): Inequality[] {
  const forms: Inequality[] = [];
  for (const first of isOne(a) ? [a.from] : [a.from, a.to]) {
    for (const second of isOne(b) ? [b.from] : [b.from, b.to]) {
      if (first !== undefined && second !== undefined) forms.push([first, second, through ? first.times(second).negated() : zero]);
      else if (first === undefined && second !== undefined) forms.push([one, zero, through ? second.negated() : zero]);
      else if (first !== undefined) forms.push([zero, one, through ? first.negated() : zero]);
    }
  }
  return forms;
}

/** Slopes of u and v, and the piece between two knots, for which the line is as asked for. Nothing if none are found, which only a defect can cause. */
export function piecesAtKnot({ over, which, through }: AtKnot, line: Line): { u: Rational; v: Rational; inner: readonly Line[] } | undefined {
  const { points, chord } = over;
  const { a, b } = distancesOf(over);
  const sign = Rational.of(upright(over));
  const { left, right } = endsOf(over, { u: zero, v: zero });
  const own = (i: number) => (through ? points.y[i]! : zero);
  const first = sign.times(lineAt(line, left).minus(own(chord)));
  const second = sign.times(lineAt(line, right).minus(own(chord + 1)));
  if (over.opposite) {
    const found = zeroOf((x, y) => first.times(x).plus(second.times(y)).plus(through ? x.times(y) : zero), a, b);
    return found && { ...slopesOf(over, found.x, found.y), inner: [] };
  }
  // A first knot on u: first (second + a) < 0. A second one on v: (first - b) second < 0.
  const as = !through || which === 1 ? a : first.sign > 0 ? within(a, undefined, second.negated()) : within(a, second.negated(), undefined);
  const bs = !through || which === 0 ? b : second.sign > 0 ? within(b, first, undefined) : within(b, undefined, first);
  if (as === undefined || bs === undefined) return undefined;
  const slopes = slopesOf(over, numberIn(as), numberIn(bs));
  const { u, v } = endsOf(over, slopes);
  const next = which === 0 ? u : v;
  const place = through ? next.value.minus(line.value).dividedBy(line.slope.minus(next.slope)) : line.value.dividedBy(line.slope).negated();
  // One off the chord's other end, to the side that makes it steep.
  const [end, height] = which === 0 ? [right, points.y[chord + 1]!.plus(sign)] : [left, points.y[chord]!.minus(sign)];
  const slope = height.minus(lineAt(next, place)).dividedBy(end.minus(place));
  return { ...slopes, inner: [lineThrough(end, height, slope)] };
}

/** A zero of a function that is linear in each of two numbers of open intervals, and takes both signs there, or of two single numbers. */
function zeroOf(form: (x: Rational, y: Rational) => Rational, a: Interval, b: Interval): { x: Rational; y: Rational } | undefined {
  const found = new Map<number, { x: Rational; y: Rational; value: Rational }>();
  for (let k = 0; k < HALVINGS; k++) {
    for (const x of towardsEnds(a, k)) {
      for (const y of towardsEnds(b, k)) {
        const value = form(x, y);
        if (value.isZero) return { x, y };
        if (!found.has(value.sign)) found.set(value.sign, { x, y, value });
      }
    }
    const [high, low] = [found.get(1), found.get(-1)];
    if (high === undefined || low === undefined) continue;
    // Over one of the two corners between, one number after the other: linear.
    const corner = { x: high.x, y: low.y, value: form(high.x, low.y) };
    const other = corner.value.sign < 0 ? high : low;
    const share = corner.value.dividedBy(corner.value.minus(other.value));
    const between = (from: Rational, to: Rational) => from.plus(to.minus(from).times(share));
    return { x: between(corner.x, other.x), y: between(corner.y, other.y) };
  }
  return undefined;
}
