import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { evaluate, outputsAt } from "../../../src/optima/pareto/evaluate.js";
import { polishAtKinks } from "../../../src/optima/pareto/kinks.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { polish } from "../../../src/optima/pareto/polish.js";
import { densePattern, makeProblem } from "../../../src/optima/pareto/problem.js";
import { projectedGradient } from "../../../src/optima/pareto/projected.js";
import { irisProblem } from "./iris.js";

describe("critical points at kinks", () => {
  test("by hand: the best slope and bias at a budget put a preactivation at 0", () => {
    // f = v relu(w x + b) with targets 0 at x = -1 and x = 0, and 4 at x = 1: at l1 = 3 the line would like to begin between 0 and -1 or be steeper, as the bias is.
    const problem = makeProblem(densePattern([1, 1, 1]), { inputs: Float64Array.of(-1, 0, 1), targets: Float64Array.of(0, -1, 4) }, { activation: "relu" });
    const objective = new Objective(problem);
    const start = Float64Array.of(1.2, 0.3, 1.5, 0);
    const found = polishAtKinks(objective, start, "l1");
    expect(found.residual).toBeLessThan(1e-9);
    expect(found.l1).toBeCloseTo(3, 12);
    expect(found.loss).toBeLessThan(objective.value(start));
    // No neighbour within the budget is better.
    const random = new Random(1);
    for (let trial = 0; trial < 2000; trial++) {
      const moved = found.parameters.map((value) => value + 1e-3 * random.normal());
      const l1 = moved.reduce((sum, value) => sum + Math.abs(value), 0);
      if (l1 <= 3) expect(objective.value(moved)).toBeGreaterThan(found.loss - 1e-8);
    }
  });

  test("ReLU on Iris: what smooth steps leave far from critical, is critical with derivatives between 0 and 1", () => {
    const problem = irisProblem({ activation: "relu" });
    const objective = new Objective(problem);
    const random = new Random(5);
    let kinked = 0;
    for (const budget of [8, 12, 15, 20, 20, 30]) {
      const rough = projectedGradient(objective, budget, Float64Array.from({ length: 55 }, () => random.normal()), { tolerance: 1e-4, iterations: 300 });
      const plain = polish(objective, rough.parameters, "l1");
      const found = polishAtKinks(objective, rough.parameters, "l1");
      expect(found.residual).toBeLessThan(1e-8);
      expect(Math.abs(evaluate(problem, found.parameters).loss - found.loss)).toBeLessThan(1e-12);
      expect(found.loss).toBeLessThanOrEqual(plain.loss + 1e-9);
      expect(found.l1).toBeCloseTo(rough.l1, 10);
      expect(objective.value(found.parameters)).toBe(found.loss);
      if (found.width === 0) continue;
      kinked++;
      expect(plain.residual).toBeGreaterThan(1e-9);
      // A preactivation within the width: the first layer's are what a linear network of that layer gives.
      expect(nearestPreactivation(problem.samples.inputs, found.parameters)).toBeLessThan(found.width);
    }
    expect(kinked).toBeGreaterThan(0);
  });

  test("networks without ReLU are polished as ever", () => {
    const objective = new Objective(irisProblem());
    const rough = projectedGradient(objective, 10, new Float64Array(55).fill(0.2), { iterations: 50 });
    expect(polishAtKinks(objective, rough.parameters, "l1")).toEqual({ ...polish(objective, rough.parameters, "l1"), width: 0 });
  });
});

/** Of the two hidden layers of 4-4-4-3, by networks that end with them; neurons without weights have none. */
function nearestPreactivation(inputs: Float64Array, parameters: Float64Array): number {
  let least = Infinity;
  for (const [widths, size] of [[[4, 4], 20], [[4, 4, 4], 40]] as const) {
    const problem = makeProblem(densePattern(widths), { inputs, targets: new Float64Array(inputs.length) }, { activation: "relu" });
    const part = parameters.subarray(0, size);
    const idle = Array.from({ length: 4 }, (_, i) => part.subarray(size - 20 + 4 * i, size - 16 + 4 * i).every((weight) => weight === 0));
    for (let p = 0; p < inputs.length / 4; p++) outputsAt(problem, part, inputs, p).forEach((value, i) => (least = idle[i]! ? least : Math.min(least, Math.abs(value))));
  }
  return least;
}
