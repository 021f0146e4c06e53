import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { pointsOf } from "../../../src/optima/sparsest/data.js";
import { fewestKnots } from "../../../src/optima/sparsest/fewest-knots.js";
import { type Line, ZERO, minus, plus } from "../../../src/optima/sparsest/line-sets.js";
import { type Found, findResidual } from "../../../src/optima/sparsest/residuals.js";
import { findZeroSum } from "../../../src/optima/sparsest/zero-sums.js";

const alternatingSum = ({ lines, picks }: Found): Line => picks.reduce((sum, pick, k) => (k % 2 === 0 ? plus(sum, lines[pick]!) : minus(sum, lines[pick]!)), ZERO);
const at = [-3, -2, -1, 0, 1, 2, 3];
const sample = (f: (x: number) => number) => pointsOf(at, at.map(f));

test("a piece that is zero, three that sum up to zero, or none", () => {
  expect(findZeroSum(sample((x) => Math.max(0, x)), { left: 1000 })).toMatchObject({ picks: [0] });
  expect(findZeroSum(sample(Math.abs), { left: 1000 })).toBe("none");
  const slopesAndStart = (start: number) => pointsOf([0, 2, 4, 5, 6, 8, 10], [start, start + 4, start + 8, start + 13, start + 18, start + 24, start + 30]);
  // start + 2 x, start + 5 x - 12, start + 3 x: the alternating sum is start + 12.
  const found = findZeroSum(slopesAndStart(-12), { left: 1000 });
  expect(found).toMatchObject({ picks: [0, 1, 2] });
  expect(findZeroSum(slopesAndStart(-11), { left: 1000 })).toBe("none");
});

test("long random data: found at once, and zero exactly", () => {
  const random = new Random(3);
  for (const n of [20, 60, 1500]) {
    const draw = () => Array.from({ length: n }, () => random.normal());
    const points = pointsOf(draw(), draw());
    const found = findZeroSum(points, { left: 20_000 }) as Found;
    expect(found.lines).toHaveLength(fewestKnots(points).count + 1);
    const { value, slope } = alternatingSum(found);
    expect([value.isZero, slope.isZero]).toEqual([true, true]);
  }
});

test("a budget that ends", () => {
  // Rigid, as there are two collinear points between knots: a subset sum of powers of 2, which is never zero.
  const slopes = Array.from({ length: 12 }, (_, k) => 2 ** k * (k % 2 === 0 ? 1 : -1));
  const y = [7];
  for (const slope of slopes) y.push(y.at(-1)! + slope, y.at(-1)! + 2 * slope, y.at(-1)! + 3 * slope);
  const points = pointsOf(y.map((_, k) => k), y);
  expect(findZeroSum(points, { left: 1 })).toBe("unknown");
  expect(findZeroSum(points, { left: 1e6 })).toBe("none");
  expect(findResidual(points, { left: 0 })).toBe("unknown");
});
