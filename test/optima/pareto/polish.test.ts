import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { evaluate } from "../../../src/optima/pareto/evaluate.js";
import { kinksNear } from "../../../src/optima/pareto/kinks.js";
import { residualAt } from "../../../src/optima/pareto/criticality.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { MOST_DENSE } from "../../../src/optima/pareto/newton.js";
import { polish } from "../../../src/optima/pareto/polish.js";
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
    expect(fine.kinkWidth).toBe(0);
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
    expect(polish(objective, new Float64Array(55), "l1").l1).toBe(0);
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

  test("saddle points are left", () => {
    // f = (v w - 1)^2 / 2: with f2 held at 3, v = w = 3/2 is a maximum; the minima have v w = 1.
    const problem = makeProblem(densePattern([1, 1, 1], false), { inputs: Float64Array.of(1), targets: Float64Array.of(1) }, { activation: "linear" });
    const { parameters, loss, residual } = polish(new Objective(problem), Float64Array.of(1.5 + 1e-6, 1.5 - 1e-6), "l1");
    expect(residual).toBeLessThan(1e-10);
    expect(loss).toBeLessThan(1e-20);
    expect(parameters[0]).toBeCloseTo((3 + Math.sqrt(5)) / 2, 8);
  });

  test("where the loss is no number nothing is thrown", () => {
    const problem = makeProblem(densePattern([1, 1, 1], false), { inputs: Float64Array.of(1e40), targets: Float64Array.of(1) }, { activation: "linear" });
    expect(polish(new Objective(problem), Float64Array.of(1e300, 1e300), "l1").parameters).toEqual(Float64Array.of(1e300, 1e300));
  });

  test("beyond dense second derivatives, conjugate gradients reach the same residual", () => {
    const { problem, parameters } = drawProblem({ widths: [30, 16, 3], points: 120, activation: "tanh", loss: "squared", density: 2 });
    const objective = new Objective(problem);
    const rough = projectedGradient(objective, 90, parameters, { tolerance: 1e-4, iterations: 3000 });
    expect(rough.parameters.filter((value) => value !== 0).length).toBeGreaterThan(MOST_DENSE);
    const fine = polish(objective, rough.parameters, "l1", { tolerance: 1e-9 });
    expect(fine.residual).toBeLessThan(1e-9);
  });

  test("of ReLU networks never makes the value or the residual said wrong", () => {
    for (let seed = 1; seed <= 6; seed++) {
      const { problem, parameters } = drawProblem({ widths: [3, 6, 4, 2], points: 25, activation: "relu", loss: "cross-entropy", seed });
      const objective = new Objective(problem);
      const rough = projectedGradient(objective, 6, parameters, { tolerance: 1e-4 });
      const fine = polish(objective, rough.parameters, "l1");
      expect(fine.loss).toBeLessThanOrEqual(rough.loss + 1e-9);
      expect(objective.value(fine.parameters)).toBe(fine.loss);
      expect(fine.l1).toBeCloseTo(rough.l1, 12);
    }
  });
});

describe("polishing at kinks", () => {
  test("by hand: the best slope and bias at a budget put a preactivation at 0", () => {
    // f = v relu(w x + b) with targets 0 at x = -1 and x = 0, and 4 at x = 1: at l1 = 3 the line would like to begin between 0 and -1 or be steeper, as the bias is.
    const problem = makeProblem(densePattern([1, 1, 1]), { inputs: Float64Array.of(-1, 0, 1), targets: Float64Array.of(0, -1, 4) }, { activation: "relu" });
    const objective = new Objective(problem);
    const start = Float64Array.of(1.2, 0.3, 1.5, 0);
    const found = polish(objective, start, "l1");
    expect(found.residual).toBeLessThan(1e-9);
    expect(found.l1).toBeCloseTo(3, 12);
    expect(found.loss).toBeLessThan(objective.value(start));
    // No neighbour within the budget is better.
    const random = new Random(1);
    for (let trial = 0; trial < 2000; trial++) {
      const moved = found.parameters.map((value) => value + 1e-3 * random.normal());
      const l1 = moved.reduce((sum, value) => sum + Math.abs(value), 0);
      if (l1 <= 3) expect(objective.value(moved)).toBeGreaterThan(found.loss - 1e-8);
    }
  });

  test("ReLU on Iris: what gradients leave far from critical, is critical with slopes between 0 and 1", () => {
    const problem = irisProblem({ activation: "relu" });
    const objective = new Objective(problem);
    const random = new Random(5);
    let kinked = 0;
    for (let trial = 0; trial < 60; trial++) {
      const budget = [8, 12, 15, 20, 20, 30][trial % 6]!;
      const rough = projectedGradient(objective, budget, Float64Array.from({ length: 55 }, () => random.normal()), { tolerance: 1e-4, iterations: 300 });
      const found = polish(objective, rough.parameters, "l1");
      expect(found.residual).toBeLessThan(1e-8);
      expect(Math.abs(evaluate(problem, found.parameters).loss - found.loss)).toBeLessThan(1e-12);
      expect(found.loss).toBeLessThanOrEqual(rough.loss + 2e-9);
      expect(found.l1).toBeCloseTo(rough.l1, 10);
      expect(objective.value(found.parameters)).toBe(found.loss);
      if (found.kinkWidth === 0) continue;
      kinked++;
      // Without slopes between 0 and 1 nothing is critical there, and some preactivation is within the width.
      expect(found.kinkWidth).toBeLessThan(1e-9);
      expect(kinksNear(objective, found.parameters, found.kinkWidth).length).toBeGreaterThan(0);
    }
    expect(kinked).toBeGreaterThan(20);
  });

  test.each([["one hidden layer", [5, 8, 3]], ["two", [3, 5, 5, 2]]] as const)("noise is fitted at many kinks: with %s all points but one at most become critical", (_, widths) => {
    let [critical, kinks] = [0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const { problem, parameters } = drawProblem({ widths, points: 60, activation: "relu", loss: seed % 2 === 0 ? "squared" : "cross-entropy", density: 2, seed });
      const objective = new Objective(problem);
      const rough = projectedGradient(objective, 10, parameters, { tolerance: 1e-5, iterations: 300 });
      const held = seed % 4 === 0 ? { lambda: rough.lambda } : ("l1" as const);
      const found = polish(objective, rough.parameters, held);
      if (found.residual < 1e-9) critical++;
      if (found.kinkWidth > 0) kinks++;
      const value = (point: { loss: number; l1: number }): number => point.loss + (held === "l1" ? 0 : held.lambda * point.l1);
      expect(value(found)).toBeLessThanOrEqual(value(rough) + 3e-9);
      expect(objective.value(found.parameters)).toBe(found.loss);
    }
    expect(critical).toBeGreaterThanOrEqual(11);
    expect(kinks).toBeGreaterThanOrEqual(8);
  });

  test("stops when asked to, with the point reached", () => {
    const { problem, parameters } = drawProblem({ widths: [5, 8, 3], points: 60, activation: "relu", loss: "squared", density: 2 });
    const objective = new Objective(problem);
    const rough = projectedGradient(objective, 10, parameters, { iterations: 50 });
    let steps = 0;
    const found = polish(objective, rough.parameters, "l1", { stop: () => steps++ >= 3 });
    expect(found.iterations).toBe(3);
    expect(found.loss).toBeLessThanOrEqual(rough.loss + 3e-9);
    expect(objective.value(found.parameters)).toBe(found.loss);
  });
});
