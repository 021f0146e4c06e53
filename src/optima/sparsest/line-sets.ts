/**
 * Sets of lines that are sums of a line and of multiples of lines through places, with factors in open intervals: what sums of pieces of interpolants can be. Exact.
 *
 * A line here is a function x -> value + slope x. Its value at a place is linear in it, and so the line q (x - place) has values q (other - place) elsewhere.
 *
 * Lemma. Let the factors be strictly inside of intervals that are not empty. If there are two different places, the set is that of all lines whose value at each of these places is
 * strictly between the infimum and the supremum of the values that the sums have there. If there is one, it is that of the lines with the base's value there whose slope is strictly
 * between. Without terms it is the base. Proof. The set is the image of an open box under a linear map, hence convex and relatively open: the relative interior of a sum of segments,
 * rays and lines in the plane of lines. In the plane such a polygon is bounded by parallels to its segments; these are the lines of a given value at a place. QED
 */
import { Rational } from "../../exact/rational.js";

export interface Line {
  readonly value: Rational;
  readonly slope: Rational;
}

/** The numbers strictly between two, nothing for infinity; or, if both are the same object, that one. */
export interface Interval {
  readonly from: Rational | undefined;
  readonly to: Rational | undefined;
}

/** All q (x - place) with q in the interval. */
export interface Term {
  readonly place: Rational;
  readonly factor: Interval;
}

export interface LineSet {
  readonly base: Line;
  /** None with a single factor. */
  readonly terms: readonly Term[];
}

/** value * (the line's value) + slope * (its slope) < bound; or at most that, if not strict. */
export interface Condition {
  readonly value: Rational;
  readonly slope: Rational;
  readonly bound: Rational;
  readonly strict: boolean;
}

export const ZERO: Line = { value: Rational.zero, slope: Rational.zero };
const MINUS_ONE = Rational.of(-1);

export function plus(a: Line, b: Line): Line {
  return { value: a.value.plus(b.value), slope: a.slope.plus(b.slope) };
}

export function scaled({ value, slope }: Line, factor: Rational): Line {
  return { value: value.times(factor), slope: slope.times(factor) };
}

export function minus(a: Line, b: Line): Line {
  return { value: a.value.minus(b.value), slope: a.slope.minus(b.slope) };
}

export function lineAt({ value, slope }: Line, x: Rational): Rational {
  return value.plus(slope.times(x));
}

/** The line with this slope and this value at a place. */
export function lineThrough(place: Rational, value: Rational, slope: Rational): Line {
  return { value: value.minus(slope.times(place)), slope };
}

/** All sums of a line of the one and, with the sign, a line of the other. */
export function sumOf(a: LineSet, sign: 1 | -1, b: LineSet): LineSet {
  if (sign === 1) return { base: plus(a.base, b.base), terms: [...a.terms, ...b.terms] };
  const terms = b.terms.map(({ place, factor }) => ({ place, factor: { from: factor.to?.negated(), to: factor.from?.negated() } }));
  return { base: minus(a.base, b.base), terms: [...a.terms, ...terms] };
}

/** Infimum and supremum of the sums' values at a place. */
function valuesAt({ base, terms }: LineSet, x: Rational): Interval {
  let from: Rational | undefined = lineAt(base, x);
  let to: Rational | undefined = from;
  for (const { place, factor } of terms) {
    const distance = x.minus(place);
    if (distance.isZero) continue;
    const [low, high] = distance.sign > 0 ? [factor.from, factor.to] : [factor.to, factor.from];
    from = low === undefined ? undefined : from?.plus(low.times(distance));
    to = high === undefined ? undefined : to?.plus(high.times(distance));
  }
  return { from, to };
}

/** Is the line 0 in the set? */
export function hasZero(set: LineSet): boolean {
  return conditionsOf(set).every(({ bound, strict }) => (strict ? bound.sign > 0 : bound.sign >= 0));
}

/** By the lemma: the lines that are in the set. */
export function conditionsOf(set: LineSet): Condition[] {
  const { base, terms } = set;
  const places: Rational[] = [];
  for (const { place } of terms) if (!places.some((other) => other.equals(place))) places.push(place);
  if (places.length === 0) return [...equal(Rational.one, Rational.zero, base.value), ...equal(Rational.zero, Rational.one, base.slope)];
  if (places.length > 1) return places.flatMap((place) => between(Rational.one, place, valuesAt(set, place)));
  const [place] = places as [Rational];
  let [from, to]: [Rational | undefined, Rational | undefined] = [base.slope, base.slope];
  for (const { factor } of terms) {
    from = factor.from === undefined ? undefined : from?.plus(factor.from);
    to = factor.to === undefined ? undefined : to?.plus(factor.to);
  }
  return [...equal(Rational.one, place, lineAt(base, place)), ...between(Rational.zero, Rational.one, { from, to })];
}

/** The value at a place is `bound`: two conditions. */
export function passes(place: Rational, bound: Rational): Condition[] {
  return equal(Rational.one, place, bound);
}

function equal(value: Rational, slope: Rational, bound: Rational): Condition[] {
  return [
    { value, slope, bound, strict: false },
    { value: value.negated(), slope: slope.negated(), bound: bound.negated(), strict: false },
  ];
}

function between(value: Rational, slope: Rational, { from, to }: Interval): Condition[] {
  const conditions: Condition[] = [];
  if (to !== undefined) conditions.push({ value, slope, bound: to, strict: true });
  if (from !== undefined) conditions.push({ value: value.negated(), slope: slope.negated(), bound: from.negated(), strict: true });
  return conditions;
}

/** A line that meets all conditions, or nothing if there is none: values are eliminated first (Fourier 1826, Motzkin 1936). */
export function lineIn(conditions: readonly Condition[]): Line | undefined {
  const slopes: Bound[] = [];
  const [lows, highs] = [[] as Condition[], [] as Condition[]];
  for (const condition of conditions) {
    if (condition.value.isZero) slopes.push({ factor: condition.slope, bound: condition.bound, strict: condition.strict });
    else (condition.value.sign > 0 ? highs : lows).push(condition);
  }
  for (const low of lows) {
    for (const high of highs) {
      // low.value < 0 < high.value: the sum with these factors has no value.
      const [a, b] = [high.value, low.value.negated()];
      slopes.push({ factor: low.slope.times(a).plus(high.slope.times(b)), bound: low.bound.times(a).plus(high.bound.times(b)), strict: low.strict || high.strict });
    }
  }
  const slope = numberWith(slopes);
  if (slope === undefined) return undefined;
  const value = numberWith([...lows, ...highs].map((condition) => ({ factor: condition.value, bound: condition.bound.minus(condition.slope.times(slope)), strict: condition.strict })));
  return value === undefined ? undefined : { value, slope };
}

/** factor * number < bound, or at most. */
interface Bound {
  readonly factor: Rational;
  readonly bound: Rational;
  readonly strict: boolean;
}

/** A number that meets all, one in the middle if there are many. */
function numberWith(bounds: readonly Bound[]): Rational | undefined {
  let [from, to]: [Rational | undefined, Rational | undefined] = [undefined, undefined];
  let [fromStrict, toStrict] = [false, false];
  for (const { factor, bound, strict } of bounds) {
    if (factor.isZero) {
      if (strict ? bound.sign <= 0 : bound.sign < 0) return undefined;
      continue;
    }
    const end = bound.dividedBy(factor);
    if (factor.sign > 0) {
      const side = to === undefined ? -1 : end.compare(to);
      if (side < 0) [to, toStrict] = [end, strict];
      else if (side === 0) toStrict ||= strict;
    } else {
      const side = from === undefined ? 1 : end.compare(from);
      if (side > 0) [from, fromStrict] = [end, strict];
      else if (side === 0) fromStrict ||= strict;
    }
  }
  if (from === undefined || to === undefined) return numberIn({ from, to });
  const side = from.compare(to);
  if (side > 0 || (side === 0 && (fromStrict || toStrict))) return undefined;
  return numberIn(side === 0 ? { from, to: from } : { from, to });
}

/** In the middle, or one off where there is none; 0 if there is no end. */
export function numberIn({ from, to }: Interval): Rational {
  if (from === undefined) return to === undefined ? Rational.zero : to.minus(Rational.one);
  if (to === undefined) return from.plus(Rational.one);
  return from === to ? from : from.plus(to).dividedBy(Rational.of(2));
}

/**
 * Factors of the terms with which the sum is the line, one after another, each so that the others can still do the rest.
 * @throws RangeError when the line is not in the set
 */
export function factorsOf({ base, terms }: LineSet, line: Line): Rational[] {
  let rest = minus(line, base);
  const factors = terms.map(({ place, factor }, k) => {
    const unit = lineThrough(place, Rational.zero, Rational.one);
    const bounds = conditionsOf({ base: ZERO, terms: terms.slice(k + 1) }).map(({ value, slope, bound, strict }): Bound => {
      // The rest less factor * unit meets the condition.
      const change = value.times(unit.value).plus(slope.times(unit.slope));
      return { factor: change.negated(), bound: bound.minus(value.times(rest.value)).minus(slope.times(rest.slope)), strict };
    });
    if (factor.to !== undefined) bounds.push({ factor: Rational.one, bound: factor.to, strict: true });
    if (factor.from !== undefined) bounds.push({ factor: MINUS_ONE, bound: factor.from.negated(), strict: true });
    const chosen = numberWith(bounds);
    if (chosen === undefined) throw new RangeError("the line is not in the set");
    rest = minus(rest, scaled(unit, chosen));
    return chosen;
  });
  if (!rest.value.isZero || !rest.slope.isZero) throw new RangeError("the line is not in the set");
  return factors;
}
