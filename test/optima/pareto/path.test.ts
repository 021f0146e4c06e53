import { describe, expect, test } from "vitest";
import { evaluate } from "../../../src/optima/pareto/evaluate.js";
import { PATH_METHODS, type ParetoPathOptions, paretoPath } from "../../../src/optima/pareto/path.js";
import { l1Norm, nonzeroCount } from "../../../src/optima/pareto/problem.js";
import { irisProblem } from "./iris.js";
import { drawProblem } from "./problems.js";

describe("paretoPath on the published Iris problem", () => {
  const problem = irisProblem();
  const least = { continuation: 33.9, "weighted-sum": 30, multistart: 35.75, best: 35.8 };

  test.each(PATH_METHODS)("%s", async (method) => {
    const stages = new Set<string>();
    const points = method === "weighted-sum" ? 20 : 60;
    const starts = method === "weighted-sum" ? 12 : 30;
    const path = await paretoPath(problem, { method, points, maxL1: 40, starts, onProgress: ({ stage }) => stages.add(stage) });
    expect(path).toMatchObject({ method, seed: 1, starts, maxL1: 40, refused: 0, complete: true, ended: null });
    expect(path.area).toBeGreaterThan(least[method]);
    expect(path.zeroLoss).toBeCloseTo(Math.log(3), 14);
    expect(path.points.length).toBeLessThanOrEqual(points);
    if (method !== "weighted-sum") expect(path.points.length).toBe(points);
    if (method !== "weighted-sum") expect(path.spread.largestGap).toBeLessThan(0.12);
    path.points.forEach((point, k) => {
      expect(point.residual).toBeLessThan(1e-9);
      expect(point.deviation).toBeLessThan(1e-12);
      expect(Math.abs(evaluate(problem, point.parameters).loss - point.loss)).toBeLessThan(1e-12);
      expect(point.l1).toBe(l1Norm(problem, point.parameters));
      expect(point.nonzeros).toBe(nonzeroCount(point.parameters));
      if (k === 0) return;
      expect(point.l1).toBeGreaterThan(path.points[k - 1]!.l1);
      expect(point.loss).toBeLessThan(path.points[k - 1]!.loss);
    });
    expect(path.escape!.status).toBe("separable");
    expect(stages).toContain(method === "best" ? "multistart" : method);
    expect(path.events.length > 0).toBe(method === "continuation" || method === "best");
    expect(path.points[path.knee]!.l1).toBeGreaterThan(5);
    expect(path.points[path.knee]!.l1).toBeLessThan(25);
  });

  test("few points are the front's, evenly spread; the same seed gives the same", async () => {
    const options: ParetoPathOptions = { method: "continuation", points: 12, maxL1: 30, starts: 3, seed: 7 };
    const path = await paretoPath(problem, options);
    expect(path.points.length).toBe(12);
    expect(path.spread.largestGap).toBeLessThan(0.25);
    expect(await paretoPath(problem, options)).toEqual(path);
  });

  test("stopped or out of time, it returns what was found by then", async () => {
    let asked = 0;
    const stopped = await paretoPath(problem, { maxL1: 40, stop: () => ++asked > 4000 });
    expect(stopped).toMatchObject({ complete: false, ended: "stopped", escape: null });
    expect(stopped.points.length).toBeGreaterThan(2);
    const nothing = await paretoPath(problem, { timeout: 0 });
    expect(nothing).toMatchObject({ complete: false, ended: "time" });
  });
});

test("without a greatest norm the front ends where little is left to be gained", async () => {
  const { problem } = drawProblem({ widths: [3, 4, 1], points: 25, activation: "tanh", loss: "squared", density: 0.9 });
  const path = await paretoPath(problem, { method: "multistart", points: 10, starts: 12 });
  expect(path.points.at(-1)!.l1).toBeLessThanOrEqual(path.maxL1 * (1 + 1e-9));
  const end = path.points.at(-1)!;
  expect(end.lambda * end.l1).toBeLessThan(0.2 * path.zeroLoss);
  expect(path.largestResidual).toBeLessThan(1e-5);
});

test("a ReLU network: points at kinks are critical with derivatives between 0 and 1 there", async () => {
  const { problem } = drawProblem({ widths: [2, 3, 1], points: 12, activation: "relu", loss: "squared", density: 1, seed: 4 });
  const path = await paretoPath(problem, { method: "multistart", points: 8, starts: 6, maxL1: 6 });
  const atKinks = path.points.filter(({ kinkWidth }) => kinkWidth > 0);
  expect(atKinks.length).toBeGreaterThan(0);
  for (const { kinkWidth, residual, deviation } of atKinks) {
    expect(kinkWidth).toBeLessThan(1e-8);
    expect(residual).toBeLessThan(1e-5);
    expect(deviation).toBeLessThan(1e-12);
  }
});

test("a large problem, as best by multistart: rough points are made critical when they are chosen", async () => {
  const { problem } = drawProblem({ widths: [60, 30, 3], points: 540, activation: "tanh", loss: "cross-entropy", density: 1 });
  const path = await paretoPath(problem, { points: 4, maxL1: 8 });
  expect(path).toMatchObject({ method: "best", starts: 1, events: [], complete: true });
  expect(path.points.length).toBe(4);
  expect(path.largestResidual).toBeLessThan(1e-5);
});

test("options that are no numbers of their kind are refused", async () => {
  const problem = irisProblem();
  for (const [name, options] of Object.entries({
    points: { points: 1 },
    seed: { seed: 0.5 },
    starts: { starts: 0 },
    batch: { batch: 1.5 },
    timeout: { timeout: Number.NaN },
    maxL1: { maxL1: -1 },
  })) {
    await expect(paretoPath(problem, options)).rejects.toThrow(new RegExp(`^${name}: expected`));
  }
});
