/** Biases with which a ReLU network is linear on given points (docs/theory.md 2.2, Lemma 2.2). */
import type { FamilyBias } from "../certificate/counterexample.js";
import { Laurent } from "../exact/laurent.js";
import { Rational } from "../exact/rational.js";
import { type LayerWeights, columnOf } from "./product.js";

/**
 * Biases for which every pre-activation at every point is at least 0, for every eps > 0, and the outputs are those of the product of the layers.
 *
 * The sum of a neuron's weights times the point is a Laurent polynomial; its bias makes the coefficient of each power of eps at least 0 at every
 * point, and takes away what comes from the biases below.
 */
export function linearBiases(layers: readonly LayerWeights[], points: readonly (readonly Rational[])[], inputs: readonly number[]): FamilyBias[][] {
  /** By neuron of the layer below: what is added to its linear value. */
  let added = new Map<number, Laurent>();
  return layers.map((layer, l) => {
    const fromBelow = new Map<number, Laurent>();
    for (const { output, input, weight } of layer) {
      const term = added.get(input);
      if (term !== undefined) fromBelow.set(output, (fromBelow.get(output) ?? Laurent.zero).plus(term.times(weight)));
    }
    const neurons = [...new Set(layer.map(({ output }) => output))].sort((a, b) => a - b);
    const isHidden = l < layers.length - 1;
    added = new Map();
    if (isHidden) {
      const columns = inputs.map((k) => columnOf(layers.slice(0, l + 1), k));
      for (const v of neurons) added.set(v, least(columns.map((column) => column.get(v) ?? Laurent.zero), points, inputs));
    }
    return neurons
      .map((neuron) => ({ neuron, bias: (added.get(neuron) ?? Laurent.zero).minus(fromBelow.get(neuron) ?? Laurent.zero) }))
      .filter(({ bias }) => !bias.isZero);
  });
}

/** What is added to the sum of row[b] times input b to have no negative coefficient at any of the points. */
function least(row: readonly Laurent[], points: readonly (readonly Rational[])[], inputs: readonly number[]): Laurent {
  const exponents = new Set(row.flatMap(({ terms }) => terms.map(({ exponent }) => exponent)));
  return [...exponents].reduce((sum, exponent) => {
    const coefficients = row.map((entry) => entry.coefficient(exponent));
    const lowest = points.reduce((low, point) => {
      const value = inputs.reduce((total, k, b) => (coefficients[b]!.isZero ? total : total.plus(coefficients[b]!.times(point[k]!))), Rational.zero);
      return value.compare(low) < 0 ? value : low;
    }, Rational.zero);
    return sum.plus(Laurent.monomial(roundedUp(lowest.negated()), exponent));
  }, Laurent.zero);
}

/** Integers are as good, and shorter. */
function roundedUp({ numerator, denominator }: Rational): Rational {
  return Rational.of((numerator + denominator - 1n) / denominator);
}
