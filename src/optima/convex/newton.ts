/**
 * Newton's step for the dual, as a quadratic program: the constraint functions g_k(nu) = |P_K(s X' D nu)| are convex and, where they are near lambda, smooth but for kinks; they are replaced by their
 * tangents, and their curvature, weighted by the multipliers, joins that of f* (sequential quadratic programming; the multipliers are the norms of the blocks).
 * Own: the curvature of g_k is (Pi_k - p p') / g_k, Pi_k the projection onto the face of the cone that has P_K in its interior and p the direction of P_K.
 */
import { curvatureOf, fitOfDual } from "./losses.js";
import { NonnegativeLeastSquares } from "./nonnegative.js";
import type { ConvexProgram } from "./program.js";

/** The tangent of a constraint at a point of the dual. */
export interface Cut {
  readonly place: number;
  /** The unit vector along P_K, d entries. */
  readonly direction: Float64Array;
  /** The direction's share of the fit, which is the gradient of g; n entries. */
  readonly share: Float64Array;
  /** g, the length of P_K at the point that the cut was made at. */
  readonly norm: number;
}

/** Shares of the directions orthogonal to the one of a block on its face, n numbers each, and what their squares are weighted by. */
export interface Bend {
  readonly shares: Float64Array;
  readonly count: number;
  readonly weight: number;
}

export class NewtonStep {
  readonly #program: ConvexProgram;
  readonly #squares: NonnegativeLeastSquares;
  readonly #hessian: Float64Array;
  readonly #right: Float64Array;

  constructor(program: ConvexProgram) {
    const { n } = program;
    this.#program = program;
    this.#squares = new NonnegativeLeastSquares(n);
    this.#hessian = new Float64Array(n * n);
    this.#right = new Float64Array(n);
  }

  /** The next point of the dual and the multipliers of the cuts there; `start`: cuts that are thought to be tight. Of the order of n^2 * (n + cuts + bends) operations, and the exchanges. */
  from(nu: Float64Array, cuts: readonly Cut[], bends: readonly Bend[], start: readonly number[]): { nu: Float64Array; weights: Float64Array } {
    const { n, lambda } = this.#program;
    const hessian = this.#hessian;
    const right = fitOfDual(this.#program, nu, this.#right);
    const curvature = curvatureOf(this.#program, right);
    // Elsewhere than at the directions of nu itself, the bends have a slope, too.
    for (const { shares, count, weight } of bends) {
      for (let b = 0; b < count; b++) {
        let slope = 0;
        for (let i = 0; i < n; i++) slope += shares[b * n + i]! * nu[i]!;
        for (let i = 0; i < n; i++) right[i]! -= weight * slope * shares[b * n + i]!;
      }
    }
    hessian.fill(0);
    for (let j = 0; j < n; j++) hessian[j * n + j] = 1 / curvature[j]!;
    for (const { shares, count, weight } of bends) {
      for (let b = 0; b < count; b++) {
        for (let i = 0; i < n; i++) {
          const value = weight * shares[b * n + i]!;
          if (value !== 0) for (let j = 0; j <= i; j++) hessian[i * n + j]! += value * shares[b * n + j]!;
        }
      }
    }
    factorise(hessian, n);
    forward(hessian, n, right, 0);
    const columns = new Float64Array(cuts.length * n);
    const linear = new Float64Array(cuts.length);
    for (const [k, { share, norm }] of cuts.entries()) {
      columns.set(share, k * n);
      forward(hessian, n, columns, k * n);
      linear[k] = norm - lambda;
    }
    const weights = this.#squares.solve(columns, cuts.length, right, linear, start);
    const next = this.#squares.residual.slice();
    for (let i = n - 1; i >= 0; i--) {
      let sum = next[i]!;
      for (let j = i + 1; j < n; j++) sum -= hessian[j * n + i]! * next[j]!;
      next[i] = sum / hessian[i * n + i]!;
    }
    for (let i = 0; i < n; i++) next[i]! += nu[i]!;
    return { nu: next, weights };
  }
}

/** Cholesky's factor in the lower half, row by row. The matrix is positive definite, being the sum of a positive diagonal and squares. */
function factorise(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      // Rounding may take a pivot below what the diagonal alone guarantees; the step is a trial, so any positive number does.
      if (i === j) matrix[i * n + i] = Math.sqrt(Math.max(sum, 1e-16 * matrix[i * n + i]!));
      else matrix[i * n + j] = sum / matrix[j * n + j]!;
    }
  }
}

function forward(lower: Float64Array, n: number, vector: Float64Array, at: number): void {
  for (let i = 0; i < n; i++) {
    let sum = vector[at + i]!;
    for (let j = 0; j < i; j++) sum -= lower[i * n + j]! * vector[at + j]!;
    vector[at + i] = sum / lower[i * n + i]!;
  }
}
