import { describe, expect, test } from "vitest";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { projectedGradient, stochasticProjectedGradient } from "../../../src/optima/pareto/projected.js";
import { proximalGradient, stochasticProximalGradient } from "../../../src/optima/pareto/proximal.js";
import { Minibatches } from "../../../src/optima/pareto/stochastic.js";
import { drawProblem } from "./problems.js";

describe("minibatches", () => {
  test("give every point once a round, in an order of their seed, another one every round", () => {
    const rounds = (seed: number): number[][] => {
      const batches = new Minibatches(10, 4, seed);
      return [0, 1, 2].map(() => [0, 1, 2].flatMap(() => [...batches.next()]));
    };
    for (const round of rounds(1)) expect([...round].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(rounds(1)).toEqual(rounds(1));
    expect(rounds(1)).not.toEqual(rounds(2));
    expect(rounds(1)[0]).not.toEqual(rounds(1)[1]);
    expect([4, 4, 2]).toEqual(((batches) => [0, 1, 2].map(() => batches.next().length))(new Minibatches(10, 4, 1)));
    expect(() => new Minibatches(10, 0, 1)).toThrow(RangeError);
    expect(() => new Minibatches(0, 1, 1)).toThrow(RangeError);
  });
});

describe("descent by samples", () => {
  const { problem, parameters } = drawProblem({ widths: [6, 5, 3], points: 200, activation: "tanh", loss: "squared", density: 2 });
  const objective = new Objective(problem);

  test("of a convex problem ends where steps by all points do", () => {
    const linear = drawProblem({ widths: [8, 2], points: 300, activation: "linear", loss: "cross-entropy", density: 2 });
    const convex = new Objective(linear.problem);
    const [some, all] = [stochasticProximalGradient(convex, 0.01, linear.parameters, { epochs: 200, tolerance: 1e-7 }), proximalGradient(convex, 0.01, linear.parameters, { tolerance: 1e-9 })];
    expect(some.converged).toBe(true);
    expect(Math.abs(some.loss + 0.01 * some.l1 - all.loss - 0.01 * all.l1)).toBeLessThan(1e-10);
    const [within, projected] = [stochasticProjectedGradient(convex, 0.5, linear.parameters, { epochs: 200, tolerance: 1e-7 }), projectedGradient(convex, 0.5, linear.parameters, { tolerance: 1e-9 })];
    expect(within.l1).toBeCloseTo(0.5, 12);
    expect(within.loss).toBeCloseTo(projected.loss, 9);
  });

  test("never ends above the start, reaches a tolerance, and depends on the seed alone", () => {
    const start = objective.value(parameters) + 0.005 * parameters.reduce((sum, value) => sum + Math.abs(value), 0);
    const values = [1, 3, 10].map((epochs) => {
      const { loss, l1 } = stochasticProximalGradient(objective, 0.005, parameters, { epochs, batch: 20 });
      return loss + 0.005 * l1;
    });
    expect([start, ...values]).toEqual([start, ...values].sort((a, b) => b - a));
    const run = (seed: number): Float64Array => stochasticProximalGradient(objective, 0.005, parameters, { epochs: 3, batch: 20, seed }).parameters;
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    expect(stochasticProximalGradient(objective, 0.005, parameters, { epochs: 300, batch: 20, tolerance: 1e-4 }).converged).toBe(true);
  });

  test("stops when it is told to", () => {
    let asked = 0;
    expect(stochasticProximalGradient(objective, 0.005, parameters, { batch: 20, stop: () => ++asked > 15 }).iterations).toBeLessThan(3);
  });
});
