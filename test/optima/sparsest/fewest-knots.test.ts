import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { pointsOf } from "../../../src/optima/sparsest/data.js";
import { fewestKnots, proveKnots } from "../../../src/optima/sparsest/fewest-knots.js";
import { expectInterpolates, fewestByEnumeration, randomPoints } from "./small-sets.js";

test("the fewest knots are those of exhaustive enumeration, on 1000 random small sets", () => {
  const random = new Random(7);
  const seen = new Map<number, number>();
  for (let trial = 0; trial < 1000; trial++) {
    const points = randomPoints(random, 8);
    const { count, interpolant, witnesses } = fewestKnots(points);
    expect(count).toBe(fewestByEnumeration(points));
    expect(interpolant.knots).toHaveLength(count);
    expectInterpolates(interpolant, points);
    expect(witnesses).toHaveLength(count);
    expect(proveKnots(points, witnesses)).toBe(true);
    seen.set(count, (seen.get(count) ?? 0) + 1);
  }
  // None of these is rare: the test is of something.
  for (let count = 0; count <= 5; count++) expect(seen.get(count)).toBeGreaterThan(20);
});

test("peak and plateau, and a convex function at whole numbers", () => {
  const plateau = fewestKnots(pointsOf([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]));
  expect(plateau.interpolant.knots.map(({ x, change }) => `${x} ${change}`)).toEqual(["-1 1", "1/2 -2", "2 1"]);
  const squares = Array.from({ length: 12 }, (_, k) => k);
  expect(fewestKnots(pointsOf(squares, squares.map((k) => k * k))).count).toBe(5);
  expect(fewestKnots(pointsOf([4], [2])).interpolant).toMatchObject({ knots: [] });
});

test("witnesses that prove nothing are refused", () => {
  // Turns 0, +, +, -, 0, 0.
  const points = pointsOf([0, 1, 2, 3, 4, 5], [0, 0, 1, 3, 4, 5]);
  expect([...points.turns]).toEqual([0, 1, 1, -1, 0, 0]);
  expect(proveKnots(points, [1, 3])).toBe(true);
  expect(proveKnots(points, [2, 3])).toBe(true);
  for (const wrong of [[1, 2], [1, 1], [3, 1], [0, 1], [1, 3, 4], [1, 9], [1.5]]) expect(proveKnots(points, wrong)).toBe(false);
});

test("many points: each knot at its place", () => {
  const random = new Random(1);
  const points = pointsOf(Array.from({ length: 2000 }, () => random.normal()), Array.from({ length: 2000 }, () => random.normal()));
  const { count, interpolant, witnesses } = fewestKnots(points);
  expect(interpolant.knots).toHaveLength(count);
  expect(proveKnots(points, witnesses)).toBe(true);
  let knot = 0;
  for (const witness of witnesses) {
    // In order, a knot of its sign between its neighbours.
    const { x, change } = interpolant.knots[knot++]!;
    expect(change.sign).toBe(points.turns[witness]);
    expect(x.compare(points.x[witness - 1]!) > 0 && x.compare(points.x[witness + 1]!) < 0).toBe(true);
  }
});
