import { expect, test } from "vitest";
import { Clock } from "../../../src/optima/clock.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { projectedGradient } from "../../../src/optima/pareto/projected.js";
import { reachOf } from "../../../src/optima/pareto/reach.js";
import { drawProblem } from "./problems.js";

test("a convex problem: within the norm the loss is near its minimum, within a quarter of it is not", async () => {
  const { problem } = drawProblem({ widths: [5, 2], points: 40, activation: "linear", loss: "squared", density: 1 });
  const objective = new Objective(problem);
  const reach = await reachOf(objective, 1, 3, new Clock({}));
  const zero = new Float64Array(objective.size);
  const [least, within, quarter] = [1000 * reach, reach, reach / 4].map((budget) => projectedGradient(objective, budget, zero, { tolerance: 1e-9 }).loss) as [number, number, number];
  expect(within - least).toBeLessThan(0.01 * objective.value(zero));
  expect(quarter - least).toBeGreaterThan(2e-3 * objective.value(zero));
  expect(await reachOf(objective, 1, 3, new Clock({}))).toBe(reach);
});

test("what is heard only when other work has its turn, as a signal is, ends it amid the steps", async () => {
  const { problem } = drawProblem({ widths: [500, 40, 5], points: 300, activation: "tanh", loss: "cross-entropy", density: 2 });
  let gradients = 0;
  class Counting extends Objective {
    override gradient(...args: Parameters<Objective["gradient"]>): number {
      gradients++;
      return super.gradient(...args);
    }
  }
  let stopped = false;
  const clock = new Clock({ stop: () => stopped });
  setImmediate(() => (stopped = true));
  await reachOf(new Counting(problem), 1, 3, clock);
  expect(clock.over).toBe("stopped");
  // The first norm alone takes a hundred.
  expect(gradients).toBeLessThan(90);
});
