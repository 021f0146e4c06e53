import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { pointsOf } from "../../../src/optima/sparsest/data.js";
import { fewestKnots } from "../../../src/optima/sparsest/fewest-knots.js";
import { plainNetwork, plainValueAt } from "../../../src/optima/sparsest/plain-network.js";
import { randomPoints } from "./small-sets.js";

test("networks interpolate exactly, with at most two neurons more than knots, on 500 random small sets", () => {
  const random = new Random(5);
  const excess = [0, 0, 0];
  for (let trial = 0; trial < 500; trial++) {
    const points = randomPoints(random, 9);
    const { lower, neurons } = plainNetwork(points);
    for (const [i, x] of points.x.entries()) expect(plainValueAt(neurons, x).equals(points.y[i]!)).toBe(true);
    expect(neurons.every(({ v }) => !v.isZero)).toBe(true);
    const { count } = fewestKnots(points);
    expect(lower).toBeGreaterThanOrEqual(count);
    expect(neurons.length).toBeGreaterThanOrEqual(lower);
    excess[neurons.length - count]!++;
  }
  for (const times of excess) expect(times).toBeGreaterThan(0);
});

test("data on a line are decided", () => {
  const counts = (x: number[], y: number[]) => {
    const { lower, neurons } = plainNetwork(pointsOf(x, y));
    return [lower, neurons.length];
  };
  expect(counts([0, 1], [0, 0])).toEqual([0, 0]);
  expect(counts([3], [0])).toEqual([0, 0]);
  expect(counts([3], [-2])).toEqual([1, 1]);
  expect(counts([0, 1, 2], [5, 5, 5])).toEqual([1, 1]);
  expect(counts([0, 1, 2], [0, 1, 2])).toEqual([1, 1]);
  expect(counts([0, 1, 2], [-2, -1, 0])).toEqual([1, 1]);
  expect(counts([-1, 0, 1], [-1, 0, 1])).toEqual([2, 2]);
});

test("peak and plateau, which is zero on the left, has three neurons", () => {
  const { lower, neurons } = plainNetwork(pointsOf([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]));
  expect(lower).toBe(3);
  expect(neurons.map(({ v, w, b }) => `${v} ${w} ${b}`)).toEqual(["1 1 1", "-2 1 -1/2", "1 1 -2"]);
});

test("a piece that is zero somewhere in between, or whose zero is a knot, costs less than two neurons", () => {
  // |x| with its knot at a zero, then x^+ - x^- bent: x for x > 0, 2 x for x < 0.
  for (const y of [[2, 1, 0, 1, 2], [-4, -2, 0, 1, 2]]) {
    const { lower, neurons } = plainNetwork(pointsOf([-2, -1, 0, 1, 2], y));
    expect([lower, neurons.length]).toEqual([1, 2]);
  }
  const valley = plainNetwork(pointsOf([-3, -2, -1, 0, 1, 2, 3], [2, 1, 0, 0, 0, 2, 4]));
  expect(valley.neurons.map(({ v, w, b }) => `${v} ${w} ${b}`).sort()).toEqual(["1 -1 -1", "2 1 -1"]);
  expect(valley.lower).toBe(2);
});
