import { describe, expect, test } from "vitest";
import { Clock } from "../../../src/optima/clock.js";
import { criticalAt } from "../../../src/optima/pareto/critical.js";
import { areaUnder } from "../../../src/optima/pareto/front.js";
import { multistart } from "../../../src/optima/pareto/multistart.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { densePattern, makeProblem } from "../../../src/optima/pareto/problem.js";
import { irisProblem } from "./iris.js";

describe("multistart on the published Iris problem", () => {
  const objective = new Objective(irisProblem());
  const options = { maxL1: 40, points: 80, seed: 1, starts: 60, clock: new Clock({}) };

  test("reaches every budget, with the losses known from thousands of starts", async () => {
    const points = await multistart(objective, options);
    expect(points.length).toBe(80);
    points.forEach(({ l1, residual }, k) => {
      expect(Math.abs(l1 - (k + 1) / 2)).toBeLessThan(1e-9);
      expect(residual).toBeLessThan(1e-9);
    });
    expect(areaUnder(points, Math.log(3), 40)).toBeGreaterThan(35.86);
    // Plain projected gradient descent, 4000 starts: 1.00525, 0.62319, 0.34017, 0.08371, 0.01357, 0.00020.
    const losses = [2, 5, 10, 15, 20, 30].map((budget) => points[2 * budget - 1]!.loss);
    [1.00525, 0.62319, 0.34017, 0.08371, 0.01357, 0.0002].forEach((known, k) => expect(losses[k]).toBeLessThan(known + 1e-5));
  });

  test("begins with points that are known, and loses none of them", async () => {
    const known = [criticalAt(objective, 12, Float64Array.from({ length: 55 }, (_, k) => Math.sin(k)))];
    const points = await multistart(objective, { ...options, points: 10, starts: 1, known });
    expect(points.length).toBe(10);
    expect(await multistart(new Objective(irisProblem()), { ...options, points: 10, starts: 1, known })).toEqual(points);
    expect(points.find(({ l1 }) => l1 > 11.99)!.loss).toBeLessThanOrEqual(known[0]!.loss + 1e-9);
  });

  test("where nothing has less loss than zero weights, they are the front", async () => {
    // Two points with equal inputs and different classes: no network tells them apart.
    const samples = { inputs: Float64Array.of(1, 2, 1, 2), labels: Int32Array.of(0, 1) };
    const even = new Objective(makeProblem(densePattern([2, 3, 2]), samples, { activation: "tanh" }));
    const [point, ...others] = await multistart(even, { ...options, maxL1: 5, points: 6, starts: 4 });
    expect([point!.l1, point!.loss, others]).toEqual([0, Math.log(2), []]);
    const stopped = await multistart(objective, { ...options, clock: new Clock({ stop: () => true }) });
    expect(stopped.map(({ l1 }) => l1)).toEqual([0]);
  });

  test("gives what was found when it is stopped", async () => {
    let asked = 0;
    const points = await multistart(objective, { ...options, clock: new Clock({ stop: () => ++asked > 1000 }) });
    expect(points.length).toBeGreaterThan(0);
    expect(points.length).toBeLessThan(80);
  });
});
