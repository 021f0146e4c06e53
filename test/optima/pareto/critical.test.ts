import { expect, test } from "vitest";
import { criticalAt, isLarge } from "../../../src/optima/pareto/critical.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { irisProblem } from "./iris.js";
import { drawProblem } from "./problems.js";

test("small problems: critical to rounding, at the budget", () => {
  const objective = new Objective(irisProblem());
  expect(isLarge(objective)).toBe(false);
  for (const budget of [0, 1, 7, 25]) {
    const { l1, residual, loss, parameters } = criticalAt(objective, budget, Float64Array.from({ length: 55 }, (_, k) => Math.sin(k)));
    expect(Math.abs(l1 - budget)).toBeLessThan(1e-9);
    expect(residual).toBeLessThan(1e-9);
    expect(objective.value(parameters)).toBe(loss);
  }
});

test("large problems: as far as asked for, and further where more is asked for", () => {
  const { problem, parameters } = drawProblem({ widths: [30, 20, 3], points: 400, activation: "tanh", loss: "cross-entropy", density: 1 });
  const objective = new Objective(problem);
  expect(isLarge(objective)).toBe(true);
  const rough = criticalAt(objective, 8, parameters, { rough: 1e-3 });
  expect(rough.residual).toBeLessThan(1e-3);
  const sharp = criticalAt(objective, 8, rough.parameters);
  expect(sharp.residual).toBeLessThan(1e-5);
  expect(sharp.loss).toBeLessThanOrEqual(rough.loss);
  expect(Math.abs(sharp.l1 - 8)).toBeLessThan(1e-9);
});
