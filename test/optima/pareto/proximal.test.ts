import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { residualAt } from "../../../src/optima/pareto/criticality.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { makeProblem, densePattern } from "../../../src/optima/pareto/problem.js";
import { proximalGradient, softThreshold } from "../../../src/optima/pareto/proximal.js";
import { irisProblem } from "./iris.js";

describe("soft thresholding", () => {
  test("minimises |x - v|^2 / 2 + t |x|, and leaves alone what does not count", () => {
    const random = new Random(2);
    const point = Float64Array.from({ length: 50 }, () => 2 * random.normal());
    const counted = Uint8Array.from(point, (_, k) => (k % 7 === 0 ? 0 : 1));
    const result = new Float64Array(50);
    softThreshold(point, 0.8, counted, result);
    point.forEach((v, k) => {
      const cost = (x: number): number => (x - v) ** 2 / 2 + (counted[k] === 1 ? 0.8 * Math.abs(x) : 0);
      for (let x = -8; x <= 8; x += 1 / 64) expect(cost(result[k]!)).toBeLessThanOrEqual(cost(x) + 1e-15);
    });
    expect([...result].filter((value) => value === 0).length).toBeGreaterThan(10);
  });
});

describe("proximal gradient", () => {
  test("of a linear network with orthogonal inputs is soft thresholding", () => {
    // f1 = 1/(2P) sum (w_p - y_p)^2 with the identity as inputs: the minimum is y shrunk by P lambda.
    const targets = Float64Array.of(3, -1, 0.2, -0.5);
    const problem = makeProblem(densePattern([4, 1], false), { inputs: Float64Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 1 : 0)), targets }, { activation: "linear" });
    const { parameters, residual } = proximalGradient(new Objective(problem), 0.1, new Float64Array(4), { tolerance: 1e-12 });
    [2.6, -0.6, 0, -0.1].forEach((value, k) => expect(parameters[k]).toBeCloseTo(value, 10));
    expect(residual).toBeLessThan(1e-12);
  });

  test("reaches the residual asked for, with its lambda, and does not rise above the start", () => {
    const objective = new Objective(irisProblem());
    const random = new Random(3);
    for (const lambda of [0.02, 0.002]) {
      const start = Float64Array.from({ length: 55 }, () => random.normal());
      const { parameters, loss, l1, converged } = proximalGradient(objective, lambda, start, { iterations: 3000 });
      const gradient = new Float64Array(55);
      objective.gradient(parameters, gradient);
      expect(residualAt(parameters, gradient, objective.problem.counted, lambda)).toBeLessThan(1e-6);
      expect(converged).toBe(true);
      expect(loss + lambda * l1).toBeLessThan(objective.value(start) + lambda * start.reduce((sum, w) => sum + Math.abs(w), 0));
    }
  });

  test("zero weights on Iris do not move from lambda = 1/30 on, and do below", () => {
    const objective = new Objective(irisProblem());
    expect(proximalGradient(objective, 1 / 30 + 1e-9, new Float64Array(55), { tolerance: 0 }).l1).toBe(0);
    expect(proximalGradient(objective, 1 / 30 - 1e-3, new Float64Array(55)).l1).toBeGreaterThan(0);
  });
});
