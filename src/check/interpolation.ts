/**
 * Checks that a training problem with given inputs has an optimum whatever its targets (docs/certificates.md, section 10; docs/theory.md 2.8): the hidden
 * parameters given make features of full rank for every output. Ranks modulo a prime: they are at most the true ones.
 */
import { type Interpolation, interpolationFromJson } from "../certificate/interpolation.js";
import { commonDenominator, scaled } from "../exact/integer-vector.js";
import { type SparseRow, rankMod, residueOf } from "../exact/modular.js";
import type { Rational } from "../exact/rational.js";
import { distinctPoints, layerValues } from "../pattern/features.js";
import { has, row } from "../pattern/mask.js";
import { Refusal } from "./goal.js";
import { Effort, STEPS_PER_ITEM, STEPS_PER_VISIT, affordMasks, affordMatrix, affordSupport } from "./limits.js";
import { type Refused, refused } from "./refused.js";

export type InterpolationResult = { readonly ok: true; readonly interpolation: Interpolation } | Refused;

/** Bits of the common denominator of points and biases. Doubles of everyday size take some hundred. */
const MAX_DENOMINATOR_BITS = 1 << 14;

/**
 * Checks a document given as a JSON value. `ok` means: on its points the set of outputs that the network can have is a linear space, so every training problem
 * there with a continuous coercive loss has an optimum. Never throws for a value that JSON text can give.
 */
export function checkInterpolation(value: unknown): InterpolationResult {
  try {
    const interpolation = interpolationFromJson(value);
    replay(interpolation, new Effort());
    return { ok: true, interpolation };
  } catch (error) {
    return refused(error);
  }
}

/** @throws Refusal, TooLarge */
function replay({ pattern, points, hidden }: Interpolation, effort: Effort): void {
  const { masks, widths, bias } = pattern;
  const require = (holds: boolean, place: string, reason: string): void => {
    if (!holds) throw new Refusal(place, reason);
  };
  affordMasks(masks, effort);
  require(points.length > 0, "points", "at least one point expected");
  points.forEach((point, p) => require(point.length === widths[0], `points[${p}]`, `${widths[0]} numbers expected`));
  require(hidden.length === masks.length - 1, "hidden", `${masks.length - 1} layers expected, ${hidden.length} found`);
  hidden.forEach(({ weights, biases }, l) => {
    effort.spend((weights.length + biases.length) * STEPS_PER_ITEM);
    weights.forEach(([[output, input], weight], e) => {
      const edge = output < widths[l + 1]! && input < widths[l]! && has(masks[l]!, output, input);
      require(edge, `hidden[${l}].weights[${e}]`, "an edge of the pattern expected");
      require(weight.denominator === 1n, `hidden[${l}].weights[${e}]`, "an integer expected");
      require(e === 0 || isAfter(weights[e - 1]![0], [output, input]), `hidden[${l}].weights[${e}]`, "edges by output, then input, each at most once, expected");
    });
    require(biases.length === 0 || bias[l]!, `hidden[${l}].biases`, "this layer has no biases");
    biases.forEach(([neuron], e) => {
      require(neuron < widths[l + 1]!, `hidden[${l}].biases[${e}]`, `a neuron below ${widths[l + 1]} expected`);
      require(e === 0 || biases[e - 1]![0] < neuron, `hidden[${l}].biases[${e}]`, "ascending neurons, each at most once, expected");
    });
  });

  const D = commonDenominator([...points.flat(), ...hidden.flatMap(({ biases }) => biases.map(([, value]) => value))], (bits) => {
    require(bits <= MAX_DENOMINATOR_BITS, "points", `a common denominator of at most ${MAX_DENOMINATOR_BITS} bits expected`);
    effort.spend(bits);
  });
  affordFeatures(points, hidden, widths, D, effort);
  const features = points.map((point) => hidden.reduce<bigint[]>((values, layer, l) => layerValues(layer, widths[l + 1]!, values, D), point.map((x) => scaled(x, D))));

  affordSupport(masks, effort);
  effort.spend(widths.at(-1)! * points.length * widths[0]! * STEPS_PER_ITEM);
  effort.hold(widths.at(-1)! * points.length * 8 + points.length * widths[0]! * 64);
  const last = masks[masks.length - 1]!;
  distinctPoints(masks, points).forEach((different, i) => {
    const neurons = Array.from(row(last, i));
    const hasBias = bias[masks.length - 1]!;
    // Without weights and bias it is 0, and the space of its outputs is that.
    if (neurons.length === 0 && !hasBias) return;
    const columns = neurons.length + (hasBias ? 1 : 0);
    require(columns >= different.length, "hidden", `output ${i} has ${columns} features for ${different.length} different points`);
    effort.within(() => {
      affordMatrix(different.length, columns, effort);
      effort.spend(different.length ** 2 * columns);
      const rows = different.map((p): SparseRow => ({
        columns: Array.from({ length: columns }, (_, c) => c),
        values: [...neurons.map((h) => residueOf(features[p]![h]!)), ...(hasBias ? [1] : [])],
      }));
      const rank = rankMod(rows, columns);
      require(rank === different.length, "hidden", `the features of output ${i} have rank ${rank} modulo the prime, ${different.length} expected`);
    });
  });
}

function isAfter([a, b]: readonly [number, number], [c, d]: readonly [number, number]): boolean {
  return a < c || (a === c && b < d);
}

/** Numbers grow from layer to layer by the length of its weights and of its fan-in. */
function affordFeatures(points: Interpolation["points"], hidden: Interpolation["hidden"], widths: readonly number[], D: bigint, effort: Effort): void {
  const bitsOf = (value: bigint): number => value.toString(16).length * 4;
  const longest = (numbers: readonly Rational[]): number => numbers.reduce((most, { numerator }) => Math.max(most, bitsOf(numerator)), 1);
  let bits = longest(points.flat()) + bitsOf(D);
  for (const [l, { weights, biases }] of hidden.entries()) {
    // A number for every neuron, with edges or without.
    effort.spend(points.length * widths[l + 1]! * STEPS_PER_VISIT);
    effort.hold(points.length * widths[l + 1]! * 8);
    const weight = longest(weights.map(([, value]) => value));
    const terms = weights.length + biases.length;
    effort.spend(points.length * terms * (STEPS_PER_ITEM + (weight / 64 + 1) * (bits / 64 + 1)));
    bits = Math.max(bits + weight, longest(biases.map(([, value]) => value)) + bitsOf(D)) + Math.ceil(Math.log2(terms + 2));
    effort.hold((points.length * new Set(weights.map(([[output]]) => output)).size * bits) / 8);
  }
}
