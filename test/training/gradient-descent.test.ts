import { describe, expect, test } from "vitest";
import { GradientDescent } from "../../src/training/gradient-descent.js";
import { Objective } from "../../src/training/loss.js";
import { CLOSED, LU_DATA, SHAPES, dataOf, patternOf, randomCase } from "./cases.js";
import { descend } from "./optimizers.js";

describe("gradient descent", () => {
  test("with a fixed length takes exactly that step", () => {
    const objective = new Objective(patternOf([["1"]], [false]), dataOf([[[1], [3]]]));
    const descent = new GradientDescent(objective, Float64Array.of(1), 0.25);
    descent.step();
    expect([...descent.place.parameters]).toEqual([1.5]);
    descent.step();
    expect([...descent.place.parameters]).toEqual([1.875]);
  });

  test.each(SHAPES)("without one never lets the loss rise: %j, density %d, %i points", (widths, density, points) => {
    const { pattern, data, parameters } = randomCase(widths, density, points, 2);
    const objective = new Objective(pattern, data, 1e-3);
    const start = objective.place(parameters.slice()).loss;
    const optimizer = new GradientDescent(objective, parameters);
    descend(objective, optimizer, 300);
    expect(optimizer.place.loss).toBeLessThan(0.99 * start);
  });

  test("stays where the gradient is zero", () => {
    const objective = new Objective(CLOSED, LU_DATA);
    const dead = new Float64Array(objective.network.size);
    const optimizer = new GradientDescent(objective, dead);
    descend(objective, optimizer, 10);
    expect(optimizer.step()).toBe(false);
  });
});
