import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { slopeBounds } from "../../../src/optima/sparsest/bounds.js";
import { pointsOf } from "../../../src/optima/sparsest/data.js";
import type { Interpolant } from "../../../src/optima/sparsest/interpolant.js";
import { powerMinimiser } from "../../../src/optima/sparsest/power-minimiser.js";
import { sparsestStructures } from "../../../src/optima/sparsest/structures.js";
import { randomPoints } from "./small-sets.js";

const variationOf = ({ knots }: Interpolant) => knots.reduce((sum, { change }) => sum.plus(change.abs()), Rational.zero);

function lipschitzOf({ slope, knots }: Interpolant): Rational {
  let [here, largest] = [slope, slope.abs()];
  for (const { change } of knots) {
    here = here.plus(change);
    if (here.abs().compare(largest) > 0) largest = here.abs();
  }
  return largest;
}

test("l^p minimisers reach the bounds, interpolants of fewest knots are not below and reach them where bounded, on 400 random small sets", () => {
  const random = new Random(9);
  const seen = { reached: 0, above: 0 };
  for (let trial = 0; trial < 400; trial++) {
    const points = randomPoints(random, 9);
    const { variation, lipschitz, changes } = slopeBounds(points);
    for (const p of [0.2, 0.7, 1]) {
      const { interpolant } = powerMinimiser(points, p);
      expect(String(variation)).toBe(String(variationOf(interpolant)));
      expect(lipschitzOf(interpolant).equals(lipschitz)).toBe(true);
      if (p < 1) {
        for (const { change } of interpolant.knots) {
          expect(change.abs().compare(changes!.least)).toBeGreaterThanOrEqual(0);
          expect(change.abs().compare(changes!.greatest)).toBeLessThanOrEqual(0);
        }
      }
    }
    for (const { bounded, member } of sparsestStructures(points, { limit: 30 }).listed) {
      const above = [variationOf(member).compare(variation as Rational), lipschitzOf(member).compare(lipschitz)];
      for (const sign of above) expect(sign).toBeGreaterThanOrEqual(0);
      if (bounded) expect(above.every((sign) => sign === 0)).toBe(true);
      seen[above.every((sign) => sign === 0) ? "reached" : "above"]++;
    }
  }
  expect(Math.min(seen.reached, seen.above)).toBeGreaterThan(100);
});

test("the changes of a run: one point or two; none without turns", () => {
  const texts = ({ variation, lipschitz, changes }: ReturnType<typeof slopeBounds>) => [variation, lipschitz, changes?.least, changes?.greatest].map(String);
  // Slopes 0, 1, 4, 2.
  expect(texts(slopeBounds(pointsOf([0, 1, 2, 3, 4], [0, 0, 1, 5, 7])))).toEqual(["6", "4", "1", "4"]);
  expect(texts(slopeBounds(pointsOf([0, 1, 2], [0, -3, -6])))).toEqual(["0", "3", "undefined", "undefined"]);
  expect(texts(slopeBounds(pointsOf([0], [1])))).toEqual(["0", "0", "undefined", "undefined"]);
});

test("a sum with too long a denominator is one in doubles", () => {
  const random = new Random(4);
  const draw = () => Array.from({ length: 300 }, () => random.normal());
  const points = pointsOf(draw(), draw());
  const { variation } = slopeBounds(points);
  const expected = powerMinimiser(points, 1).value;
  expect(typeof variation).toBe("number");
  expect(Math.abs((variation as number) - expected)).toBeLessThan(1e-10 * expected);
});
