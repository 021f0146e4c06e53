/**
 * What the neurons of the last hidden layer give at given points, exactly, in integers.
 *
 * The ReLU is positively homogeneous: with points and hidden biases multiplied by D > 0 and the weights as they are, every hidden neuron gives D times what it
 * gave. So with integer weights and D a common denominator of points and biases, all is done in integers, and ranks stay what they are.
 */
import { scaled } from "../exact/integer-vector.js";
import type { Rational } from "../exact/rational.js";
import { reachBits } from "./layers.js";
import type { Mask } from "./mask.js";

/** Parameters of one hidden layer; what is not listed is 0. */
export interface HiddenLayer {
  /** Integers. */
  readonly weights: readonly (readonly [edge: readonly [output: number, input: number], weight: Rational])[];
  readonly biases: readonly (readonly [neuron: number, bias: Rational])[];
}

/** D times what a hidden layer gives, from D times what it is given. */
export function layerValues({ weights, biases }: HiddenLayer, neurons: number, below: readonly bigint[], D: bigint): bigint[] {
  const values = preActivations({ weights, biases }, neurons, below, D);
  return values.map((value) => (value > 0n ? value : 0n));
}

/** The same before the ReLU. */
export function preActivations({ weights, biases }: HiddenLayer, neurons: number, below: readonly bigint[], D: bigint): bigint[] {
  const sums = Array.from({ length: neurons }, () => 0n);
  for (const [[output, input], weight] of weights) sums[output]! += weight.numerator * below[input]!;
  for (const [neuron, bias] of biases) sums[neuron]! += scaled(bias, D);
  return sums;
}

/** For each output the points that differ on the inputs that reach it: the first of each kind, by number. A single one where no input does. */
export function distinctPoints(masks: readonly Mask[], points: readonly (readonly Rational[])[]): number[][] {
  const outputs = masks[masks.length - 1]!.rows;
  const words = (masks[0]!.cols + 31) >>> 5;
  const bits = reachBits(masks);
  // Numbers of the different values: these may be long, and are looked at for every output.
  const values = new Map<string, number>();
  const names = points.map((point) =>
    point.map((x) => {
      const text = x.toString();
      if (!values.has(text)) values.set(text, values.size);
      return values.get(text)!;
    }),
  );
  return Array.from({ length: outputs }, (_, i) => {
    const first = new Map<string, number>();
    names.forEach((point, p) => {
      const seen = point.filter((__, k) => ((bits[i * words + (k >>> 5)]! >>> (k & 31)) & 1) === 1).join(" ");
      if (!first.has(seen)) first.set(seen, p);
    });
    return [...first.values()];
  });
}
