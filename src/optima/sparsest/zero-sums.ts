/**
 * Interpolants of fewest knots with an alternating sum P - P' + P'' - ... of an odd number of pieces that is zero: see `plain-network.ts`.
 *
 * What can be a piece is a node or an edge of the graph of `structures.ts`, or half an edge; and pieces, one right of the other, are of one interpolant if a way leads over them. So
 * choices of pieces are gone through, not interpolants: sums of one piece, of three, of five, and so on. Most sets of sums are far from zero; then it is seen in doubles, with a
 * margin for rounding. All others are checked exactly.
 *
 * (Own.)
 */
import type { Points } from "./data.js";
import type { Interval } from "./line-sets.js";
import { type Found, IS_ZERO, type Work, withSum } from "./residuals.js";
import { KINDS, ShortestWays, slopesAt } from "./structures.js";
import { piecesOf } from "./ways.js";

/** Sums of three and more pieces are looked for among so many chords in a row at once. */
const WINDOW = 120;

/** Of what is computed: at most a few dozens of additions and products, in doubles. */
const ROUNDING = 2 ** -43;
/** Below this, products of doubles may have lost digits. */
const TINY = 2 ** -900;

/** A piece that is possible. In doubles: value + slope (x - place), plus factors between two numbers times (x - place), for up to two places. */
interface Candidate {
  /** As `Pieces.names`. */
  readonly name: string;
  /** It needs a way over these two nodes, that are the same or neighbours. */
  readonly from: number;
  readonly to: number;
  readonly place: number;
  readonly value: number;
  readonly slope: number;
  readonly terms: readonly FloatTerm[];
}

interface FloatTerm {
  readonly place: number;
  readonly from: number;
  readonly to: number;
}

/** none: no sum is zero. unknown: the budget has ended, or there are more chords than are looked at. */
export function findZeroSum(points: Points, work: Work): Found | "none" | "unknown" {
  const ways = new ShortestWays(points);
  const chords = points.slopes.length;
  const numbers = inDoubles(points);
  for (let i = 0; i < chords; i++) {
    for (const candidate of candidatesAt(points, numbers, ways, i)) {
      work.left -= 0.01;
      if (!mayBeZero([candidate])) continue;
      const found = exactly(points, ways, [candidate]);
      if (found !== undefined) return found;
    }
  }
  for (let first = 0; first < chords; first += WINDOW / 2) {
    const found = searchWindow(points, numbers, ways, first, Math.min(chords, first + WINDOW), work);
    if (found !== "none") return found;
    if (first + WINDOW >= chords) return chords <= WINDOW ? "none" : "unknown";
  }
  return "unknown";
}

interface Numbers {
  /** From the first point. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly slopes: Float64Array;
}

function inDoubles({ x, y, slopes }: Points): Numbers {
  return {
    x: Float64Array.from(x, (place) => place.minus(x[0]!).toNumber()),
    y: Float64Array.from(y, (value) => value.toNumber()),
    slopes: Float64Array.from(slopes, (slope) => slope.toNumber()),
  };
}

/** The pieces over chord i, and through the points at its left end and, for the last chord, at its right end; from left to right. */
function candidatesAt(points: Points, { x, y, slopes }: Numbers, ways: ShortestWays, i: number): Candidate[] {
  const all: Candidate[] = [];
  const through = (point: number, { from, to }: Interval): Pick<Candidate, "place" | "value" | "slope" | "terms"> => ({
    place: x[point]!,
    value: y[point]!,
    slope: 0,
    terms: [{ place: x[point]!, from: from?.toNumber() ?? -Infinity, to: to?.toNumber() ?? Infinity }],
  });
  const kinds = ways.kinds(i);
  for (const k of kinds) {
    const to = 5 * i + k;
    for (const j of i === 0 ? [undefined] : ways.leading(i, k)) {
      const from = j === undefined ? to : 5 * (i - 1) + j;
      const joined = j !== undefined && ways.joined(i, j, k);
      const { left, right } = slopesAt(points, i, j, k, joined);
      const free = (side: number) => side !== 0;
      // Joined to a chord, it is that chord.
      const [before, after] = [j !== undefined && free(KINDS[j]!.end), free(KINDS[k]!.start)];
      if (joined ? before && after : before) all.push({ name: `left ${i}`, from, to, ...through(i, left) });
      if (!joined && after) all.push({ name: `right ${i}`, from, to, ...through(i, right) });
    }
  }
  for (const k of kinds) {
    const node = 5 * i + k;
    const { start, end, knots } = KINDS[k]!;
    const chord = { name: `${knots === 2 ? "inside" : "chord"} ${i}`, from: node, to: node, place: x[i]!, value: y[i]!, slope: slopes[i]! };
    // The chord before is on the same line.
    if (knots === 0 && (i === 0 || points.turns[i] !== 0)) all.push({ ...chord, terms: [] });
    if (knots === 2) {
      const [from, to] = start < 0 ? [0, Infinity] : [-Infinity, 0];
      all.push({ ...chord, terms: [x[i]!, x[i + 1]!].map((place) => ({ place, from, to })) });
    }
    if (i === ways.chords - 1 && end !== 0) all.push({ name: `left ${i + 1}`, from: node, to: node, ...through(i + 1, slopesAt(points, i + 1, k, undefined, false).left) });
  }
  return all;
}

/** Is zero perhaps in the set of alternating sums? No, if at a place of one of the terms, or two others, all values are on one side. */
function mayBeZero(candidates: readonly Candidate[]): boolean {
  let terms = 0;
  for (const { terms: own } of candidates) {
    for (const { place } of own) {
      terms++;
      if (!mayBeZeroAt(candidates, place)) return false;
    }
  }
  return terms > 0 || (mayBeZeroAt(candidates, 0) && mayBeZeroAt(candidates, 1));
}

function mayBeZeroAt(candidates: readonly Candidate[], x: number): boolean {
  let [low, high, size] = [0, 0, 0];
  for (let k = 0; k < candidates.length; k++) {
    const { place, value, slope, terms } = candidates[k]!;
    let from = value + slope * (x - place);
    let to = from;
    // Places are rounded, too: what their distance has lost.
    size += Math.abs(value) + Math.abs(slope) * (Math.abs(x) + Math.abs(place));
    for (const term of terms) {
      const distance = x - term.place;
      if (distance === 0) continue;
      const [a, b] = distance > 0 ? [term.from * distance, term.to * distance] : [term.to * distance, term.from * distance];
      const lost = Math.abs(x) + Math.abs(term.place);
      if (Number.isFinite(a)) size += Math.abs(distance > 0 ? term.from : term.to) * lost;
      if (Number.isFinite(b)) size += Math.abs(distance > 0 ? term.to : term.from) * lost;
      from += a;
      to += b;
    }
    low += k % 2 === 0 ? from : -to;
    high += k % 2 === 0 ? to : -from;
  }
  const margin = size * ROUNDING + TINY;
  return !(low > margin || high < -margin);
}

/** The sum of these pieces, if it can be zero. */
function exactly(points: Points, ways: ShortestWays, candidates: readonly Candidate[]): Found | undefined {
  const pieces = piecesOf(points, ways.through(candidates.flatMap(({ from, to }) => [from, to])));
  return withSum(pieces, candidates.map(({ name }) => pieces.names.indexOf(name)), IS_ZERO);
}

/** Sums of three pieces and more, from chord `first` on, before chord `end`. */
function searchWindow(points: Points, numbers: Numbers, ways: ShortestWays, first: number, end: number, work: Work): Found | "none" | "unknown" {
  const candidates: Candidate[] = [];
  for (let i = first; i < end; i++) candidates.push(...candidatesAt(points, numbers, ways, i));
  const reach = reachable(ways, first, end);
  const width = 5 * (end - first);
  const follows = (a: Candidate, b: Candidate): boolean =>
    (a.from === b.from && a.to === b.to && a.from !== a.to) || a.to === b.from || reach[(a.to - 5 * first) * width + b.from - 5 * first] === 1;
  for (let size = 3; ; size += 2) {
    let possible = false;
    const chosen: Candidate[] = [];
    /** From the next candidate on: a sum that is zero, or undefined if there is none, or unknown. */
    const extend = (next: number): Found | undefined | "unknown" => {
      for (let k = next; k < candidates.length; k++) {
        const candidate = candidates[k]!;
        if (chosen.length > 0 && !follows(chosen.at(-1)!, candidate)) continue;
        chosen.push(candidate);
        let found: Found | undefined | "unknown";
        if (chosen.length === size) {
          possible = true;
          work.left -= 0.02;
          if (work.left <= 0) return "unknown";
          if (mayBeZero(chosen)) {
            work.left -= 2;
            found = exactly(points, ways, chosen);
          }
        } else {
          found = extend(k + 1);
        }
        if (found !== undefined) return found;
        chosen.pop();
      }
      return undefined;
    };
    const found = extend(0);
    if (found !== undefined) return found;
    if (!possible) return "none";
  }
}

/** Which nodes of these chords are reached from which, both counted from the first one's. */
function reachable(ways: ShortestWays, first: number, end: number): Uint8Array {
  const width = 5 * (end - first);
  const reach = new Uint8Array(width * width);
  for (let i = end - 2; i >= first; i--) {
    for (const k of ways.kinds(i)) {
      const row = (5 * (i - first) + k) * width;
      for (const next of ways.following(i, k)) {
        const node = 5 * (i + 1 - first) + next;
        reach[row + node] = 1;
        for (let other = 5 * (i + 2 - first); other < width; other++) if (reach[node * width + other] === 1) reach[row + other] = 1;
      }
    }
  }
  return reach;
}
