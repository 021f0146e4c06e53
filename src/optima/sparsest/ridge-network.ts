/** Networks for several inputs that look in one direction only: those of one input, on the products of the points with it. They bound the fewest neurons from above, whatever the size of the data. */
import { Random } from "../../exact/random.js";
import { Rational } from "../../exact/rational.js";
import { pointsOf } from "./data.js";
import { fewestKnots } from "./fewest-knots.js";
import { networkOf } from "./interpolant.js";
import { networkOfPlain } from "./networks.js";
import { plainNetwork } from "./plain-network.js";
import type { RationalNetwork, SparsestProblem } from "./problem.js";

/** Directions that are drawn, beside the inputs' own. */
const DRAWN = 16;
/** Their entries are integers up to this. */
const RANGE = 8;

/** The one with the fewest neurons of those in some directions: each input, and a few drawn ones. Nothing if in none of them equal products have equal outputs; of a mask nothing is known here. */
export function ridgeNetwork({ inputs, outputs, skip }: Pick<SparsestProblem, "inputs" | "outputs" | "skip">): RationalNetwork | undefined {
  const d = inputs[0]?.length ?? 0;
  const random = new Random(1);
  const own = Array.from({ length: d }, (_, c) => Array.from({ length: d }, (__, k) => (c === k ? 1 : 0)));
  const drawn = d === 1 ? [] : Array.from({ length: DRAWN }, () => Array.from({ length: d }, () => random.below(2 * RANGE + 1) - RANGE));
  let best: RationalNetwork | undefined;
  for (const direction of [...own, ...drawn].map((entries) => entries.map((entry) => Rational.of(entry)))) {
    const products = inputs.map((x) => x.reduce((sum, entry, c) => sum.plus(entry.times(direction[c]!)), Rational.zero));
    if (!isFunction(products, outputs)) continue;
    const points = pointsOf(products, outputs);
    const { neurons, skip: affine } = skip ? networkOf(fewestKnots(points).interpolant) : networkOfPlain(plainNetwork(points));
    if (best !== undefined && neurons.length >= best.neurons.length) continue;
    const spread = (weight: Rational): Rational[] => direction.map((entry) => entry.times(weight));
    best = {
      neurons: neurons.map(({ output, weights, bias }) => ({ output, weights: spread(weights[0]!), bias })),
      skip: affine && { weights: spread(affine.weights[0]!), bias: affine.bias },
    };
  }
  return best;
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
