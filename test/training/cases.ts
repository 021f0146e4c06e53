import type { TrainingData } from "../../src/training/loss.js";
import { type Network, networkOf } from "../../src/training/network.js";
import { startingParameters } from "../../src/training/start.js";
import { type Pattern, makePattern } from "../../src/pattern/pattern.js";
import { maskOf } from "../../src/pattern/mask.js";
import { Random } from "../../src/exact/random.js";

/** A pattern from rows of 0 and 1, one list per layer. */
export function patternOf(layers: readonly (readonly string[])[], bias?: readonly boolean[]): Pattern {
  const masks = layers.map((rows) => maskOf(rows.length, rows[0]!.length, (i, j) => rows[i]![j] === "1"));
  return makePattern("case", masks, bias === undefined ? {} : { bias });
}

/** LU without pivoting: W_1 upper, W_2 lower triangular; not closed. */
export const LU = patternOf([["11", "01"], ["10", "11"]]);
/** Of the same widths, closed: dense with one weight removed from layer 1, where that makes no defect. */
export const CLOSED = patternOf([["11", "01"], ["11", "11"]]);
/** Dense 1-2-2: the linear counterpart is closed, `finite` fails on the five points of theory T6. */
export const DENSE_122 = patternOf([["1", "1"], ["11", "11"]]);

/** Theory T2' for LU: eleven points of the moment curve, y = A x with A = [[0, 1], [1, 0]]. */
export const LU_DATA: TrainingData = dataOf(Array.from({ length: 11 }, (_, k) => (k - 5) / 5).map((t) => [[t, t * t], [t * t, t]]));
/** Theory T6 for dense 1-2-2. */
export const T6_DATA: TrainingData = dataOf([[[-2], [0, 0]], [[-1], [0, 0]], [[0], [0, 1]], [[1], [1, 2]], [[2], [2, 2]]]);

export function dataOf(points: readonly (readonly [readonly number[], readonly number[]] | readonly (readonly number[])[])[]): TrainingData {
  return { inputs: Float64Array.from(points.flatMap(([x]) => [...x!])), targets: Float64Array.from(points.flatMap(([, y]) => [...y!])) };
}

export interface RandomCase {
  readonly pattern: Pattern;
  readonly network: Network;
  readonly data: TrainingData;
  readonly parameters: Float64Array;
}

/** A random pattern, data and parameters: widths, density, number of points, seed. */
export function randomCase(widths: readonly number[], density: number, points: number, seed: number, bias?: readonly boolean[]): RandomCase {
  const random = new Random(seed);
  const masks = widths.slice(1).map((rows, l) => maskOf(rows, widths[l]!, () => random.below(1000) < density * 1000));
  const pattern = makePattern("random", masks, bias === undefined ? {} : { bias });
  const numbers = (count: number): Float64Array => Float64Array.from({ length: count }, () => (random.below(2001) - 1000) / 500);
  const network = networkOf(pattern);
  return { pattern, network, data: { inputs: numbers(points * widths[0]!), targets: numbers(points * widths.at(-1)!) }, parameters: startingParameters(network, seed) };
}

export const SHAPES: readonly [readonly number[], number, number][] = [
  [[2, 2, 2], 1, 1],
  [[2, 2, 2], 1, 11],
  [[3, 5, 4, 2], 0.6, 7],
  [[1, 8, 1], 1, 12],
  [[4, 6, 6, 6, 3], 0.5, 9],
  [[2, 3, 2], 0.7, 150],
];
