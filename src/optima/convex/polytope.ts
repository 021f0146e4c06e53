/** The polytope {a >= 0, Z a = Z a0} of an optimal set in doubles: its rank, extremes, vertices. The columns of Z are what the neurons give with the weight 1. */
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { doubles } from "../../exact/ordered-field.js";
import { type Row, minimise } from "../linear-program.js";
import { combination } from "./equicorrelation.js";
import { nonnegativeLeastSquares } from "./nonnegative.js";
import { leastSquares } from "./prune.js";
import { lengthOf } from "./vectors.js";
import { verticesOf } from "./vertices.js";

/** Singular values up to this, relative to the largest, are 0. */
export const DEPENDENT = 1e-9;
/** Singular values up to this, relative to the largest, may be 0: the fit, and with it the outputs, is known to the square root of the gap only. */
const DOUBTFUL = 1e-6;
/** Of the sum of weights: what is less is 0. */
export const NO_WEIGHT = 1e-8;
/** Rounding in the double description, where rows are orthonormal and weights sum to 1. */
const VERTEX_TOLERANCE = 1e-9;

/** For a known a0 >= 0. That it is bounded is the caller's word: the sum of a has to be the same on it. */
export class Polytope {
  readonly #outputs: readonly Float64Array[];
  readonly #start: Float64Array;
  /** The sum of the weights. */
  readonly #sum: number;
  /** An orthonormal basis of the rows of Z, by rows: the equations are rows . a = right. */
  readonly #rows: Float64Array[];
  readonly #right: number[];

  constructor(neurons: readonly { readonly output: Float64Array }[], start: Float64Array, n: number) {
    this.#outputs = neurons.map(({ output }) => output);
    this.#start = start;
    this.#sum = start.reduce((sum, weight) => sum + weight, 0);
    this.#rows = orthonormalRows(this.#outputs, n);
    this.#right = this.#rows.map((row) => row.reduce((sum, entry, k) => sum + entry * start[k]!, 0));
  }

  /** The equations on a / sum(a): of orthonormal rows, so that one tolerance fits all. */
  equations(): Row[] {
    return this.#rows.map((values, k) => ({ values, lower: this.#right[k]! / this.#sum, upper: this.#right[k]! / this.#sum }));
  }

  /** Of the outputs of some neurons. */
  rank(chosen: readonly number[]): number {
    return orthonormalRows(chosen.map((k) => this.#outputs[k]!), this.#outputs[0]?.length ?? 0).length;
  }

  /** The singular value of all outputs, relative to the largest, of which it cannot be told whether it is 0; nothing if there is none. */
  doubtful(): number | undefined {
    const ratios = singularValues(this.#outputs, this.#outputs[0]?.length ?? 0).ratios;
    return ratios.find((ratio) => ratio > DEPENDENT && ratio <= DOUBTFUL);
  }

  /** A vertex of least cost. */
  async extreme(cost: readonly number[]): Promise<Float64Array> {
    if (cost.length === 0 || this.#sum === 0) return this.#start;
    const outcome = await minimise({ cost, rows: this.equations() });
    const shares = outcome.solution ?? this.#start.map((weight) => weight / this.#sum);
    return this.#polished(Array.from(shares.keys()).filter((k) => shares[k]! > NO_WEIGHT)) ?? shares.map((share) => share * this.#sum);
  }

  /** Which unknowns are more than 0 somewhere. */
  async possible(): Promise<boolean[]> {
    const least = NO_WEIGHT * this.#sum;
    const possible = Array.from(this.#start, (weight) => weight > least);
    for (let k = 0; k < possible.length; k++) {
      if (possible[k]) continue;
      const most = await this.extreme(possible.map((_, at) => (at === k ? -1 : 0)));
      for (let at = 0; at < possible.length; at++) if (most[at]! > least) possible[at] = true;
    }
    return possible;
  }

  /** The largest weight that each unknown has, as the solver sees it. */
  async largest(): Promise<number[]> {
    const largest: number[] = [];
    for (let k = 0; k < this.#start.length; k++) largest.push((await this.extreme(Array.from(this.#start, (_, at) => (at === k ? -1 : 0))))[k]!);
    return largest;
  }

  /** All vertices, with other unknowns than the candidates 0. */
  vertices(candidates: readonly number[]): { support: number[]; weights: Float64Array }[] | undefined {
    if (candidates.length === 0) return [{ support: [], weights: new Float64Array(this.#start.length) }];
    const outputs = candidates.map((k) => this.#outputs[k]!);
    const rows = orthonormalRows(outputs, outputs[0]!.length);
    const right = rows.map((row) => row.reduce((sum, entry, at) => sum + (entry * this.#start[candidates[at]!]!) / this.#sum, 0));
    const found = verticesOf(rows.map((row) => [...row]), right, candidates.length, doubles(VERTEX_TOLERANCE));
    return found?.map(({ support, values }) => {
      const chosen = support.map((at) => candidates[at]!);
      const weights = new Float64Array(this.#start.length);
      for (const at of support) weights[candidates[at]!] = values[at]! * this.#sum;
      return { support: chosen, weights: this.#polished(chosen) ?? weights };
    });
  }

  /**
   * The member of least sum of squares: least distance programming (Lawson and Hanson 1974, chapter 23). With a = p + N t, p the least of all solutions without signs, N an orthonormal basis of the kernel, it is the least
   * |t| with N t >= -p; and that is given by the residual of the nonnegative least squares |[N^T; -p^T] u - (0, ..., 0, 1)|.
   */
  leastSquares(candidates: readonly number[]): Float64Array {
    const weights = new Float64Array(this.#start.length);
    const count = candidates.length;
    if (count === 0) return weights;
    const rows = orthonormalRows(candidates.map((k) => this.#outputs[k]!), this.#outputs[0]!.length);
    const right = rows.map((row) => row.reduce((sum, entry, at) => sum + (entry * this.#start[candidates[at]!]!) / this.#sum, 0));
    const least = Float64Array.from({ length: count }, (_, at) => rows.reduce((sum, row, k) => sum + row[at]! * right[k]!, 0));
    const kernel = kernelRows(rows, count);
    const columns = Array.from({ length: count }, (_, at) => Float64Array.of(...kernel.map((row) => row[at]!), -least[at]!));
    const target = new Float64Array(kernel.length + 1);
    target[kernel.length] = 1;
    const u = nonnegativeLeastSquares(columns, target);
    const residual = target.map((entry, k) => u.reduce((sum, value, at) => sum + value * columns[at]![k]!, 0) - entry);
    for (const [at, k] of candidates.entries()) {
      const share = kernel.reduce((sum, row, t) => sum - (row[at]! * residual[t]!) / residual[kernel.length]!, least[at]!);
      // Tight where a multiplier is positive.
      weights[k] = u[at]! > 0 ? 0 : Math.max(0, share * this.#sum);
    }
    return weights;
  }

  /** The weights that a support of independent outputs must have, if they are positive. */
  #polished(support: readonly number[]): Float64Array | undefined {
    const outputs = support.map((k) => this.#outputs[k]!);
    if (support.length === 0 || orthonormalRows(outputs, outputs[0]!.length).length < support.length) return undefined;
    const n = outputs[0]!.length;
    const target = combination(this.#outputs.map((output) => ({ output })), this.#start, n);
    const values = leastSquares(outputs, target);
    if (values.some((value) => value <= 0)) return undefined;
    const weights = new Float64Array(this.#start.length);
    for (const [at, k] of support.entries()) weights[k] = values[at]!;
    return weights;
  }
}

/** An orthonormal basis of the row space of the matrix whose columns are the outputs; as many rows as its rank. */
function orthonormalRows(outputs: readonly Float64Array[], n: number): Float64Array[] {
  const { ratios, rows } = singularValues(outputs, n);
  return rows.filter((_, k) => ratios[k]! > DEPENDENT);
}

/** The singular values of that matrix, relative to the largest, and its right singular vectors. */
function singularValues(outputs: readonly Float64Array[], n: number): { ratios: number[]; rows: Float64Array[] } {
  const count = outputs.length;
  if (count === 0 || n === 0) return { ratios: [], rows: [] };
  // The transposed matrix, outputs as rows, with columns of zeros where there are more neurons than points.
  const matrix = Matrix.zeros(Math.max(n, count), count);
  for (const [k, output] of outputs.entries()) for (let j = 0; j < n; j++) matrix.set(j, k, output[j]!);
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(matrix, { computeLeftSingularVectors: false });
  const largest = Math.max(...diagonal);
  return { ratios: diagonal.map((value) => (largest === 0 ? 0 : value / largest)), rows: Array.from(diagonal.keys(), (k) => Float64Array.from(rightSingularVectors.getColumn(k))) };
}

/** An orthonormal basis of what is orthogonal to orthonormal rows: unit vectors, the farthest first, without their parts in what there is. */
function kernelRows(rows: readonly Float64Array[], width: number): Float64Array[] {
  const basis = [...rows];
  while (basis.length < width) {
    const left = Array.from({ length: width }, (_, k) => 1 - basis.reduce((sum, row) => sum + row[k]! ** 2, 0));
    const vector = new Float64Array(width);
    vector[left.indexOf(Math.max(...left))] = 1;
    for (let pass = 0; pass < 2; pass++) {
      for (const row of basis) {
        const part = row.reduce((sum, entry, k) => sum + entry * vector[k]!, 0);
        for (let k = 0; k < width; k++) vector[k]! -= part * row[k]!;
      }
    }
    const length = lengthOf(vector);
    basis.push(vector.map((entry) => entry / length));
  }
  return basis.slice(rows.length);
}
