import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { fewestParameters } from "../../../src/optima/sparsest/fewest-parameters.js";
import { type SparsestProblem, countOf, interpolates } from "../../../src/optima/sparsest/problem.js";
import { fewestByPatterns, randomProblem } from "./small-problems.js";

const problemOf = (inputs: number[][], outputs: number[], more: Partial<SparsestProblem> = {}): SparsestProblem => ({
  inputs: inputs.map((x) => x.map((entry) => Rational.ofNumber(entry))),
  outputs: outputs.map((entry) => Rational.ofNumber(entry)),
  skip: false,
  count: "parameters",
  countBias: true,
  ...more,
});

describe("the fewest parameters", () => {
  it.each([
    ["with biases counted", { countBias: true, skip: false }],
    ["with biases free", { countBias: false, skip: false }],
    ["with an affine part", { countBias: true, skip: true }],
    ["with an affine part and biases free", { countBias: false, skip: true }],
  ])("are what going through all patterns of linear programs finds, %s", async (_, kind) => {
    const random = new Random(1);
    const counts: number[] = [];
    for (let k = 0; k < 40; k++) {
      const problem: SparsestProblem = { ...randomProblem(random, { points: 4, inputs: 2 }), ...kind };
      const { network, lower, complete } = await fewestParameters(problem);
      expect(complete).toBe(true);
      expect(interpolates(network!, problem)).toBe(true);
      expect(countOf(network!, problem)).toBe(lower);
      expect(fewestByPatterns(problem, lower)).toBe(lower);
      counts[lower] = (counts[lower] ?? 0) + 1;
    }
    expect(Object.keys(counts).length).toBeGreaterThan(kind.skip ? 1 : 2);
  });

  it("of masks are what going through all patterns finds; or there is no network", async () => {
    const random = new Random(2);
    let impossible = 0;
    for (let k = 0; k < 60; k++) {
      const supports = Array.from({ length: 1 + random.below(3) }, () => ({ inputs: [0, 1].filter(() => random.below(2) === 0), bias: random.below(2) === 0 }));
      const problem: SparsestProblem = { ...randomProblem(random, { points: 3, inputs: 2 }), supports, countBias: k % 2 === 0 };
      const { network, lower, complete, infeasible } = await fewestParameters(problem);
      expect(complete).toBe(true);
      expect(network === undefined).toBe(infeasible);
      if (network !== undefined) {
        expect(interpolates(network, problem)).toBe(true);
        expect(countOf(network, problem)).toBe(lower);
      } else impossible++;
      expect(fewestByPatterns(problem, infeasible ? 6 : lower)).toBe(infeasible ? undefined : lower);
    }
    expect(impossible).toBeGreaterThan(5);
    expect(impossible).toBeLessThan(55);
  });

  it("are 0 for outputs 0, and for affine ones where these are free", async () => {
    expect((await fewestParameters(problemOf([[1], [2]], [0, 0]))).lower).toBe(0);
    expect((await fewestParameters(problemOf([[1], [2], [4]], [1, 3, 7], { skip: true }))).network).toMatchObject({ neurons: [] });
    expect(await fewestParameters(problemOf([[1], [2], [4]], [5, 5, 5], { countBias: false }))).toMatchObject({ lower: 0, complete: true, network: { neurons: [{}] } });
  });

  it("do not exist where one point has two outputs", async () => {
    expect(await fewestParameters(problemOf([[1], [1]], [0, 1]))).toMatchObject({ network: undefined, infeasible: true, complete: true });
  });

  it("end at the count of a known network", async () => {
    const problem = problemOf([[1, 0], [0, 1], [1, 1]], [1, 2, 4]);
    const { network } = await fewestParameters(problem);
    const again = await fewestParameters(problem, { start: network! });
    expect(again).toMatchObject({ lower: countOf(network!, problem), complete: true });
    expect(countOf(again.network!, problem)).toBe(countOf(network!, problem));
    await expect(fewestParameters({ ...problem, outputs: problem.inputs[0]!.concat(Rational.one) }, { start: network! })).rejects.toThrow("does not interpolate");
  });

  it("keep the bound when they are stopped, or there is too much to go through", async () => {
    const random = new Random(3);
    const problem = { ...randomProblem(random, { points: 6, inputs: 2, size: 1000 }), skip: false, countBias: true };
    let asked = 0;
    const stopped = await fewestParameters(problem, { stop: () => ++asked > 3 });
    expect(stopped).toMatchObject({ lower: 3, complete: false, network: undefined, infeasible: false });
    const limited = await fewestParameters(problem, { limit: 2000 });
    expect(limited.lower).toBe(5);
    expect(limited.complete).toBe(false);
    expect((await fewestParameters(problem)).lower).toBeGreaterThanOrEqual(5);
  });
});
