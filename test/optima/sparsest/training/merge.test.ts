import { expect, test } from "vitest";
import { Random } from "../../../../src/exact/random.js";
import { type HiddenLayer, startingLayer } from "../../../../src/optima/sparsest/training/hidden-layer.js";
import { activeNeurons, kindOf, merged, signsOf } from "../../../../src/optima/sparsest/training/merge.js";
import { penaltyOf } from "../../../../src/optima/sparsest/training/path-norm.js";
import { trainingPoints } from "../../../../src/optima/sparsest/training/points.js";
import { PEAK, drawn, randomProblem, residualsOf } from "./problems.js";

const layerOf = (neurons: readonly { v: number; w: readonly number[] }[], allowed?: readonly number[]): HiddenLayer => ({
  size: neurons.length,
  v: Float64Array.from(neurons, ({ v }) => v),
  w: Float64Array.from(neurons.flatMap(({ w }) => w)),
  allowed: Uint8Array.from(allowed ?? neurons.flatMap(({ w }) => w.map(() => 1))),
  slots: Int32Array.from(neurons.keys()),
});

test.each([[1, true], [1, false], [2, true], [2, false], [3, true]])("merging keeps outputs on the data, and no path norm grows: %i inputs, affine part %s", (d, skip) => {
  let fewer = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const { points, layer } = drawn(randomProblem(new Random(seed), 6, d, { skip }), 40, seed);
    const less = merged(layer, points);
    const before = residualsOf(points, layer);
    for (const [i, residual] of residualsOf(points, less).entries()) expect(residual).toBeCloseTo(before[i]!, 10);
    for (const p of [0.4, 1]) expect(penaltyOf(less, p, points.penalised)).toBeLessThanOrEqual(penaltyOf(layer, p, points.penalised) * (1 + 1e-12));
    expect(merged(less, points).size).toBeLessThanOrEqual(less.size);
    fewer += activeNeurons(layer, points).length - less.size;
  }
  expect(fewer).toBeGreaterThan(100);
});

test("knots in one interval are one neuron, in different ones they are not", () => {
  const points = trainingPoints(PEAK);
  const at = (v: number, x: number, side: 1 | -1 = 1) => ({ v, w: [side, -side * (x - 0.5)] });
  expect(merged(layerOf([at(1, 0.2), at(1, 0.7)]), points).size).toBe(1);
  // Beside the affine part it does not matter which side is active.
  expect(merged(layerOf([at(1, 0.2), at(1, 0.7, -1)]), points).size).toBe(1);
  expect(merged(layerOf([at(1, 0.2), at(1, 1.2)]), points).size).toBe(2);
  // A knot at a point goes with those before and behind.
  expect(merged(layerOf([at(1, 1), at(1, 1.2)]), points).size).toBe(1);
  expect(merged(layerOf([at(1, 1), at(1, 0.2)]), points).size).toBe(1);
  // Slope changes 3 at 0.6 and -1 at 0.5 are 2 at 0.65; 3 at 0.9 and -1 at 0.1 are none in this interval, as that would be 2 at 1.3.
  expect(merged(layerOf([at(3, 0.6), at(-1, 0.5)]), points).size).toBe(1);
  expect(merged(layerOf([at(3, 0.9), at(-1, 0.1)]), points).size).toBe(2);
  expect(merged(layerOf([at(1, 0.6), at(-3, 0.5)]), points).v[0]).toBeLessThan(0);
  // They cancel.
  expect(merged(layerOf([at(3, 0.9), at(-3, 0.9)]), points).size).toBe(0);
});

test("dead neurons go, affine ones only where there is an affine part", () => {
  const outside = [{ v: 1, w: [1, -9] }, { v: 1, w: [1, 9] }, { v: 0, w: [1, 0] }, { v: 1, w: [0, 0] }];
  const points = trainingPoints(PEAK);
  expect(outside.map((_, k) => kindOf(signsOf(layerOf(outside), k, points), points))).toEqual(["dead", "affine", "active", "dead"]);
  expect(merged(layerOf(outside), points).size).toBe(0);
  const plain = trainingPoints({ ...PEAK, skip: false });
  expect(merged(layerOf(outside), plain).w[1]).toBeGreaterThan(0);
  expect(merged(layerOf(outside), plain).size).toBe(1);
});

test("with a mask the larger support takes the smaller in, and no other", () => {
  const points = trainingPoints(randomProblem(new Random(1), 2, 2));
  // Active on both points, whatever these are.
  const neurons = [{ v: 1, w: [0.1, 0, 1] }, { v: 1, w: [0, 0.1, 1] }, { v: 1, w: [0.1, 0.1, 1] }];
  const flags = [1, 0, 1, 0, 1, 1, 1, 1, 1];
  expect(merged(layerOf(neurons.slice(0, 2), flags.slice(0, 6)), points).size).toBe(2);
  const whole = merged(layerOf(neurons, flags), points);
  expect(whole.size).toBe(1);
  expect([...whole.allowed, ...whole.slots]).toEqual([1, 1, 1, 2]);
});

test("starts have neurons of all kinds of patterns", () => {
  const points = trainingPoints(PEAK);
  const layer = startingLayer(points, new Uint8Array(160).fill(1), "data", new Random(1));
  expect(activeNeurons(layer, points).length).toBeGreaterThan(70);
  expect(merged(layer, points).size).toBeGreaterThanOrEqual(5);
});
