/** The problem of the sparsest interpolating network of one hidden ReLU layer and one output: data, what is counted, and networks, all exact. */
import type { AffinePart, RationalNetwork, Support } from "../../certificate/sparsest.js";
import { Rational } from "../../exact/rational.js";

/** As documents tell them; here no neuron has an output of 0, or weights and bias of 0. */
export type { AffinePart, RationalNetwork, RationalNeuron, Support } from "../../certificate/sparsest.js";

/** Over the networks f(x) = sum_k v_k max(0, w_k x + b_k), plus an affine part a x + c if `skip`, with f(x_j) = y_j for all j: the least count. */
export interface SparsestProblem {
  /** N rows of d numbers. */
  readonly inputs: readonly (readonly Rational[])[];
  readonly outputs: readonly Rational[];
  /** May there be an affine part? It is free: not counted. */
  readonly skip: boolean;
  /** Hidden neurons, or the entries of all w_k and b_k that are not 0 (v_k is part of their scale: not counted). */
  readonly count: "neurons" | "parameters";
  /** Of parameters: do biases count? */
  readonly countBias: boolean;
  /** A mask: one for each hidden neuron there is. Without: as many neurons as one likes, all of them with all inputs and a bias. */
  readonly supports?: readonly Support[];
}

/** f(x). */
export function outputAt({ neurons, skip }: RationalNetwork, x: readonly Rational[]): Rational {
  let sum = skip === undefined ? Rational.zero : affineAt(skip, x);
  for (const neuron of neurons) {
    const inside = affineAt(neuron, x);
    if (inside.sign > 0) sum = sum.plus(neuron.output.times(inside));
  }
  return sum;
}

export function interpolates(network: RationalNetwork, { inputs, outputs }: SparsestProblem): boolean {
  return inputs.every((x, j) => outputAt(network, x).equals(outputs[j]!));
}

/** What the problem counts. */
export function countOf({ neurons }: RationalNetwork, { count, countBias }: Pick<SparsestProblem, "count" | "countBias">): number {
  if (count === "neurons") return neurons.length;
  return neurons.reduce((sum, { weights, bias }) => sum + weights.filter(({ isZero }) => !isZero).length + (countBias && !bias.isZero ? 1 : 0), 0);
}

function affineAt({ weights, bias }: AffinePart, x: readonly Rational[]): Rational {
  return weights.reduce((sum, weight, j) => (weight.isZero ? sum : sum.plus(weight.times(x[j]!))), bias);
}
