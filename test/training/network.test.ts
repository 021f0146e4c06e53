import { describe, expect, test } from "vitest";
import { Rational } from "../../src/exact/rational.js";
import { has, maskOf } from "../../src/pattern/mask.js";
import { Evaluator, type Network, networkOf } from "../../src/training/network.js";
import { SHAPES, patternOf, randomCase } from "./cases.js";

/** A float64 is a dyadic rational: nothing is lost. */
function exactly(value: number): Rational {
  let denominator = 1n;
  while (!Number.isInteger(value)) {
    value *= 2;
    denominator *= 2n;
  }
  return Rational.of(BigInt(value), denominator);
}

function toNumber(value: Rational): number {
  // Enough digits before the division: 2^200 times the value, rounded down.
  return Number((value.numerator << 200n) / value.denominator) / 2 ** 200;
}

/** A value and its derivative by one parameter, both exact. */
interface Dual {
  readonly value: Rational;
  readonly slope: Rational;
}

const ZERO: Dual = { value: Rational.zero, slope: Rational.zero };
const plus = (a: Dual, b: Dual): Dual => ({ value: a.value.plus(b.value), slope: a.slope.plus(b.slope) });
const times = (a: Dual, b: Dual): Dual => ({ value: a.value.times(b.value), slope: a.value.times(b.slope).plus(a.slope.times(b.value)) });

/** The network at one point, dense loops over exact numbers: nothing in common with the code under test but the order of the parameters. */
function exactOutputs(network: Network, parameters: Float64Array, by: number, point: Float64Array): Dual[] {
  const parameter = (k: number): Dual => ({ value: exactly(parameters[k]!), slope: k === by ? Rational.one : Rational.zero });
  let values: Dual[] = Array.from(point, (x) => ({ value: exactly(x), slope: Rational.zero }));
  let next = 0;
  network.layers.forEach(({ mask, biases }, l) => {
    const sums = Array.from({ length: mask.rows }, () => ZERO);
    for (let i = 0; i < mask.rows; i++) {
      for (let j = 0; j < mask.cols; j++) if (has(mask, i, j)) sums[i] = plus(sums[i]!, times(parameter(next++), values[j]!));
    }
    if (biases >= 0) for (let i = 0; i < mask.rows; i++) sums[i] = plus(sums[i]!, parameter(next++));
    values = l === network.layers.length - 1 ? sums : sums.map((sum) => (sum.value.sign > 0 ? sum : ZERO));
  });
  return values;
}

describe("networkOf", () => {
  test("lays out layer by layer, weights before biases, layers without bias have none", () => {
    const network = networkOf(patternOf([["11", "01"], ["10", "11"]], [true, false]));
    expect(network.size).toBe(8);
    expect(network.layers.map(({ weights, biases }) => [weights, biases])).toEqual([[0, 3], [5, -1]]);
  });
});

describe("an evaluator", () => {
  test.each(SHAPES)("of %j, density %d, %i points agrees with exact arithmetic in outputs and all derivatives", (widths, density, points) => {
    const { network, data, parameters } = randomCase(widths, density, Math.min(points, 12), 5);
    const [width, outputs] = [widths[0]!, widths.at(-1)!];
    const count = data.inputs.length / width;
    const evaluator = new Evaluator(network, data.inputs);
    const values = new Float64Array(count * outputs);
    const jacobian = new Float64Array(count * outputs * network.size);
    evaluator.jacobian(parameters, values, jacobian);
    for (let k = 0; k < network.size; k++) {
      for (let p = 0; p < count; p += 3) {
        exactOutputs(network, parameters, k, data.inputs.subarray(p * width, (p + 1) * width)).forEach(({ value, slope }, i) => {
          const at = p * outputs + i;
          expect(Math.abs(values[at]! - toNumber(value))).toBeLessThan(1e-14 * (1 + Math.abs(values[at]!)));
          expect(Math.abs(jacobian[at * network.size + k]! - toNumber(slope))).toBeLessThan(1e-14 * (1 + Math.abs(toNumber(slope))));
        });
      }
    }
  });

  test.each(SHAPES)("of %j, density %d, %i points: gradient = Jacobian transposed times residuals, forward = both", (widths, density, points) => {
    const { network, data, parameters } = randomCase(widths, density, points, 7);
    const evaluator = new Evaluator(network, data.inputs);
    const rows = data.targets.length;
    const [residuals, gradient] = [new Float64Array(rows), new Float64Array(network.size)];
    evaluator.residualsAndGradient(parameters, data.targets, residuals, gradient);
    const [values, jacobian, forward] = [new Float64Array(rows), new Float64Array(rows * network.size), new Float64Array(rows)];
    evaluator.jacobian(parameters, values, jacobian);
    evaluator.forward(parameters, forward);
    expect([...forward]).toEqual([...values]);
    expect([...residuals]).toEqual([...values].map((value, k) => value - data.targets[k]!));
    for (let k = 0; k < network.size; k++) {
      const sum = residuals.reduce((total, residual, i) => total + residual * jacobian[i * network.size + k]!, 0);
      const size = residuals.reduce((total, residual, i) => total + Math.abs(residual * jacobian[i * network.size + k]!), 1);
      expect(Math.abs(gradient[k]! - sum)).toBeLessThan(1e-13 * size);
    }
  });

  test("gives every point the same bits whatever points are beside it", () => {
    const { network, data, parameters } = randomCase([3, 9, 7, 2], 0.6, 200, 3);
    const all = new Float64Array(400);
    new Evaluator(network, data.inputs).forward(parameters, all);
    for (const p of [0, 63, 64, 131, 199]) {
      const one = new Float64Array(2);
      new Evaluator(network, data.inputs.slice(3 * p, 3 * p + 3)).forward(parameters, one);
      expect([...one]).toEqual([...all.subarray(2 * p, 2 * p + 2)]);
    }
  });

  test("takes the derivative 0 at a kink, and passes NaN on", () => {
    const network = networkOf(patternOf([["1"], ["1"]], [false, false]));
    const evaluator = new Evaluator(network, Float64Array.of(0));
    const jacobian = new Float64Array(2);
    evaluator.jacobian(Float64Array.of(1, 1), new Float64Array(1), jacobian);
    expect([...jacobian]).toEqual([0, 0]);
    const out = new Float64Array(1);
    evaluator.forward(Float64Array.of(Number.NaN, 1), out);
    expect(out[0]).toBeNaN();
  });

  test("of a layer with an empty row and an empty column gives the biases", () => {
    const network = networkOf(patternOf([["10", "00"], ["01", "01"]]));
    const parameters = Float64Array.of(5, 1, 2, 3, 4, 10, 20);
    const out = new Float64Array(2);
    new Evaluator(network, Float64Array.of(1, 1)).forward(parameters, out);
    expect([...out]).toEqual([3 * 2 + 10, 4 * 2 + 20]);
    expect(maskOf(2, 2, () => false).index).toHaveLength(0);
  });
});
