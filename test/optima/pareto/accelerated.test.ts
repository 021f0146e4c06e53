import { describe, expect, test } from "vitest";
import { proximalStep, usesWorkingSets, workingSet } from "../../../src/optima/pareto/accelerated.js";
import { criticality } from "../../../src/optima/pareto/criticality.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { projectedGradient } from "../../../src/optima/pareto/projected.js";
import { KINDS, drawProblem } from "./problems.js";

const NOTHING = { value: () => 0, proximal: (point: Float64Array, _: number, result: Float64Array) => result.set(point), residual: () => 1 };

describe("a proximal step", () => {
  test.each(KINDS)("falls by what the gradient promises, %s, %s", (activation, loss) => {
    const { problem, parameters } = drawProblem({ widths: [3, 5, 2], points: 30, activation, loss });
    const objective = new Objective(problem);
    const [gradient, next] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
    const value = objective.gradient(parameters, gradient);
    const square = gradient.reduce((sum, entry) => sum + entry * entry, 0);
    const { loss: reached, inverse, moved } = proximalStep(objective, NOTHING, parameters, value, gradient, 1e-6, next);
    // Without a simple term the step is -g / L, and the bound f - |g|^2 / 2L.
    expect(reached).toBe(objective.value(next));
    expect(reached).toBeLessThanOrEqual(value - square / (2 * inverse) + 1e-12 * value);
    expect(inverse).toBeGreaterThan(1e-6);
    expect(moved * inverse).toBeCloseTo(Math.max(...gradient.map(Math.abs)), 8);
  });
});

describe("the working set", () => {
  test("has what is not 0, what is near to leaving 0, and what does not count", () => {
    const at = Float64Array.of(1, 0, 0, 0, 0);
    const ahead = Float64Array.of(1, 0, 0.1, 0, 0);
    expect([...workingSet(at, ahead, Float64Array.of(-0.5, 0.45, 0, 0.1, 0.2), Uint8Array.of(1, 1, 1, 1, 0))]).toEqual([1, 1, 1, 0, 1]);
  });

  test("ends where all derivatives do", () => {
    const { problem, parameters } = drawProblem({ widths: [60, 40, 3], points: 40, activation: "tanh", loss: "cross-entropy", density: 2 });
    expect(usesWorkingSets(parameters.length)).toBe(true);
    const objective = new Objective(problem);
    const found = projectedGradient(objective, 6, parameters, { iterations: 3000, tolerance: 1e-5 });
    expect(found.converged).toBe(true);
    const gradient = new Float64Array(parameters.length);
    expect(objective.gradient(found.parameters, gradient)).toBe(found.loss);
    expect(criticality(found.parameters, gradient, problem.counted).residual).toBe(found.residual);
    expect(gradient.some((entry, k) => entry !== 0 && found.parameters[k] === 0)).toBe(true);
  });
});
