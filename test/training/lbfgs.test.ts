import { describe, expect, test } from "vitest";
import { Lbfgs } from "../../src/training/lbfgs.js";
import { Objective, norm } from "../../src/training/loss.js";
import { startingParameters } from "../../src/training/start.js";
import { CLOSED, DENSE_122, LU, LU_DATA, SHAPES, T6_DATA, randomCase } from "./cases.js";
import { descend } from "./optimizers.js";

describe("L-BFGS", () => {
  test.each(SHAPES)("never lets the loss rise: %j, density %d, %i points", (widths, density, points) => {
    const { pattern, data, parameters } = randomCase(widths, density, points, 2);
    const objective = new Objective(pattern, data, 1e-3);
    const start = objective.place(parameters.slice()).loss;
    const optimizer = new Lbfgs(objective, parameters);
    descend(objective, optimizer, 500);
    expect(optimizer.place.loss).toBeLessThan(0.99 * start);
  });

  test("solves a linear least-squares problem to rounding", () => {
    const { pattern, data } = randomCase([4, 3], 1, 20, 6);
    const objective = new Objective(pattern, data);
    const optimizer = new Lbfgs(objective, new Float64Array(objective.network.size));
    descend(objective, optimizer, 200);
    expect(norm(optimizer.place.gradient)).toBeLessThan(1e-7);
  });

  test("does not stall at 1e-8: down the valleys of LU and of dense 1-2-2, and to an exact fit where there is one", () => {
    const reached = (pattern: typeof LU, data: typeof LU_DATA, seed: number, steps: number): number => {
      const objective = new Objective(pattern, data);
      const optimizer = new Lbfgs(objective, startingParameters(objective.network, seed));
      descend(objective, optimizer, steps);
      return optimizer.place.loss / objective.reference;
    };
    const least = (pattern: typeof LU, data: typeof LU_DATA, steps: number): number =>
      Math.min(...Array.from({ length: 12 }, (_, seed) => reached(pattern, data, seed + 1, steps)));
    expect(least(CLOSED, LU_DATA, 500)).toBeLessThan(1e-28);
    expect(least(LU, LU_DATA, 10_000)).toBeLessThan(1e-10);
    expect(least(DENSE_122, T6_DATA, 10_000)).toBeLessThan(1e-10);
  });
});
