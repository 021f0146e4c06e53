import { expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type Points, pointsOf } from "../../../src/optima/sparsest/data.js";
import { fewestKnots } from "../../../src/optima/sparsest/fewest-knots.js";
import { type PlainNetwork, plainNetwork } from "../../../src/optima/sparsest/plain-network.js";
import { outputAt } from "../../../src/optima/sparsest/problem.js";
import { feasibility } from "../../support/feasibility.js";
import { randomPoints } from "./small-sets.js";

/**
 * The fewest neurons by trying all sets of activation patterns and signs, which knows nothing of knots. The neurons of one pattern, on the data, are the sums of two of them with
 * their zero at a point, times nonnegative numbers: so a set of patterns is enough if and only if the outputs are such a sum.
 */
function fewestByPatterns({ x, y }: Points, most: number): number {
  const n = x.length;
  const right = (k: number) => x.map((place) => (place.compare(x[k]!) > 0 ? place.minus(x[k]!) : Rational.zero));
  const left = (k: number) => x.map((place) => (place.compare(x[k]!) < 0 ? x[k]!.minus(place) : Rational.zero));
  const patterns = [[n === 1 ? [Rational.one] : right(0), left(n - 1)]];
  for (let k = 1; k < n; k++) patterns.push([right(k - 1), right(k)], [left(k - 1), left(k)]);
  const blocks = patterns.flatMap((pair) => [pair, pair.map((values) => values.map((value) => value.negated()))]);
  const enough = (chosen: readonly (readonly Rational[][])[]): boolean => {
    const columns = chosen.flat();
    const inequalities = columns.map((_, i) => columns.map((__, j) => (i === j ? Rational.one : Rational.zero)));
    if (columns.length === 0) return y.every(({ isZero }) => isZero);
    return feasibility({ equations: y.map((_, j) => columns.map((column) => column[j]!)), values: y, inequalities }).feasible;
  };
  const search = (from: number, count: number, chosen: (readonly Rational[][])[]): boolean => {
    if (count === 0) return enough(chosen);
    for (let k = from; k < blocks.length; k++) if (search(k + 1, count - 1, [...chosen, blocks[k]!])) return true;
    return false;
  };
  for (let count = 0; count < most; count++) if (search(0, count, [])) return count;
  return most;
}

function expectInterpolating({ neurons }: PlainNetwork, { x, y }: Points): void {
  for (const [i, place] of x.entries()) expect(outputAt({ neurons, skip: undefined }, [place]).equals(y[i]!)).toBe(true);
  expect(neurons.every(({ output }) => !output.isZero)).toBe(true);
}

test("the fewest neurons are those of all sets of activation patterns, on random small sets", () => {
  const random = new Random(5);
  const excess = [0, 0, 0];
  for (let trial = 0; trial < 80; trial++) {
    const points = randomPoints(random, 5);
    const network = plainNetwork(points);
    expectInterpolating(network, points);
    expect(network.exact).toBe(true);
    expect(network.lower).toBe(network.neurons.length);
    const real = fewestByPatterns(points, network.neurons.length);
    expect(real).toBe(network.neurons.length);
    const { count } = fewestKnots(points);
    excess[network.neurons.length - count]!++;
  }
  for (const times of excess) expect(times).toBeGreaterThan(0);
});

/** Values at whole numbers of a function with few knots, so that most points are collinear with their neighbours. */
function fewKnots(random: Random, most: number): Points {
  const n = 4 + random.below(most - 3);
  const x = Array.from({ length: n }, (_, k) => k);
  const number = (range: number) => random.below(2 * range + 1) - range;
  const denominator = 1 + random.below(6);
  const neurons = Array.from({ length: random.below(3) }, () => [number(4), (random.below(2 * n) + (random.below(3) === 0 ? 1 / 3 : 0)) / 2] as const);
  const [slope, value] = [number(6), number(12)];
  const y = x.map((place) => Rational.of(Math.round(6 * (slope * place + value + neurons.reduce((sum, [v, knot]) => sum + v * Math.max(0, place - knot), 0))), 6 * denominator));
  return pointsOf(x.map((place) => Rational.of(place)), y);
}

test("so are they where most points are collinear with their neighbours, and pieces rigid", () => {
  const random = new Random(6);
  const excess: number[][] = [[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]];
  for (let trial = 0; trial < 250; trial++) {
    const points = fewKnots(random, 7);
    const { count } = fewestKnots(points);
    if (count > 2) continue;
    const network = plainNetwork(points, { budget: 1e5 });
    expectInterpolating(network, points);
    expect(network.exact).toBe(true);
    if (network.neurons.length > 3) continue;
    const real = fewestByPatterns(points, network.neurons.length);
    expect(real).toBe(network.neurons.length);
    excess[count]![network.neurons.length - count]!++;
  }
  // One knot: one, two or three neurons.
  for (const times of excess[1]!) expect(times).toBeGreaterThan(0);
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
  const points = pointsOf([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]);
  const network = plainNetwork(points);
  expect(network).toMatchObject({ lower: 3, exact: true });
  expect(network.neurons).toHaveLength(3);
  expectInterpolating(network, points);
});

test("m, m + 1 and m + 2 neurons for m = 1, by hand", () => {
  const x = [-3, -2, -1, 0, 1, 2, 3];
  const counts = (f: (x: number) => number) => {
    const points = pointsOf(x, x.map(f));
    const network = plainNetwork(points);
    expectInterpolating(network, points);
    return [fewestKnots(points).count, network.lower, network.neurons.length];
  };
  expect(counts((place) => Math.max(0, place))).toEqual([1, 1, 1]);
  // The knot is a zero of both pieces.
  expect(counts(Math.abs)).toEqual([1, 2, 2]);
  // No piece is negative or positive all along, nor zero at the knot; but one more knot makes a piece that is zero: (1 - 4 x)^+ - (2 x - 1)^+.
  expect(counts((place) => (place < 0 ? 1 - 4 * place : 1 - 2 * place))).toEqual([1, 2, 2]);
  expect(counts((place) => 1 - Math.abs(place))).toEqual([1, 3, 3]);
});

test("where the budget ends, the answer is between two numbers", () => {
  const points = pointsOf([-3, -2, -1, 0, 1, 2, 3], [-2, -1, 0, 1, 0, -1, -2]);
  const network = plainNetwork(points, { budget: 0 });
  expectInterpolating(network, points);
  expect(network).toMatchObject({ lower: 2, exact: false });
  expect(network.neurons).toHaveLength(3);
});
