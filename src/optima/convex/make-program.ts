/** From data to the convex program: the column of the biases, the scaling of the loss, and a gate for every activation pattern, or for as many as are sampled. */
import { Random } from "../../exact/random.js";
import { Fault, badInput, quote } from "../../pattern/fault.js";
import { activationPatterns, sampledPatterns } from "./arrangement.js";
import { PROGRAM_DEFAULTS } from "./defaults.js";
import type { ConvexProgram, Gate, LossName, Model } from "./program.js";

/** mean: each point counts 1 / n in the loss, so that V = 1/(2n) |fit - y|^2 + lambda * sum of norms. sum: it counts 1. */
export type Scaling = "mean" | "sum";

export interface ProgramRequest {
  /** n x d numbers, a row for each point, without a column for biases. */
  readonly inputs: Float64Array;
  /** n numbers. Logistic: two different ones; the larger stands for y = 1, the smaller for -1. */
  readonly targets: Float64Array;
  /** n, where it is known beside the lengths: then several outputs are refused. */
  readonly points?: number;
  /** Free biases of the hidden neurons, penalised like weights: a last column of ones. True unless said. */
  readonly bias?: boolean;
  readonly lambda: number;
  readonly loss?: LossName;
  readonly scaling?: Scaling;
  readonly model?: Model;
  /** For each kind of hidden neuron the inputs it sees, ascending, from 0; with biases each sees the column of ones too. All inputs unless said. */
  readonly supports?: readonly (readonly number[])[];
  /** The most activation patterns, over all supports in equal shares; a support with more of them is sampled. */
  readonly maxGates?: number;
  /** How many are sampled then, over all supports in equal shares. */
  readonly sampledGates?: number;
  readonly seed?: number;
}

/**
 * The convex program of the data. Its gates are all activation patterns of every support, or, where there are more than the budget, sampled ones: then
 * `complete` is false, and its minimum is an upper bound of the network's.
 * @throws Fault naming what is wrong: no points, several outputs, numbers that are not finite or whose squares are not, lambda that is not positive, labels that are not two
 */
export function convexProgram(request: ProgramRequest): ConvexProgram {
  const { bias = PROGRAM_DEFAULTS.bias, loss = PROGRAM_DEFAULTS.loss, scaling = PROGRAM_DEFAULTS.scaling, model = PROGRAM_DEFAULTS.model } = request;
  const { maxGates = PROGRAM_DEFAULTS.maxGates, sampledGates = PROGRAM_DEFAULTS.sampledGates, seed = PROGRAM_DEFAULTS.seed } = request;
  const { lambda } = request;
  if (!Number.isFinite(lambda) || lambda <= 0) throw new Fault("usage", { place: "lambda", expected: "a positive number", found: String(lambda) });
  if (!Number.isInteger(maxGates) || maxGates < 0) throw new Fault("usage", { place: "maxGates", expected: "a whole number", found: String(maxGates) });
  if (!Number.isInteger(sampledGates) || sampledGates < 1) throw new Fault("usage", { place: "sampledGates", expected: "a positive whole number", found: String(sampledGates) });
  const { n, inputs } = checkData(request);
  const d = inputs + (bias ? 1 : 0);
  const X = columns(request.inputs, n, inputs, bias);
  const supports = supportsOf(request.supports, inputs, bias);
  const { gates, complete } = gatesOf(X, n, d, supports, maxGates, sampledGates, seed);
  return {
    n,
    d,
    ...(bias ? { bias } : {}),
    X,
    y: loss === "logistic" ? labels(request.targets) : request.targets.slice(),
    loss,
    weight: scaling === "mean" ? 1 / n : 1,
    lambda,
    model,
    supports,
    gates,
    complete,
  };
}

function checkData({ inputs, targets, points, loss }: ProgramRequest): { n: number; inputs: number } {
  const n = points ?? targets.length;
  if (n === 0 || targets.length === 0) throw badInput("X", "at least one point", "none");
  if (targets.length !== n) throw badInput("Y", "one output", `${targets.length / n} for each point`);
  const d = inputs.length / n;
  if (!Number.isInteger(d) || d < 1) throw badInput("X", `the same number of inputs for each of ${n} points`, `${inputs.length} numbers`);
  for (const [values, name, width] of [[inputs, "X", d], [targets, "Y", 1]] as const) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw badInput(`${name}[${Math.floor(at / width)}][${at % width}]`, "a finite number", String(values[at]));
  }
  checkSizes(inputs, d, "X");
  if (loss !== "logistic") checkSizes(targets, 1, "Y");
  return { n, inputs: d };
}

/** Squares of products of inputs and targets are to be doubles, neither infinite nor 0: bounds would be none. */
const [SMALLEST, LARGEST] = [1e-75, 1e75];

function checkSizes(values: Float64Array, width: number, name: string): void {
  for (let k = 0; k < width; k++) {
    let at = k;
    for (let e = k; e < values.length; e += width) if (Math.abs(values[e]!) > Math.abs(values[at]!)) at = e;
    const size = Math.abs(values[at]!);
    if (size > LARGEST || (size > 0 && size < SMALLEST)) throw badInput(`${name}[${Math.floor(at / width)}][${k}]`, `a largest number of the column from ${SMALLEST} to ${LARGEST}, or 0: scale the data`, String(values[at]));
  }
}

function columns(inputs: Float64Array, n: number, width: number, bias: boolean): Float64Array {
  if (!bias) return inputs.slice();
  const X = new Float64Array(n * (width + 1)).fill(1);
  for (let j = 0; j < n; j++) X.set(inputs.subarray(j * width, (j + 1) * width), j * (width + 1));
  return X;
}

function supportsOf(given: ProgramRequest["supports"], inputs: number, bias: boolean): Int32Array[] {
  const all = Array.from({ length: inputs }, (_, k) => k);
  return (given ?? [all]).map((support, s) => {
    if (!support.every((k, at) => Number.isInteger(k) && k >= 0 && k < inputs && (at === 0 || support[at - 1]! < k)))
      throw badInput(`supports[${s}]`, `inputs from 0 to ${inputs - 1}, ascending`, quote(support));
    return Int32Array.from(bias ? [...support, inputs] : support);
  });
}

/** The larger of the two targets is 1, the smaller -1. */
function labels(targets: Float64Array): Float64Array {
  const values = [...new Set(targets)].toSorted((a, b) => a - b);
  if (values.length !== 2) throw badInput("Y", "labels of two values for the logistic loss", values.length === 1 ? `only ${values[0]}` : `${values.length} values`);
  return targets.map((target) => (target === values[1] ? 1 : -1));
}

function gatesOf(X: Float64Array, n: number, d: number, supports: readonly Int32Array[], maxGates: number, sampledGates: number, seed: number): { gates: Gate[]; complete: boolean } {
  const gates: Gate[] = [];
  let complete = true;
  const random = new Random(seed);
  const limit = Math.floor(maxGates / Math.max(1, supports.length));
  const sample = Math.max(1, Math.floor(sampledGates / Math.max(1, supports.length)));
  supports.forEach((columnsSeen, support) => {
    const found = activationPatterns(X, n, d, columnsSeen, { limit }) ?? sampledPatterns(X, n, d, columnsSeen, sample, random);
    complete &&= found.complete;
    for (const { active, point } of found.gates) gates.push({ support, active, point });
  });
  return { gates, complete };
}
