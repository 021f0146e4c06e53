/** Networks sum_k v_k max(0, w_k . x) in doubles, x with the entry 1 for the bias: outputs, squared loss and gradient. */
import type { Random } from "../../../exact/random.js";
import { type TrainingPoints, project } from "./points.js";

/** The neurons of one hidden layer. A neuron whose entries are all 0 stays as it is; `compacted` drops it. */
export interface HiddenLayer {
  /** K. */
  readonly size: number;
  /** K. */
  readonly v: Float64Array;
  /** K x m, row by row; the last entry of a row is the bias. */
  readonly w: Float64Array;
  /** K x m: 0 where a weight is not there. */
  readonly allowed: Uint8Array;
  /** K: the number that each had at the start, which is that of its support in a mask. */
  readonly slots: Int32Array;
}

/** The neurons of these numbers. */
export function selected({ v, w, allowed, slots }: HiddenLayer, kept: readonly number[]): HiddenLayer {
  const m = v.length === 0 ? 0 : w.length / v.length;
  const layer: HiddenLayer = {
    size: kept.length,
    v: Float64Array.from(kept, (k) => v[k]!),
    w: new Float64Array(kept.length * m),
    allowed: new Uint8Array(kept.length * m),
    slots: Int32Array.from(kept, (k) => slots[k]!),
  };
  for (const [at, k] of kept.entries()) {
    layer.w.set(w.subarray(k * m, (k + 1) * m), at * m);
    layer.allowed.set(allowed.subarray(k * m, (k + 1) * m), at * m);
  }
  return layer;
}

/** The neurons of both. */
export function joined(a: HiddenLayer, b: HiddenLayer): HiddenLayer {
  const layer: HiddenLayer = {
    size: a.size + b.size,
    v: new Float64Array(a.v.length + b.v.length),
    w: new Float64Array(a.w.length + b.w.length),
    allowed: new Uint8Array(a.w.length + b.w.length),
    slots: new Int32Array(a.size + b.size),
  };
  for (const field of ["v", "w", "allowed", "slots"] as const) {
    layer[field].set(a[field]);
    layer[field].set(b[field], a[field].length);
  }
  return layer;
}

/** |v_k| = |w_k|, with the same products; a neuron one of whose factors is 0 becomes 0. */
export function rebalance({ size, v, w }: HiddenLayer): void {
  const m = w.length / size;
  for (let k = 0; k < size; k++) {
    let square = 0;
    for (let e = k * m; e < (k + 1) * m; e++) square += w[e]! * w[e]!;
    const length = Math.sqrt(square);
    const scale = length > 0 ? Math.sqrt(Math.abs(v[k]!) / length) : 0;
    for (let e = k * m; e < (k + 1) * m; e++) w[e]! *= scale;
    v[k] = Math.sign(v[k]!) * length * scale;
  }
}

/** Where a training starts. data: each neuron is 0 at a random point between two of the data, as far as its support allows. uniform: all weights and biases alike, as frameworks do it. */
export type Start = "data" | "uniform";

/**
 * K neurons, drawn; `allowed` as in `HiddenLayer`.
 * data: w uniform in [-1, 1]; a bias such that the neuron is 0 at x_i + t (x_j - x_i) for random i, j and t; output weights of random sign, rebalanced, of the size 1/sqrt(K).
 * uniform: w and b uniform in [-1, 1] / sqrt(entries in the neuron's support without the bias), v in [-1, 1] / sqrt(K) (He et al. 2015 with the gain that PyTorch takes).
 */
export function startingLayer({ n, m, rows }: TrainingPoints, allowed: Uint8Array, start: Start, random: Random): HiddenLayer {
  const size = allowed.length / m;
  const uniform = () => random.below(2 ** 32) / 2 ** 31 - 1;
  const layer: HiddenLayer = { size, v: new Float64Array(size), w: new Float64Array(size * m), allowed, slots: Int32Array.from({ length: size }, (_, k) => k) };
  const { v, w } = layer;
  for (let k = 0; k < size; k++) {
    const bias = k * m + m - 1;
    let fan = 0;
    for (let e = k * m; e < bias; e++) fan += allowed[e]!;
    const bound = start === "uniform" && fan > 0 ? 1 / Math.sqrt(fan) : 1;
    for (let e = k * m; e <= bias; e++) if (allowed[e] === 1) w[e] = bound * uniform();
    if (start === "uniform") {
      v[k] = uniform() / Math.sqrt(size);
      continue;
    }
    const [i, j, t] = [random.below(n), random.below(n), (uniform() + 1) / 2];
    if (allowed[bias] === 1) {
      let inside = 0;
      for (let c = 0; c < m - 1; c++) inside += w[k * m + c]! * ((1 - t) * rows[i * m + c]! + t * rows[j * m + c]!);
      w[bias] = -inside / rows[m - 1]!;
    }
    v[k] = uniform() < 0 ? -1 : 1;
    let square = 0;
    for (let e = k * m; e <= bias; e++) square += w[e]! * w[e]!;
    // |u_k| = 1 / sqrt(K).
    if (square > 0) v[k]! /= Math.sqrt(square * size);
  }
  if (start === "data") rebalance(layer);
  return layer;
}

/** Loss 1/(2n) |outputs - y|^2 and its gradient, the affine part eliminated, at one layer after another. */
export class SquaredLoss {
  readonly #points: TrainingPoints;
  /** n: outputs less targets, less the affine fit of that, where `evaluate` was last. */
  readonly residuals: Float64Array;

  constructor(points: TrainingPoints) {
    this.#points = points;
    this.residuals = new Float64Array(points.n);
  }

  /** The loss; its derivatives go to gradientV (K) and gradientW (K x m), unless they are left out. At a kink a neuron counts as not active. */
  evaluate({ size, v, w, allowed }: HiddenLayer, gradientV?: Float64Array, gradientW?: Float64Array): number {
    const { n, m, rows, outputs, affine } = this.#points;
    const residuals = this.residuals;
    for (let i = 0; i < n; i++) {
      let sum = -outputs[i]!;
      for (let k = 0; k < size; k++) {
        const inside = product(w, k * m, rows, i * m, m);
        if (inside > 0) sum += v[k]! * inside;
      }
      residuals[i] = sum;
    }
    project(affine, residuals);
    let loss = 0;
    for (let i = 0; i < n; i++) loss += residuals[i]! * residuals[i]!;
    if (gradientV === undefined || gradientW === undefined) return loss / (2 * n);
    gradientV.fill(0);
    gradientW.fill(0);
    for (let k = 0; k < size; k++) {
      for (let i = 0; i < n; i++) {
        const inside = product(w, k * m, rows, i * m, m);
        if (!(inside > 0)) continue;
        const share = residuals[i]! / n;
        gradientV[k]! += share * inside;
        const factor = share * v[k]!;
        for (let c = 0; c < m; c++) gradientW[k * m + c]! += factor * rows[i * m + c]!;
      }
      for (let e = k * m; e < (k + 1) * m; e++) if (allowed[e] === 0) gradientW[e] = 0;
    }
    return loss / (2 * n);
  }
}

/** The inner product of m entries of two lists, from these places on. */
export function product(a: Float64Array, from: number, b: Float64Array, at: number, m: number): number {
  let sum = 0;
  for (let c = 0; c < m; c++) sum += a[from + c]! * b[at + c]!;
  return sum;
}
