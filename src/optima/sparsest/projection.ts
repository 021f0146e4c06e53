/**
 * A network that interpolates data of several inputs, found at once: along a direction a on which no two points lie alike the data have one input, a x, and what interpolates there interpolates here. Of the
 * directions tried, single inputs first, the one with the least count is taken. At most N + 1 neurons; far from sparsest in general: something to begin with. (Own; that N neurons can always be had is well known.)
 */
import { Rational } from "../../exact/rational.js";
import { pointsOf } from "./data.js";
import { fewestKnots } from "./fewest-knots.js";
import { networkOf } from "./interpolant.js";
import { networkOfPlain } from "./networks.js";
import { plainNetwork } from "./plain-network.js";
import { type RationalNetwork, type SparsestProblem, countOf } from "./problem.js";

/** Nothing where there is a mask, or where two equal points have different outputs. */
export function projectedNetwork(problem: SparsestProblem): RationalNetwork | undefined {
  if (problem.supports !== undefined) return undefined;
  const d = problem.inputs[0]!.length;
  const single = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (__, k) => BigInt(k === i ? 1 : 0)));
  let best: RationalNetwork | undefined;
  for (const direction of single) {
    const network = along(problem, direction);
    if (network !== undefined && (best === undefined || countOf(network, problem) < countOf(best, problem))) best = network;
  }
  // Two points lie alike on (1, t, t^2, ...) for at most d - 1 numbers t.
  for (let t = 1n; best === undefined && t <= BigInt(problem.inputs.length) ** 2n * BigInt(d) + 1n; t++) best = along(problem, Array.from({ length: d }, (_, k) => t ** BigInt(k)));
  return best;
}

function along(problem: SparsestProblem, direction: readonly bigint[]): RationalNetwork | undefined {
  const { inputs, outputs, skip } = problem;
  const weights = direction.map((entry) => Rational.of(entry));
  const places = inputs.map((x) => weights.reduce((sum, weight, i) => (weight.isZero ? sum : sum.plus(weight.times(x[i]!))), Rational.zero));
  const given = new Map<string, Rational>();
  for (const [j, place] of places.entries()) {
    const before = given.get(place.toString());
    if (before !== undefined && !before.equals(outputs[j]!)) return undefined;
    given.set(place.toString(), outputs[j]!);
  }
  const points = pointsOf(places, outputs);
  const { neurons, skip: affine } = skip ? networkOf(fewestKnots(points).interpolant) : networkOfPlain(plainNetwork(points));
  const spread = (weight: Rational): Rational[] => weights.map((entry) => entry.times(weight));
  return {
    neurons: neurons.map(({ output, weights: [weight], bias }) => ({ output, weights: spread(weight!), bias })),
    skip: affine === undefined ? undefined : { weights: spread(affine.weights[0]!), bias: affine.bias },
  };
}
