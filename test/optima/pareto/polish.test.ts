import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { residualAt } from "../../../src/optima/pareto/criticality.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { MOST_DENSE, polish } from "../../../src/optima/pareto/polish.js";
import { densePattern, makeProblem } from "../../../src/optima/pareto/problem.js";
import { projectedGradient } from "../../../src/optima/pareto/projected.js";
import { proximalGradient } from "../../../src/optima/pareto/proximal.js";
import { irisProblem } from "./iris.js";
import { drawProblem } from "./problems.js";

const start = (seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: 55 }, () => random.normal());
};

describe("polishing on Iris", () => {
  const objective = new Objective(irisProblem());

  test.each([2, 5, 10, 15, 20, 30])("with f2 held at %d reaches rounding, and the loss does not rise", (budget) => {
    const rough = projectedGradient(objective, budget, start(budget), { tolerance: 1e-4 });
    const fine = polish(objective, rough.parameters, "l1");
    expect(fine.residual).toBeLessThan(1e-9);
    expect(Math.abs(fine.l1 - rough.l1)).toBeLessThan(1e-12);
    expect(fine.loss).toBeLessThanOrEqual(rough.loss + 1e-15);
    expect(fine.leastCurvature).toBeGreaterThan(0);
  });

  test.each([0.02, 0.005, 0.001])("with lambda = %d held too", (lambda) => {
    const rough = proximalGradient(objective, lambda, start(8), { tolerance: 1e-4 });
    const fine = polish(objective, rough.parameters, { lambda });
    const gradient = new Float64Array(55);
    objective.gradient(fine.parameters, gradient);
    expect(residualAt(fine.parameters, gradient, objective.problem.counted, lambda)).toBeLessThan(1e-9);
    expect(fine.loss + lambda * fine.l1).toBeLessThanOrEqual(rough.loss + lambda * rough.l1 + 1e-15);
  });

  test("does not move what is critical", () => {
    const once = polish(objective, projectedGradient(objective, 10, start(1), { tolerance: 1e-4 }).parameters, "l1");
    const twice = polish(objective, once.parameters, "l1");
    expect(twice.iterations).toBe(0);
    expect(twice.parameters).toEqual(once.parameters);
  });

  test("zero weights: at lambda = 1/30 they stay, below an entry is let go", () => {
    expect(polish(objective, new Float64Array(55), { lambda: 1 / 30 + 1e-12 }).l1).toBe(0);
    expect(polish(objective, new Float64Array(55), { lambda: 1 / 50 }).l1).toBeGreaterThan(0);
    expect(polish(objective, new Float64Array(55), "l1").leastCurvature).toBeUndefined();
  });
});

describe("polishing", () => {
  test("wrong signs go to 0 and stay, missing entries come: the minimum of a convex problem from anywhere", () => {
    const targets = Float64Array.of(3, -1, 0.2, -0.5);
    const problem = makeProblem(densePattern([4, 1], false), { inputs: Float64Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 1 : 0)), targets }, { activation: "linear" });
    const objective = new Objective(problem);
    for (const from of [[0, 0, 0, 0], [1, 1, 1, 1], [-2, 0, -1, 3]]) {
      const { parameters } = polish(objective, Float64Array.from(from), { lambda: 0.1 });
      [2.6, -0.6, 0, -0.1].forEach((value, k) => expect(parameters[k]).toBeCloseTo(value, 12));
      expect(parameters[2]).toBe(0);
    }
  });

  test("the least curvature of a quadratic is known, in the plane and out of it", () => {
    const problem = makeProblem(densePattern([2, 1], false), { inputs: Float64Array.of(2, 0, 0, 1), targets: Float64Array.of(6, 3) }, { activation: "linear" });
    const objective = new Objective(problem);
    // H = diag(2, 1/2); in the plane w_1 + w_2 = const the direction is (1, -1) / sqrt 2.
    expect(polish(objective, Float64Array.of(1, 1), { lambda: 0.1 }, { iterations: 0 }).leastCurvature).toBeCloseTo(0.5, 12);
    expect(polish(objective, Float64Array.of(1, 1), "l1", { iterations: 0 }).leastCurvature).toBeCloseTo(1.25, 12);
  });

  test("a saddle point is seen", () => {
    // f = (v w - 1)^2 / 2 on v = w = s: with f2 held, v = w is the minimum of f for s < 1, and the maximum for s > 1.
    const problem = makeProblem(densePattern([1, 1, 1], false), { inputs: Float64Array.of(1), targets: Float64Array.of(1) }, { activation: "linear" });
    const objective = new Objective(problem);
    expect(polish(objective, Float64Array.of(0.8, 0.8), "l1").leastCurvature).toBeGreaterThan(0);
    expect(polish(objective, Float64Array.of(1.5, 1.5), "l1", { iterations: 0 }).leastCurvature).toBeLessThan(0);
  });

  test("beyond dense second derivatives, conjugate gradients reach the same residual", () => {
    const { problem, parameters } = drawProblem({ widths: [30, 16, 3], points: 120, activation: "tanh", loss: "squared", density: 2 });
    const objective = new Objective(problem);
    const rough = projectedGradient(objective, 90, parameters, { tolerance: 1e-4, iterations: 3000 });
    expect(rough.parameters.filter((value) => value !== 0).length).toBeGreaterThan(MOST_DENSE);
    const fine = polish(objective, rough.parameters, "l1", { tolerance: 1e-9 });
    expect(fine.residual).toBeLessThan(1e-9);
    expect(fine.leastCurvature).toBeUndefined();
  });

  test("of ReLU networks never makes the value or the residual said wrong", () => {
    for (let seed = 1; seed <= 6; seed++) {
      const { problem, parameters } = drawProblem({ widths: [3, 6, 4, 2], points: 25, activation: "relu", loss: "cross-entropy", seed });
      const objective = new Objective(problem);
      const rough = projectedGradient(objective, 6, parameters, { tolerance: 1e-4 });
      const fine = polish(objective, rough.parameters, "l1");
      expect(fine.loss).toBeLessThanOrEqual(rough.loss + 1e-13);
      expect(objective.value(fine.parameters)).toBe(fine.loss);
      expect(fine.l1).toBeCloseTo(rough.l1, 12);
    }
  });
});
