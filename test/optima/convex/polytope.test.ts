import { Matrix, pseudoInverse } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Polytope } from "../../../src/optima/convex/polytope.js";

interface Case {
  readonly neurons: { output: Float64Array }[];
  readonly start: Float64Array;
  readonly polytope: Polytope;
}

/** Weights of random outputs that start with a 1, so that the sum of weights is the same on the polytope. */
function randomCase(random: Random, count: number, n: number): Case {
  const neurons = Array.from({ length: count }, () => ({ output: Float64Array.from({ length: n }, (_, j) => (j === 0 ? 1 : random.below(7) - 3)) }));
  const start = Float64Array.from({ length: count }, () => (random.below(3) === 0 ? 0 : (1 + random.below(50)) / 10));
  return { neurons, start, polytope: new Polytope(neurons, start, n) };
}

function cases(seed: number): Case[] {
  const random = new Random(seed);
  return Array.from({ length: 30 }, () => randomCase(random, 1 + random.below(7), 1 + random.below(5))).filter(({ start }) => start.some((weight) => weight > 0));
}

function expectMember({ neurons, start }: Case, weights: Float64Array): void {
  expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
  for (let j = 0; j < neurons[0]!.output.length; j++) {
    expect(neurons.reduce((sum, { output }, k) => sum + output[j]! * (weights[k]! - start[k]!), 0)).toBeCloseTo(0, 9);
  }
}

const all = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

describe("Polytope", () => {
  test("has its vertices among its members, and extremes of costs there", async () => {
    const random = new Random(9);
    for (const one of cases(1)) {
      const vertices = one.polytope.vertices(all(one.neurons.length))!;
      expect(vertices.length).toBeGreaterThan(0);
      for (const { weights } of vertices) expectMember(one, weights);
      const cost = one.neurons.map(() => random.below(21) - 10);
      const of = (weights: Float64Array): number => weights.reduce((sum, weight, k) => sum + weight * cost[k]!, 0);
      const extreme = await one.polytope.extreme(cost);
      expectMember(one, extreme);
      expect(of(extreme)).toBeCloseTo(Math.min(...vertices.map(({ weights }) => of(weights))), 8);
    }
  });

  test("knows the largest weights and the possible neurons", async () => {
    let never = 0;
    for (const one of cases(2)) {
      const vertices = one.polytope.vertices(all(one.neurons.length))!;
      const most = one.neurons.map((_, k) => Math.max(...vertices.map(({ weights }) => weights[k]!)));
      for (const [k, weight] of (await one.polytope.largest()).entries()) expect(weight).toBeCloseTo(most[k]!, 8);
      const possible = most.map((weight) => weight > 1e-8);
      expect(await one.polytope.possible()).toEqual(possible);
      // Without the others the vertices are the same.
      expect(one.polytope.vertices(all(possible.length).filter((k) => possible[k]))!.length).toBe(vertices.length);
      never += possible.filter((flag) => !flag).length;
    }
    expect(never).toBeGreaterThan(3);
  });

  test("has the dimension of its vertices' affine hull: possible neurons minus their rank", async () => {
    const dimensions = new Set<number>();
    for (const one of cases(3)) {
      const vertices = one.polytope.vertices(all(one.neurons.length))!;
      const possible = await one.polytope.possible();
      const chosen = all(possible.length).filter((k) => possible[k]);
      const dimension = chosen.length - one.polytope.rank(chosen);
      const differences = vertices.slice(1).map(({ weights }) => Array.from(weights, (weight, k) => weight - vertices[0]!.weights[k]!));
      expect(dimension).toBe(differences.length === 0 ? 0 : rankOf(differences));
      dimensions.add(dimension);
    }
    expect([...dimensions].sort()).toEqual(expect.arrayContaining([0, 1, 2, 3]));
  });

  test("has the member of least squares that a search through all supports finds", () => {
    for (const one of cases(4)) {
      const count = one.neurons.length;
      const found = one.polytope.leastSquares(all(count));
      expectMember(one, found);
      // The minimum is the least-norm solution on its own support.
      let least = Infinity;
      for (let mask = 1; mask < 2 ** count; mask++) {
        const support = all(count).filter((k) => mask & (1 << k));
        const z = new Matrix(Array.from(one.neurons[0]!.output.keys(), (j) => support.map((k) => one.neurons[k]!.output[j]!)));
        const fit = Matrix.columnVector(Array.from(one.neurons[0]!.output.keys(), (j) => one.neurons.reduce((sum, { output }, k) => sum + output[j]! * one.start[k]!, 0)));
        const weights = pseudoInverse(z).mmul(fit);
        if (weights.min() < -1e-9 || Matrix.sub(z.mmul(weights), fit).norm() > 1e-8) continue;
        least = Math.min(least, weights.norm() ** 2);
      }
      expect(found.reduce((sum, weight) => sum + weight * weight, 0)).toBeCloseTo(least, 8);
    }
  });

  test("of no neurons, or of none with weight, is the point 0", async () => {
    const empty = new Polytope([], new Float64Array(0), 3);
    expect(empty.vertices([])).toEqual([{ support: [], weights: new Float64Array(0) }]);
    expect([...(await empty.extreme([])), ...empty.leastSquares([]), ...(await empty.largest()), empty.rank([])]).toEqual([0]);
    const zero = new Polytope([{ output: Float64Array.of(1, 2) }], Float64Array.of(0), 2);
    expect(await zero.possible()).toEqual([false]);
    expect([...(await zero.extreme([1])), ...zero.leastSquares([])]).toEqual([0, 0]);
  });
});

function rankOf(rows: number[][]): number {
  const inverse = pseudoInverse(new Matrix(rows));
  // The trace of a projection is its rank.
  return Math.round(new Matrix(rows).mmul(inverse).trace());
}

test("singular values near the threshold are doubtful: whether outputs are dependent is not told", () => {
  const of = (off: number): Polytope => new Polytope([{ output: Float64Array.of(1, 0, 1) }, { output: Float64Array.of(1, off, 1) }], Float64Array.of(1, 1), 3);
  expect(of(0).doubtful()).toBeUndefined();
  expect(of(1e-3).doubtful()).toBeUndefined();
  expect(of(2e-8).doubtful()).toBeGreaterThan(1e-9);
  expect([of(0).rank([0, 1]), of(1e-3).rank([0, 1])]).toEqual([1, 2]);
});
