/**
 * Networks for several inputs that look in one direction only: those of one input, on the products of the points with it. They bound the fewest neurons and parameters from above, whatever the size of the data. Without a mask
 * there is always one.
 */
import { Random } from "../../exact/random.js";
import { Rational } from "../../exact/rational.js";
import { pointsOf } from "./data.js";
import { fewestKnots } from "./fewest-knots.js";
import { networkOf } from "./interpolant.js";
import { networkOfPlain } from "./networks.js";
import { plainNetwork } from "./plain-network.js";
import { type RationalNetwork, type SparsestProblem, countOf } from "./problem.js";

/** Directions that are drawn, beside the inputs' own. */
const DRAWN = 16;
/** Their entries are integers up to this. */
const RANGE = 8;

/**
 * The one with the least count of those in some directions: each input, a few drawn ones, and if in none of these equal products have equal outputs, one that tells all points apart. Nothing if equal points have different
 * outputs; of a mask nothing is known here.
 */
export function ridgeNetwork(problem: SparsestProblem): RationalNetwork | undefined {
  const { inputs } = problem;
  const d = inputs[0]?.length ?? 0;
  const random = new Random(1);
  const own = Array.from({ length: d }, (_, c) => Array.from({ length: d }, (__, k) => (c === k ? 1 : 0)));
  const drawn = d === 1 ? [] : Array.from({ length: DRAWN }, () => Array.from({ length: d }, () => random.below(2 * RANGE + 1) - RANGE));
  let best: RationalNetwork | undefined;
  for (const direction of [...own, ...drawn]) {
    const network = along(problem, direction);
    if (network !== undefined && (best === undefined || countOf(network, problem) < countOf(best, problem))) best = network;
  }
  // Two different points have equal products with (1, t, t^2, ...) for at most d - 1 numbers t.
  const most = d === 1 ? 0 : (inputs.length ** 2 * d) / 2;
  for (let t = 2n; best === undefined && t <= most + 2; t++) best = along(problem, Array.from({ length: d }, (_, k) => t ** BigInt(k)));
  return best;
}

function along({ inputs, outputs, skip }: SparsestProblem, entries: readonly (number | bigint)[]): RationalNetwork | undefined {
  const direction = entries.map((entry) => Rational.of(entry));
  const products = inputs.map((x) => x.reduce((sum, entry, c) => sum.plus(entry.times(direction[c]!)), Rational.zero));
  if (!isFunction(products, outputs)) return undefined;
  const points = pointsOf(products, outputs);
  const { neurons, skip: affine } = skip ? networkOf(fewestKnots(points).interpolant) : networkOfPlain(plainNetwork(points));
  const spread = (weight: Rational): Rational[] => direction.map((entry) => entry.times(weight));
  return {
    neurons: neurons.map(({ output, weights, bias }) => ({ output, weights: spread(weights[0]!), bias })),
    skip: affine && { weights: spread(affine.weights[0]!), bias: affine.bias },
  };
}

/** Have equal arguments equal values? */
function isFunction(from: readonly Rational[], to: readonly Rational[]): boolean {
  const values = new Map<string, Rational>();
  return from.every((x, j) => {
    const known = values.get(x.toString());
    values.set(x.toString(), known ?? to[j]!);
    return known === undefined || known.equals(to[j]!);
  });
}
