/**
 * Kinks of ReLU: hidden neurons at points of the data where the preactivation is 0. Minima of f1 at a budget or a multiplier often lie at some. There f1 has no gradient; what is critical is a combination of those
 * nearby, with derivatives of ReLU between 0 and 1 at the kinks (Clarke 1975).
 */
import type { Kink, Objective } from "./objective.js";
import type { ParetoProblem } from "./problem.js";

/** Which kink; its slope apart. */
export type KinkPlace = Omit<Kink, "slope">;

/** The kinks within `width`: preactivations of this size at most. Neurons without a weight or bias that is not 0 have none. Kinks held in the objective stay so. */
export function kinksNear(objective: Objective, parameters: Float64Array, width: number): KinkPlace[] {
  const found: KinkPlace[] = [];
  const fed = fedNeurons(objective.problem, parameters);
  objective.preactivations(parameters, (layer, values, first, count, block) => {
    fed[layer]!.forEach((is, neuron) => {
      if (!is) return;
      for (let p = 0; p < count; p++) if (Math.abs(values[neuron * block + p]!) <= width) found.push({ layer, neuron, point: first + p });
    });
  });
  return found;
}

/** Neurons and points where a preactivation is above 0 for exactly one of two vectors of parameters. */
export function crossed(objective: Objective, from: Float64Array, to: Float64Array): KinkPlace[] {
  const { layers } = objective.problem.network;
  const { points } = objective;
  const on = layers.slice(0, -1).map(({ mask }) => new Uint8Array(mask.rows * points));
  objective.preactivations(from, (layer, values, first, count, block) => {
    const { rows } = layers[layer]!.mask;
    for (let i = 0; i < rows; i++) for (let p = 0; p < count; p++) if (values[i * block + p]! > 0) on[layer]![i * points + first + p] = 1;
  });
  const found: KinkPlace[] = [];
  objective.preactivations(to, (layer, values, first, count, block) => {
    const { rows } = layers[layer]!.mask;
    for (let i = 0; i < rows; i++) {
      for (let p = 0; p < count; p++) if (values[i * block + p]! > 0 !== (on[layer]![i * points + first + p] === 1)) found.push({ layer, neuron: i, point: first + p });
    }
  });
  return found;
}

function fedNeurons({ network }: ParetoProblem, parameters: Float64Array): boolean[][] {
  return network.layers.slice(0, -1).map(({ mask, weights, biases }) =>
    Array.from({ length: mask.rows }, (_, i) => {
      if (biases >= 0 && parameters[biases + i] !== 0) return true;
      for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) if (parameters[weights + e] !== 0) return true;
      return false;
    }),
  );
}

/** A preactivation at a point, and its derivatives by the free parameters. */
export interface Preactivation {
  readonly value: number;
  readonly form: Float64Array;
}

/**
 * @param kinks held: their slopes are the derivatives of ReLU below
 * @param positions of every parameter: its place among those that are free, or -1
 */
export function preactivationAt(problem: ParetoProblem, parameters: Float64Array, { layer, neuron, point }: KinkPlace, kinks: readonly Kink[], positions: Int32Array, free: number): Preactivation {
  const { layers, widths } = problem.network;
  const form = new Float64Array(free);
  const values: Float64Array[] = [problem.samples.inputs.subarray(point * widths[0]!, (point + 1) * widths[0]!)];
  const gates: Float64Array[] = [];
  for (let l = 0; l < layer; l++) {
    const sums = Float64Array.from({ length: widths[l + 1]! }, (_, i) => sumAt(problem, parameters, l, i, values[l]!));
    const gate = sums.map((sum) => (sum > 0 ? 1 : 0));
    for (const kink of kinks) if (kink.layer === l && kink.point === point) gate[kink.neuron] = kink.slope;
    gates.push(gate);
    values.push(sums.map((sum, i) => gate[i]! * sum));
  }
  let deltas = new Float64Array(widths[layer + 1]!);
  deltas[neuron] = 1;
  for (let l = layer; l >= 0; l--) {
    const { mask, weights, biases } = layers[l]!;
    const below = new Float64Array(mask.cols);
    for (let i = 0; i < mask.rows; i++) {
      const delta = deltas[i]!;
      if (delta === 0) continue;
      if (biases >= 0) add(form, positions[biases + i]!, delta);
      for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
        add(form, positions[weights + e]!, delta * values[l]![mask.index[e]!]!);
        below[mask.index[e]!]! += delta * parameters[weights + e]!;
      }
    }
    if (l > 0) deltas = below.map((value, i) => value * gates[l - 1]![i]!);
  }
  return { value: sumAt(problem, parameters, layer, neuron, values[layer]!), form };
}

function sumAt({ network }: ParetoProblem, parameters: Float64Array, l: number, i: number, input: Float64Array): number {
  const { mask, weights, biases } = network.layers[l]!;
  let sum = biases >= 0 ? parameters[biases + i]! : 0;
  for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) sum += parameters[weights + e]! * input[mask.index[e]!]!;
  return sum;
}

function add(form: Float64Array, position: number, value: number): void {
  if (position >= 0) form[position]! += value;
}
