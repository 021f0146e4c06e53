/**
 * The program over fixed directions: minimise f(sum_k a_k z_k) + lambda sum_k a_k over a >= 0, z_k the directions' shares of the fit. Squared loss: one nonnegative least-squares problem.
 * Logistic: Newton's method, each step such a problem, damped by halving until the value falls.
 */
import { curvatureOf, dualOf, lossOf } from "./losses.js";
import { NonnegativeLeastSquares } from "./nonnegative.js";
import type { ConvexProgram } from "./program.js";

const MOST_STEPS = 30;
const MOST_HALVINGS = 40;
/** Changes of the value below this, relative to it, are rounding; Newton's steps still bring the weights nearer then, as the value is flat at the minimum. */
const FLAT = 1e-15;

export interface Weighted {
  readonly weights: Float64Array;
  readonly fit: Float64Array;
  readonly value: number;
  /** Minus the gradient of f at the fit, computed so that it meets the conditions of the directions in use to the last bits. */
  readonly dual: Float64Array;
}

export class DirectionWeights {
  readonly #program: ConvexProgram;
  readonly #squares: NonnegativeLeastSquares;

  constructor(program: ConvexProgram) {
    this.#program = program;
    this.#squares = new NonnegativeLeastSquares(program.n);
  }

  /** `start`: weights to begin with, at least 0. */
  solve(shares: readonly Float64Array[], start: Float64Array): Weighted {
    const { n, lambda, loss } = this.#program;
    const count = shares.length;
    const columns = new Float64Array(count * n);
    const linear = new Float64Array(count).fill(-lambda);
    const right = new Float64Array(n);
    const root = new Float64Array(n);
    let now = this.#at(shares, start);
    let flat = 0;
    for (let step = 0; step < MOST_STEPS; step++) {
      const curvature = curvatureOf(this.#program, now.fit);
      for (let j = 0; j < n; j++) {
        root[j] = Math.sqrt(curvature[j]!);
        right[j] = root[j]! * now.fit[j]! + now.dual[j]! / root[j]!;
      }
      if (loss === "squared") for (let j = 0; j < n; j++) right[j] = root[j]! * this.#program.y[j]!;
      for (let k = 0; k < count; k++) for (let j = 0; j < n; j++) columns[k * n + j] = root[j]! * shares[k]![j]!;
      const passive: number[] = [];
      for (let k = 0; k < count; k++) if (now.weights[k]! > 0) passive.push(k);
      const weights = this.#squares.solve(columns, count, right, linear, passive);
      if (loss === "squared") {
        const dual = this.#squares.residual.map((value, j) => value * root[j]!);
        return { ...this.#at(shares, weights), dual };
      }
      const next = this.#damped(shares, now, weights);
      if (next === undefined) break;
      if (now.value - next.value <= FLAT * now.value) flat++;
      now = next;
      if (flat === 2) break;
    }
    return now;
  }

  /** Between the weights now and those wanted: the first point on the way back from the latter where the value is not higher. */
  #damped(shares: readonly Float64Array[], now: Weighted, wanted: Float64Array): Weighted | undefined {
    for (let t = 1, halvings = 0; halvings < MOST_HALVINGS; t /= 2, halvings++) {
      const next = this.#at(
        shares,
        wanted.map((value, k) => (t === 1 ? value : now.weights[k]! + t * (value - now.weights[k]!))),
      );
      if (next.value <= now.value * (1 + FLAT)) return next;
    }
    return undefined;
  }

  #at(shares: readonly Float64Array[], weights: Float64Array): Weighted {
    const { n, lambda } = this.#program;
    const fit = new Float64Array(n);
    let sum = 0;
    for (const [k, share] of shares.entries()) {
      const weight = weights[k]!;
      if (weight === 0) continue;
      sum += weight;
      for (let j = 0; j < n; j++) fit[j]! += weight * share[j]!;
    }
    return { weights, fit, value: lossOf(this.#program, fit) + lambda * sum, dual: dualOf(this.#program, fit) };
  }
}
