import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { criticality, residualAt } from "../../../src/optima/pareto/criticality.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { irisProblem } from "./iris.js";

const numbers = (...values: number[]): Float64Array => Float64Array.from(values);
const ALL = new Uint8Array(8).fill(1);

describe("the residual", () => {
  test.each([
    ["one weight with its multiplier", [2], [-0.3], 0, 0.3],
    ["a sign against it: the loss falls with growing l1 nowhere", [2], [0.3], 0.3, 0],
    ["two weights that ask for different multipliers", [1, -1], [-0.5, 0.3], 0.1, 0.4],
    ["a weight at 0 within the multiplier", [1, 0], [-0.5, 0.4], 0, 0.5],
    ["a weight at 0 beyond it", [1, 0], [-0.5, -0.7], 0.1, 0.6],
    ["zero weights are critical: they minimise f2", [0, 0], [-0.5, 0.2], 0, 0.5],
    ["a stationary point of f1", [3, -1], [0, 0], 0, 0],
  ])("%s", (_, parameters, gradient, residual, lambda) => {
    const found = criticality(numbers(...parameters), numbers(...gradient), ALL);
    expect(found.residual).toBeCloseTo(residual, 14);
    expect(found.lambda).toBeCloseTo(lambda, 14);
  });

  test("what does not count has to have derivative 0, whatever the multiplier", () => {
    const counted = Uint8Array.of(1, 0);
    expect(criticality(numbers(1, 5), numbers(-0.5, 0.2), counted)).toEqual({ residual: 0.2, lambda: 0.5 });
    expect(criticality(numbers(0, 0), numbers(-0.5, 0.2), counted)).toEqual({ residual: 0.2, lambda: 0.5 });
  });

  test("NaN is not critical", () => {
    expect(criticality(numbers(1, 0), numbers(-1, Number.NaN), ALL).residual).toBeNaN();
    expect(residualAt(numbers(1, 0), numbers(-1, Number.NaN), ALL, 1)).toBeNaN();
  });

  test("is the least over lambda of its definition", () => {
    const random = new Random(4);
    for (let trial = 0; trial < 200; trial++) {
      const counted = Uint8Array.from({ length: 6 }, () => (random.below(5) > 0 ? 1 : 0));
      const parameters = Float64Array.from({ length: 6 }, () => random.below(3) - 1);
      const gradient = Float64Array.from({ length: 6 }, () => random.normal());
      const defined = (lambda: number): number =>
        Math.max(...parameters.map((w, k) => {
          const g = gradient[k]!;
          if (counted[k] === 0) return Math.abs(g);
          return w === 0 ? Math.max(0, Math.abs(g) - lambda) : Math.abs(g + lambda * Math.sign(w));
        }));
      const { residual, lambda } = criticality(parameters, gradient, counted);
      expect(residual).toBeCloseTo(defined(lambda), 14);
      const others = Array.from({ length: 100 }, (_, k) => k / 25);
      expect(Math.min(...others.map(defined))).toBeGreaterThanOrEqual(residual - 1e-14);
      expect(Math.max(...others.map((other) => Math.abs(residualAt(parameters, gradient, counted, other) - defined(other))))).toBeLessThan(1e-14);
    }
  });
});

describe("zero weights on Iris", () => {
  test("are critical for f1 + lambda f2 from lambda = 1/30 on, and not before", () => {
    const objective = new Objective(irisProblem());
    const [zero, gradient] = [new Float64Array(55), new Float64Array(55)];
    expect(objective.gradient(zero, gradient)).toBeCloseTo(Math.log(3), 14);
    const { counted } = objective.problem;
    expect(residualAt(zero, gradient, counted, 1 / 30 + 1e-15)).toBe(0);
    expect(residualAt(zero, gradient, counted, 1 / 30 - 1e-6)).toBeCloseTo(1e-6, 12);
    expect(criticality(zero, gradient, counted).lambda).toBeCloseTo(1 / 30, 15);
  });
});
