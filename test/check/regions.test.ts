import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Effort, TooLarge } from "../../src/check/limits.js";
import { countRegions, raysOf, regionPoints } from "../../src/check/regions.js";
import { rankOver } from "../../src/exact/echelon.js";
import { RATIONALS } from "../../src/exact/parametric.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { generalPositionCount } from "../../src/optima/convex/arrangement.js";

const count = (rows: readonly (readonly number[])[], limit = 1e6): number => countRegions(rows.map((row) => row.map(BigInt)), rows[0]?.length ?? 0, limit, new Effort());

/** Regions that the points of a grid meet, and no point on a hyperplane: a bound from below, and for small normals and a fine grid the number itself. */
function countOnGrid(rows: readonly (readonly number[])[], size: number): number {
  const normals = rows.filter((row) => row.some((x) => x !== 0));
  let points: number[][] = [[]];
  for (let c = 0; c < (rows[0]?.length ?? 0); c++) points = points.flatMap((point) => Array.from({ length: 2 * size + 1 }, (_, k) => [...point, k - size]));
  const found = new Set<string>();
  for (const point of points) {
    const sides = normals.map((row) => row.reduce((sum, x, c) => sum + x * point[c]!, 0));
    if (sides.every((side) => side !== 0)) found.add(sides.map((side) => (side > 0 ? "1" : "0")).join(""));
  }
  return found.size;
}

describe("countRegions", () => {
  it("knows general position", () => {
    const random = new Random(1);
    for (const [n, d] of [[1, 1], [3, 1], [1, 5], [7, 2], [9, 3], [8, 4], [7, 5], [5, 8]] as const) {
      const rows = Array.from({ length: n }, () => Array.from({ length: d }, () => random.below(2000001) - 1000000));
      expect(BigInt(count(rows))).toBe(d === 1 ? 2n : generalPositionCount(n, d));
    }
  });

  it("knows arrangements of roots: A has (m + 1)!, B has 2^m m!, and threshold functions", () => {
    const unit = (m: number, i: number, j: number, sign: number): number[] => Array.from({ length: m }, (_, k) => (k === i ? 1 : k === j ? sign : 0));
    const pairs = (m: number, signs: number[]): number[][] => Array.from({ length: m }, (_, i) => i).flatMap((i) => Array.from({ length: i }, (_, j) => signs.map((sign) => unit(m, i, j, sign))).flat());
    expect([2, 3, 4, 5].map((m) => count(pairs(m, [-1])))).toEqual([2, 6, 24, 120]);
    expect([2, 3, 4].map((m) => count([...pairs(m, [1, -1]), ...Array.from({ length: m }, (_, i) => unit(m, i, -1, 0))]))).toEqual([8, 48, 384]);
    expect([1, 2, 3].map((m) => count(Array.from({ length: 2 ** m }, (_, k) => [...Array.from({ length: m }, (__, c) => (k >> c) & 1), 1])))).toEqual([4, 14, 104]);
  });

  it("counts zeros for nothing and parallel rows once; one region without any, two in one dimension", () => {
    expect([count([]), count([[0, 0]]), count([[3], [-5], [0]]), count([[1, 2], [-2, -4], [0, 0], [2, 1]])]).toEqual([1, 1, 2, 4]);
  });

  it("counts what a fine grid meets", () => {
    const rows = fc.integer({ min: 1, max: 3 }).chain((d) => fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: d, maxLength: d }), { minLength: 1, maxLength: 6 }));
    fc.assert(fc.property(rows, (given) => count(given) === countOnGrid(given, 7)), { seed: 2, numRuns: 150 });
  });

  it("does not count further than it is asked", () => {
    const random = new Random(3);
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 5 }, () => random.below(2001) - 1000));
    const some = count(rows, 100);
    expect(some).toBeGreaterThan(100);
    expect(some).toBeLessThan(10000);
  });

  it("stops where the work is too much", () => {
    const random = new Random(4);
    const long = (): bigint => BigInt(1 + random.below(2 ** 32)) ** 40n;
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 6 }, long));
    const effort = new Effort();
    // Most of it is spent already.
    effort.spend(2 ** 32 - 2 ** 28);
    expect(() => countRegions(rows, 6, 1e9, effort)).toThrow(TooLarge);
  });
});

const integerRows = (d: number): fc.Arbitrary<number[][]> => fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: d, maxLength: d }), { minLength: 1, maxLength: 6 });
const product = (row: readonly number[], point: readonly bigint[]): bigint => row.reduce((sum, x, c) => sum + BigInt(x) * point[c]!, 0n);

describe("regionPoints", () => {
  it("gives a point of each region, on no hyperplane", () => {
    const rows = fc.integer({ min: 1, max: 4 }).chain(integerRows);
    fc.assert(
      fc.property(rows, (given) => {
        const normals = given.filter((row) => row.some((x) => x !== 0));
        const points = regionPoints(given.map((row) => row.map(BigInt)), given[0]!.length, new Effort());
        const sides = points.map((point) => normals.map((row) => product(row, point)));
        expect(sides.flat()).not.toContain(0n);
        expect(new Set(sides.map((all) => all.map((side) => (side > 0n ? "1" : "0")).join(""))).size).toBe(points.length);
        expect(points.length).toBe(count(given));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("gives one point without hyperplanes", () => {
    expect([regionPoints([], 0, new Effort()), regionPoints([[0n, 0n]], 2, new Effort())].map((points) => points.length)).toEqual([1, 1]);
  });
});

/** Rays on a grid: on hyperplanes whose normals have rank m - 1, coprime. */
function raysOnGrid(rows: readonly number[][], m: number, size: number): Set<string> {
  let points: number[][] = [[]];
  for (let c = 0; c < m; c++) points = points.flatMap((point) => Array.from({ length: 2 * size + 1 }, (_, k) => [...point, k - size]));
  const divisor = (a: number, b: number): number => (b === 0 ? Math.abs(a) : divisor(b, a % b));
  const on = (point: number[]): number[][] => rows.filter((row) => row.reduce((sum, x, c) => sum + x * point[c]!, 0) === 0);
  const found = points.filter((point) => point.reduce(divisor, 0) === 1 && rankOver(RATIONALS, on(point).map((row) => row.map((x) => Rational.of(x)))) === m - 1);
  return new Set(found.map(String));
}

describe("raysOf", () => {
  it("gives all rays that a fine grid has, and none that is no ray", () => {
    const rows = fc.integer({ min: 1, max: 3 }).chain((d) => fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: d, maxLength: d }), { minLength: 3, maxLength: 6 }));
    fc.assert(
      fc.property(rows, (given) => {
        const m = given[0]!.length;
        fc.pre(rankOver(RATIONALS, given.map((row) => row.map((x) => Rational.of(x)))) === m);
        const rays = raysOf(given.map((row) => row.map(BigInt)), m, new Effort()).map(String);
        expect(new Set(rays).size).toBe(rays.length);
        expect(new Set(rays)).toEqual(raysOnGrid(given, m, 4));
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it("gives both rays of a line, and of general position a line for each m - 1 hyperplanes", () => {
    expect(raysOf([[3n]], 1, new Effort())).toEqual([[1n], [-1n]]);
    const random = new Random(7);
    const rows = Array.from({ length: 7 }, () => Array.from({ length: 4 }, () => BigInt(random.below(2000001) - 1000000)));
    expect(raysOf(rows, 4, new Effort()).length).toBe(2 * 35);
  });
});
