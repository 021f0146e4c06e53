/** Networks that interpolate: their functions of one input, and the same in doubles, run on the data. */
import { Rational } from "../../exact/rational.js";
import { type ShallowNetwork, evaluate } from "../convex/network.js";
import type { Knot } from "./interpolant.js";
import type { PlainNetwork } from "./plain-network.js";
import type { AffinePart, RationalNetwork } from "./problem.js";

export function networkOfPlain({ neurons }: PlainNetwork): RationalNetwork {
  return { neurons, skip: undefined };
}

/** The function of a network with one input: its knots, ascending, and its slope left of them. Neurons of one knot are added up, and may cancel. */
export function functionOf({ neurons, skip }: RationalNetwork): { readonly slope: Rational; readonly knots: readonly Knot[] } {
  const changes = new Map<string, Knot>();
  let slope = skip?.weights[0] ?? Rational.zero;
  for (const { output, weights, bias } of neurons) {
    const weight = weights[0]!;
    if (weight.isZero) continue;
    if (weight.sign < 0) slope = slope.plus(output.times(weight));
    const x = bias.dividedBy(weight).negated();
    const change = output.times(weight.abs());
    const before = changes.get(x.toString());
    changes.set(x.toString(), { x, change: before === undefined ? change : before.change.plus(change) });
  }
  const knots = [...changes.values()].filter(({ change }) => !change.isZero);
  return { slope, knots: knots.sort((a, b) => a.x.compare(b.x)) };
}

/** The nearest doubles of all weights. @param inputs how many the network has */
export function inDoubles({ neurons, skip }: RationalNetwork, inputs: number): ShallowNetwork {
  const affine = ({ weights, bias }: AffinePart) => ({ weights: weights.map((weight) => weight.toNumber()), bias: bias.toNumber() });
  const hidden = neurons.map(affine);
  return {
    widths: [inputs, neurons.length, 1],
    activation: "relu",
    weights: [hidden.map(({ weights }) => weights), [neurons.map(({ output }) => output.toNumber())]],
    biases: [hidden.map(({ bias }) => bias), [0]],
    skip: skip === undefined ? null : affine(skip),
  };
}

/** The largest distance of what a network in doubles gives from the outputs, both as doubles. */
export function residualOf(network: ShallowNetwork, inputs: readonly (readonly Rational[])[], outputs: readonly Rational[]): number {
  const given = evaluate(network, Float64Array.from(inputs.flat(), (x) => x.toNumber()));
  return outputs.reduce((most, y, j) => Math.max(most, Math.abs(given[j]! - y.toNumber())), 0);
}
