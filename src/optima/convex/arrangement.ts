/**
 * The activation patterns of data: the open regions of the central arrangement of the hyperplanes {u : x_j u = 0}, exactly. A region is given by a point
 * in it with integer entries, its witness.
 *
 * Hyperplanes are added one by one. The new one, H, cuts the regions that it meets in two, and those are the regions of the arrangement that the others make
 * on H: the same question in one dimension less. So the work is of the order of what is found, times points (own, docs/theory.md 2.9; the count: Zaslavsky 1975).
 */
import { commonDenominator, dot, primitive, scaled, unsigned } from "../../exact/integer-vector.js";
import type { Random } from "../../exact/random.js";
import { Rational } from "../../exact/rational.js";
import { largestEntry } from "./vectors.js";

/** An activation pattern with a witness: see `Gate`. */
export interface Activation {
  /** n flags: 1 where x_j u > 0. */
  readonly active: Uint8Array;
  /** The witness u, d integers, 0 outside of the support. */
  readonly point: readonly bigint[];
}

export interface ActivationOptions {
  /** With more regions than this there is no answer; 20 000 by default. */
  readonly limit?: number;
}

export const DEFAULT_REGION_LIMIT = 20_000;

/**
 * All activation patterns of X on the columns `support` (ascending): one for each open region. A point that is 0 there gives no hyperplane and is never
 * active; parallel and opposite points share one. Nothing when there are more than `limit`: then patterns are sampled.
 * @param X n x d, row by row
 * @throws RangeError when an entry is not finite
 */
export function activationPatterns(
  X: Float64Array,
  n: number,
  d: number,
  support: Int32Array,
  options: ActivationOptions = {},
): { readonly gates: Activation[]; readonly complete: true } | undefined {
  const gates = regionsOf(integerRows(X, n, d, support), support.length, options)?.map(({ active, point }) => ({ active, point: spread(point, d, support) }));
  return gates && { gates, complete: true };
}

/** The same for n rows of m integers of any size, and with the witnesses as they are found: entries need not be coprime. */
export function regionsOf(rows: readonly (readonly bigint[])[], m: number, { limit = DEFAULT_REGION_LIMIT }: ActivationOptions = {}): Activation[] | undefined {
  const points = regions(differentNormals(rows), m, limit);
  const sides = new Sides(rows.map(vector));
  return points?.map((point) => ({ active: Uint8Array.from(sides.all(point), (side) => (side > 0 ? 1 : 0)), point: point.exact }));
}

/**
 * Activation patterns of random directions, Gaussian up to rounding to integers, pairwise different: at most `count`, fewer when ten times as many directions
 * do not give more. With each one comes the opposite direction's.
 * @throws RangeError when an entry is not finite
 */
export function sampledPatterns(
  X: Float64Array,
  n: number,
  d: number,
  support: Int32Array,
  count: number,
  random: Random,
): { readonly gates: Activation[]; readonly complete: false } {
  const rows = integerRows(X, n, d, support);
  const isZero = rows.map((row) => row.every((x) => x === 0n));
  const sides = new Sides(rows.map(vector));
  const found = new Map<string, Activation>();
  for (let drawn = 0; drawn < DRAWS * count && found.size < count; drawn++) {
    const direction = Array.from(support, () => BigInt(Math.round(random.normal() * GRID)));
    for (const point of [direction, direction.map((x) => -x)]) {
      const side = sides.all(vector(point));
      // On a hyperplane it is in no open region.
      if (found.size === count || side.some((s, j) => s === 0 && !isZero[j])) continue;
      const active = Uint8Array.from(side, (s) => (s > 0 ? 1 : 0));
      const key = active.join("");
      if (!found.has(key)) found.set(key, { active, point: spread(point, d, support) });
    }
  }
  return { gates: [...found.values()], complete: false };
}

/** Directions drawn for each pattern that is wanted. */
const DRAWS = 10;

/** Entries of random directions are multiples of 1 / GRID: integers of about 30 bits. */
const GRID = 2 ** 28;

/** Open regions of n hyperplanes through 0 in general position in r dimensions: 2 sum_{k < r} C(n - 1, k); 1 without hyperplanes (Schlaefli; Cover 1965). */
export function generalPositionCount(n: number, r: number): bigint {
  if (n === 0) return 1n;
  let [sum, binomial] = [0n, 1n];
  for (let k = 0; k < Math.min(r, n); k++) {
    sum += binomial;
    binomial = (binomial * BigInt(n - 1 - k)) / BigInt(k + 1);
  }
  return 2n * sum;
}

/** The rows on the support, each times a power of two that makes it integer. */
function integerRows(X: Float64Array, n: number, d: number, support: Int32Array): bigint[][] {
  return Array.from({ length: n }, (_, j) => {
    const row = Array.from(support, (c) => Rational.ofNumber(X[j * d + c]!));
    const scale = commonDenominator(row);
    return row.map((x) => scaled(x, scale));
  });
}

/** The same direction with coprime entries, among all d columns. */
function spread(point: readonly bigint[], d: number, support: Int32Array): bigint[] {
  const coprime = primitive(point);
  const full = Array.from({ length: d }, () => 0n);
  support.forEach((c, k) => (full[c] = coprime[k]!));
  return full;
}

/** A point in every open region of the hyperplanes with these normals, pairwise not parallel, in m dimensions. Nothing when there are more than `limit`. */
function regions(normals: readonly (readonly bigint[])[], m: number, limit: number): Vector[] | undefined {
  const origin = vector(Array.from({ length: m }, () => 0n));
  if (normals.length === 0) return limit < 1 ? undefined : [origin];
  if (m === 1) return limit < 2 ? undefined : [vector([1n]), vector([-1n])];
  if (m === 2) return 2 * normals.length > limit ? undefined : sectors(normals);
  const sides = new Sides(normals.map(vector));
  let found: Region[] = [{ point: origin, key: "" }];
  for (const [j, normal] of normals.entries()) {
    const traces = regionsOn(normal, normals.slice(0, j), m, limit - found.length);
    if (traces === undefined) return undefined;
    const cut = new Map<string, { trace: readonly bigint[]; at: Int8Array }>();
    for (const trace of traces) {
      const at = sides.all(trace, j);
      cut.set(keyOf(at), { trace: trace.exact, at });
    }
    found = found.flatMap(({ point, key }): Region[] => {
      const side = sides.of(j, point);
      const meets = cut.get(key);
      if (meets === undefined) return [{ point, key: key + letter(side) }];
      const beside = (to: 1 | -1): Region => ({ point: side === to ? point : sides.step(meets.trace, to, meets.at), key: key + letter(to) });
      return [beside(1), beside(-1)];
    });
  }
  return found.map(({ point }) => sides.shortened(point));
}

interface Region {
  readonly point: Vector;
  /** Its sides of the hyperplanes so far. */
  readonly key: string;
}

const letter = (side: number): string => (side > 0 ? "1" : "0");

function keyOf(sides: Int8Array): string {
  let key = "";
  for (const side of sides) key += letter(side);
  return key;
}

/** A point of {u : normal u = 0} in every region that the other hyperplanes make there. */
function regionsOn(normal: readonly bigint[], others: readonly (readonly bigint[])[], m: number, limit: number): Vector[] | undefined {
  // Coordinate c is eliminated: u_c = - sum_k normal_k u_k / normal_c.
  const c = normal.findIndex((x) => x !== 0n);
  const lead = normal[c]!;
  const rest = normal.filter((_, k) => k !== c);
  const traces = others.map((other) => other.flatMap((x, k) => (k === c ? [] : [lead * x - other[c]! * normal[k]!])));
  return regions(m === 3 ? differentLines(traces) : differentNormals(traces), m - 1, limit)?.map(({ exact }) => {
    const lifted = exact.map((x) => lead * x);
    lifted.splice(c, 0, -dot(rest, exact));
    return vector(lifted);
  });
}

/** The hyperplanes of these rows, each once: coprime entries, the first that is not 0 positive. */
function differentNormals(rows: readonly (readonly bigint[])[]): bigint[][] {
  const different = new Map<string, bigint[]>();
  for (const row of rows) {
    if (row.every((x) => x === 0n)) continue;
    const normal = unsigned(row);
    different.set(normal.join(), normal);
  }
  return [...different.values()];
}

/** The same in the plane, where no divisors are needed: turned into one half-plane, by angle. */
function differentLines(rows: readonly (readonly bigint[])[]): bigint[][] {
  const turned = rows.filter(([a, b]) => a !== 0n || b !== 0n).map(([a, b]) => (a! < 0n || (a === 0n && b! < 0n) ? [-a!, -b!] : [a!, b!]));
  return turned.sort(byAngle).filter((row, k) => k === 0 || byAngle(turned[k - 1]!, row) !== 0);
}

/** Counterclockwise, for vectors of one half-plane. */
function byAngle([a, b]: readonly bigint[], [c, d]: readonly bigint[]): number {
  const turn = a! * d! - b! * c!;
  return turn > 0n ? -1 : turn < 0n ? 1 : 0;
}

/** In the plane: a point in each sector between neighbouring lines. Of each normal the first entry that is not 0 is positive. */
function sectors(normals: readonly (readonly bigint[])[]): Vector[] {
  const sorted = [...normals].sort(byAngle);
  if (sorted.length === 1) return [vector(sorted[0]!), vector(sorted[0]!.map((x) => -x))];
  const directions = sorted.map(([a, b]) => [-b!, a!]);
  return directions.flatMap((direction, k) => {
    const next = directions[k + 1] ?? directions[0]!.map((x) => -x);
    // Of about equal length, so that the sum is well inside.
    const [one, other] = [lengthOf(direction), lengthOf(next)];
    const between = direction.map((x, e) => (x << BigInt(Math.max(0, other - one))) + (next[e]! << BigInt(Math.max(0, one - other))));
    const point = new Sides([vector(sorted[k]!), vector(sorted[k + 1] ?? sorted[0]!)]).shortened(vector(between));
    return [point, vector(point.exact.map((x) => -x))];
  });
}

/** An integer vector with doubles near to it. */
interface Vector {
  readonly exact: readonly bigint[];
  /** The same, divided by a power of two where it is long: each entry is off by at most 2^-53 `size`, or 1 after a division. */
  readonly near: Float64Array;
  /** The size of the largest entry of `near`. */
  readonly size: number;
}

/** Longer entries are cut to this length, so that products of doubles do not overflow. */
const NEAR_LENGTH = 480;

function vector(exact: readonly bigint[]): Vector {
  const near = new Float64Array(exact.length);
  for (let k = 0; k < near.length; k++) near[k] = Number(exact[k]);
  const size = largestEntry(near);
  if (size < 2 ** NEAR_LENGTH) return { exact, near, size };
  const shift = BigInt(lengthOf(exact) - NEAR_LENGTH);
  const cut = Float64Array.from(exact, (x) => Number(x >> shift));
  return { exact, near: cut, size: largestEntry(cut) };
}

/** Bits of the largest entry, up to 3 more. */
function lengthOf(entries: readonly bigint[]): number {
  return 4 * entries.reduce((most, x) => Math.max(most, (x < 0n ? -x : x).toString(16).length), 0);
}

/** Bits tried for the entries of a shorter witness. */
const LENGTHS = [2, 4, 7, 11, 16, 23, 32, 44];

/** On which side of hyperplanes points lie: by doubles where their error bound allows, exactly elsewhere. */
class Sides {
  readonly #normals: readonly Vector[];
  /** Of a scalar product of m terms, relative to both sizes: less than 4 m 2^-53 from the factors and products, m^2 2^-53 from the sums. */
  readonly #error: number;

  constructor(normals: readonly Vector[]) {
    this.#normals = normals;
    const m = normals[0]?.exact.length ?? 0;
    this.#error = m * (m + 8) * 2 ** -53;
  }

  /** -1, 0 or 1 for normal number i. */
  of(i: number, point: Vector): number {
    const side = this.#seen(i, point.near, point.size);
    if (side !== 0) return side;
    const exact = dot(this.#normals[i]!.exact, point.exact);
    return exact > 0n ? 1 : exact < 0n ? -1 : 0;
  }

  /** What doubles tell: 0 when they do not. */
  #seen(i: number, near: Float64Array, size: number): number {
    const normal = this.#normals[i]!;
    let product = 0;
    for (let k = 0; k < near.length; k++) product += normal.near[k]! * near[k]!;
    return Math.abs(product) > this.#error * normal.size * size ? Math.sign(product) : 0;
  }

  /** For the first `count` normals. */
  all(point: Vector, count = this.#normals.length): Int8Array {
    const sides = new Int8Array(count);
    for (let i = 0; i < count; i++) sides[i] = this.of(i, point);
    return sides;
  }

  /** From `trace`, `at` these sides of the first hyperplanes and on the next one, to one side of that and across none of the first. */
  step(trace: readonly bigint[], to: 1 | -1, at: Int8Array): Vector {
    const normal = this.#normals[at.length]!.exact;
    const direction = to === 1 ? normal : normal.map((x) => -x);
    for (let bits = lengthOf(direction) - lengthOf(trace); ; bits += 2) {
      const point = vector(trace.map((x, k) => (x << BigInt(Math.max(0, bits))) + (direction[k]! << BigInt(Math.max(0, -bits)))));
      if (this.#isAt(point, at)) return point;
    }
  }

  /** A point with shorter entries in the same region, if rounding gives one that doubles can tell to be there. */
  shortened(point: Vector): Vector {
    const at = this.all(point);
    const near = new Float64Array(point.near.length);
    for (const bits of LENGTHS) {
      const scale = 2 ** bits / point.size;
      if (scale >= 1) break;
      for (let k = 0; k < near.length; k++) near[k] = Math.round(point.near[k]! * scale);
      let i = 0;
      while (i < at.length && this.#seen(i, near, 2 ** bits) === at[i]) i++;
      if (i === at.length) return { exact: Array.from(near, BigInt), near, size: largestEntry(near) };
    }
    return point;
  }

  #isAt(point: Vector, sides: Int8Array): boolean {
    for (let i = 0; i < sides.length; i++) if (this.of(i, point) !== sides[i]) return false;
    return true;
  }
}
