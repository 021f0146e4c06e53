/**
 * Pruning beyond the optimal set: neurons of an irreducible network are removed one at a time, and the output weights of those that are left make up for it by least squares (after Mishkin and
 * Pilanci 2023, section 5); beside it, pruning by magnitude.
 */
import { Matrix, QrDecomposition } from "ml-matrix";
import { given } from "./cone.js";
import { lossOf } from "./losses.js";
import type { Block, ConvexProgram, Solution } from "./program.js";
import { leastSquares, pruneOptimally } from "./prune.js";
import { lengthOf } from "./vectors.js";

/** A network that pruning has come to. */
export interface PrunedNetwork {
  /** The neuron that went last: its index among those of the first stage; nothing in the first stage. */
  readonly removed: number | undefined;
  /** One for each neuron that is left and has an output weight other than 0. A negative output weight turns the block around: its sign, or in the gated program its vector. */
  readonly blocks: readonly Block[];
  /** f of what the network gives: the training loss. */
  readonly loss: number;
  /** loss + lambda * sum of norms. */
  readonly value: number;
}

/** Networks of equally many neurons. */
export interface Stage {
  readonly neurons: number;
  /** The neuron goes that least squares misses least; all output weights that are left are fitted again. */
  readonly leastSquares: PrunedNetwork;
  /** The neuron of least norm goes; nothing else changes. */
  readonly magnitude: PrunedNetwork;
  /** The neuron of least norm goes, and all output weights that are left are fitted again. */
  readonly magnitudeRefitted: PrunedNetwork;
}

/**
 * The stages from an irreducible network (that of `pruneOptimally`) down to none. The first is that network as it is, in all three ways.
 *
 * Hidden neurons keep their directions. What is fitted again are the output weights, of either sign and without a penalty, by least squares: to the targets for the squared loss, so that the
 * second stage may have a lower training loss than the first, which is shrunk by the penalty; for the logistic loss to the outputs of the first network, as the loss itself need not have a
 * minimum. The removal of the neuron k of least-squares weights a raises the squared distance by a_k^2 / ((Z^T Z)^-1)_kk: that is the least for the neuron chosen, the first of equals.
 */
export function pruneFurther(program: ConvexProgram, solution: Solution): Stage[] {
  const pruned = pruneOptimally(program, solution);
  const start = pruned.blocks.map(({ vector }) => lengthOf(vector));
  const outputs = pruned.blocks.map(({ gate, sign, vector }, k) => {
    const output = new Float64Array(program.n);
    given(program, program.gates[gate]!, sign, vector.map((entry) => entry / start[k]!), output);
    return output;
  });
  const target = program.loss === "squared" ? program.y : pruned.fit;
  const all = Array.from(start.keys());
  const refit = (kept: readonly number[]): number[] => (kept.length === 0 ? [] : leastSquares(kept.map((k) => outputs[k]!), target));

  const network = (removed: number | undefined, kept: readonly number[], weights: readonly number[]): PrunedNetwork => {
    const fit = new Float64Array(program.n);
    for (const [at, k] of kept.entries()) for (let j = 0; j < fit.length; j++) fit[j]! += weights[at]! * outputs[k]![j]!;
    const loss = lossOf(program, fit);
    const blocks = kept.flatMap((k, at): Block[] => {
      const { gate, sign, vector } = pruned.blocks[k]!;
      const weight = weights[at]!;
      if (weight === 0) return [];
      // A gated block has no sign: its vector turns around.
      const turned = weight < 0 && program.model === "relu";
      return [{ gate, sign: turned ? ((-sign) as 1 | -1) : sign, vector: vector.map((entry) => (entry / start[k]!) * (turned ? -weight : weight)) }];
    });
    return { removed, blocks, loss, value: loss + program.lambda * weights.reduce((sum, weight) => sum + Math.abs(weight), 0) };
  };

  const first = network(undefined, all, start);
  const stages: Stage[] = [{ neurons: all.length, leastSquares: first, magnitude: first, magnitudeRefitted: first }];
  const ways = { leastSquares: { kept: all, weights: refit(all) }, magnitude: { kept: all, weights: start }, magnitudeRefitted: { kept: all, weights: start } };
  for (let neurons = all.length - 1; neurons >= 0; neurons--) {
    const without = (way: keyof typeof ways, at: number, refitted: boolean): PrunedNetwork => {
      const { kept, weights } = ways[way];
      const removed = kept[at]!;
      const left = kept.filter((k) => k !== removed);
      ways[way] = { kept: left, weights: refitted ? refit(left) : weights.filter((_, k) => k !== at) };
      return network(removed, left, ways[way].weights);
    };
    const costs = removalCosts(ways.leastSquares.kept.map((k) => outputs[k]!), ways.leastSquares.weights);
    stages.push({
      neurons,
      leastSquares: without("leastSquares", indexOfLeast(costs), true),
      magnitude: without("magnitude", indexOfLeast(ways.magnitude.weights.map(Math.abs)), false),
      magnitudeRefitted: without("magnitudeRefitted", indexOfLeast(ways.magnitudeRefitted.weights.map(Math.abs)), true),
    });
  }
  return stages;
}

/** a_k^2 / ((Z^T Z)^-1)_kk: by how much the least squared distance grows without the column k. With Z = Q R the diagonal of (Z^T Z)^-1 = R^-1 R^-T holds the squared rows of R^-1. */
function removalCosts(columns: readonly Float64Array[], weights: readonly number[]): number[] {
  const count = columns.length;
  const matrix = new Matrix(columns[0]!.length, count);
  for (const [k, column] of columns.entries()) for (let j = 0; j < column.length; j++) matrix.set(j, k, column[j]!);
  const triangle = new QrDecomposition(matrix).upperTriangularMatrix;
  const inverse = Matrix.zeros(count, count);
  for (let column = 0; column < count; column++) {
    for (let row = column; row >= 0; row--) {
      let sum = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k++) sum -= triangle.get(row, k) * inverse.get(k, column);
      inverse.set(row, column, sum / triangle.get(row, row));
    }
  }
  return weights.map((weight, k) => weight ** 2 / inverse.getRow(k).reduce((sum, entry) => sum + entry ** 2, 0));
}

function indexOfLeast(numbers: readonly number[]): number {
  return numbers.indexOf(Math.min(...numbers));
}
