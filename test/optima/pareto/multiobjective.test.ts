import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { criticality } from "../../../src/optima/pareto/criticality.js";
import { commonStep, descendTogether, descendTogetherSampled, shuffle } from "../../../src/optima/pareto/multiobjective.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { l1Norm } from "../../../src/optima/pareto/problem.js";
import { irisProblem } from "./iris.js";
import { drawProblem } from "./problems.js";

/** max(g . d, f2(w + d) - f2(w)) + (L/2) |d|^2, from the definitions. */
function model(parameters: Float64Array, gradient: Float64Array, counted: Uint8Array, curvature: number, to: Float64Array): number {
  let [slope, growth, squares] = [0, 0, 0];
  to.forEach((value, k) => {
    const move = value - parameters[k]!;
    slope += gradient[k]! * move;
    squares += move * move;
    if (counted[k] === 1) growth += Math.abs(value) - Math.abs(parameters[k]!);
  });
  return Math.max(slope, growth) + (curvature / 2) * squares;
}

describe("commonStep", () => {
  test("minimises its model: no point nearby or on the way to random ones does better", () => {
    const random = new Random(3);
    for (let round = 0; round < 60; round++) {
      const size = 1 + random.below(8);
      const numbers = (scale: number): Float64Array => Float64Array.from({ length: size }, () => scale * random.normal());
      const parameters = numbers(1).map((value) => (random.below(3) === 0 ? 0 : value));
      const gradient = numbers(10 ** (random.below(4) - 2));
      // At least one that counts is not 0: f2 is not at its minimum.
      parameters[0] = 1 + random.below(3);
      const counted = Uint8Array.from(parameters, (_, k) => (k > 0 && random.below(5) === 0 ? 0 : 1));
      const curvature = 0.5 + random.below(10);
      const next = new Float64Array(size);
      const weight = commonStep(parameters, gradient, counted, curvature, next);
      const least = model(parameters, gradient, counted, curvature, next);
      expect(weight).toBeGreaterThanOrEqual(0);
      expect(weight).toBeLessThanOrEqual(1);
      expect(least).toBeLessThanOrEqual(1e-12);
      for (let other = 0; other < 40; other++) {
        const away = numbers(10 ** -random.below(6));
        expect(model(parameters, gradient, counted, curvature, next.map((value, k) => value + away[k]!))).toBeGreaterThanOrEqual(least - 1e-10);
      }
    }
  });

  test("leaves critical points where they are, and no others", () => {
    const parameters = Float64Array.of(2, -1, 0, 0);
    const counted = Uint8Array.of(1, 1, 1, 1);
    const next = new Float64Array(4);
    commonStep(parameters, Float64Array.of(-0.5, 0.5, 0.5, -0.2), counted, 3, next);
    next.forEach((value, k) => expect(value).toBeCloseTo(parameters[k]!, 12));
    commonStep(parameters, Float64Array.of(-0.5, 0.5, 0.6, -0.2), counted, 3, next);
    expect(Math.max(...next.map((value, k) => Math.abs(value - parameters[k]!)))).toBeGreaterThan(1e-3);
  });

  test("at zero weights moves what does not count only", () => {
    const next = new Float64Array(3);
    commonStep(Float64Array.of(0, 0, 0.5), Float64Array.of(7, -2, 1), Uint8Array.of(1, 1, 0), 2, next);
    expect([...next.subarray(0, 2)]).toEqual([0, 0]);
    expect(next[2]).toBeLessThan(0.5);
  });
});

describe("descendTogether", () => {
  test("neither objective grows, and the end is critical", () => {
    for (const [activation, loss] of [["tanh", "cross-entropy"], ["linear", "squared"], ["relu", "squared"]] as const) {
      const { problem, parameters } = drawProblem({ widths: [3, 4, 2], points: 12, activation, loss, countBiases: loss === "squared" });
      const objective = new Objective(problem);
      let [at, last] = [parameters, { loss: objective.value(parameters), l1: l1Norm(problem, parameters) }];
      for (let part = 0; part < 10; part++) {
        const next = descendTogether(objective, at, { steps: 7, share: 0, least: 0, curvature: 1 });
        const l1 = l1Norm(problem, next.parameters);
        expect(next.loss).toBe(objective.value(next.parameters));
        expect(next.loss).toBeLessThanOrEqual(last.loss + 1e-13);
        expect(l1).toBeLessThanOrEqual(last.l1 + 1e-12);
        [at, last] = [next.parameters, { loss: next.loss, l1 }];
      }
      if (activation === "relu") continue;
      const end = descendTogether(objective, at, { steps: 20_000, share: 1e-4, least: 1e-6, curvature: 1 });
      const { residual, lambda } = criticality(end.parameters, end.gradient, problem.counted);
      expect(residual).toBeLessThanOrEqual(Math.max(1e-6, 1e-4 * lambda));
    }
  });

  test("a large problem, with working sets, does the same up to what they leave out", () => {
    const { problem, parameters } = drawProblem({ widths: [40, 50, 3], points: 8, activation: "tanh", loss: "cross-entropy", density: 1 });
    const objective = new Objective(problem);
    expect(objective.size).toBeGreaterThan(2000);
    const end = descendTogether(objective, parameters, { steps: 200, share: 1e-2, least: 1e-8, curvature: 1 });
    const gradient = new Float64Array(objective.size);
    // All derivatives are asked for again afterwards.
    expect(objective.gradient(end.parameters, gradient)).toBe(end.loss);
    expect(gradient.filter((value) => value === 0).length).toBeLessThan(gradient.length / 10);
    expect(end.loss).toBeLessThanOrEqual(objective.value(parameters));
    expect(l1Norm(problem, end.parameters)).toBeLessThan(l1Norm(problem, parameters));
  });
});

describe("descendTogetherSampled", () => {
  test("comes near to critical points, the same by the same seed", () => {
    const objective = new Objective(irisProblem());
    const { parameters } = descendTogether(objective, Float64Array.from({ length: objective.size }, (_, k) => Math.sin(k)), { steps: 100, share: 0, least: 0, curvature: 1 });
    const start = parameters.map((value, k) => value + 0.05 * Math.cos(k));
    const run = (seed: number): ReturnType<typeof descendTogetherSampled> => descendTogetherSampled(objective, start, { steps: 300, batch: 8, random: new Random(seed), curvature: 20 });
    const [first, second] = [run(1), run(1)];
    expect(second.parameters).toEqual(first.parameters);
    expect(run(2).parameters).not.toEqual(first.parameters);
    expect(first.loss).toBe(objective.value(first.parameters));
    const residualOf = (at: Float64Array): number => {
      const gradient = new Float64Array(objective.size);
      objective.gradient(at, gradient);
      return criticality(at, gradient, objective.problem.counted).residual;
    };
    expect(residualOf(first.parameters)).toBeLessThan(residualOf(start) / 2);
  });

  test("shuffles, losing nothing", () => {
    const order = Int32Array.from({ length: 50 }, (_, k) => k);
    shuffle(order, new Random(1));
    expect([...order]).not.toEqual(Array.from({ length: 50 }, (_, k) => k));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, k) => k));
  });
});
