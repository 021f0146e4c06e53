/**
 * How many open regions a central arrangement of hyperplanes has, by deletion and restriction (Zaslavsky 1975): r(A) = r(A without H) + r(A on H). Exact,
 * and without a look at how the regions were found (docs/theory.md 2.9).
 */
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
    // Euclid's algorithm takes some forty turns for each word, and each turn goes over all words.
    const words = wordsOfRow(normal);
    effort.spend(m * (STEPS_PER_ITEM + 40 * words * (8 * STEPS_PER_ITEM + 5 * words)));
    const first = normal.find((x) => x !== 0n);
    if (first === undefined) continue;
    const divisor = normal.reduce(gcd, 0n) * (first < 0n ? -1n : 1n);
    const coprime = normal.map((x) => x / divisor);
    found.set(coprime.join(), coprime);
  }
  return found.values();
}

/** Of the longest entry. */
function wordsOfRow(row: readonly bigint[]): number {
  return row.reduce((most, x) => Math.max(most, wordsOf(x)), 1);
}
