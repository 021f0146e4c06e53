import { describe, expect, it } from "vitest";
import { Rational } from "../../../src/exact/rational.js";
import { type RationalNetwork, type SparsestProblem, countOf, interpolates, outputAt } from "../../../src/optima/sparsest/problem.js";

const numbers = (...all: number[]): Rational[] => all.map((x) => Rational.ofNumber(x));
const [zero, one, two, three] = numbers(0, 1, 2, 3) as [Rational, Rational, Rational, Rational];

/** 2 max(0, x_1 + 1) - max(0, 3 x_2) + x_1 + 1/2. */
const network: RationalNetwork = {
  neurons: [
    { output: two, weights: [one, zero], bias: one },
    { output: one.negated(), weights: [zero, three], bias: zero },
  ],
  skip: { weights: [one, zero], bias: Rational.of(1, 2) },
};

describe("networks of the sparsest interpolation problem", () => {
  it("are evaluated exactly", () => {
    expect(outputAt(network, numbers(1, 1)).toString()).toBe("5/2");
    expect(outputAt(network, numbers(-1, -1)).toString()).toBe("-1/2");
    expect(outputAt({ neurons: [], skip: undefined }, numbers(1, 1)).isZero).toBe(true);
  });

  it("are counted by neurons, or by weights and biases that are not 0", () => {
    expect(countOf(network, { count: "neurons", countBias: true })).toBe(2);
    expect(countOf(network, { count: "parameters", countBias: true })).toBe(3);
    expect(countOf(network, { count: "parameters", countBias: false })).toBe(2);
  });

  it("interpolate, or do not", () => {
    const problem: SparsestProblem = { inputs: [numbers(1, 1), numbers(-1, -1)], outputs: [Rational.of(5, 2), Rational.of(-1, 2)], skip: true, count: "neurons", countBias: true };
    expect(interpolates(network, problem)).toBe(true);
    expect(interpolates(network, { ...problem, outputs: [Rational.of(5, 2), Rational.of(1, 2)] })).toBe(false);
  });
});
