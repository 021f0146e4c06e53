/**
 * Interpolants with a given number of knots, the fewest or one more, by their pieces: which lines each piece can be, way after way.
 *
 * A *way* says of each chord on which sides of the chord's slope f's slopes at its two ends are, and how many knots are strictly inside; and of each point whether a knot is there:
 * see `structures.ts`. With one knot more than the fewest there are more kinds of chords, as two knots inside may have slopes of any sides at the ends but two equal ones, and three
 * inside are possible:
 *
 * - three inside with two slopes that are not on the same side, or more than three: two would do, and one of these has at least two knots too many. So there are three only with
 *   slopes on the same side.
 * - two inside with both slopes the chord's: none would do.
 *
 * A piece passes through two points or more, and is a chord; or through one, and its slope is in an interval, which does not depend on other pieces; or it is between two knots
 * inside of a chord. There, with slopes on the same side of the chord's or one of them the chord's, the piece is any line that is on the right sides of the chord's ends: a chord
 * plus multiples of two lines, those that are zero at one end. Two knots with slopes on different sides, and three knots, are left open: `plain-network.ts`.
 *
 * That slopes left and right of a knot at a point are different is not asked for where there is one knot more than the fewest: if they are equal, there are the fewest. (Own.)
 */
import { Rational } from "../../exact/rational.js";
import type { Points } from "./data.js";
import { type Interval, type LineSet, lineThrough } from "./line-sets.js";
import { KINDS, type Side, joins, onBothSides, onSide } from "./structures.js";

/** What f does over a chord; structures have the first five. */
export const WAY_KINDS: readonly { readonly start: Side; readonly end: Side; readonly knots: number }[] = [
  ...KINDS,
  { start: 0, end: 1, knots: 2 },
  { start: 0, end: -1, knots: 2 },
  { start: 1, end: 0, knots: 2 },
  { start: -1, end: 0, knots: 2 },
  { start: -1, end: 1, knots: 2 },
  { start: 1, end: -1, knots: 2 },
  { start: -1, end: -1, knots: 3 },
  { start: 1, end: 1, knots: 3 },
];

export interface Way {
  /** For each chord a kind, an index into WAY_KINDS. */
  readonly kinds: readonly number[];
  /** For each point: has it a knot? */
  readonly knots: readonly boolean[];
}

/** A knot of a way: at a point, or inside of a chord, there the first, second or third one. */
export interface WayKnot {
  readonly at: "point" | "inside";
  readonly index: number;
  readonly which: number;
}

export interface Pieces {
  /** From left to right; nothing where the piece is left open. */
  readonly lines: readonly (LineSet | undefined)[];
  /** What each piece is: over chord i, between two knots inside of it, or through point i, left or right of a knot there, or without one (then: left, or right at the first point). */
  readonly names: readonly string[];
  /** Knot k is between the pieces k and k + 1. */
  readonly knots: readonly WayKnot[];
  /** The chord whose pieces are left open, and the piece left of its first knot. */
  readonly open: { readonly chord: number; readonly before: number } | undefined;
}

/** All ways with the fewest knots and `excess` more, 0 or 1; at least two points. */
export function* waysOf({ slopes, turns }: Points, excess: 0 | 1): Generator<Way> {
  const [n, width] = [slopes.length, WAY_KINDS.length];
  // The fewest knots inside of chord i, of this kind, and right of it; and is one more possible?
  const fewest = new Int32Array(n * width);
  const oneMore = new Uint8Array(n * width);
  /** The ways on: the next chord's kind, and 0 or 1 knots at the point before. */
  const steps = (i: number, k: number): [kind: number, knots: 0 | 1][] => {
    const all: [number, 0 | 1][] = [];
    for (const [next, { start }] of WAY_KINDS.entries()) {
      const { end } = WAY_KINDS[k]!;
      if (joins(end, start, turns[i + 1]!)) all.push([next, 0]);
      if (end !== 0 || start !== 0 || turns[i + 1] !== 0) all.push([next, 1]);
    }
    return all;
  };
  for (let i = n - 1; i >= 0; i--) {
    for (let k = 0; k < width; k++) {
      const inside = WAY_KINDS[k]!.knots;
      if (i === n - 1) {
        fewest[i * width + k] = inside;
        continue;
      }
      const next = steps(i, k);
      const least = Math.min(...next.map(([kind, knots]) => knots + fewest[(i + 1) * width + kind]!));
      fewest[i * width + k] = inside + least;
      const allows = ([kind, knots]: [number, 0 | 1]) => {
        const more = knots + fewest[(i + 1) * width + kind]! - least;
        return more === 1 || (more === 0 && oneMore[(i + 1) * width + kind] === 1);
      };
      oneMore[i * width + k] = next.some(allows) ? 1 : 0;
    }
  }
  const possible = (i: number, k: number, knots: number) => knots === fewest[i * width + k]! || (knots === fewest[i * width + k]! + 1 && oneMore[i * width + k] === 1);
  const total = Math.min(...WAY_KINDS.map((_, k) => fewest[k]!)) + excess;
  /** Where a way goes on: the kind, the knots from this chord on, and whether there is one at its first point. */
  interface Choice {
    readonly kind: number;
    readonly left: number;
    readonly knot: boolean;
  }
  const choices: Choice[][] = [WAY_KINDS.map((_, kind) => ({ kind, left: total, knot: false })).filter(({ kind }) => possible(0, kind, total))];
  const at = [0];
  while (at.length > 0) {
    if (at.at(-1)! >= choices.at(-1)!.length) {
      choices.pop();
      at.pop();
      if (at.length > 0) at[at.length - 1]!++;
      continue;
    }
    if (choices.length < n) {
      const { kind, left } = choices.at(-1)![at.at(-1)!]!;
      const rest = left - WAY_KINDS[kind]!.knots;
      const i = choices.length;
      choices.push(steps(i - 1, kind).map(([next, knots]) => ({ kind: next, left: rest - knots, knot: knots === 1 })).filter((choice) => possible(i, choice.kind, choice.left)));
      at.push(0);
      continue;
    }
    const way = choices.map((options, i) => options[at[i]!]!);
    yield { kinds: way.map(({ kind }) => kind), knots: [...way.map(({ knot }) => knot), false] };
    at[at.length - 1]!++;
  }
}

/** The slopes left and right of a point of a way: at ends and knots each on its own side, otherwise one for both; nothing where it is a chord's own. */
function slopesAt({ slopes }: Points, { kinds, knots }: Way, i: number): { left: Interval | undefined; right: Interval | undefined } {
  const end = i === 0 ? 0 : WAY_KINDS[kinds[i - 1]!]!.end;
  const start = i === slopes.length ? 0 : WAY_KINDS[kinds[i]!]!.start;
  const left = end === 0 ? undefined : onSide(slopes[i - 1]!, end);
  const right = start === 0 ? undefined : onSide(slopes[i]!, start);
  if (i === 0 || i === slopes.length || knots[i] === true) return { left, right };
  const both = left === undefined || right === undefined ? undefined : onBothSides(left, right);
  return { left: both, right: both };
}

/** The pieces of a way. Places of lines are counted from the first point. */
export function piecesOf(points: Points, way: Way): Pieces {
  const { x, y, slopes } = points;
  const lines: (LineSet | undefined)[] = [];
  const names: string[] = [];
  const knots: WayKnot[] = [];
  const add = (name: string, line: LineSet | undefined) => {
    names.push(name);
    lines.push(line);
  };
  let open: Pieces["open"];
  const places = x.map((each) => each.minus(x[0]!));
  const place = (i: number) => places[i]!;
  const chord = (i: number) => lineThrough(place(i), y[i]!, slopes[i]!);
  const through = (i: number, factor: Interval): LineSet => ({ base: { value: y[i]!, slope: Rational.zero }, terms: [{ place: place(i), factor }] });
  for (let i = 0; i <= slopes.length; i++) {
    const { left, right } = slopesAt(points, way, i);
    const knot = way.knots[i]!;
    if (left !== undefined) add(`left ${i}`, through(i, left));
    if (knot) knots.push({ at: "point", index: i, which: 0 });
    // Without a knot the right slope is the left one.
    if (right !== undefined && (knot || left === undefined)) add(`right ${i}`, through(i, right));
    if (i === slopes.length) break;
    const kind = WAY_KINDS[way.kinds[i]!]!;
    const before = i === 0 ? 1 : WAY_KINDS[way.kinds[i - 1]!]!.end;
    if (kind.start === 0 && (before !== 0 || knot)) add(`chord ${i}`, { base: chord(i), terms: [] });
    for (let which = 0; which < kind.knots; which++) {
      if (which > 0) add(`inside ${i}`, undefined);
      knots.push({ at: "inside", index: i, which });
    }
    if (kind.knots === 3 || (kind.knots === 2 && kind.start === -kind.end && kind.start !== 0)) {
      open = { chord: i, before: lines.length - kind.knots };
    } else if (kind.knots === 2) {
      // Steeper than the chord where the slopes at its ends are below, less steep where they are above.
      const factor: Interval = kind.start + kind.end < 0 ? { from: Rational.zero, to: undefined } : { from: undefined, to: Rational.zero };
      lines[lines.length - 1] = { base: chord(i), terms: [i, i + 1].map((end) => ({ place: place(end), factor })) };
    }
    if (kind.end === 0 && kind.knots > 0) add(`chord ${i}`, { base: chord(i), terms: [] });
  }
  return { lines, names, knots, open };
}
