/**
 * Optimal pruning (Mishkin and Pilanci 2023, section 3.3): while what the active neurons give is linearly dependent, the weights move along the dependence until one is 0. Fit and objective
 * stay. At the end the neurons are linearly independent, hence at most n: an irreducible network, a vertex of the optimal set.
 */
import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";
import { given } from "./cone.js";
import { lossOf } from "./losses.js";
import type { Block, ConvexProgram, Solution } from "./program.js";
import { fitOf } from "./solve.js";
import { directionDistance, lengthOf } from "./vectors.js";

/** The rank test: the singular values of the matrix whose columns are what the neurons give, scaled to length 1. */
export interface Independence {
  readonly neurons: number;
  /** Singular values above threshold * largest. */
  readonly rank: number;
  readonly smallestSingularValue: number;
  readonly largestSingularValue: number;
  readonly threshold: number;
  /** rank = neurons. */
  readonly irreducible: boolean;
}

export interface PrunedSolution extends Solution {
  /** Blocks of the solution that were not 0. */
  readonly blocksBefore: number;
  /** Neurons: the blocks after those of equal sign and direction were merged (ReLU). */
  readonly neuronsBefore: number;
  readonly independence: Independence;
}

/** Directions closer than this are one neuron. */
const SAME_DIRECTION = 1e-9;
/** Singular values up to this, relative to the largest, are 0. */
const DEPENDENT = 1e-9;
/** A dependence with a smaller coefficient leaves the weight as it is. */
const STILL = 1e-12;

/**
 * An irreducible solution with the fit of the given one. At an optimum the objective stays too, as nu^T z = lambda for each neuron makes the coefficients of every dependence sum to 0; elsewhere it
 * does not grow: of the two ways along a dependence the one that lowers the sum of weights is taken. At the end the weights are fitted once more to the given fit, by least squares.
 */
export function pruneOptimally(program: ConvexProgram, solution: Solution): PrunedSolution {
  const active = solution.blocks.filter(({ vector }) => lengthOf(vector) > 0);
  const merged = mergedBlocks(program, active);
  let units = merged.map((block) => unitOf(program, block));
  let weights = merged.map(({ vector }) => lengthOf(vector));
  for (;;) {
    const dependence = dependenceOf(units.map(({ output }) => output));
    if (dependence === undefined) break;
    weights = moved(weights, dependence);
    const kept = weights.map((weight) => weight > 0);
    units = units.filter((_, k) => kept[k]);
    weights = weights.filter((_, k) => kept[k]);
  }
  weights = refined(units, weights, solution.fit);
  const blocks = units.map(({ block, direction }, k): Block => ({ ...block, vector: direction.map((entry) => entry * weights[k]!) }));
  return {
    ...pointOf(program, blocks, solution),
    blocksBefore: active.length,
    neuronsBefore: merged.length,
    independence: independenceOf(units.map(({ output }) => output)),
  };
}

/** A solution with other blocks, and the dual point and bound of the one that it comes from. */
function pointOf(program: ConvexProgram, blocks: readonly Block[], { dual, dualBound }: Solution): Solution {
  const fit = fitOf(program, blocks);
  const loss = lossOf(program, fit);
  const sumOfNorms = blocks.reduce((sum, { vector }) => sum + lengthOf(vector), 0);
  const value = loss + program.lambda * sumOfNorms;
  return { blocks, fit, loss, sumOfNorms, value, dual, dualBound, gap: value - dualBound };
}

/**
 * ReLU blocks of equal sign and direction become one, at the gate of the first: they lie on a common face of their cones. Blocks that are 0 are left out; in the gated program nothing else happens.
 */
export function mergedBlocks({ model }: Pick<ConvexProgram, "model">, blocks: readonly Block[]): Block[] {
  const merged: Block[] = [];
  for (const block of blocks) {
    const length = lengthOf(block.vector);
    if (length === 0) continue;
    const same = model === "gated" ? -1 : merged.findIndex(({ sign, vector }) => sign === block.sign && directionDistance(vector, block.vector) <= SAME_DIRECTION);
    if (same < 0) merged.push(block);
    else merged[same] = { ...merged[same]!, vector: merged[same]!.vector.map((entry, k) => entry + block.vector[k]!) };
  }
  return merged;
}

/** The rank test of neurons by what they give. A neuron that gives 0 is dependent. */
export function independenceOf(outputs: readonly Float64Array[], threshold = DEPENDENT): Independence {
  const { diagonal } = decompose(outputs);
  const largest = Math.max(0, ...diagonal);
  const smallest = outputs.length === 0 ? 0 : Math.min(...diagonal);
  const rank = diagonal.filter((value) => value > threshold * largest).length;
  return { neurons: outputs.length, rank, smallestSingularValue: smallest, largestSingularValue: largest, threshold, irreducible: rank === outputs.length };
}

/** Coefficients for the weights of the given outputs (not scaled) that give 0; nothing if the outputs are independent. */
function dependenceOf(outputs: readonly Float64Array[]): number[] | undefined {
  if (outputs.length === 0) return undefined;
  // Of more neurons than points n + 1 are dependent, and enough to look at: the decomposition stays small.
  const seen = outputs.slice(0, outputs[0]!.length + 1);
  const { diagonal, vectors, lengths } = decompose(seen);
  const at = diagonal.indexOf(Math.min(...diagonal));
  if (diagonal[at]! > DEPENDENT * Math.max(...diagonal)) return undefined;
  return outputs.map((_, k) => (k < seen.length ? vectors.get(k, at) / (lengths[k]! || 1) : 0));
}

/** Singular values and right singular vectors of the outputs scaled to length 1, as columns. */
function decompose(outputs: readonly Float64Array[]): { diagonal: number[]; vectors: Matrix; lengths: number[] } {
  const count = outputs.length;
  const lengths = outputs.map(lengthOf);
  if (count === 0) return { diagonal: [], vectors: new Matrix(0, 0), lengths };
  // Rows of zeros below: as many rows as columns, so that there is a singular vector for every dependence.
  const matrix = Matrix.zeros(Math.max(outputs[0]!.length, count), count);
  for (const [k, output] of outputs.entries()) if (lengths[k]! > 0) for (let j = 0; j < output.length; j++) matrix.set(j, k, output[j]! / lengths[k]!);
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(matrix, { computeLeftSingularVectors: false });
  return { diagonal, vectors: rightSingularVectors, lengths };
}

/** The weights minus the multiple of the dependence that makes the first of them 0. */
function moved(weights: readonly number[], dependence: readonly number[]): number[] {
  const scale = Math.max(...dependence.map(Math.abs));
  const way = dependence.map((entry) => entry / scale);
  const sum = way.reduce((total, entry) => total + entry, 0);
  const up = blocking(weights, way);
  const down = blocking(weights, way.map((entry) => -entry));
  // The way that lowers the sum of weights; where it stays, the one whose blocking weight has the larger coefficient: a small one would make the neurons that are left nearly dependent.
  const forward = Math.abs(sum) > STILL * weights.length && up !== undefined && down !== undefined ? sum > 0 : down === undefined || (up !== undefined && way[up]! >= -way[down]!);
  const at = forward ? up! : down!;
  const step = weights[at]! / way[at]!;
  return weights.map((weight, k) => (k === at ? 0 : Math.max(0, weight - step * way[k]!)));
}

/** The weight that is 0 first when the weights move against the direction; nothing if none falls. */
function blocking(weights: readonly number[], direction: readonly number[]): number | undefined {
  let at: number | undefined;
  for (const [k, entry] of direction.entries()) if (entry > STILL && (at === undefined || weights[k]! / entry < weights[at]! / direction[at]!)) at = k;
  return at;
}

interface Unit {
  readonly block: Block;
  readonly direction: Float64Array;
  /** What it gives with the weight 1. */
  readonly output: Float64Array;
}

function unitOf(program: ConvexProgram, block: Block): Unit {
  const length = lengthOf(block.vector);
  const direction = block.vector.map((entry) => entry / length);
  const output = new Float64Array(program.n);
  given(program, program.gates[block.gate]!, block.sign, direction, output);
  return { block, direction, output };
}

/** The least-squares weights for the fit, if they are positive: rounding of the many steps is gone then. */
function refined(units: readonly Unit[], weights: readonly number[], fit: Float64Array): number[] {
  if (units.length === 0) return [];
  const better = leastSquares(units.map(({ output }) => output), fit);
  return better.every((weight) => weight > 0) ? better : [...weights];
}

/** The coefficients of linearly independent columns, at least one, whose combination is nearest to a vector. */
export function leastSquares(columns: readonly Float64Array[], target: Float64Array): number[] {
  const lengths = columns.map(lengthOf);
  const matrix = new Matrix(target.length, columns.length);
  for (const [k, column] of columns.entries()) for (let j = 0; j < target.length; j++) matrix.set(j, k, column[j]! / lengths[k]!);
  const decomposition = new QrDecomposition(matrix);
  const first = decomposition.solve(Matrix.columnVector(target));
  // One step of iterative refinement.
  const left = Matrix.sub(Matrix.columnVector(target), matrix.mmul(first));
  return Matrix.add(first, decomposition.solve(left)).to1DArray().map((entry, k) => entry / lengths[k]!);
}
