/**
 * The convex programs of a ReLU network with one hidden layer and one output (Pilanci and Ergen 2020; Mishkin and Pilanci 2023), over the activation patterns D_1, ..., D_q of the data X.
 *
 * ReLU: minimise f(sum_i D_i X (v_i - w_i)) + lambda sum_i (|v_i| + |w_i|) subject to (2 D_i - I) X v_i >= 0 and (2 D_i - I) X w_i >= 0. Its minimum is that of the network's training problem
 * f(sum_k a_k relu(X u_k)) + (lambda / 2) sum_k (|u_k|^2 + a_k^2) with enough neurons. Gated ReLU: minimise f(sum_i D_i X v_i) + lambda sum_i |v_i|, without cones.
 *
 * With a mask: a gate for every activation pattern of every input support that a hidden neuron has; v_i is 0 outside of the support.
 */

/** squared: f(z) = (weight / 2) |z - y|^2. logistic: f(z) = weight sum_j log(1 + exp(-y_j z_j)), y_j = 1 or -1. */
export type LossName = "squared" | "logistic";

/** relu: with cones, two signs for each gate. gated: without, one block for each gate, sign 1. */
export type Model = "relu" | "gated";

/** An activation pattern of the data on some of the columns. */
export interface Gate {
  /** The number of the input support in `supports`. */
  readonly support: number;
  /** The diagonal of D: 1 where the gate is open; n flags. */
  readonly active: Uint8Array;
  /** An integer vector u, d entries, 0 outside of the support: x_j u > 0 where active, x_j u < 0 elsewhere, but for points x_j that are 0 on the support, which are not active. */
  readonly point: readonly bigint[];
}

export interface ConvexProgram {
  /** Points. */
  readonly n: number;
  /** Columns, that of the biases counted, which then is the last one and all 1. */
  readonly d: number;
  /** Is the last column that of the biases? A column of ones that came with the data is an input like others. */
  readonly bias?: boolean;
  /** n x d, row by row. */
  readonly X: Float64Array;
  /** n targets. */
  readonly y: Float64Array;
  readonly loss: LossName;
  /** Of each point in the loss: 1 / n for the mean, 1 for the sum. */
  readonly weight: number;
  readonly lambda: number;
  readonly model: Model;
  /** Columns that a hidden neuron may see, ascending: one list of all columns without a mask. */
  readonly supports: readonly Int32Array[];
  readonly gates: readonly Gate[];
  /** Are the gates all activation patterns of every support? If not, the minimum is an upper bound of the network's. */
  readonly complete: boolean;
}

/** A block that is not 0: v_i with sign 1, w_i with sign -1. It gives sign * D X vector. */
export interface Block {
  readonly gate: number;
  readonly sign: 1 | -1;
  /** d entries, 0 outside of the gate's support. */
  readonly vector: Float64Array;
}

/** A point of the program with a bound of its minimum from below. */
export interface Solution {
  readonly blocks: readonly Block[];
  /** The sum of what the blocks give; n numbers. */
  readonly fit: Float64Array;
  readonly loss: number;
  /** The sum of the blocks' Euclidean norms. */
  readonly sumOfNorms: number;
  /** loss + lambda * sumOfNorms. */
  readonly value: number;
  /** A point of the dual, n numbers: at the optimum minus the gradient of f at the fit. Feasible up to rounding. */
  readonly dual: Float64Array;
  /** The dual's value there: no point of the program is below it. */
  readonly dualBound: number;
  /** value - dualBound. */
  readonly gap: number;
}
