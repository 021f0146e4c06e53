import type { Data, Family } from "../../certificate/counterexample.js";
import { Laurent } from "../../exact/laurent.js";
import { Rational } from "../../exact/rational.js";
import { has } from "../../pattern/mask.js";
import type { Pattern } from "../../pattern/pattern.js";
import type { Condition } from "../goal.js";
import { STEPS_PER_ITEM, affordLaurent } from "../limits.js";

/**
 * The parameters of the family are parameters of the network, and its loss is `loss`, for all small eps > 0: a pre-activation has the sign of its term of
 * least exponent. The loss tends to 0. Cost: points times parameters, in products of Laurent polynomials.
 */
export function checkFamily(pattern: Pattern, { points, targets }: Data, family: Family, loss: Laurent, step: Condition): void {
  requireParameters(pattern, family, step);
  // At each point every weight is looked at, also where nothing comes in.
  const parameters = [...family.weights, ...family.biases].reduce((sum, layer) => sum + layer.length, 0);
  step.effort.spend(points.length * parameters * STEPS_PER_ITEM);
  const total = points.reduce((sum, point, p) => {
    const outputs = evaluate(family, point, step);
    const wanted = targets[p]!;
    return wanted.reduce((rest, target, i) => {
      const error = (outputs.get(i) ?? Laurent.zero).minus(Laurent.constant(target));
      return plus(rest, times(error, error, step), step);
    }, sum);
  }, Laurent.zero);
  const mean = total.times(Laurent.constant(Rational.of(1, 2 * points.length)));
  step.require(mean.equals(loss), "loss", "the family has another loss");
  step.require(loss.valuation >= 1, "loss", "it does not tend to 0");
}

function requireParameters({ masks, widths, bias }: Pattern, { weights, biases }: Family, step: Condition): void {
  step.require(weights.length === masks.length, "family.weights", `${masks.length} layers expected, ${weights.length} found`);
  step.require(biases.length === masks.length, "family.biases", `${masks.length} layers expected, ${biases.length} found`);
  weights.forEach((layer, l) => {
    const seen = new Set<string>();
    const { rows, cols } = masks[l]!;
    layer.forEach(({ output, input }, e) => {
      const place = `family.weights[${l}][${e}]`;
      step.require(output < rows && input < cols && has(masks[l]!, output, input), place, "an edge of the pattern expected");
      step.require(!seen.has(`${output},${input}`), place, "the edge occurs twice");
      seen.add(`${output},${input}`);
    });
  });
  biases.forEach((layer, l) => {
    const seen = new Set<number>();
    layer.forEach(({ neuron }, e) => {
      const place = `family.biases[${l}][${e}]`;
      step.require(bias[l]!, place, "the layer has no biases");
      step.require(neuron < widths[l + 1]!, place, `a neuron below ${widths[l + 1]} expected`);
      step.require(!seen.has(neuron), place, "the neuron occurs twice");
      seen.add(neuron);
    });
  });
}

/** The outputs at a point that are not 0, for small eps. */
function evaluate({ weights, biases }: Family, point: readonly Rational[], step: Condition): ReadonlyMap<number, Laurent> {
  let values = new Map(point.flatMap((x, k): [number, Laurent][] => (x.isZero ? [] : [[k, Laurent.constant(x)]])));
  weights.forEach((layer, l) => {
    const next = new Map<number, Laurent>();
    const add = (neuron: number, term: Laurent): void => void next.set(neuron, plus(next.get(neuron) ?? Laurent.zero, term, step));
    for (const { output, input, weight } of layer) {
      const value = values.get(input);
      if (value !== undefined) add(output, times(weight, value, step));
    }
    for (const { neuron, bias } of biases[l]!) add(neuron, bias);
    if (l < weights.length - 1) for (const [neuron, value] of next) if (value.signNearZero <= 0) next.delete(neuron);
    values = next;
  });
  return values;
}

function plus(a: Laurent, b: Laurent, { effort }: Condition): Laurent {
  effort.within(() => affordLaurent(a, b, effort));
  return a.plus(b);
}

function times(a: Laurent, b: Laurent, { effort }: Condition): Laurent {
  effort.within(() => affordLaurent(a, b, effort));
  return a.times(b);
}
