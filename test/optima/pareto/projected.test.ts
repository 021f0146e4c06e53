import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { projectOntoBudget, projectedGradient } from "../../../src/optima/pareto/projected.js";
import { irisProblem } from "./iris.js";
import { drawProblem } from "./problems.js";

const l1 = (vector: Float64Array, counted: Uint8Array): number => vector.reduce((sum, value, k) => sum + (counted[k] === 1 ? Math.abs(value) : 0), 0);

describe("projection onto a budget", () => {
  test("satisfies the conditions of the nearest point", () => {
    const random = new Random(9);
    for (let trial = 0; trial < 400; trial++) {
      const size = 1 + random.below(12);
      const point = Float64Array.from({ length: size }, () => (random.below(4) === 0 ? random.below(3) - 1 : 3 * random.normal()));
      const counted = Uint8Array.from(point, () => (random.below(5) > 0 ? 1 : 0));
      const budget = (l1(point, counted) * random.below(120)) / 100;
      const result = new Float64Array(size);
      projectOntoBudget(point, budget, counted, result);
      expect(l1(result, counted)).toBeLessThanOrEqual(budget * (1 + 1e-14) + 1e-15);
      // point - result = threshold * an element of the subdifferential of f2; the threshold is 0 where the budget is not used up.
      const differences = point.map((value, k) => value - result[k]!);
      const threshold = Math.max(0, ...differences.map(Math.abs));
      if (l1(point, counted) <= budget) expect(result).toEqual(point);
      else expect(l1(result, counted)).toBeCloseTo(budget, 12);
      result.forEach((value, k) => {
        if (counted[k] === 0) expect(value).toBe(point[k]);
        else if (value === 0) expect(Math.abs(differences[k]!)).toBeLessThanOrEqual(threshold);
        else expect(differences[k]).toBeCloseTo(threshold * Math.sign(value), 12);
      });
    }
  });

  test("of budget 0 is 0 where it counts", () => {
    const result = new Float64Array(3);
    projectOntoBudget(Float64Array.of(2, -2, 5), 0, Uint8Array.of(1, 1, 0), result);
    expect([...result].map(Math.abs)).toEqual([0, 0, 5]);
  });
});

describe("projected gradient", () => {
  test("finds the losses known at small budgets on Iris, within the budget", () => {
    const objective = new Objective(irisProblem());
    const random = new Random(5);
    for (const [budget, loss] of [[2, 1.00525], [5, 0.62319]] as const) {
      const found = projectedGradient(objective, budget, Float64Array.from({ length: 55 }, () => random.normal()));
      expect(found.loss).toBeCloseTo(loss, 4);
      expect(found.l1).toBeLessThanOrEqual(budget + 1e-12);
      expect(found.converged && found.residual <= 1e-6).toBe(true);
    }
  });

  test("never ends above the start's projection, and keeps the start", () => {
    for (const activation of ["relu", "tanh", "linear"] as const) {
      const { problem, parameters } = drawProblem({ widths: [3, 6, 4, 2], points: 20, activation, loss: "squared", countBiases: false });
      const objective = new Objective(problem);
      const [before, projection] = [parameters.slice(), new Float64Array(parameters.length)];
      projectOntoBudget(parameters, 4, problem.counted, projection);
      const losses = [1, 5, 50].map((iterations) => projectedGradient(objective, 4, parameters, { iterations }).loss);
      expect(parameters).toEqual(before);
      expect([objective.value(projection), ...losses]).toEqual([objective.value(projection), ...losses].sort((a, b) => b - a));
    }
  });

  test("stops when it is told to", () => {
    const objective = new Objective(irisProblem());
    let asked = 0;
    const found = projectedGradient(objective, 10, new Float64Array(55).fill(0.3), { stop: () => ++asked > 4 });
    expect(found.iterations).toBe(4);
    expect(found.converged).toBe(false);
  });
});
