import { expect, test } from "vitest";
import { Random } from "../../../../src/exact/random.js";
import { Rational } from "../../../../src/exact/rational.js";
import { pathNormOf, penaltyOf, reweight, softThreshold } from "../../../../src/optima/sparsest/training/path-norm.js";
import type { Penalised } from "../../../../src/optima/sparsest/training/points.js";
import { PEAK, drawn, randomProblem } from "./problems.js";

test("the soft threshold is the proximal step by its definition", () => {
  const random = new Random(1);
  for (let trial = 0; trial < 200; trial++) {
    const x = random.normal();
    const threshold = Math.abs(random.normal()) / 2;
    const t = softThreshold(x, threshold);
    const value = (at: number) => (at - x) ** 2 / 2 + threshold * Math.abs(at);
    // Convex: a minimum next to it is one.
    for (const other of [t + 1e-3, t - 1e-3, 0, x]) expect(value(t)).toBeLessThanOrEqual(value(other) + 1e-15);
  }
  expect(softThreshold(0.5, 0.5)).toBe(0);
});

test.each<Penalised>([{ bias: true, by: "entries" }, { bias: false, by: "entries" }, { bias: true, by: "neurons" }])("weights are the penalty's slopes: %j", (penalised) => {
  const { layer } = drawn(randomProblem(new Random(2), 6, 2), 4, 3);
  const [p, step] = [0.4, 1e-6];
  const weights = new Float64Array(12);
  reweight(weights, layer, p, 0, penalised);
  for (let e = 0; e < 12; e++) {
    const at = layer.w[e]!;
    // One entry of u by `step`, away from 0.
    const by = (step / Math.abs(layer.v[Math.floor(e / 3)]!)) * Math.sign(at);
    layer.w[e] = at + by;
    const above = penaltyOf(layer, p, penalised);
    layer.w[e] = at - by;
    const below = penaltyOf(layer, p, penalised);
    layer.w[e] = at;
    expect(((above - below) / (2 * step) / (weights[e]! || 1))).toBeCloseTo(weights[e] === 0 ? 0 : 1, 5);
  }
  // Larger eps, smaller weights; for p = 1 all the same.
  const smoother = new Float64Array(12);
  reweight(smoother, layer, p, 0.1, penalised);
  for (let e = 0; e < 12; e++) if (weights[e]! > 0) expect(smoother[e]!).toBeLessThan(weights[e]!);
  reweight(smoother, layer, 1, 0.1, penalised);
  expect(new Set(smoother.filter((weight) => weight > 0))).toEqual(new Set([1]));
});

test("path norms of exact networks", () => {
  const neuron = { output: Rational.of(-4), weights: [Rational.of(1, 4)], bias: Rational.of(9) };
  expect(pathNormOf({ neurons: [neuron], skip: undefined }, 0.5, PEAK)).toBeCloseTo(1, 13);
  const wide = { output: Rational.of(-4), weights: [Rational.of(1, 4), Rational.zero], bias: Rational.of(9) };
  expect(pathNormOf({ neurons: [wide, wide], skip: undefined }, 0.5, randomProblem(new Random(1), 2, 2))).toBeCloseTo(14, 12);
});
