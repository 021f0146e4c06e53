import { expect, test } from "vitest";
import { Adam } from "../../src/training/adam.js";
import { Objective } from "../../src/training/loss.js";
import { CLOSED, LU_DATA, dataOf, patternOf } from "./cases.js";
import { startingParameters } from "../../src/training/start.js";

test("Adam's first step has the length of the rate, against the sign of the gradient", () => {
  const objective = new Objective(patternOf([["11"]], [false]), dataOf([[[1, -5], [3]]]));
  const adam = new Adam(objective, Float64Array.of(0, 0), 0.1);
  adam.step();
  expect(adam.place.parameters[0]).toBeCloseTo(0.1, 7);
  expect(adam.place.parameters[1]).toBeCloseTo(-0.1, 7);
});

test("Adam's third step, by the formulas of the paper", () => {
  const objective = new Objective(patternOf([["1"]], [false]), dataOf([[[2], [3]]]));
  const adam = new Adam(objective, Float64Array.of(0.5), 0.01);
  let [w, m, v] = [0.5, 0, 0];
  for (let t = 1; t <= 3; t++) {
    adam.step();
    const g = (2 * w - 3) * 2;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    w -= (0.01 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    expect(adam.place.parameters[0]).toBeCloseTo(w, 14);
  }
});

test("Adam fits data that its network can fit", () => {
  const objective = new Objective(CLOSED, LU_DATA);
  const reached = [1, 2, 3, 4, 5, 6].map((seed) => {
    const adam = new Adam(objective, startingParameters(objective.network, seed));
    for (let s = 0; s < 3000; s++) adam.step();
    return adam.place.loss;
  });
  expect(Math.min(...reached)).toBeLessThan(1e-4 * objective.reference);
});
