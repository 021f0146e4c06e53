/**
 * How fast weights must grow, over all rescalings of hidden neurons (docs/theory.md 2.7).
 *
 * A hidden neuron's incoming weights and bias may be multiplied by a positive number and its outgoing weights divided by it: the network computes the same.
 * With powers of eps as these numbers, the largest weight grows like eps^-g at least, g = the growth of the largest product along a path, divided
 * by the number of layers; and some rescaling reaches that for all weights at once.
 */
import { type LayerWeights, columnOf } from "./product.js";

/** numerator / denominator, in lowest terms. */
export interface Exponent {
  readonly numerator: number;
  readonly denominator: number;
}

/** g: under every rescaling of hidden neurons by powers of eps some weight grows like eps^-g or faster, and under one none grows faster. */
export function leastGrowth(layers: readonly LayerWeights[]): Exponent {
  return lowest(-leastPath(layers), layers.length);
}

/**
 * The same functions of the network with weights of the least growth, eps replaced by a power of it so that exponents are integers.
 * @param layers weights on paths from inputs to outputs only, not all of them bounded along every path
 */
export function balanced(layers: readonly LayerWeights[]): LayerWeights[] {
  const { numerator, denominator } = leastGrowth(layers);
  const stretched = layers.map((layer) => layer.map((edge) => ({ ...edge, weight: edge.weight.stretched(denominator) })));
  const floor = -numerator;
  const shifts = shiftsOf(stretched, floor);
  return stretched.map((layer, l) =>
    layer.map(({ output, input, weight }) => ({ output, input, weight: weight.shifted((shifts[l + 1]!.get(output) ?? 0) - (shifts[l]!.get(input) ?? 0)) })),
  );
}

/**
 * The same products, hidden neurons turned around where that makes the leading term of what comes in from the inputs positive. Neurons that nearly repeat each other then do so with one
 * sign, and what their biases add cancels with what the weights add.
 */
export function oriented(layers: readonly LayerWeights[], inputs: readonly number[]): LayerWeights[] {
  const turned = [...layers];
  for (let l = 0; l + 1 < turned.length; l++) {
    const columns = inputs.map((k) => columnOf(turned.slice(0, l + 1), k));
    const isBackward = (v: number): boolean => {
      const row = columns.flatMap((column) => column.get(v) ?? []);
      const least = Math.min(...row.map(({ valuation }) => valuation));
      return row.find(({ valuation }) => valuation === least)?.signNearZero === -1;
    };
    const backward = new Set(turned[l]!.map(({ output }) => output).filter(isBackward));
    turned[l] = turned[l]!.map((edge) => (backward.has(edge.output) ? { ...edge, weight: edge.weight.negated() } : edge));
    turned[l + 1] = turned[l + 1]!.map((edge) => (backward.has(edge.input) ? { ...edge, weight: edge.weight.negated() } : edge));
  }
  return turned;
}

/** The least exponent of a product of weights along a path. */
function leastPath(layers: readonly LayerWeights[]): number {
  let least = new Map<number, number>();
  layers.forEach((layer, l) => {
    const next = new Map<number, number>();
    for (const { output, input, weight } of layer) {
      const before = l === 0 ? 0 : least.get(input);
      if (before !== undefined) next.set(output, Math.min(next.get(output) ?? Infinity, before + weight.valuation));
    }
    least = next;
  });
  return Math.min(...least.values());
}

/** By layer and hidden neuron: the power of eps that its incoming weights are multiplied by, so that all exponents are at least `floor`; as near to 0 as that allows. */
function shiftsOf(layers: readonly LayerWeights[], floor: number): Map<number, number>[] {
  const count = layers.length;
  /** The most that a neuron can take without pushing a weight above it below the floor. */
  const most = Array.from({ length: count + 1 }, () => new Map<number, number>());
  for (let l = count; l >= 1; l--) {
    for (const { output, input, weight } of layers[l - 1]!) {
      const above = l === count ? 0 : most[l]!.get(output)!;
      most[l - 1]!.set(input, Math.min(most[l - 1]!.get(input) ?? Infinity, above + weight.valuation - floor));
    }
  }
  const shifts = Array.from({ length: count + 1 }, () => new Map<number, number>());
  for (let l = 1; l < count; l++) {
    const needed = new Map<number, number>();
    for (const { output, input, weight } of layers[l - 1]!) {
      needed.set(output, Math.max(needed.get(output) ?? -Infinity, floor - weight.valuation + (shifts[l - 1]!.get(input) ?? 0)));
    }
    for (const [v, least] of needed) shifts[l]!.set(v, Math.min(Math.max(0, least), most[l]!.get(v)!));
  }
  return shifts;
}

function lowest(numerator: number, denominator: number): Exponent {
  let [a, b] = [Math.abs(numerator), denominator];
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
