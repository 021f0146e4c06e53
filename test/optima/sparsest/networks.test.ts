import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { evaluate } from "../../../src/optima/convex/network.js";
import { fewestKnots } from "../../../src/optima/sparsest/fewest-knots.js";
import { networkOf } from "../../../src/optima/sparsest/interpolant.js";
import { functionOf, inDoubles, networkOfPlain, residualOf } from "../../../src/optima/sparsest/networks.js";
import { plainNetwork } from "../../../src/optima/sparsest/plain-network.js";
import { type RationalNetwork, outputAt } from "../../../src/optima/sparsest/problem.js";
import { randomPoints } from "./small-sets.js";

const of = (value: number): Rational => Rational.ofNumber(value);
const texts = ({ slope, knots }: ReturnType<typeof functionOf>) => [slope.toString(), knots.map(({ x, change }) => [x.toString(), change.toString()])];
const neuron = (output: number, weights: readonly number[], bias: number) => ({ output: of(output), weights: weights.map(of), bias: of(bias) });

describe("networks of functions", () => {
  test("have the function's knots and slopes, and go through the points, for random data", () => {
    const random = new Random(5);
    for (let round = 0; round < 200; round++) {
      const points = randomPoints(random, 9);
      const { interpolant } = fewestKnots(points);
      const network = networkOf(interpolant);
      expect(texts(functionOf(network))).toEqual([interpolant.slope.toString(), interpolant.knots.map(({ x, change }) => [x.toString(), change.toString()])]);
      const plain = networkOfPlain(plainNetwork(points));
      expect(plain.skip).toBeUndefined();
      for (const one of [network, plain]) {
        points.x.forEach((x, j) => expect(outputAt(one, [x]).equals(points.y[j]!)).toBe(true));
        expect(residualOf(inDoubles(one, 1), points.x.map((x) => [x]), points.y)).toBeLessThan(1e-9);
      }
    }
  });

  test("neurons of one knot are added up, those to the left give slope there, constants give none", () => {
    const network: RationalNetwork = { neurons: [neuron(3, [2], -1), neuron(1, [-2], 1), neuron(4, [0], 1), neuron(1, [1], 0), neuron(-2, [0.5], 0)], skip: { weights: [of(5)], bias: of(7) } };
    // 2 x - 1 to the right of 1/2 three times, to the left once; the last two cancel.
    expect(texts(functionOf(network))).toEqual(["3", [["1/2", "8"]]]);
    expect(texts(functionOf({ neurons: [], skip: undefined }))).toEqual(["0", []]);
  });
});

test("in doubles a network has the form of the contract, and its residual is that of the doubles", () => {
  const third = { neurons: [{ output: Rational.of(1, 3), weights: [Rational.of(1), Rational.zero], bias: Rational.of(-1) }], skip: { weights: [Rational.zero, Rational.of(1, 7)], bias: Rational.of(2) } };
  const network = inDoubles(third, 2);
  expect(network).toEqual({ widths: [2, 1, 1], activation: "relu", weights: [[[1, 0]], [[1 / 3]]], biases: [[-1], [0]], skip: { weights: [0, 1 / 7], bias: 2 } });
  expect([...evaluate(network, Float64Array.of(4, 7, 0, 0))]).toEqual([4, 2]);
  expect(residualOf(network, [[of(4), of(7)], [of(0), of(0)]], [of(4), of(3)])).toBe(1);
  expect(inDoubles({ neurons: [], skip: undefined }, 3)).toMatchObject({ widths: [3, 0, 1], skip: null });
});
