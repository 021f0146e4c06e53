import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type Points, pointsOf } from "../../../src/optima/sparsest/data.js";
import { powerMinimiser } from "../../../src/optima/sparsest/power-minimiser.js";
import { Fault } from "../../../src/pattern/fault.js";
import { expectInterpolates, leastOnGrid, randomPoints } from "./small-sets.js";

/** Points at whole numbers, with these slopes. */
function withSlopes(slopes: readonly number[]): Points {
  const y = [0];
  for (const slope of slopes) y.push(y.at(-1)! + slope);
  return pointsOf(y.map((_, k) => k), y);
}

const knotsOf = (points: Points, p: number) => powerMinimiser(points, p).interpolant.knots.map(({ x, change }) => `${x} ${change}`);

test("nothing on a grid of slopes costs less, and the cost is reached, on 300 random small sets", () => {
  const random = new Random(3);
  for (let trial = 0; trial < 300; trial++) {
    const points = randomPoints(random, 10);
    for (const p of [0.1, 0.5, 0.9, 1]) {
      const { interpolant, value } = powerMinimiser(points, p);
      expectInterpolates(interpolant, points);
      const least = leastOnGrid(points, p);
      expect(Math.abs(value - least)).toBeLessThanOrEqual(1e-11 * least);
    }
  }
});

test("peak and plateau: the unique minimiser has the knots -1, 1/2, 2 (Nakhleh and Nowak)", () => {
  const points = pointsOf([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]);
  for (const p of [0.01, 0.4, 0.7, 0.99]) {
    expect(knotsOf(points, p)).toEqual(["-1 1", "1/2 -2", "2 1"]);
    const { unique, sparsest, value } = powerMinimiser(points, p);
    expect({ unique, sparsest }).toEqual({ unique: "yes", sparsest: true });
    expect(value).toBeCloseTo(2 + 2 ** p, 12);
  }
  expect(powerMinimiser(points, 1)).toMatchObject({ unique: "no", value: 4, sparsest: true });
});

test("changes 1, 8, 8, 1: two knots below p = 1/2, three above, a tie there", () => {
  const points = withSlopes([0, 1, 9, 17, 18]);
  expect(powerMinimiser(points, 0.49)).toMatchObject({ unique: "yes", sparsest: true });
  expect(powerMinimiser(points, 0.51)).toMatchObject({ unique: "yes", sparsest: false });
  expect(powerMinimiser(points, 0.51).interpolant.knots).toHaveLength(3);
  // 2 sqrt 9 = 2 sqrt 1 + sqrt 16, which doubles cannot prove in general.
  expect(powerMinimiser(points, 0.5)).toMatchObject({ unique: "undecided", value: expect.closeTo(6, 12) });
});

test("symmetric changes tie exactly; alternating turns leave one way even for p = 1", () => {
  expect(powerMinimiser(withSlopes([0, 1, 2, 3]), 0.5)).toMatchObject({ unique: "no", sparsest: true });
  expect(powerMinimiser(withSlopes([0, 1, 2, 4]), 0.5)).toMatchObject({ unique: "yes" });
  expect(powerMinimiser(withSlopes([0, 1, 0, 1, 1]), 1)).toMatchObject({ unique: "yes", value: 3 });
});

test("long runs of equal changes, and numbers near the ends of the doubles", () => {
  const squares = Array.from({ length: 2001 }, (_, k) => k);
  const { interpolant, unique } = powerMinimiser(pointsOf(squares, squares.map((k) => k * k)), 0.3);
  // 1999 points in one run: the step of 1 is anywhere.
  expect(interpolant.knots).toHaveLength(1000);
  expect(unique).toBe("no");
  for (const scale of [2 ** -1000, 2 ** 1000]) {
    expect(powerMinimiser(pointsOf([0, 1, 2, 3, 4], [0, 0, scale, 3 * scale, 7 * scale]), 0.5)).toMatchObject({ unique: "yes", sparsest: true });
  }
  // One way is shorter by 1e-150 only: no double tells.
  expect(powerMinimiser(pointsOf([0, 1, 2, 3, 4], [0, 0, 1e-300, 1e-299, 1]), 0.5)).toMatchObject({ unique: "undecided" });
});

test("exponents that are none", () => {
  for (const p of [0, -1, 1.1, NaN]) expect(() => powerMinimiser(pointsOf([0], [0]), p)).toThrow(Fault);
});
