import type { Interpolation } from "../certificate/interpolation.js";
import { commonDenominator, scaled } from "../exact/integer-vector.js";
import { hasFullRowRank, residueOf } from "../exact/modular.js";
import { Random } from "../exact/random.js";
import { Rational } from "../exact/rational.js";
import { type HiddenLayer, distinctPoints, layerValues, preActivations } from "../pattern/features.js";
import { row } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";
import type { Budget } from "./budget.js";

/** Parameters that are tried, and the size of their weights. */
const TRIES = 60;
const LARGEST = 9;

/** Hidden parameters, or the reason why none are known. */
export type InterpolationFound = { readonly found: Interpolation } | { readonly found: undefined; readonly why: string };

/**
 * Data-aware existence [docs/theory.md 2.8]: for these inputs the network's outputs are a linear space, since some hidden parameters give every output as many
 * independent features as it has different points. Then an optimum exists whatever the targets.
 *
 * Weights are small random integers; the kinks of a layer's neurons are put through points of the data, one after another, so that each neuron tells points apart that
 * those before it did not. Incomplete: a few starts are tried. Cost: each start is the features of all points, and ranks.
 * @throws OutOfBudget
 */
export function findInterpolation(pattern: Pattern, points: readonly (readonly Rational[])[], seed: number, budget: Budget): InterpolationFound {
  const different = distinctPoints(pattern.masks, points);
  const short = tooFewFeatures(pattern, different);
  if (short !== undefined) return { found: undefined, why: short };
  const random = new Random(seed);
  for (let n = 0; n < TRIES; n++) {
    budget.spend();
    const { hidden, features } = start(pattern, points, random, n % 2 === 0);
    if (isFull(pattern, features, different)) return { found: { pattern, points, hidden } };
  }
  return { found: undefined, why: `hidden parameters with features of full rank were not found in ${TRIES} tries` };
}

/** Rank cannot exceed the number of features. */
function tooFewFeatures({ masks, bias }: Pattern, different: readonly (readonly number[])[]): string | undefined {
  const last = masks[masks.length - 1]!;
  for (const [i, points] of different.entries()) {
    const features = row(last, i).length + (bias[masks.length - 1]! ? 1 : 0);
    if (features > 0 && features < points.length) return `output ${i} has ${features} features for ${points.length} different points`;
  }
  return undefined;
}

/** Hidden parameters, and a multiple of what the last hidden layer gives at each point. `shared`: all neurons of a layer have the same weight for the same input. */
function start({ masks, bias }: Pattern, points: readonly (readonly Rational[])[], random: Random, shared: boolean): { hidden: HiddenLayer[]; features: bigint[][] } {
  const D = commonDenominator(points.flat());
  let values = points.map((point) => point.map((x) => scaled(x, D)));
  const hidden: HiddenLayer[] = [];
  for (const [l, mask] of masks.slice(0, -1).entries()) {
    const common = Array.from({ length: mask.cols }, () => weightFrom(random));
    const weights = Array.from({ length: mask.rows }, (_, h) => Array.from(row(mask, h), (k) => [[h, k], Rational.of(shared ? common[k]! : weightFrom(random))] as const)).flat();
    const linear = values.map((below) => preActivations({ weights, biases: [] }, mask.rows, below, D));
    const first = random.below(points.length);
    const biases = bias[l]! ? Array.from({ length: mask.rows }, (_, h) => [h, Rational.of(-kink(linear.map((line) => line[h]!), first + h), D)] as const) : [];
    const layer = { weights, biases: biases.filter(([, value]) => !value.isZero) };
    hidden.push(layer);
    values = values.map((below) => layerValues(layer, mask.rows, below, D));
  }
  return { hidden, features: values };
}

/** One of the values but the largest, above which nothing would be left; a smaller number where all are the same. */
function kink(values: readonly bigint[], at: number): bigint {
  const rising = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
  return rising.length === 1 ? rising[0]! - 1n : rising[at % (rising.length - 1)]!;
}

function weightFrom(random: Random): number {
  const size = 1 + random.below(LARGEST);
  return random.below(2) === 0 ? size : -size;
}

function isFull({ masks, bias }: Pattern, features: readonly (readonly bigint[])[], different: readonly (readonly number[])[]): boolean {
  const last = masks[masks.length - 1]!;
  return different.every((list, i) => {
    const neurons = Array.from(row(last, i));
    const constant = bias[masks.length - 1]! ? [1] : [];
    if (neurons.length + constant.length === 0) return true;
    const columns = Array.from({ length: neurons.length + constant.length }, (_, c) => c);
    return hasFullRowRank(list.map((p) => ({ columns, values: [...neurons.map((h) => residueOf(features[p]![h]!)), ...constant] })));
  });
}
