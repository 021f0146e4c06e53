/** Counterexamples for tests, and opinions on them that share no code with the program. */
import type { Counterexample, CounterexampleJson } from "../../src/certificate/counterexample.js";
import { counterexample } from "../../src/counterexample/counterexample.js";
import { Rational } from "../../src/exact/rational.js";
import { type Pattern, patternFromJson } from "../../src/pattern/pattern.js";
import { type MaskStrings, patternJson } from "./patterns.js";

export function patternOf(strings: MaskStrings): Pattern {
  return patternFromJson(patternJson(strings));
}

/** The counterexample of a pattern that has one. */
export function made(pattern: Pattern, property: "linear" | "finite" = "linear"): { counterexample: Counterexample; certificate: CounterexampleJson } {
  const outcome = counterexample(pattern, { property, timeout: 20 });
  if (outcome.counterexample === null) throw new Error(outcome.why);
  return outcome;
}

export const LU2: MaskStrings = [
  ["11", "01"],
  ["10", "11"],
];

export const DENSE122: MaskStrings = [
  ["1", "1"],
  ["11", "11"],
];

type Terms = [string, number][];

function valueAt(terms: Terms, eps: Rational): Rational {
  return terms.reduce((sum, [coefficient, exponent]) => {
    let power = Rational.parse(coefficient)!;
    for (let e = 0; e < Math.abs(exponent); e++) power = exponent > 0 ? power.times(eps) : power.dividedBy(eps);
    return sum.plus(power);
  }, Rational.zero);
}

/**
 * The loss of the document's family at eps by a plain forward pass with dense matrices of rationals, and its loss polynomial there.
 */
export function lossesAt({ pattern, data, family, loss }: CounterexampleJson, eps: Rational): { network: Rational; polynomial: Rational } {
  const layers = family.weights.map((edges, l) => {
    const matrix = Array.from({ length: pattern.widths[l + 1]! }, () => Array.from({ length: pattern.widths[l]! }, () => Rational.zero));
    for (const [[output, input], terms] of edges) matrix[output]![input] = valueAt(terms, eps);
    const bias = Array.from({ length: pattern.widths[l + 1]! }, () => Rational.zero);
    for (const [neuron, terms] of family.biases[l]!) bias[neuron] = valueAt(terms, eps);
    return { matrix, bias };
  });
  let sum = Rational.zero;
  data.points.forEach((point, p) => {
    let values = point.map((x) => Rational.parse(x)!);
    layers.forEach(({ matrix, bias }, l) => {
      const next = matrix.map((line, v) => line.reduce((total, weight, w) => total.plus(weight.times(values[w]!)), bias[v]!));
      values = l < layers.length - 1 ? next.map((value) => (value.sign > 0 ? value : Rational.zero)) : next;
    });
    values.forEach((value, i) => {
      const error = value.minus(Rational.parse(data.targets[p]![i]!)!);
      sum = sum.plus(error.times(error));
    });
  });
  return { network: sum.dividedBy(Rational.of(2 * data.points.length)), polynomial: valueAt(loss, eps) };
}
