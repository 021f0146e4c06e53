/**
 * What hidden neurons can give at the points, block by block (docs/theory.md 2.10). The neurons with a given support and activation pattern have their weights in a closed cone, on which what they give is
 * linear: it is what the cone's extreme rays give, summed with factors that are not negative, times the sign of the output.
 */
import { echelonForm } from "../../exact/echelon.js";
import { dot, primitive } from "../../exact/integer-vector.js";
import { ORDERED_RATIONALS } from "../../exact/ordered-field.js";
import { Rational } from "../../exact/rational.js";
import { stepsOfProduct, wordsOfAll } from "../integers.js";
import { type Effort, STEPS_PER_ITEM } from "../limits.js";
import { raysOf, regionPoints } from "../regions.js";

/** Columns of X, with that of the biases, in which the weights of a neuron may differ from 0, and what such a neuron counts. */
export interface CountedSupport {
  /** Ascending. */
  readonly columns: readonly number[];
  /** At least 1. */
  readonly cost: number;
}

/** The neurons of one support, activation pattern and output sign. */
export interface Block {
  /** Number of its support. */
  readonly support: number;
  readonly cost: number;
  readonly sign: 1 | -1;
  /** Numbers of what its extreme rays give, without the sign; ascending, rays that give 0 left out. */
  readonly generators: readonly number[];
}

export interface Blocks {
  /** n integers each, not negative, not all 0, coprime. */
  readonly generators: readonly (readonly bigint[])[];
  /** In the order of the supports. */
  readonly blocks: readonly Block[];
}

/**
 * All blocks that give anything but 0.
 * @param rows n points in integers, the column of the biases with them
 * @throws TooLarge
 */
export function blocksOf(rows: readonly (readonly bigint[])[], supports: readonly CountedSupport[], effort: Effort): Blocks {
  const generators: bigint[][] = [];
  const numbers = new Map<string, number>();
  const blocks: Block[] = [];
  supports.forEach(({ columns, cost }, support) => {
    for (const rays of extremeRays(rows, columns, effort)) {
      const own = new Set<number>();
      for (const given of rays) {
        const key = given.join();
        if (!numbers.has(key)) {
          numbers.set(key, generators.length);
          generators.push(given);
        }
        own.add(numbers.get(key)!);
      }
      const ascending = [...own].sort((a, b) => a - b);
      for (const sign of [1, -1] as const) blocks.push({ support, cost, sign, generators: ascending });
    }
  });
  return { generators, blocks };
}

/** For each activation pattern of the support what the extreme rays of its cone give, where it is not 0. */
function extremeRays(rows: readonly (readonly bigint[])[], columns: readonly number[], effort: Effort): bigint[][][] {
  const all = rows.map((row) => columns.map((c) => row[c]!));
  // The other columns are combinations of these: weights there change nothing in what neurons can give. And the cones have no lines in them.
  const independent = independentColumns(all, effort);
  const m = independent.length;
  if (m === 0) return [];
  const own = all.map((row) => independent.map((c) => row[c]!));
  const [directions, points] = [raysOf(own, m, effort), regionPoints(own, m, effort)];
  const words = wordsOfAll(own) + wordsOfAll(directions) + wordsOfAll(points);
  effort.spend((directions.length + points.length) * rows.length * m * stepsOfProduct(words, words));
  effort.hold(directions.length * rows.length * (STEPS_PER_ITEM + 8 * words));
  const rays = directions.map((ray) => {
    const values = own.map((row) => dot(row, ray));
    return { above: positive(values), below: positive(values.map((x) => -x)), given: primitive(values.map((x) => (x > 0n ? x : 0n))) };
  });
  effort.spend(points.length * rays.length * (4 * STEPS_PER_ITEM + rows.length / 16));
  return points.flatMap((point) => {
    const active = positive(own.map((row) => dot(row, point)));
    const inCone = rays.filter(({ above, below }) => above !== 0n && (above & ~active) === 0n && (below & active) === 0n);
    effort.hold(inCone.length * STEPS_PER_ITEM);
    return inCone.length === 0 ? [] : [inCone.map(({ given }) => given)];
  });
}

/** Numbers of columns that make a basis of the column space. */
function independentColumns(rows: readonly (readonly bigint[])[], effort: Effort): readonly number[] {
  const width = rows[0]!.length;
  effort.spend(rows.length * width ** 2 * (64 * STEPS_PER_ITEM + (4 * width * wordsOfAll(rows)) ** 2));
  return echelonForm(ORDERED_RATIONALS, rows.map((row) => row.map((x) => Rational.of(x)))).pivots;
}

/** A bit for each number above 0. Written down first: bit by bit, each would cost a copy of all. */
function positive(values: readonly bigint[]): bigint {
  return BigInt(`0b${values.map((x) => (x > 0n ? "1" : "0")).join("")}`);
}

/** A bit for each block. */
export type BlockSet = Uint32Array;

export function contains(set: BlockSet, block: number): boolean {
  return ((set[block >>> 5]! >>> (block & 31)) & 1) === 1;
}

/** The blocks in which some neuron f has nu f > 0. */
export function unblockedBy(nu: readonly bigint[], { generators, blocks }: Blocks, effort: Effort): BlockSet {
  const words = wordsOfAll([nu]);
  const signs = Int8Array.from(generators, (given) => {
    effort.spend(nu.length * stepsOfProduct(words, wordsOfAll([given])));
    const product = dot(nu, given);
    return product > 0n ? 1 : product < 0n ? -1 : 0;
  });
  const set = new Uint32Array((blocks.length + 31) >>> 5);
  effort.hold(set.length * 4);
  blocks.forEach((block, b) => {
    effort.spend(STEPS_PER_ITEM + block.generators.length);
    if (block.generators.some((g) => signs[g] === block.sign)) set[b >>> 5]! |= 1 << (b & 31);
  });
  return set;
}
