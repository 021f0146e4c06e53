/**
 * What hidden neurons can do on data, exactly: by supports, activation patterns, and the extreme rays of the cones that these are.
 *
 * A neuron max(0, w . (x, 1)) whose w has the support S is on the data D X_S w, linear in w, on the cone of all w with (2D - I) X_S w >= 0. The patterns D of the open regions of the hyperplanes
 * x_j . w = 0 are enough, as their closed cones cover the space. Where the columns of S are dependent, some of them give all that S gives; on independent ones the cones have a vertex, so each is spanned
 * by its extreme rays: lines in which r - 1 of the hyperplanes meet, r the rank (Minkowski; Schrijver 1986, section 8.8).
 */
import { commonDenominator, dot, primitive, scaled, unsigned } from "../../exact/integer-vector.js";
import { type Activation, regionsOf } from "../convex/arrangement.js";
import type { SparsestProblem, Support } from "./problem.js";

/** The rows (x_j, 1) in integers. */
export interface IntegerPoints {
  /** N rows of d + 1 numbers; column d is the bias's. */
  readonly rows: readonly (readonly bigint[])[];
  /** d + 1 positive numbers: column c is this many times that of the data. So weights w on these rows are weights scales[c] w[c] on the data. */
  readonly scales: readonly bigint[];
}

export function integerPoints({ inputs }: Pick<SparsestProblem, "inputs">): IntegerPoints {
  const d = inputs[0]?.length ?? 0;
  const scales = Array.from({ length: d + 1 }, (_, c) => (c === d ? 1n : commonDenominator(inputs.map((x) => x[c]!))));
  return { scales, rows: inputs.map((x) => scales.map((scale, c) => (c === d ? 1n : scaled(x[c]!, scale)))) };
}

/** Hidden neurons with equal supports. */
export interface HiddenClass {
  /** Of the d + 1 columns, ascending: inputs, then d for the bias. */
  readonly columns: readonly number[];
  /** How many there may be; Infinity without a mask. */
  readonly neurons: number;
}

/** Each support once, in the order in which the mask has them. Supports without columns are left out: their neurons give nothing. */
export function hiddenClasses({ inputs, supports }: Pick<SparsestProblem, "inputs" | "supports">): HiddenClass[] {
  const d = inputs[0]?.length ?? 0;
  const columnsOf = (support: Support): number[] => (support.bias ? [...support.inputs, d] : [...support.inputs]);
  if (supports === undefined) return [{ columns: Array.from({ length: d + 1 }, (_, c) => c), neurons: Infinity }];
  const classes = new Map<string, { columns: number[]; neurons: number }>();
  for (const columns of supports.map(columnsOf)) {
    const known = classes.get(columns.join());
    if (known !== undefined) known.neurons++;
    else if (columns.length > 0) classes.set(columns.join(), { columns, neurons: 1 });
  }
  return [...classes.values()];
}

/** An extreme ray of some region. */
export interface Ray {
  /** d + 1 coprime integers, 0 outside of the independent columns. */
  readonly weights: readonly bigint[];
  /** max(0, row . weights) for each of the N rows. */
  readonly outputs: readonly bigint[];
}

/** An activation pattern that is not 0, and its closed cone. */
export interface Region {
  /** N flags: 1 where row . w > 0 inside of the cone. */
  readonly active: Uint8Array;
  /** Its extreme rays, ascending numbers in `rays`. They span it. */
  readonly rays: Int32Array;
}

export interface SupportRegions {
  readonly columns: readonly number[];
  /** The first columns of the support that span the others: a basis. */
  readonly independent: readonly number[];
  readonly regions: readonly Region[];
  readonly rays: readonly Ray[];
}

export interface RegionOptions {
  /** With more regions, or more sets of hyperplanes to intersect, there is no answer; 20 000 by default. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 20_000;

/** The activation patterns of integer rows on some columns, with their cones. Nothing when there are more than `limit`. */
export function supportRegions(rows: IntegerPoints["rows"], columns: readonly number[], options: RegionOptions = {}): SupportRegions | undefined {
  const independent = independentColumns(rows, columns);
  if (independent.length === 0) return { columns, independent, regions: [], rays: [] };
  const cut = rows.map((row) => independent.map((c) => row[c]!));
  const limit = options.limit ?? DEFAULT_LIMIT;
  const found = regionsOf(cut, independent.length, { limit })?.filter(({ active }) => active.includes(1));
  const lines = found && linesOf(cut, independent.length, limit);
  if (lines === undefined) return undefined;
  const rays: Ray[] = [];
  const signs: { readonly above: bigint; readonly on: bigint }[] = [];
  const isRow = bits(cut, (row) => row.some((x) => x !== 0n));
  const width = rows[0]!.length;
  for (const line of lines) {
    for (const direction of [line, line.map((entry) => -entry)]) {
      const values = cut.map((row) => dot(row, direction));
      const weights = Array.from({ length: width }, () => 0n);
      for (const [k, c] of independent.entries()) weights[c] = direction[k]!;
      rays.push({ weights, outputs: values.map((value) => (value > 0n ? value : 0n)) });
      // Rows that are 0 here are on no side, and never active.
      signs.push({ above: bits(values, (value) => value > 0n), on: bits(values, (value) => value === 0n) & isRow });
    }
  }
  const numbers = new Map(found!.map(({ active }, k) => [bits([...active], (flag) => flag === 1), k]));
  const spanning = found!.map((): number[] => []);
  for (const [ray, { above, on }] of signs.entries()) for (const k of around(above, on, numbers)) spanning[k]!.push(ray);
  const regions = found!.map(({ active }: Activation, k): Region => ({ active, rays: Int32Array.from(spanning[k]!) }));
  return { columns, independent, regions, rays };
}

/** The regions whose closed cones have a point: active where it is above, and anything where it is on a hyperplane. */
function around(above: bigint, on: bigint, numbers: ReadonlyMap<bigint, number>): number[] {
  const free = Array.from(on.toString(2)).reverse().flatMap((digit, j) => (digit === "1" ? [1n << BigInt(j)] : []));
  if (2 ** free.length > numbers.size) return [...numbers].flatMap(([active, k]) => ((active & ~on) === above ? [k] : []));
  let patterns = [above];
  for (const bit of free) patterns = patterns.flatMap((pattern) => [pattern, pattern | bit]);
  return patterns.flatMap((pattern) => numbers.get(pattern) ?? []);
}

/** The first of the columns that are linearly independent and span the others. */
function independentColumns(rows: IntegerPoints["rows"], columns: readonly number[]): number[] {
  const kept: number[] = [];
  // A basis of what is orthogonal to the columns that are kept.
  let orthogonal = unitVectors(rows.length);
  for (const c of columns) {
    const rest = within(orthogonal, rows.map((row) => row[c]!));
    if (rest === undefined) continue;
    kept.push(c);
    orthogonal = rest;
  }
  return kept;
}

function unitVectors(n: number): bigint[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, k) => (i === k ? 1n : 0n)));
}

/** A basis of the vectors of N entries that are orthogonal to all columns: what is left of the data's functions where affine ones are taken away. */
export function orthogonalBasis({ rows, scales }: IntegerPoints): bigint[][] {
  return scales.reduce((basis, _, c) => within(basis, rows.map((row) => row[c]!)) ?? basis, unitVectors(rows.length));
}

/** A basis of the vectors of a space that are orthogonal to a normal; nothing if all of them are. */
function within(basis: readonly (readonly bigint[])[], normal: readonly bigint[]): bigint[][] | undefined {
  const products = basis.map((vector) => dot(vector, normal));
  const pivot = products.findIndex((product) => product !== 0n);
  if (pivot < 0) return undefined;
  const [by, factor] = [basis[pivot]!, products[pivot]!];
  return basis.flatMap((vector, i) => (i === pivot ? [] : [primitive(products[i] === 0n ? vector : vector.map((entry, k) => factor * entry - products[i]! * by[k]!))]));
}

/** Directions of the lines in which r - 1 independent ones of these hyperplanes meet, each once, in r dimensions; the hyperplanes span them. Nothing when there are more than `limit` sets to look at. */
function linesOf(normals: readonly (readonly bigint[])[], r: number, limit: number): bigint[][] | undefined {
  const hyperplanes = [...new Map(normals.filter((normal) => normal.some((x) => x !== 0n)).map((normal) => unsigned(normal)).map((normal) => [normal.join(), normal])).values()];
  const lines = new Map<string, bigint[]>();
  let left = limit;
  const search = (from: number, space: readonly (readonly bigint[])[]): boolean => {
    if (left-- === 0) return false;
    if (space.length === 1) {
      const line = unsigned(space[0]!);
      lines.set(line.join(), line);
      return true;
    }
    for (let k = from; k + space.length - 2 < hyperplanes.length; k++) {
      const smaller = within(space, hyperplanes[k]!);
      if (smaller !== undefined && !search(k + 1, smaller)) return false;
    }
    return true;
  };
  return search(0, unitVectors(r)) ? [...lines.values()] : undefined;
}

function bits<T>(list: readonly T[], is: (entry: T) => boolean): bigint {
  return list.reduce((mask, entry, j) => (is(entry) ? mask | (1n << BigInt(j)) : mask), 0n);
}
