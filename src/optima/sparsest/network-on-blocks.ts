/** Networks with neurons in given blocks, exact, with as many weights that are 0 as come one after another. */
import { solutionOver } from "../../exact/echelon.js";
import { Cone } from "../../exact/cone.js";
import { commonDenominator, scaled } from "../../exact/integer-vector.js";
import { ORDERED_RATIONALS } from "../../exact/ordered-field.js";
import { Rational } from "../../exact/rational.js";
import type { Ray } from "./blocks.js";
import type { BlockCones } from "./block-cones.js";
import { type AffinePart, type RationalNetwork, type RationalNeuron, type SparsestProblem, interpolates, outputAt } from "./problem.js";

/**
 * An interpolating network with at most one neuron in each of the blocks, with output 1 or -1; nothing if there is none.
 *
 * Its neurons are basic combinations of extreme rays. Then weights, and last biases, are demanded to be 0 one after another, as long as a network is left: in the end no further weight can be 0 beside
 * those that are, with these patterns. This is no minimum, and when the time is over, it is left there.
 */
export function networkOnBlocks(problem: SparsestProblem, cones: BlockCones, chosen: readonly number[], isOver?: () => boolean): RationalNetwork | undefined {
  const { points, blocks, reduced } = cones;
  const rays = chosen.map((b) => cones.raysOf(b));
  const common = commonDenominator(problem.outputs);
  const target = reduced(problem.outputs.map((y) => scaled(y, common)));
  const given = chosen.map((b, k) => rays[k]!.map(({ outputs }) => (blocks[b]!.sign === 1 ? reduced(outputs) : reduced(outputs).map((entry) => -entry))));
  /** Weights w of each neuron, on the integer points, with 0 in some places. */
  const solved = (zeros: readonly Place[]): Rational[][] | undefined => {
    const cone = new Cone([...target, ...zeros.map(() => 0n)]);
    const order: Ray[] = [];
    const owners: number[] = [];
    for (const [k, own] of rays.entries()) {
      for (const [i, ray] of own.entries()) {
        cone.add([...given[k]![i]!, ...zeros.map(({ neuron, column }) => (neuron === k ? ray.weights[column]! : 0n))]);
        order.push(ray);
        owners.push(k);
      }
    }
    if (!cone.solve()) return undefined;
    const weights = chosen.map(() => points.scales.map(() => Rational.zero));
    for (const [number, factor] of cone.weights()) {
      const sum = weights[owners[number]!]!;
      for (const [c, entry] of order[number]!.weights.entries()) if (entry !== 0n) sum[c] = sum[c]!.plus(factor.times(Rational.of(entry)));
    }
    return weights;
  };
  let best = solved([]);
  if (best === undefined) return undefined;
  const zeros: Place[] = [];
  for (let at = 0; at < points.scales.length * chosen.length; at++) {
    if (isOver?.() === true) break;
    // All weights of the first input, of the second ..., all biases.
    const place = { neuron: at % chosen.length, column: Math.floor(at / chosen.length) };
    const found: Rational[][] | undefined = best[place.neuron]![place.column]!.isZero ? best : solved([...zeros, place]);
    if (found === undefined) continue;
    zeros.push(place);
    best = found;
  }
  const neurons = best.flatMap((weights, k): RationalNeuron[] => {
    if (weights.every(({ isZero }) => isZero)) return [];
    const onData = weights.map((weight, c) => weight.times(Rational.of(points.scales[c]!, common)));
    return [{ output: Rational.of(blocks[chosen[k]!]!.sign), weights: onData.slice(0, -1), bias: onData.at(-1)! }];
  });
  const network = { neurons, skip: problem.skip ? affinePart(problem, neurons) : undefined };
  if (!interpolates(network, problem)) throw new Error("a network of weighted rays does not interpolate");
  return network;
}

interface Place {
  readonly neuron: number;
  readonly column: number;
}

/** The affine function through what the neurons leave. */
function affinePart({ inputs, outputs }: SparsestProblem, neurons: readonly RationalNeuron[]): AffinePart {
  const rest = outputs.map((y, j) => y.minus(outputAt({ neurons, skip: undefined }, inputs[j]!)));
  const solution = solutionOver(ORDERED_RATIONALS, inputs.map((x) => [...x, Rational.one]), rest);
  if (solution === undefined) throw new Error("what the neurons leave is not affine");
  return { weights: solution.slice(0, -1), bias: solution.at(-1)! };
}
