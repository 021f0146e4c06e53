/**
 * Two objectives of one network, both to be small: f1, the mean loss over the data, and f2, the sum of the absolute values of its parameters
 * (Amakor, Sonntag, Peitz 2023). Parameter vectors are laid out as in training/network.ts: layer by layer, kept weights row by row, then biases.
 *
 *   cross-entropy   f1(w) = 1/P sum_p (log sum_k exp f_k(x_p) - f_{c_p}(x_p)),   c_p the class of point p
 *   squared error   f1(w) = 1/(2P) sum_p |f(x_p) - y_p|^2
 *
 * The hidden neurons have the activation, the last layer has none.
 */
import { badInput } from "../../pattern/fault.js";
import { maskOf } from "../../pattern/mask.js";
import { type Pattern, makePattern } from "../../pattern/pattern.js";
import { type Network, networkOf } from "../../training/network.js";

export const ACTIVATIONS = ["relu", "tanh", "linear"] as const;
export type Activation = (typeof ACTIVATIONS)[number];

export const LOSSES = ["cross-entropy", "squared"] as const;
export type LossName = (typeof LOSSES)[number];

/** Points with what is known of them. Rows of numbers, one for each point. */
export interface Samples {
  /** P rows of N_0 numbers. */
  readonly inputs: Float64Array;
  /** Cross-entropy: P classes, from 0 to N_L - 1. */
  readonly labels?: Int32Array;
  /** Squared error: P rows of N_L numbers. */
  readonly targets?: Float64Array;
}

export interface ParetoProblem {
  /** Which weights and biases there are. */
  readonly pattern: Pattern;
  readonly network: Network;
  readonly activation: Activation;
  readonly loss: LossName;
  readonly samples: Samples;
  readonly points: number;
  /** For each parameter: 1 if it counts in f2. */
  readonly counted: Uint8Array;
}

export interface ProblemOptions {
  /** relu unless said. */
  readonly activation?: Activation;
  /** Without: cross-entropy where there are labels, squared error otherwise. */
  readonly loss?: LossName;
  /** Do biases count in f2? Yes, unless said. */
  readonly countBiases?: boolean;
}

/** @throws Fault when the data do not fit the pattern's widths or the loss, or are not finite */
export function makeProblem(pattern: Pattern, samples: Samples, options: ProblemOptions = {}): ParetoProblem {
  const { activation = "relu", loss = samples.labels === undefined ? "squared" : "cross-entropy", countBiases = true } = options;
  const points = checkSamples(pattern, samples, loss);
  const network = networkOf(pattern);
  const counted = new Uint8Array(network.size).fill(1);
  if (!countBiases) for (const { biases, mask } of network.layers) if (biases >= 0) counted.fill(0, biases, biases + mask.rows);
  return { pattern, network, activation, loss, samples, points, counted };
}

/**
 * The number of points.
 * @throws Fault as `makeProblem`
 */
export function checkSamples(pattern: Pattern, { inputs, labels, targets }: Samples, loss: LossName): number {
  const [width, outputs] = [pattern.widths[0]!, pattern.widths.at(-1)!];
  const points = inputs.length / width;
  if (!Number.isInteger(points) || points < 1) throw badInput("inputs", `at least one row of ${width} numbers`, `${inputs.length} numbers`);
  if (!inputs.every(Number.isFinite)) throw badInput("inputs", "finite numbers", "others");
  if (loss === "cross-entropy") {
    if (labels === undefined) throw badInput("labels", "a class for each point", "none");
    if (labels.length !== points) throw badInput("labels", `${points} classes`, `${labels.length}`);
    const strange = labels.find((label) => label < 0 || label >= outputs);
    if (strange !== undefined) throw badInput("labels", `classes from 0 to ${outputs - 1}, one for each output`, `${strange}`);
  } else {
    if (targets === undefined) throw badInput("targets", "a row of targets for each point", "none");
    if (targets.length !== points * outputs) throw badInput("targets", `${points} rows of ${outputs} numbers`, `${targets.length} numbers`);
    if (!targets.every(Number.isFinite)) throw badInput("targets", "finite numbers", "others");
  }
  return points;
}

/** All weights between neighbouring layers, biases everywhere unless said. `widths` are N_0, ..., N_L. */
export function densePattern(widths: readonly number[], bias = true): Pattern {
  const masks = widths.slice(1).map((rows, l) => maskOf(rows, widths[l]!, () => true));
  return makePattern(`dense ${widths.join("-")}`, masks, { bias: masks.map(() => bias) });
}

/** f2: the sum of the absolute values of all counted parameters. */
export function l1Norm({ counted }: ParetoProblem, parameters: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < parameters.length; k++) if (counted[k] === 1) sum += Math.abs(parameters[k]!);
  return sum;
}

/** How many parameters are not 0, counted in f2 or not. */
export function nonzeroCount(parameters: Float64Array): number {
  let count = 0;
  for (let k = 0; k < parameters.length; k++) if (parameters[k] !== 0) count++;
  return count;
}

export interface Columns {
  readonly means: readonly number[];
  /** Population standard deviations, 1 for a column that is constant. */
  readonly deviations: readonly number[];
}

/** Means and deviations of the columns of rows of `width` numbers. */
export function columnsOf(inputs: Float64Array, width: number): Columns {
  const points = inputs.length / width;
  const columns = Array.from({ length: width }, (_, j) => columnOf(Float64Array.from({ length: points }, (_value, p) => inputs[p * width + j]!)));
  return { means: columns.map(({ mean }) => mean), deviations: columns.map(({ deviation }) => deviation) };
}

function columnOf(values: Float64Array): { readonly mean: number; readonly deviation: number } {
  // The mean of equal numbers need not be that number in doubles, and what is left would be divided by next to nothing.
  if (values.every((value) => value === values[0])) return { mean: values[0]!, deviation: 1 };
  // By a power of 2, which changes no digit, squares of the largest and smallest numbers are numbers too.
  const scale = 2 ** Math.floor(Math.log2(values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)));
  const scaled = values.map((value) => value / scale);
  const mean = meanOf(scaled, (value) => value);
  return { mean: mean * scale, deviation: Math.sqrt(meanOf(scaled, (value) => (value - mean) ** 2)) * scale };
}

function meanOf(values: Float64Array, term: (value: number) => number): number {
  return values.reduce((sum, value) => sum + term(value), 0) / values.length;
}

/** The rows with each column less its mean, divided by its deviation. */
export function standardised(inputs: Float64Array, { means, deviations }: Columns): Float64Array {
  const width = means.length;
  return inputs.map((value, k) => (value - means[k % width]!) / deviations[k % width]!);
}
