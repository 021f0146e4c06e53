import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type Points, pointsOf } from "../../../src/optima/sparsest/data.js";
import { fewestKnots } from "../../../src/optima/sparsest/fewest-knots.js";
import { meetingPlace } from "../../../src/optima/sparsest/interpolant.js";
import { type PlaceRange, type Structure, sparsestStructures } from "../../../src/optima/sparsest/structures.js";
import { expectInterpolates, randomPoints } from "./small-sets.js";

const NEAR = Rational.of(1, 100_000);
const FAR = Rational.of(100_000);

/** Where a set of `fewest` knots may be: how many inside of each chord, and at which points. */
interface Pattern {
  readonly inside: readonly number[];
  readonly at: readonly boolean[];
}

function* patterns(chords: number, knots: number, inside: number[] = [], at: boolean[] = []): Generator<Pattern> {
  if (inside.length === chords) {
    if (knots === 0) yield { inside: [...inside], at: [...at] };
    return;
  }
  for (let more = 0; more <= Math.min(knots, 3); more++) {
    for (const point of inside.length + 1 < chords ? [false, true] : [false]) {
      if (more + Number(point) <= knots) yield* patterns(chords, knots - more - Number(point), [...inside, more], [...at, point]);
    }
  }
}

/**
 * By trying slopes at all points from a grid: all chords' slopes, two numbers between each two neighbours, near to them, and some far away. Conditions compare slopes with chords'
 * and with each other only, so this decides what is possible. Returns the patterns that are, and for each knot where it was seen.
 */
function byEnumeration({ x, y, slopes }: Points, fewest: number): { count: number; places: Rational[][] } {
  const sorted = [...slopes].sort((a, b) => a.compare(b)).filter((slope, k, all) => k === 0 || !slope.equals(all[k - 1]!));
  const grid = sorted.flatMap((slope) => [slope.minus(NEAR), slope, slope.plus(NEAR)]);
  grid.push(sorted[0]!.minus(FAR), sorted.at(-1)!.plus(FAR));
  const places: Rational[][] = Array.from({ length: fewest }, () => []);
  let count = 0;
  const sides = slopes.map((slope) => grid.map((other) => other.compare(slope)));
  const allows = (i: number, knots: number, u: number, v: number): boolean => {
    const [left, right] = [sides[i]![u]!, sides[i]![v]!];
    if (knots === 0) return left === 0 && right === 0;
    if (knots === 1) return left * right < 0;
    return knots > 2 || left !== 0 || right !== 0;
  };
  for (const { inside, at } of patterns(slopes.length, fewest)) {
    // Forward and backward: slopes right of point i that the left part reaches, slopes left of point i + 1 from which the right part goes on.
    const joined = (i: number, left: boolean[]): boolean[] => (at[i]! ? grid.map((_, k) => left.some((reached, j) => reached && j !== k)) : left);
    const forward: boolean[][] = [grid.map(() => true)];
    for (const [i, knots] of inside.entries()) {
      const end = grid.map((_, v) => grid.some((_, u) => forward[i]![u]! && allows(i, knots, u, v)));
      forward.push(i + 1 < slopes.length ? joined(i, end) : end);
    }
    if (!forward.at(-1)!.includes(true)) continue;
    count++;
    const backward: boolean[][] = [grid.map(() => true)];
    for (let i = slopes.length - 1; i > 0; i--) {
      const start = grid.map((_, u) => grid.some((_, v) => backward[0]![v]! && allows(i, inside[i]!, u, v)));
      backward.unshift(joined(i - 1, start));
    }
    let knot = 0;
    for (const [i, knots] of inside.entries()) {
      const [a, b] = [{ x: x[i]!, y: y[i]! }, { x: x[i + 1]!, y: y[i + 1]! }];
      if (knots === 1) {
        for (const [j, u] of grid.entries()) for (const [k, v] of grid.entries()) if (forward[i]![j]! && backward[i]![k]! && allows(i, 1, j, k)) places[knot]!.push(meetingPlace(a, u, b, v));
      }
      // Anywhere.
      if (knots === 2) for (const more of [0, 1]) places[knot + more]!.push(a.x.plus(NEAR), b.x.minus(NEAR));
      expect(knots).toBeLessThan(3);
      knot += knots;
      if (at[i] === true) places[knot++]!.push(b.x);
    }
  }
  return { count, places };
}

const isIn = (place: Rational, { from, to, fromIncluded, toIncluded }: PlaceRange): boolean => {
  const [low, high] = [place.compare(from), to.compare(place)];
  return (low > 0 || (low === 0 && fromIncluded)) && (high > 0 || (high === 0 && toIncluded));
};

/** A line through no point is free by two numbers, through one by one. */
function dimensionOf({ x }: Points, { knots, member }: Structure): number {
  const ends = [undefined, ...member.knots.map((knot) => knot.x), undefined];
  let dimension = 0;
  for (let piece = 0; piece <= knots.length; piece++) {
    const on = x.filter((place) => (ends[piece]?.compare(place) ?? -1) <= 0 && (ends[piece + 1]?.compare(place) ?? 1) >= 0).length;
    dimension += Math.max(0, 2 - on);
  }
  return dimension;
}

test("structures and places of knots are those of exhaustive enumeration, on 80 random small sets", () => {
  const random = new Random(21);
  const seen = { unique: 0, several: 0, two: 0 };
  for (let trial = 0; trial < 80; trial++) {
    const points = randomPoints(random, 7);
    if (points.x.length < 2) continue;
    const fewest = fewestKnots(points).count;
    const { count, dimension, unique, bounded, knots, listed } = sparsestStructures(points, { limit: 1000 });
    const expected = byEnumeration(points, fewest);
    expect(count).toBe(BigInt(expected.count));
    expect(listed).toHaveLength(expected.count);
    expect(new Set(listed.map((structure) => structure.knots.map(({ at, point }) => `${at} ${point}`).join())).size).toBe(expected.count);
    expect(dimension).toBe(Math.max(...listed.map((structure) => structure.dimension)));
    expect(unique).toBe(expected.count === 1 && dimension === 0);
    expect(bounded).toBe(listed.every((structure) => structure.bounded));
    expect(knots).toHaveLength(fewest);
    for (const structure of listed) {
      expectInterpolates(structure.member, points);
      expect(structure.member.knots).toHaveLength(fewest);
      expect(structure.dimension).toBe(dimensionOf(points, structure));
      for (const [k, { places, sign }] of structure.knots.entries()) {
        const { x, change } = structure.member.knots[k]!;
        expect(isIn(x, places)).toBe(true);
        expect(change.sign).toBe(sign);
        expect(sign).toBe(knots[k]!.sign);
      }
    }
    for (const [k, { places }] of knots.entries()) {
      const found = expected.places[k]!;
      for (const place of found) expect(places.some((range) => isIn(place, range))).toBe(true);
      for (const range of places) {
        for (const [end, included] of [[range.from, range.fromIncluded], [range.to, range.toIncluded]] as const) {
          expect(found.some((place) => place.equals(end))).toBe(included);
          expect(found.some((place) => Math.abs(place.minus(end).toNumber()) < 0.01)).toBe(true);
        }
      }
      expect(places).toHaveLength(1);
    }
    if (unique) seen.unique++;
    if (count > 1n) seen.several++;
    if (listed.some((structure) => structure.knots.some(({ point, at }, k) => at === "inside" && structure.knots[k + 1]?.at === "inside" && structure.knots[k + 1]?.point === point))) seen.two++;
  }
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
});

const rangesOf = (points: Points) =>
  sparsestStructures(points).knots.map(({ sign, places }) => `${sign} ${places.map(({ from, to, fromIncluded, toIncluded }) => `${fromIncluded ? "[" : "("}${from}, ${to}${toIncluded ? "]" : ")"}`)}`);

test("peak and plateau: each end has its knot left of, at or right of its point, and the middle one moves with them", () => {
  const points = pointsOf([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]);
  expect(sparsestStructures(points)).toMatchObject({ count: 9n, dimension: 2, unique: false, bounded: false });
  expect(rangesOf(points)).toEqual(["1 (-2, 0)", "-1 (0, 1)", "1 (1, 3)"]);
});

test("an even number of points in all runs: one interpolant", () => {
  const points = pointsOf([0, 1, 2, 3], [0, 0, 1, 3]);
  expect(sparsestStructures(points)).toMatchObject({ count: 1n, dimension: 0, unique: true, bounded: true });
  expect(rangesOf(points)).toEqual(["1 [3/2, 3/2]"]);
});

test("three points of one turn between collinear ones: a bounded segment of interpolants", () => {
  // Slopes 0, 0, 1, 2, 3, 3.
  const points = pointsOf([0, 1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 3, 6, 9]);
  expect(sparsestStructures(points)).toMatchObject({ count: 3n, dimension: 1, unique: false, bounded: true });
  expect(rangesOf(points)).toEqual(["1 [2, 5/2]", "1 [7/2, 4]"]);
});

test("one point: the lines through it; two: one line", () => {
  expect(sparsestStructures(pointsOf([1], [2]))).toMatchObject({ count: 1n, dimension: 1, unique: false, bounded: false, knots: [] });
  expect(sparsestStructures(pointsOf([1, 2], [2, 5]))).toMatchObject({ count: 1n, dimension: 0, unique: true, bounded: true, knots: [] });
});

test("many points: exponentially many structures are counted, and as many listed as asked for", () => {
  // 0, 1, 0, 1, ...: each knot left of, at or right of its point, but for the order of two in one gap.
  const zigzag = Array.from({ length: 402 }, (_, k) => k);
  const { count, knots, listed } = sparsestStructures(pointsOf(zigzag, zigzag.map((k) => k % 2)), { limit: 3 });
  // Chords of slope 1 and -1 in turns: all choices of left, at and right are possible.
  expect(count).toBe(3n ** 400n);
  expect(knots).toHaveLength(400);
  expect(listed).toHaveLength(3);
});
