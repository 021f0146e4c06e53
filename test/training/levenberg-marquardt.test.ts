import { describe, expect, test } from "vitest";
import { LevenbergMarquardt } from "../../src/training/levenberg-marquardt.js";
import { Objective, norm } from "../../src/training/loss.js";
import { startingParameters } from "../../src/training/start.js";
import { LU, LU_DATA, SHAPES, randomCase } from "./cases.js";
import { descend } from "./optimizers.js";

describe("Levenberg-Marquardt", () => {
  test.each(SHAPES)("never lets the loss rise: %j, density %d, %i points", (widths, density, points) => {
    const { pattern, data, parameters } = randomCase(widths, density, points, 2);
    const objective = new Objective(pattern, data, 1e-3);
    const start = objective.place(parameters.slice()).loss;
    const optimizer = new LevenbergMarquardt(objective, parameters);
    descend(objective, optimizer, 60);
    expect(optimizer.place.loss).toBeLessThan(0.99 * start);
  });

  test("solves a linear problem with decay in a few steps: ridge regression", () => {
    const { pattern, data } = randomCase([4, 3], 1, 20, 6);
    const objective = new Objective(pattern, data, 0.1);
    const optimizer = new LevenbergMarquardt(objective, startingParameters(objective.network, 1));
    descend(objective, optimizer, 15);
    expect(norm(optimizer.place.gradient)).toBeLessThan(1e-8);
  });

  test("takes more parameters than residuals", () => {
    const { pattern, data, parameters } = randomCase([3, 20, 2], 1, 4, 8);
    const objective = new Objective(pattern, data);
    expect(objective.network.size).toBeGreaterThan(objective.residualCount);
    const optimizer = new LevenbergMarquardt(objective, parameters);
    descend(objective, optimizer, 30);
    expect(optimizer.place.loss).toBeLessThan(1e-25 * objective.reference);
  });

  test("goes down the valley of LU with the weights balanced around the hidden neurons: the way of least norm", () => {
    const objective = new Objective(LU, LU_DATA);
    const optimizer = new LevenbergMarquardt(objective, startingParameters(objective.network, 3));
    descend(objective, optimizer, 3000);
    expect(optimizer.place.loss).toBeLessThan(1e-10 * objective.reference);
    // W1 = [[p, q], [0, s]], W2 = [[a, 0], [c, d]]: |q| and |c|, |s| and |d| differ by bounded factors.
    const [, q, s, , , , c, d] = optimizer.place.parameters;
    for (const ratio of [q! / c!, s! / d!]) expect(Math.abs(Math.log10(Math.abs(ratio)))).toBeLessThan(1);
    expect(Math.abs(q!)).toBeGreaterThan(100);
  });
});
