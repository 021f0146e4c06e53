import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { pointsOf } from "../../../src/optima/sparsest/data.js";
import { powerMinimiser } from "../../../src/optima/sparsest/power-minimiser.js";
import { sparsityThreshold } from "../../../src/optima/sparsest/threshold.js";

function withChanges(changes: readonly number[]) {
  const [slopes, y] = [[0], [0]];
  for (const change of changes) slopes.push(slopes.at(-1)! + change);
  for (const slope of slopes) y.push(y.at(-1)! + slope);
  return pointsOf(y.map((_, k) => k), y);
}

test("changes 1, 8, 8, 1: p* = 1/2", () => {
  // 2 (1 + 8)^p = 2 + 16^p.
  const { lower, upper } = sparsityThreshold(withChanges([1, 8, 8, 1]));
  expect(lower).toBeLessThanOrEqual(0.5);
  expect(upper).toBeGreaterThanOrEqual(0.5);
  expect(upper - lower).toBeLessThan(1e-8);
});

test("runs up to three points always have sparsest minimisers; the least of several runs counts", () => {
  expect(sparsityThreshold(withChanges([1, 100, 1, -1, -100, 0, 5]))).toEqual({ lower: 1, upper: 1 });
  expect(sparsityThreshold(withChanges([3, 3, 1, 1]))).toEqual({ lower: 1, upper: 1 });
  expect(sparsityThreshold(pointsOf([1], [1]))).toEqual({ lower: 1, upper: 1 });
  const both = sparsityThreshold(withChanges([1, 8, 8, 1, -1, -100, -100, -1]));
  const alone = sparsityThreshold(withChanges([1, 100, 100, 1]));
  expect(both.upper).toBeLessThan(0.4);
  expect(Math.max(both.lower, alone.lower)).toBeLessThanOrEqual(Math.min(both.upper, alone.upper));
});

test("minimisers are sparsest below and, right above, are not, on random runs", () => {
  const random = new Random(11);
  let below = 0;
  for (let trial = 0; trial < 150; trial++) {
    const points = withChanges(Array.from({ length: 4 + random.below(6) }, () => 2 ** random.below(8) + random.below(3)));
    const { lower, upper } = sparsityThreshold(points);
    expect(lower).toBeGreaterThan(0);
    expect(upper).toBeLessThanOrEqual(1);
    for (let k = 1; k < 20; k++) expect(powerMinimiser(points, (lower * k) / 20).sparsest).toBe(true);
    if (upper < 1) {
      below++;
      expect(upper - lower).toBeLessThan(1e-6);
      expect(powerMinimiser(points, upper).sparsest).toBe(false);
    }
  }
  expect(below).toBeGreaterThan(20);
});

test("a long run ends with bounds", () => {
  const { lower, upper } = sparsityThreshold(withChanges(Array.from({ length: 400 }, () => 1)));
  expect(lower).toBeGreaterThan(0);
  // Equal changes: the fewest knots are the cheapest for all p < 1.
  expect(upper).toBe(1);
  // It leaves a short run its share.
  const both = sparsityThreshold(withChanges([...Array.from({ length: 400 }, () => 1), -1, -8, -8, -1]));
  expect(both.lower).toBeGreaterThan(0);
  expect(both.upper).toBeGreaterThanOrEqual(0.5);
  expect(both.upper - 0.5).toBeLessThan(1e-8);
});
