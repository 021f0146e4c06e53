import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { fewestParameters } from "../../../src/optima/sparsest/fewest-parameters.js";
import { parametersByProgram } from "../../../src/optima/sparsest/parameters-program.js";
import { type SparsestProblem, countOf, interpolates } from "../../../src/optima/sparsest/problem.js";
import { randomProblem } from "./small-problems.js";

describe("the fewest parameters by mixed-integer programs", () => {
  it("are those of the enumeration", async () => {
    const random = new Random(7);
    const counts = new Set<number>();
    for (let k = 0; k < 24; k++) {
      const supports = Array.from({ length: 1 + random.below(3) }, () => ({ inputs: [0, 1].filter(() => random.below(3) > 0), bias: random.below(2) === 0 }));
      const problem: SparsestProblem = {
        ...randomProblem(random, { points: 3, inputs: 2 }),
        countBias: k % 2 === 0,
        skip: k % 5 === 0,
        ...(k % 3 === 0 && { supports }),
      };
      const { network, bound } = await parametersByProgram(problem);
      const exact = await fewestParameters(problem);
      counts.add(bound);
      expect(bound).toBe(exact.infeasible ? Infinity : exact.lower);
      expect(network === undefined).toBe(exact.infeasible);
      if (network === undefined) continue;
      expect(interpolates(network, problem)).toBe(true);
      expect(countOf(network, problem)).toBe(exact.lower);
    }
    expect(counts.size).toBeGreaterThan(3);
  });

  it("keep what is known when there is no time", async () => {
    const problem = { ...randomProblem(new Random(1), { points: 5, inputs: 2, size: 100 }), skip: false, countBias: true };
    expect(await parametersByProgram(problem, { stop: () => true })).toEqual({ network: undefined, bound: 0, cuts: 0, infeasible: false, why: "time" });
  });

  it("give a bound that only the solver knows, beside what enumeration proves", async () => {
    const problem = { ...randomProblem(new Random(2), { points: 5, inputs: 2, size: 100 }), skip: false, countBias: true };
    const { network, lower, trusted, complete } = await fewestParameters(problem, { method: "milp", limit: 100 });
    expect(interpolates(network!, problem)).toBe(true);
    expect(lower).toBeLessThan(countOf(network!, problem));
    expect(trusted).toEqual({ bound: countOf(network!, problem), by: "HiGHS" });
    expect(complete).toBe(false);
    expect((await fewestParameters(problem)).lower).toBe(trusted!.bound);
  });
});
