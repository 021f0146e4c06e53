/**
 * The search for an alternating sum of pieces that is one neuron at most, over all interpolants with the fewest knots, or zero with one more: see `plain-network.ts`, which says what is
 * looked for and why.
 */
import { Rational } from "../../exact/rational.js";
import type { Points } from "./data.js";
import {
  type Condition,
  type Interval,
  type Line,
  type LineSet,
  ZERO,
  conditionsOf,
  factorsOf,
  hasZero,
  lineIn,
  lineThrough,
  numberIn,
  passes,
  plus,
  sumOf,
} from "./line-sets.js";
import { type AtKnot, linesAtKnot, piecesAtKnot } from "./knot-places.js";
import { piecesWithSum, possibleSums } from "./open-pieces.js";
import { type Pieces, piecesOf, waysOf } from "./ways.js";

/** An interpolant's pieces from left to right, places counted from the first point, and those in the sum, ascending. */
export interface Found {
  readonly lines: readonly Line[];
  readonly picks: readonly number[];
}

/** Sets that may still be checked. */
export interface Work {
  left: number;
}

const NOTHING: LineSet = { base: ZERO, terms: [] };

/** One neuron more than the fewest knots, in the ways (a), (b), (c). none: there is none, if no sum is zero with the fewest knots. unknown: the budget has ended. */
export function findResidual(points: Points, work: Work): Found | "none" | "unknown" {
  const outside = outsideConditions(points);
  const fewest = search(points, 0, work, (pieces, picks) => withSum(pieces, picks, outside) ?? withZeroAtKnot(points, pieces, picks));
  if (fewest !== "none") return fewest;
  return search(points, 1, work, (pieces, picks) => (pieces.open === undefined ? withSum(pieces, picks, IS_ZERO) : withOpenPieces(points, pieces, picks)));
}

/** Sums of one piece, of three, of five: of all ways. */
function search(points: Points, excess: 0 | 1, work: Work, test: (pieces: Pieces, picks: readonly number[]) => Found | undefined): Found | "none" | "unknown" {
  for (let size = 1; ; size += 2) {
    let possible = false;
    for (const way of waysOf(points, excess)) {
      const pieces = piecesOf(points, way);
      work.left -= pieces.lines.length / 8;
      if (pieces.lines.length < size) break;
      possible = true;
      for (const picks of choices(pieces.lines.length, size)) {
        if (work.left <= 0) return "unknown";
        work.left -= 1;
        const found = test(pieces, picks);
        if (found !== undefined) return found;
      }
    }
    if (!possible) return "none";
  }
}

/** All `size` of the numbers below n, ascending. */
function* choices(n: number, size: number): Generator<readonly number[]> {
  const chosen = Array.from({ length: size }, (_, k) => k);
  for (;;) {
    yield [...chosen];
    let k = size - 1;
    while (k >= 0 && chosen[k] === n - size + k) k--;
    if (k < 0) return;
    chosen[k]!++;
    for (let later = k + 1; later < size; later++) chosen[later] = chosen[later - 1]! + 1;
  }
}

/** A sum of pieces, with their signs, all times `sign`. */
interface Sum {
  readonly pieces: Pieces;
  /** Their signs alternate, beginning with plus. */
  readonly picks: readonly number[];
  /** Of these, those that are not in the sum. */
  readonly without: readonly number[];
  readonly sign: 1 | -1;
}

/** Is the k-th pick added or subtracted? */
const signOf = (k: number): 1 | -1 => (k % 2 === 0 ? 1 : -1);

function setOf({ pieces, picks, without, sign }: Sum): LineSet {
  return picks.reduce((sum, pick, k) => (without.includes(pick) ? sum : sumOf(sum, signOf(k) === sign ? 1 : -1, pieces.lines[pick]!)), NOTHING);
}

/** Lines for all pieces such that the sum is the line given; nothing for those left open. */
function linesWithSum({ pieces, picks, without, sign }: Sum, set: LineSet, line: Line): (Line | undefined)[] {
  const factors = factorsOf(set, line);
  let next = 0;
  return pieces.lines.map((piece, k) => {
    const pick = without.includes(k) ? -1 : picks.indexOf(k);
    return piece?.terms.reduce((all, { place, factor }) => {
      const number = pick < 0 ? numberIn(factor) : signOf(pick) === sign ? factors[next++]! : factors[next++]!.negated();
      return plus(all, lineThrough(place, Rational.zero, number));
    }, piece.base);
  });
}

/** The sum of all picks is zero, or one neuron. */
export function withSum(pieces: Pieces, picks: readonly number[], alternatives: readonly (readonly Condition[])[]): Found | undefined {
  const sum: Sum = { pieces, picks, without: [], sign: 1 };
  const set = setOf(sum);
  for (const conditions of alternatives) {
    const line = conditions.length === 0 ? (hasZero(set) ? ZERO : undefined) : lineIn([...conditionsOf(set), ...conditions]);
    if (line !== undefined) return { lines: linesWithSum(sum, set, line) as Line[], picks };
  }
  return undefined;
}

/** What `withSum` needs for zero. */
export const IS_ZERO: Condition[][] = [[]];

/** On the data's interval not negative, or not positive. */
function outsideConditions({ x }: Points): Condition[][] {
  const places = [Rational.zero, x.at(-1)!.minus(x[0]!)];
  return [1, -1].map((sign) => places.map((place) => ({ value: Rational.of(-sign), slope: place.times(Rational.of(-sign)), bound: Rational.zero, strict: false })));
}

/** The slopes of a piece next to a knot inside of a chord: it passes through one point, or is a chord. */
function slopesOfPiece({ base, terms }: LineSet): Interval {
  return terms[0]?.factor ?? { from: base.slope, to: base.slope };
}

const lineAtPoint = ({ x, y }: Points, i: number, slope: Rational): Line => lineThrough(x[i]!.minus(x[0]!), y[i]!, slope);

/** The sum of the picks is zero at a knot. */
function withZeroAtKnot(points: Points, pieces: Pieces, picks: readonly number[]): Found | undefined {
  const { lines, knots } = pieces;
  for (const [k, { at, index, which }] of knots.entries()) {
    if (picks.includes(k + 1)) continue;
    const through = picks.includes(k);
    // The sum without the piece before the knot, with the sign that this one does not have, passes through the knot; or the sum, if it has no such piece, is zero there.
    const sum: Sum = { pieces, picks, without: through ? [k] : [], sign: through && signOf(picks.indexOf(k)) === 1 ? -1 : 1 };
    const set = setOf(sum);
    const conditions = conditionsOf(set);
    if (at === "point") {
      const line = lineIn([...conditions, ...passes(points.x[index]!.minus(points.x[0]!), through ? points.y[index]! : Rational.zero)]);
      if (line !== undefined) return { lines: linesWithSum(sum, set, line) as Line[], picks };
      continue;
    }
    const two = knots.some((other, j) => j !== k && other.at === "inside" && other.index === index);
    const [u, v] = [lines[k - which]!, lines[k + (two ? 2 : 1) - which]!].map(slopesOfPiece) as [Interval, Interval];
    const knot: AtKnot = { over: { points, chord: index, u, v, opposite: !two }, which: which as 0 | 1, through };
    for (const more of linesAtKnot(knot)) {
      const line = lineIn([...conditions, ...more]);
      if (line === undefined) continue;
      const found = piecesAtKnot(knot, line);
      if (found === undefined) throw new Error("no pieces at a knot where there are some");
      const all = linesWithSum(sum, set, line) as Line[];
      all[k] = which === 0 ? lineAtPoint(points, index, found.u) : found.inner[0]!;
      all[k + 1] = two && which === 0 ? found.inner[0]! : lineAtPoint(points, index + 1, found.v);
      return { lines: all, picks };
    }
  }
  return undefined;
}

/** The sum of the picks is zero, where some pieces are left open. */
function withOpenPieces(points: Points, pieces: Pieces, picks: readonly number[]): Found | undefined {
  const { chord, before } = pieces.open!;
  const opposite = pieces.lines[before + 2] !== undefined;
  const after = before + (opposite ? 2 : 3);
  const group = Array.from({ length: after - before + 1 }, (_, k) => before + k);
  const chosen = group.map((piece) => picks.includes(piece));
  const inner = group.slice(1, -1).filter((piece) => picks.includes(piece));
  if (inner.length === 0) return undefined;
  // Alone, M_1 goes with u, and M_2 with v.
  const together = opposite || inner.length === 2 ? group : inner[0] === before + 1 ? group.slice(0, 2) : group.slice(2);
  const without = together.filter((piece) => picks.includes(piece));
  const sum: Sum = { pieces, picks, without, sign: signOf(picks.indexOf(inner.at(-1)!)) === 1 ? -1 : 1 };
  const set = setOf(sum);
  const conditions = conditionsOf(set);
  const [u, v] = [before, after].map((k) => slopesOfPiece(pieces.lines[k]!)) as [Interval, Interval];
  for (const more of possibleSums({ points, chord, u, v, opposite }, chosen)) {
    const line = lineIn([...conditions, ...more]);
    if (line === undefined) continue;
    const all = linesWithSum(sum, set, line);
    // Where u or v is in the rest, it is given.
    const given = (k: number, slopes: Interval) => (picks.includes(k) && !without.includes(k) ? { from: all[k]!.slope, to: all[k]!.slope } : slopes);
    const found = piecesWithSum({ points, chord, u: given(before, u), v: given(after, v), opposite }, chosen, line);
    if (found === undefined) throw new Error("no pieces with a sum that is possible");
    all[before] = lineAtPoint(points, chord, found.u);
    all[after] = lineAtPoint(points, chord + 1, found.v);
    for (const [k, piece] of found.inner.entries()) all[before + 1 + k] = piece;
    return { lines: all as Line[], picks };
  }
  return undefined;
}
