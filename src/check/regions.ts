/**
 * A central arrangement of hyperplanes: how many open regions it has, a point of each, and its rays. By deletion and restriction (Zaslavsky 1975): r(A) = r(A without H) + r(A on H). Exact,
 * and without a look at how the search finds regions (docs/theory.md 2.9).
 */
import { dot, primitive } from "../exact/integer-vector.js";
import { gcd } from "../exact/rational.js";
import { wordsOf } from "../exact/words.js";
import { type Effort, STEPS_PER_ITEM } from "./limits.js";

/**
 * The number of regions of the hyperplanes with these normals in m dimensions, or some number above `limit` when there are more. A normal that is 0 makes no
 * hyperplane, parallel ones make one.
 * @throws TooLarge
 */
export function countRegions(normals: readonly (readonly bigint[])[], m: number, limit: number, effort: Effort): number {
  const different = [...distinct(normals, m, effort)];
  // Without hyperplanes the whole space is one region; in the plane each line makes two sectors.
  if (different.length === 0) return 1;
  if (m <= 2) return 2 * different.length;
  let regions = 1;
  for (let j = 0; j < different.length && regions <= limit; j++) {
    regions += countRegions(onto(different[j]!, different.slice(0, j), m, effort), m - 1, limit - regions, effort);
  }
  return regions;
}

/**
 * A point of each open region, by integers. A hyperplane cuts those regions in two that it meets, and these are the regions on it.
 * @throws TooLarge
 */
export function regionPoints(normals: readonly (readonly bigint[])[], m: number, effort: Effort): bigint[][] {
  const different = [...distinct(normals, m, effort)];
  let points: bigint[][] = [Array.from({ length: m }, () => 0n)];
  different.forEach((normal, j) => {
    const others = different.slice(0, j);
    const words = [normal, ...others].reduce((most, row) => Math.max(most, wordsOfRow(row)), 0);
    const onIt = regionPoints(onto(normal, others, m, effort), m - 1, effort).map((point) => lifted(normal, point));
    const long = onIt.reduce((most, point) => Math.max(most, wordsOfRow(point)), 1);
    effort.spend((points.length + 2 * onIt.length) * (others.length + 1) * m * (8 * STEPS_PER_ITEM + words * long));
    effort.spend(3 * onIt.length * m * stepsOfGcd(words + long));
    effort.hold(2 * onIt.length * m * (STEPS_PER_ITEM + 8 * (words + long)));
    const sides = (point: readonly bigint[]): string => others.map((other) => (dot(other, point) > 0n ? "1" : "0")).join("");
    const cut = new Set(onIt.map(sides));
    const split = onIt.flatMap((point) => {
      // So far along the point that nothing but this hyperplane is crossed by a step to its sides.
      const far = others.reduce((most, other) => larger(most, dot(other, normal)), 0n) + 1n;
      return [1n, -1n].map((side) => primitive(point.map((x, k) => far * x + side * normal[k]!)));
    });
    points = [...points.filter((point) => !cut.has(sides(point))), ...split];
  });
  return points;
}

/**
 * The rays of an arrangement whose hyperplanes have no common line: a vector on each, its entries coprime, for every line that is an intersection of hyperplanes both of its rays.
 * The extreme rays of a region's closure are those among them that lie in it.
 * @throws TooLarge
 */
export function raysOf(normals: readonly (readonly bigint[])[], m: number, effort: Effort): bigint[][] {
  return linesOf(normals, m, effort).flatMap((line) => [line, line.map((x) => -x)]);
}

function linesOf(normals: readonly (readonly bigint[])[], m: number, effort: Effort): bigint[][] {
  if (m === 1) return [[1n]];
  const different = [...distinct(normals, m, effort)];
  // Each line once for the first hyperplane that it lies on, and for later ones of a part of them.
  const lines = different.flatMap((normal, j) => linesOf(onto(normal, different.slice(j + 1), m, effort), m - 1, effort).map((line) => lifted(normal, line)));
  return [...distinct(lines, m, effort)] as bigint[][];
}

/** A point of the hyperplane of `normal` from its coordinates as in `onto`. */
function lifted(normal: readonly bigint[], point: readonly bigint[]): bigint[] {
  const pivot = normal.findIndex((x) => x !== 0n);
  const others = normal.filter((_, k) => k !== pivot);
  return primitive(point.map((x) => x * normal[pivot]!).toSpliced(pivot, 0, -dot(others, point)));
}

function larger(size: bigint, x: bigint): bigint {
  const other = x < 0n ? -x : x;
  return other > size ? other : size;
}

/** The others restricted to the hyperplane of `normal`, in the coordinates without one that `normal` has. */
function onto(normal: readonly bigint[], others: readonly (readonly bigint[])[], m: number, effort: Effort): bigint[][] {
  const pivot = normal.findIndex((x) => x !== 0n);
  const words = [normal, ...others].reduce((most, row) => Math.max(most, wordsOfRow(row)), 0);
  effort.spend(others.length * m * (8 * STEPS_PER_ITEM + 2 * words ** 2));
  return others.map((other) => other.map((x, k) => normal[pivot]! * x - other[pivot]! * normal[k]!).filter((_, k) => k !== pivot));
}

/** Each hyperplane's normal once, its entries coprime, the first that is not 0 positive. */
function distinct(normals: readonly (readonly bigint[])[], m: number, effort: Effort): Iterable<readonly bigint[]> {
  const found = new Map<string, readonly bigint[]>();
  for (const normal of normals) {
    effort.spend(m * stepsOfGcd(wordsOfRow(normal)));
    const first = normal.find((x) => x !== 0n);
    if (first === undefined) continue;
    const divisor = normal.reduce(gcd, 0n) * (first < 0n ? -1n : 1n);
    const shortest = normal.map((x) => x / divisor);
    found.set(shortest.join(), shortest);
  }
  return found.values();
}

/** Euclid's algorithm takes some forty turns for each word, and each turn goes over all words. */
function stepsOfGcd(words: number): number {
  return STEPS_PER_ITEM + 40 * words * (8 * STEPS_PER_ITEM + 5 * words);
}

/** Of the longest entry. */
function wordsOfRow(row: readonly bigint[]): number {
  return row.reduce((most, x) => Math.max(most, wordsOf(x)), 1);
}
