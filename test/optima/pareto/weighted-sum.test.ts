import { describe, expect, test } from "vitest";
import { Clock } from "../../../src/optima/clock.js";
import { residualAt } from "../../../src/optima/pareto/criticality.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { weightedSum } from "../../../src/optima/pareto/weighted-sum.js";
import { irisProblem } from "./iris.js";
import { drawProblem } from "./problems.js";

describe("weightedSum", () => {
  const objective = new Objective(irisProblem());
  const options = { maxL1: 40, points: 20, seed: 1, starts: 1, clock: new Clock({}) };

  test("gives minima of the sums, on the convex parts only: the norms leave out what is concave", async () => {
    const points = await weightedSum(objective, options);
    expect(points.length).toBeGreaterThan(10);
    const gradient = new Float64Array(objective.size);
    points.forEach((point, k) => {
      objective.gradient(point.parameters, gradient);
      expect(residualAt(point.parameters, gradient, objective.problem.counted, point.lambda)).toBeLessThan(1e-9);
      expect(point.l1).toBeLessThanOrEqual(40);
      if (k > 0) expect(point.lambda).toBeLessThan(points[k - 1]!.lambda);
    });
    expect(points[0]!.l1).toBe(0);
    // The front is concave at small norms.
    expect(points.some(({ l1 }) => l1 > 0 && l1 < 2.5)).toBe(false);
  });

  test("a convex problem, one layer: each lambda's point is better in its sum than all others", async () => {
    const { problem } = drawProblem({ widths: [4, 2], points: 20, activation: "linear", loss: "squared", density: 1 });
    const points = await weightedSum(new Objective(problem), { maxL1: 100, points: 12, seed: 2, starts: 1, clock: new Clock({}) });
    expect(points.length).toBe(12);
    expect(await weightedSum(new Objective(problem), { maxL1: 100, points: 12, seed: 2, starts: 1, clock: new Clock({}) })).toEqual(points);
    for (const { lambda, loss, l1 } of points) for (const other of points) expect(loss + lambda * l1).toBeLessThanOrEqual(other.loss + lambda * other.l1 + 1e-12);
  });

  test("gives what was found when it is stopped", async () => {
    let asked = 0;
    expect((await weightedSum(objective, { ...options, clock: new Clock({ stop: () => ++asked > 1500 }) })).length).toBeLessThan(20);
    const none = await weightedSum(objective, { ...options, clock: new Clock({ stop: () => true }) });
    expect(none.map(({ l1, loss }) => [l1, loss])).toEqual([[0, expect.closeTo(Math.log(3), 12)]]);
  });
});
