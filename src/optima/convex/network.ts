/** The networks that points of the convex programs stand for: made, run on data, and measured by the training problem's own objective, in float64. */
import { mergedBlocks } from "./prune.js";
import type { Block, ConvexProgram } from "./program.js";
import { lengthOf } from "./vectors.js";

/** A network with one hidden layer and one output: f(x) = sum_k a_k relu(u_k x + b_k), or with gates g: f(x) = sum_k a_k [g_k x + g0_k > 0] (u_k x + b_k). */
export interface ShallowNetwork {
  /** Inputs, hidden neurons, 1. */
  readonly widths: readonly [number, number, 1];
  readonly activation: "relu" | "gated-relu";
  /** Row by row: a row u_k for each hidden neuron; one row of all a_k. */
  readonly weights: readonly [readonly (readonly number[])[], readonly (readonly number[])[]];
  readonly biases: readonly [readonly number[], readonly [0]];
  /** Gated ReLU only: what opens each hidden neuron. These are chosen, not trained, and carry no penalty. */
  readonly gates?: { readonly weights: readonly (readonly number[])[]; readonly biases: readonly number[] };
  /** An affine part, x -> weights . x + bias, that is added. */
  readonly skip: { readonly weights: readonly number[]; readonly bias: number } | null;
}

/**
 * The network of some blocks: block v with sign s is the neuron u = v / sqrt|v|, a = s sqrt|v|, so that (|u|^2 + a^2) / 2 = |v|. Blocks that are 0 give none.
 * ReLU blocks of one sign and direction lie on a common face of their cones and are one neuron. Source: Pilanci and Ergen (2020), theorem 1; Mishkin and Pilanci (2023), section 3.
 */
export function networkOf(program: ConvexProgram, blocks: readonly Block[]): ShallowNetwork {
  const { d, model } = program;
  const neurons = mergedBlocks(program, blocks);
  const inputs = program.bias === true ? d - 1 : d;
  const rows = neurons.map(({ vector }) => Array.from(vector, (entry) => entry / Math.sqrt(lengthOf(vector))));
  const gates = model === "gated" ? neurons.map(({ gate }) => asNumbers(program.gates[gate]!.point)) : undefined;
  const biasOf = (row: readonly number[]): number => (program.bias === true ? row[inputs]! : 0);
  return {
    widths: [inputs, neurons.length, 1],
    activation: model === "relu" ? "relu" : "gated-relu",
    weights: [rows.map((row) => row.slice(0, inputs)), [neurons.map(({ sign, vector }) => sign * Math.sqrt(lengthOf(vector)))]],
    biases: [rows.map(biasOf), [0]],
    ...(gates === undefined ? {} : { gates: { weights: gates.map((row) => row.slice(0, inputs)), biases: gates.map(biasOf) } }),
    skip: null,
  };
}

/** A gate's vector as doubles, its largest entry of size about 1: only signs count. */
function asNumbers(point: readonly bigint[]): number[] {
  const bits = Math.max(...point.map((entry) => (entry < 0n ? -entry : entry).toString(2).length));
  const shift = BigInt(Math.max(0, bits - 1000));
  const numbers = point.map((entry) => Number(entry >> shift));
  const largest = Math.max(...numbers.map(Math.abs));
  return largest === 0 ? numbers : numbers.map((entry) => entry / largest);
}

/**
 * What a network gives at some inputs, one number for each.
 * @param inputs a row of `widths[0]` numbers for each point
 */
export function evaluate({ widths: [width, hidden], activation, weights: [rows, [out]], biases: [biases], gates, skip }: ShallowNetwork, inputs: Float64Array): Float64Array {
  const outputs = new Float64Array(inputs.length / width);
  for (let j = 0; j < outputs.length; j++) {
    const point = inputs.subarray(j * width, (j + 1) * width);
    if (skip !== null) outputs[j] = affine(skip.weights, skip.bias, point);
    for (let k = 0; k < hidden; k++) {
      const value = affine(rows[k]!, biases[k]!, point);
      const opener = activation === "relu" ? value : affine(gates!.weights[k]!, gates!.biases[k]!, point);
      if (opener > 0) outputs[j]! += out![k]! * value;
    }
  }
  return outputs;
}

function affine(row: readonly number[], bias: number, point: Float64Array): number {
  let sum = bias;
  for (let i = 0; i < row.length; i++) sum += row[i]! * point[i]!;
  return sum;
}

/** The training problem's objective at a network: f(outputs) + (lambda / 2) (sum of squares of u_k, b_k and a_k). */
export interface Objective {
  readonly outputs: Float64Array;
  readonly loss: number;
  /** Half the sum of squares, of which lambda times is the penalty. */
  readonly halfSquares: number;
  readonly value: number;
}

/** Runs the network on the program's data, in float64; nothing of the convex form is used. */
export function objectiveOf(network: ShallowNetwork, program: ConvexProgram): Objective {
  const { n, d, X } = program;
  const width = network.widths[0];
  const inputs = new Float64Array(n * width);
  for (let j = 0; j < n; j++) inputs.set(X.subarray(j * d, j * d + width), j * width);
  const outputs = evaluate(network, inputs);
  const loss = lossAt(program, outputs);
  const squares = [...network.weights[0].flat(), ...network.biases[0], ...network.weights[1].flat()].reduce((sum, entry) => sum + entry * entry, 0);
  return { outputs, loss, halfSquares: squares / 2, value: loss + (program.lambda * squares) / 2 };
}

/** f at some outputs. */
export function lossAt({ loss, weight, y }: ConvexProgram, outputs: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < y.length; j++) sum += loss === "squared" ? (outputs[j]! - y[j]!) ** 2 / 2 : softplus(-y[j]! * outputs[j]!);
  return weight * sum;
}

/** log(1 + exp(t)) without overflow. */
function softplus(t: number): number {
  return Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
}
