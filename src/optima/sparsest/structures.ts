/**
 * All interpolants of fewest knots, with a free affine part: a disjoint union of cells, the *structures*, each of which is a product of intervals and triangles.
 *
 * Let f be one of them, m its number of knots, s_i the slope of chord i, from point i to point i + 1; u_i is the slope of f right of point i, v_i that left of point i + 1.
 *
 * - All knots are strictly between the first and the last point: others can be left out.
 * - Strictly inside of chord i there are at most two knots, as with two any u_i and v_i go: take a third slope far enough beyond s_i, on the side on which at least one of them is
 *   not.
 * - None inside: u_i = v_i = s_i. One: s_i is strictly between u_i and v_i, and these give its place. Two: u_i and v_i are on the same side of s_i, not equal to it. If they were
 *   on different sides, one knot would do; if u_i = s_i, one at point i + 1 would. The slope between the two knots is then beyond s_i on the other side, for every two places, and
 *   follows from them.
 * - At a point between two chords f has a knot or the slopes left and right are the same number, v_i-1 = u_i. Where a knot is, the slopes are different for all numbers on the
 *   sides given: if they could be equal, f could do without the knot.
 *
 * So f is given by: for each chord a kind, the sides of u_i and v_i to s_i, of which there are five; for each point knot or not; numbers u, v on these sides, one for each point
 * without a knot, two for each with one, one for each end; two places for each chord with two knots. Conversely all such numbers give an interpolant with m knots. A slope at a point
 * without a knot is equal to a chord's slope or in an open interval that ends at those of the two chords or is unbounded, as the sides say; it does not depend on other slopes. A
 * choice of kinds and knots with m knots in all and with no empty interval is a structure.
 *
 * Structures are the shortest ways through a graph: chords with kinds are the nodes, neighbours are joined without a knot if some slope is on both sides, otherwise with one. As the
 * knot costs one, there is never a choice between the two. Counting, the largest dimension and the ranges of the knots are sums, maxima and unions over the nodes and edges of
 * shortest ways, in time linear in the number of points.
 *
 * The k-th knot is always the one that the k-th witness of `fewest-knots.ts` forces, so it has the sign of its turn: docs/theory.md 2.11. (Own.)
 */
import { Rational } from "../../exact/rational.js";
import type { Points } from "./data.js";
import { type Interpolant, type Knot, meetingPlace } from "./interpolant.js";
import { type Interval, numberIn } from "./line-sets.js";

/** Places from `from` to `to`; one place where they are equal. */
export interface PlaceRange {
  readonly from: Rational;
  readonly to: Rational;
  readonly fromIncluded: boolean;
  readonly toIncluded: boolean;
}

/** Of the k-th knot of all interpolants of fewest knots, k = 0, 1, ... from the left. */
export interface KnotRange {
  /** Of its slope change. */
  readonly sign: 1 | -1;
  /** The union of its places: disjoint ranges, ascending. */
  readonly places: readonly PlaceRange[];
}

/** Where a structure has a knot. */
export interface StructureKnot {
  /** At a point, or strictly between it and the next one. */
  readonly at: "point" | "inside";
  readonly point: number;
  readonly sign: 1 | -1;
  /** Over the members of this structure. */
  readonly places: PlaceRange;
}

export interface Structure {
  readonly dimension: number;
  readonly knots: readonly StructureKnot[];
  /** Are the slopes of all members bounded? */
  readonly bounded: boolean;
  /** One of its interpolants. */
  readonly member: Interpolant;
}

export interface SparsestStructures {
  /** How many structures there are. */
  readonly count: bigint;
  /** Of the largest one. */
  readonly dimension: number;
  /** Is there one interpolant of fewest knots only? */
  readonly unique: boolean;
  /** Are the slopes of all interpolants of fewest knots bounded? */
  readonly bounded: boolean;
  readonly knots: readonly KnotRange[];
  /** The first ones, at most as many as asked for. */
  readonly listed: readonly Structure[];
}

/** The sign of a slope less that of a chord. */
export type Side = -1 | 0 | 1;

/** What f does over a chord: the sides of its slopes at the two ends, and how many knots are strictly inside. */
interface Kind {
  readonly start: Side;
  readonly end: Side;
  readonly knots: 0 | 1 | 2;
}

export const KINDS: readonly Kind[] = [
  { start: 0, end: 0, knots: 0 },
  { start: -1, end: 1, knots: 1 },
  { start: 1, end: -1, knots: 1 },
  { start: -1, end: -1, knots: 2 },
  { start: 1, end: 1, knots: 2 },
];

/** In time linear in the number of points, and for each structure listed, of which there are at most `limit`. */
export function sparsestStructures(points: Points, { limit = 16 }: { readonly limit?: number } = {}): SparsestStructures {
  const chords = points.slopes.length;
  // A single point: the lines through it.
  if (chords === 0) {
    const member: Interpolant = { slope: Rational.zero, at: points.x[0]!, value: points.y[0]!, knots: [] };
    return { count: 1n, dimension: 1, unique: false, bounded: false, knots: [], listed: limit > 0 ? [{ dimension: 1, knots: [], bounded: false, member }] : [] };
  }
  const ways = new ShortestWays(points);
  const count = ways.count();
  const dimension = ways.dimension();
  const listed: Structure[] = [];
  for (const way of ways.list()) {
    if (listed.length >= limit) break;
    listed.push(structureOf(points, way));
  }
  return { count, dimension, unique: count === 1n && dimension === 0, bounded: ways.bounded(), knots: knotRanges(points, ways), listed };
}

/** Is there a slope on the side `end` of the chord before the point, and on the side `start` of the chord after it, which has the turn to it? Then no knot is needed. */
export function joins(end: Side, start: Side, turn: number): boolean {
  return end === 0 || start === 0 ? end - start === turn : end === start || end === turn;
}

/** The graph's shortest ways: those whose knots are fewest. */
export class ShortestWays {
  readonly chords: number;
  /** Knots left of chord i on shortest ways to its kind k, at 5 i + k; those strictly inside of it not counted. */
  readonly before: Int32Array;
  /** Is the node on a shortest way from end to end? */
  readonly used: Uint8Array;

  constructor(readonly points: Points) {
    const { turns } = points;
    const n = (this.chords = points.slopes.length);
    this.before = new Int32Array(KINDS.length * n);
    this.used = new Uint8Array(KINDS.length * n);
    const { before, used } = this;
    for (let i = 1; i < n; i++) {
      for (const [k, { start }] of KINDS.entries()) {
        let least = Infinity;
        for (const [j, { end, knots }] of KINDS.entries()) least = Math.min(least, before[5 * i - 5 + j]! + knots + (joins(end, start, turns[i]!) ? 0 : 1));
        before[5 * i + k] = least;
      }
    }
    const all = KINDS.map(({ knots }, k) => before[5 * n - 5 + k]! + knots);
    const fewest = Math.min(...all);
    for (const k of KINDS.keys()) used[5 * n - 5 + k] = all[k] === fewest ? 1 : 0;
    for (let i = n - 1; i > 0; i--) {
      for (const k of KINDS.keys()) if (used[5 * i + k] === 1) for (const j of KINDS.keys()) if (this.#tight(i, j, k)) used[5 * i - 5 + j] = 1;
    }
  }

  /** Are there shortest ways to the kind k of chord i that come over the kind j of chord i - 1? */
  #tight(i: number, j: number, k: number): boolean {
    return this.before[5 * i - 5 + j]! + KINDS[j]!.knots + (this.joined(i, j, k) ? 0 : 1) === this.before[5 * i + k]!;
  }

  /** Kinds j of chord i - 1 and k of chord i: joined at point i without a knot? */
  joined(i: number, j: number, k: number): boolean {
    return joins(KINDS[j]!.end, KINDS[k]!.start, this.points.turns[i]!);
  }

  /** Kinds of chord i - 1 that come before the kind k of chord i, which is on a shortest way. */
  leading(i: number, k: number): number[] {
    return [0, 1, 2, 3, 4].filter((j) => this.#tight(i, j, k));
  }

  /** Kinds of chord i + 1 that come after the kind j of chord i, which is on a shortest way. */
  following(i: number, j: number): number[] {
    return [0, 1, 2, 3, 4].filter((k) => this.used[5 * i + 5 + k] === 1 && this.#tight(i + 1, j, k));
  }

  /** The kinds of chord i on shortest ways. */
  kinds(i: number): number[] {
    return [0, 1, 2, 3, 4].filter((k) => this.used[5 * i + k] === 1);
  }

  count(): bigint {
    let counts = new Map(this.kinds(0).map((k) => [k, 1n]));
    for (let i = 1; i < this.chords; i++) {
      counts = new Map(this.kinds(i).map((k) => [k, this.leading(i, k).reduce((sum, j) => sum + counts.get(j)!, 0n)]));
    }
    return [...counts.values()].reduce((sum, count) => sum + count);
  }

  dimension(): number {
    const inside = (i: number, k: number) => {
      const { start, end, knots } = KINDS[k]!;
      return (i === 0 ? Math.abs(start) : 0) + (knots === 2 ? 2 : 0) + (i === this.chords - 1 ? Math.abs(end) : 0);
    };
    let most = new Map(this.kinds(0).map((k) => [k, inside(0, k)]));
    for (let i = 1; i < this.chords; i++) {
      most = new Map(this.kinds(i).map((k) => [k, Math.max(...this.leading(i, k).map((j) => most.get(j)! + this.#freeSlopes(i, j, k))) + inside(i, k)]));
    }
    return Math.max(...most.values());
  }

  /** How many slopes at point i are free. */
  #freeSlopes(i: number, j: number, k: number): number {
    const free = Math.abs(KINDS[j]!.end) + Math.abs(KINDS[k]!.start);
    return this.joined(i, j, k) ? Math.max(0, free - 1) : free;
  }

  /** Is there no unbounded slope: none free at an end, next to a knot at a point, or on the same side of both chords to an infinity, nor between two knots? */
  bounded(): boolean {
    const { chords } = this;
    for (const k of this.kinds(0)) if (KINDS[k]!.start !== 0) return false;
    for (const k of this.kinds(chords - 1)) if (KINDS[k]!.end !== 0) return false;
    for (let i = 0; i < chords; i++) {
      for (const k of this.kinds(i)) {
        if (KINDS[k]!.knots === 2) return false;
        if (i === 0) continue;
        const { start } = KINDS[k]!;
        for (const j of this.leading(i, k)) {
          const { end } = KINDS[j]!;
          if (this.joined(i, j, k) ? end !== 0 && end === start : end !== 0 || start !== 0) return false;
        }
      }
    }
    return true;
  }

  /** A shortest way through some nodes, 5 i + k for the kind k of chord i, ascending, that are on one. */
  through(nodes: readonly number[]): { kinds: number[]; knots: boolean[] } {
    const kinds: number[] = [];
    const given = new Map(nodes.map((node) => [Math.floor(node / 5), node % 5]));
    // Backwards: kinds from which the next node can be reached.
    const useful: number[][] = Array.from({ length: this.chords }, () => []);
    for (let i = this.chords - 1; i >= 0; i--) {
      const fixed = given.get(i);
      useful[i] = (fixed === undefined ? this.kinds(i) : [fixed]).filter((k) => i === this.chords - 1 || this.following(i, k).some((next) => useful[i + 1]!.includes(next)));
    }
    for (let i = 0; i < this.chords; i++) kinds.push(i === 0 ? useful[0]![0]! : this.following(i - 1, kinds[i - 1]!).find((k) => useful[i]!.includes(k))!);
    return { kinds, knots: [false, ...kinds.slice(1).map((kind, before) => !this.joined(before + 1, kinds[before]!, kind)), false] };
  }

  /** All shortest ways, the kinds of the chords one after another, in lexicographic order. */
  *list(): Generator<readonly number[]> {
    const choices: number[][] = [this.kinds(0)];
    const at: number[] = [0];
    while (at.length > 0) {
      while (choices.length < this.chords) {
        const i = choices.length - 1;
        choices.push(this.following(i, choices[i]![at[i]!]!));
        at.push(0);
      }
      yield choices.map((kinds, i) => kinds[at[i]!]!);
      while (at.length > 0 && ++at[at.length - 1]! >= choices.at(-1)!.length) {
        at.pop();
        choices.pop();
      }
    }
  }
}

/** The slopes on a side of a chord. */
export function onSide(slope: Rational, side: Side): Interval {
  return { from: side < 0 ? undefined : slope, to: side > 0 ? undefined : slope };
}

/** The slopes on the sides of both chords at a point without a knot. There are some. */
export function onBothSides(left: Interval, right: Interval): Interval {
  const larger = (a: Rational | undefined, b: Rational | undefined, sign: number) => (a === undefined ? b : b === undefined ? a : a.compare(b) * sign > 0 ? a : b);
  return { from: larger(left.from, right.from, 1), to: larger(left.to, right.to, -1) };
}

const isOne = ({ from, to }: Interval): boolean => from !== undefined && from === to;

/** The slopes left and right of point i, between kind j of chord i - 1 and kind k of chord i; nothing for a chord that is not there. */
export function slopesAt({ slopes }: Points, i: number, j: number | undefined, k: number | undefined, joined: boolean): { left: Interval; right: Interval } {
  const left = j === undefined ? undefined : onSide(slopes[i - 1]!, KINDS[j]!.end);
  const right = k === undefined ? undefined : onSide(slopes[i]!, KINDS[k]!.start);
  if (left === undefined || right === undefined) return { left: (left ?? right)!, right: (right ?? left)! };
  if (!joined) return { left, right };
  // A chord's own slope is the only one.
  const both = isOne(left) ? left : isOne(right) ? right : onBothSides(left, right);
  return { left: both, right: both };
}

/** The places of the one knot inside of chord i, for slopes u on one side of the chord's and v on the other. */
function placesInside(points: Points, i: number, start: Interval, end: Interval, turn: number): PlaceRange {
  const { x, y, slopes } = points;
  const slope = slopes[i]!;
  const [a, b] = [{ x: x[i]!, y: y[i]! }, { x: x[i + 1]!, y: y[i + 1]! }];
  // The knot is the nearer to the left end the farther u is from the chord's slope, and the nearer v.
  const [farStart, nearStart] = turn > 0 ? [start.from, start.to!] : [start.to, start.from!];
  const [nearEnd, farEnd] = turn > 0 ? [end.from!, end.to] : [end.to!, end.from];
  const included = isOne(start) && isOne(end);
  const from = farStart === undefined || nearEnd.equals(slope) ? a.x : meetingPlace(a, farStart, b, nearEnd);
  if (included) return { from, to: from, fromIncluded: true, toIncluded: true };
  const to = farEnd === undefined || nearStart.equals(slope) ? b.x : meetingPlace(a, nearStart, b, farEnd);
  return { from, to, fromIncluded: false, toIncluded: false };
}

/** By the slope's change: a kind with one knot turns to the side of its end, one with two away from the side of both ends and back. */
function signsInside({ start, end, knots }: Kind): (1 | -1)[] {
  return knots === 0 ? [] : knots === 1 ? [end as 1 | -1] : [-start as 1 | -1, start as 1 | -1];
}

const whole = (from: Rational, to: Rational): PlaceRange => ({ from, to, fromIncluded: false, toIncluded: false });
const only = (place: Rational): PlaceRange => ({ from: place, to: place, fromIncluded: true, toIncluded: true });

function knotRanges(points: Points, ways: ShortestWays): KnotRange[] {
  const { x, turns } = points;
  const found: { sign: 1 | -1; places: PlaceRange[] }[] = [];
  const add = (knot: number, sign: 1 | -1, places: PlaceRange) => (found[knot] ??= { sign, places: [] }).places.push(places);
  for (let i = 0; i < ways.chords; i++) {
    let knotAtPoint: number | undefined;
    for (const k of ways.kinds(i)) {
      const kind = KINDS[k]!;
      const before = ways.before[5 * i + k]!;
      const leading = i === 0 ? [undefined] : ways.leading(i, k);
      if (leading.some((j) => j !== undefined && !ways.joined(i, j, k))) knotAtPoint = before - 1;
      if (kind.knots === 2) for (const [more, sign] of signsInside(kind).entries()) add(before + more, sign, whole(x[i]!, x[i + 1]!));
      if (kind.knots !== 1) continue;
      const following = i === ways.chords - 1 ? [undefined] : ways.following(i, k);
      const starts = distinct(leading.map((j) => slopesAt(points, i, j, k, j !== undefined && ways.joined(i, j, k)).right));
      const ends = distinct(following.map((next) => slopesAt(points, i + 1, k, next, next !== undefined && ways.joined(i + 1, k, next)).left));
      for (const start of starts) for (const end of ends) add(before, kind.end as 1 | -1, placesInside(points, i, start, end, kind.end));
    }
    if (knotAtPoint !== undefined) add(knotAtPoint, turns[i] as 1 | -1, only(x[i]!));
  }
  return found.map(({ sign, places }) => ({ sign, places: union(places) }));
}

/** Slopes at a point come from a few chords: the same number is the same object. */
function distinct(ranges: readonly Interval[]): Interval[] {
  return ranges.filter(({ from, to }, k) => !ranges.slice(0, k).some((other) => other.from === from && other.to === to));
}

/** As disjoint ranges that do not touch, ascending. */
function union(ranges: readonly PlaceRange[]): readonly PlaceRange[] {
  if (ranges.length < 2) return ranges;
  const sorted = [...ranges].sort((a, b) => a.from.compare(b.from) || Number(b.fromIncluded) - Number(a.fromIncluded));
  const merged: PlaceRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    const gap = last === undefined ? 1 : range.from.compare(last.to);
    if (last === undefined || gap > 0 || (gap === 0 && !range.fromIncluded && !last.toIncluded)) {
      merged.push(range);
      continue;
    }
    const beyond = range.to.compare(last.to);
    merged[merged.length - 1] = { ...last, to: beyond > 0 ? range.to : last.to, toIncluded: beyond > 0 ? range.toIncluded : last.toIncluded || (beyond === 0 && range.toIncluded) };
  }
  return merged;
}

/** The structure of a shortest way. */
function structureOf(points: Points, way: readonly number[]): Structure {
  const { x, y, slopes, turns } = points;
  const last = way.length;
  const at = Array.from({ length: last + 1 }, (_, i) => {
    const [j, k] = [way[i - 1], way[i]];
    const joined = j !== undefined && k !== undefined && joins(KINDS[j]!.end, KINDS[k]!.start, turns[i]!);
    const ranges = slopesAt(points, i, j, k, joined);
    const [left, right] = [numberIn(ranges.left), numberIn(ranges.right)];
    return { ...ranges, knot: 0 < i && i < last && !joined, chosen: { left, right: ranges.left === ranges.right ? left : right } };
  });
  const knots: StructureKnot[] = [];
  const chosen: Knot[] = [];
  let [dimension, bounded] = [0, true];
  for (const [i, { left, right, knot, chosen: slope }] of at.entries()) {
    for (const range of knot ? [left, right] : [left]) {
      if (!isOne(range)) dimension++;
      if (range.from === undefined || range.to === undefined) bounded = false;
    }
    if (knot) {
      knots.push({ at: "point", point: i, sign: turns[i] as 1 | -1, places: only(x[i]!) });
      chosen.push({ x: x[i]!, change: slope.right.minus(slope.left) });
    }
    const kind = KINDS[way[i] ?? 0]!;
    if (i === last || kind.knots === 0) continue;
    const next = at[i + 1]!;
    const [a, b] = [{ x: x[i]!, y: y[i]! }, { x: x[i + 1]!, y: y[i + 1]! }];
    if (kind.knots === 1) {
      knots.push({ at: "inside", point: i, sign: kind.end as 1 | -1, places: placesInside(points, i, right, next.left, kind.end) });
      chosen.push({ x: meetingPlace(a, slope.right, b, next.chosen.left), change: next.chosen.left.minus(slope.right) });
    } else {
      for (const sign of signsInside(kind)) knots.push({ at: "inside", point: i, sign, places: whole(a.x, b.x) });
      // At thirds; the slopes' mean is the chord's.
      const third = b.x.minus(a.x).dividedBy(Rational.of(3));
      const middle = slopes[i]!.times(Rational.of(3)).minus(slope.right).minus(next.chosen.left);
      chosen.push({ x: a.x.plus(third), change: middle.minus(slope.right) }, { x: b.x.minus(third), change: next.chosen.left.minus(middle) });
      dimension += 2;
      bounded = false;
    }
  }
  return { dimension, knots, bounded, member: { slope: at[0]!.chosen.right, at: x[0]!, value: y[0]!, knots: chosen } };
}
