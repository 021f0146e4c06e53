import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type SparsestProblem, countOf, interpolates } from "../../../src/optima/sparsest/problem.js";
import { settledNetwork } from "../../../src/optima/sparsest/settling.js";
import { randomProblem } from "./small-problems.js";

/** Uniform in [-1, 1]. */
function uniformProblem(random: Random, n: number, d: number): SparsestProblem {
  const entry = (): Rational => Rational.ofNumber(random.below(2 ** 32) / 2 ** 31 - 1);
  const inputs = Array.from({ length: n }, () => Array.from({ length: d }, entry));
  return { inputs, outputs: Array.from({ length: n }, entry), skip: false, count: "parameters", countBias: true };
}

describe("networks that settle points one after another", () => {
  it("have 10 parameters through 10 random points with 50 inputs", () => {
    for (let seed = 1; seed <= 3; seed++) {
      const problem = uniformProblem(new Random(seed), 10, 50);
      const network = settledNetwork(problem, { goal: 10 })!;
      expect(interpolates(network, problem)).toBe(true);
      expect(countOf(network, problem)).toBe(10);
    }
  });

  it("need nothing for outputs 0, where there are many inputs", () => {
    const problem = uniformProblem(new Random(1), 9, 40);
    const outputs = problem.outputs.map((y, j) => (j % 3 === 0 ? Rational.zero : y));
    const network = settledNetwork({ ...problem, outputs }, { goal: 6 })!;
    expect(interpolates(network, { ...problem, outputs })).toBe(true);
    expect(countOf(network, problem)).toBe(6);
  });

  it("interpolate in all kinds of problems, within the mask", () => {
    const random = new Random(2);
    let found = 0;
    for (let k = 0; k < 60; k++) {
      const supports = Array.from({ length: 2 + random.below(3) }, () => ({ inputs: [0, 1].filter(() => random.below(3) > 0), bias: random.below(2) === 0 }));
      const problem: SparsestProblem = {
        ...randomProblem(random, { points: 5, inputs: 2 }),
        countBias: k % 2 === 0,
        skip: k % 3 === 0,
        ...(k % 4 === 0 && { supports }),
      };
      const network = settledNetwork(problem, { rounds: 20 });
      if (network === undefined) continue;
      found++;
      expect(interpolates(network, problem)).toBe(true);
      expect(network.skip === undefined).toBe(!problem.skip);
      if (problem.supports !== undefined) expect(canBePlaced(network.neurons, problem.supports)).toBe(true);
    }
    expect(found).toBeGreaterThan(45);
  });

  it("end with a sweep along an input that is different at all points", () => {
    const problem = uniformProblem(new Random(4), 25, 2);
    const network = settledNetwork(problem, { rounds: 20 })!;
    expect(interpolates(network, problem)).toBe(true);
    expect(countOf(network, problem)).toBeLessThan(50);
  });
});

/** By trying: has each neuron a support of its own? */
function canBePlaced([first, ...others]: readonly { weights: readonly Rational[]; bias: Rational }[], supports: NonNullable<SparsestProblem["supports"]>): boolean {
  if (first === undefined) return true;
  return supports.some(({ inputs, bias }, k) => {
    const fits = first.weights.every((w, c) => w.isZero || inputs.includes(c)) && (bias || first.bias.isZero);
    return fits && canBePlaced(others, supports.filter((_, at) => at !== k));
  });
}
