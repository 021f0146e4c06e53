import { expect, test } from "vitest";
import { Random } from "../../../../src/exact/random.js";
import { SquaredLoss, joined, rebalance, selected, startingLayer } from "../../../../src/optima/sparsest/training/hidden-layer.js";
import { trainingPoints } from "../../../../src/optima/sparsest/training/points.js";
import { PEAK, drawn, randomProblem, residualsOf } from "./problems.js";

test.each([true, false])("the gradient is that of finite differences, affine part: %s", (skip) => {
  const { points, layer } = drawn(randomProblem(new Random(3), 9, 3, { skip }), 6, 4);
  const loss = new SquaredLoss(points);
  const [gradientV, gradientW] = [new Float64Array(6), new Float64Array(24)];
  expect(loss.evaluate(layer, gradientV, gradientW)).toBe(loss.evaluate(layer));
  let largest = 0;
  for (const [values, gradient] of [[layer.v, gradientV], [layer.w, gradientW]] as const) {
    for (let e = 0; e < values.length; e++) {
      const at = values[e]!;
      const step = 1e-6;
      values[e] = at + step;
      const above = loss.evaluate(layer);
      values[e] = at - step;
      const below = loss.evaluate(layer);
      values[e] = at;
      expect(gradient[e]).toBeCloseTo((above - below) / (2 * step), 7);
      largest = Math.max(largest, Math.abs(gradient[e]!));
    }
  }
  expect(largest).toBeGreaterThan(1e-3);
});

test("loss: outputs less targets, the affine part fitted", () => {
  const points = trainingPoints(PEAK);
  // Height times max(0, x - 1/2) at -2 and so on is no affine function; a neuron that is active everywhere is one.
  const layer = { size: 1, v: Float64Array.of(1), w: Float64Array.of(1, 9), allowed: new Uint8Array(2).fill(1), slots: new Int32Array(1) };
  const before = residualsOf(points, { ...layer, v: new Float64Array(1) });
  for (const [i, residual] of residualsOf(points, layer).entries()) expect(residual).toBeCloseTo(before[i]!, 12);
  expect(new SquaredLoss(points).evaluate(layer)).toBeCloseTo(before.reduce((sum, r) => sum + r * r, 0) / 12, 12);
});

test("gradients of weights that are not there are 0", () => {
  const { points, layer } = drawn(randomProblem(new Random(5), 7, 2), 4, 1);
  layer.allowed.fill(0, 3, 5);
  const gradientW = new Float64Array(12);
  new SquaredLoss(points).evaluate(layer, new Float64Array(4), gradientW);
  expect([gradientW[3], gradientW[4]]).toEqual([0, 0]);
  expect(gradientW.filter((slope) => slope !== 0).length).toBeGreaterThan(3);
});

test("balancing keeps products", () => {
  const { points, layer } = drawn(randomProblem(new Random(5), 7, 2), 5, 1);
  for (let k = 0; k < 5; k++) layer.v[k]! *= k - 2;
  const before = residualsOf(points, layer);
  rebalance(layer);
  for (const [i, residual] of residualsOf(points, layer).entries()) expect(residual).toBeCloseTo(before[i]!, 12);
  for (let k = 0; k < 5; k++) expect(Math.hypot(...layer.w.subarray(3 * k, 3 * k + 3))).toBeCloseTo(Math.abs(layer.v[k]!), 12);
  expect(Math.hypot(...layer.w.subarray(6, 9))).toBe(0);
});

test("starts: in a mask, with a zero between two points, by seed", () => {
  const points = trainingPoints(PEAK);
  const allowed = new Uint8Array(200).fill(1);
  const { v, w } = startingLayer(points, allowed, "data", new Random(1));
  expect(startingLayer(points, allowed, "data", new Random(1)).w).toEqual(w);
  expect(startingLayer(points, allowed, "data", new Random(2)).w).not.toEqual(w);
  const ends = [points.rows[0]!, points.rows[10]!];
  for (let k = 0; k < 100; k++) {
    const knot = (-w[2 * k + 1]! * points.rows[1]!) / w[2 * k]!;
    expect(knot >= ends[0]! - 1e-12 && knot <= ends[1]! + 1e-12).toBe(true);
    expect(v[k]! ** 2).toBeCloseTo(0.1, 12);
  }
  const masked = Uint8Array.from({ length: 200 }, (_, e) => (e % 3 === 0 ? 0 : 1));
  for (const start of ["data", "uniform"] as const) {
    const layer = startingLayer(points, masked, start, new Random(1));
    expect(layer.w.every((weight, e) => masked[e] === 1 || weight === 0)).toBe(true);
    expect(layer.w.filter((weight) => weight !== 0).length).toBeGreaterThan(80);
  }
});

test("joined layers give both outputs", () => {
  const { points, layer } = drawn(randomProblem(new Random(5), 7, 2), 5, 1);
  const whole = joined(selected(layer, [3, 0]), selected(layer, [1, 2, 4]));
  expect([whole.size, ...whole.slots]).toEqual([5, 3, 0, 1, 2, 4]);
  const before = residualsOf(points, layer);
  for (const [i, residual] of residualsOf(points, whole).entries()) expect(residual).toBeCloseTo(before[i]!, 12);
});

test("selection keeps the neurons that are named", () => {
  const { layer } = drawn(randomProblem(new Random(5), 7, 2), 5, 1);
  const { size, v, w, slots } = selected(layer, [1, 4]);
  expect([size, ...v, ...slots]).toEqual([2, layer.v[1], layer.v[4], 1, 4]);
  expect([...w]).toEqual([...layer.w.subarray(3, 6), ...layer.w.subarray(12, 15)]);
});
