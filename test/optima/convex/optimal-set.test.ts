import { LuDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { Rational } from "../../../src/exact/rational.js";
import { convexProgram } from "../../../src/optima/convex/make-program.js";
import { networkOf, objectiveOf } from "../../../src/optima/convex/network.js";
import { type OptimalSet, type OptimalSetOptions, optimalSet } from "../../../src/optima/convex/optimal-set.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";
import { independenceOf } from "../../../src/optima/convex/prune.js";
import { fitOf, lambdaMax, solve } from "../../../src/optima/convex/solve.js";
import { corners, parity } from "../../support/optimal-sets.js";
import { randomData } from "./programs.js";

const setOf = (program: ConvexProgram, options?: OptimalSetOptions): Promise<OptimalSet> => optimalSet(program, solve(program), options);

/** Every member is a network with the objective's minimum and the one fit; vertices have independent neurons. */
function expectMembers(program: ConvexProgram, set: OptimalSet): void {
  const { value } = solve(program);
  const members = [...(set.vertices ?? []), set.l1.smallest, set.l1.largest, set.squares.smallest, ...(set.squares.largest === undefined ? [] : [set.squares.largest])];
  for (const { blocks, weights, l1, squares } of members) {
    const objective = objectiveOf(networkOf(program, blocks), program);
    expect(objective.value / value - 1).toBeCloseTo(0, 9);
    for (const [j, entry] of fitOf(program, blocks).entries()) expect(entry).toBeCloseTo(set.fit[j]!, 8);
    expect(weights.reduce((sum, weight) => sum + weight, 0) / set.sumOfNorms).toBeCloseTo(1, 8);
    expect(l1).toBeGreaterThanOrEqual(set.l1.smallest.l1 * (1 - 1e-9));
    expect(l1).toBeLessThanOrEqual(set.l1.largest.l1 * (1 + 1e-9));
    expect(squares).toBeGreaterThanOrEqual(set.squares.smallest.squares * (1 - 1e-9));
    if (set.squares.largest !== undefined) expect(squares).toBeLessThanOrEqual(set.squares.largest.squares * (1 + 1e-9));
  }
  for (const { support } of set.vertices ?? []) expect(independenceOf(support.map((k) => set.equicorrelation.neurons[k]!.output)).irreducible).toBe(true);
}

describe("the parity of the cube's corners", () => {
  // With nu = lambda y the neurons are, for each corner s and b = -1, 1: direction (s, b) / 2, sign -b y(s). That of b = -1 gives 1 at s; that of b = 1 gives 2 at s and 1 at the three neighbours.
  // The fit is 0.6 y at lambda = 0.05. So the weights q_s of b = 1 are free and those of b = -1 are p_s = 0.6 + 2 q_s - (q of the three neighbours): the optimal set is {q >= 0, p >= 0}.
  const points = corners(3);
  const neighbours = (s: number): number[] => [s ^ 1, s ^ 2, s ^ 4];

  function byHand(): string[] {
    // Vertices of a polytope of dimension 8 with 16 inequalities: all choices of 8 of them that have one common point.
    const rows = [...points.map((_, s) => ({ row: points.map((__, t) => (t === s ? 1 : 0)), right: 0 })), ...points.map((_, s) => ({ row: points.map((__, t) => (t === s ? 2 : neighbours(s).includes(t) ? -1 : 0)), right: -0.6 }))];
    const found = new Set<string>();
    for (let mask = 0; mask < 2 ** 16; mask++) {
      const chosen = rows.filter((_, k) => mask & (1 << k));
      if (chosen.length !== 8) continue;
      const lu = new LuDecomposition(new Matrix(chosen.map(({ row }) => row)));
      if (Math.abs(lu.determinant) < 1e-9) continue;
      const q = lu.solve(Matrix.columnVector(chosen.map(({ right }) => right))).to1DArray();
      const values = rows.map(({ row, right }) => row.reduce((sum, entry, t) => sum + entry * q[t]!, -right));
      if (values.some((value) => value < -1e-9)) continue;
      found.add(values.map((value) => (Math.abs(value) < 1e-9 ? "0" : value.toFixed(9))).join(" "));
    }
    return [...found].sort();
  }

  test("has the optimal set worked out by hand: dimension 8, all vertices, exactly", async () => {
    const program = parity(3, 0.05, true);
    const set = await setOf(program);
    expect(set).toMatchObject({ exact: true, inexactBecause: undefined, rank: 8, dimension: 8, unique: false, independent: false, verticesMissing: undefined });
    expect(set.equicorrelation).toMatchObject({ tolerance: 0, outsideIsZero: true });
    expect(set.sumOfNorms).toBeCloseTo(4.8, 12);
    for (const [j, entry] of set.fit.entries()) expect(entry).toBeCloseTo(0.6 * program.y[j]!, 14);
    // Each neuron's corner and bias, from its direction.
    const place = set.equicorrelation.neurons.map(({ direction }) => points.findIndex((point) => point.every((entry, k) => entry * direction[k]! > 0)) + (direction[3]! > 0 ? 0 : 8));
    const listed = set.vertices!.map(({ weights }) => {
      const values = Array.from({ length: 16 }, () => 0);
      for (const [k, weight] of weights.entries()) values[place[k]!] = weight;
      return values.map((value) => (value === 0 ? "0" : value.toFixed(9))).join(" ");
    });
    expect(listed.sort()).toEqual(byHand());
    expectMembers(program, set);
    // All directions have l1 norm 2, and the sum of squares is least where all weights are equal: 16 times 0.3.
    expect([set.l1.smallest.l1, set.l1.largest.l1]).toEqual([expect.closeTo(9.6, 10), expect.closeTo(9.6, 10)]);
    for (const weight of set.squares.smallest.weights) expect(weight).toBeCloseTo(0.3, 10);
    expect(set.vertices![0]!.exactWeights!.reduce((sum, weight) => sum.plus(weight), Rational.zero).equals(Rational.of(96))).toBe(true);
  });

  test("has the same set in doubles, with and without a list of vertices", async () => {
    const program = parity(3, 0.05, true);
    const exact = await setOf(program);
    const inexact = await setOf(program, { inexact: true });
    const unlisted = await setOf(program, { inexact: true, mostNeurons: 15 });
    for (const set of [inexact, unlisted]) {
      expect(set).toMatchObject({ exact: false, inexactBecause: "doubles were asked for", rank: 8, dimension: 8, dimensionInBlocks: exact.dimensionInBlocks });
      expectMembers(program, set);
    }
    expect(inexact.vertices!.length).toBe(exact.vertices!.length);
    expect(inexact.verticesInBlocks).toBe(exact.verticesInBlocks);
    expect(inexact.squares.largest!.squares).toBeCloseTo(exact.squares.largest!.squares, 9);
    expect(unlisted).toMatchObject({ vertices: undefined, verticesInBlocks: undefined, verticesMissing: "16 neurons can have weight, more than 15" });
    expect(unlisted.squares.largest).toBeUndefined();
  });
});

describe("XOR without biases", () => {
  test("has one optimal network of four neurons, but many solutions of the program", async () => {
    const set = await setOf(parity(2, Math.SQRT2 / 20, false), { lambdaSquared: Rational.of(1, 200) });
    // At the corner s the weight of (s / sqrt 2, sign y(s)) is 0.8 / sqrt 2; each direction lies in two cones.
    expect(set).toMatchObject({ exact: true, dimension: 0, dimensionInBlocks: 4, unique: true, uniqueInBlocks: false, independent: true, verticesInBlocks: 16n });
    expect(set.vertices!.map(({ support }) => support)).toEqual([[0, 1, 2, 3]]);
    for (const weight of set.vertices![0]!.weights) expect(weight).toBeCloseTo(0.8 / Math.SQRT2, 14);
    expect(set.vertices![0]!.exactWeights!.map(String)).toEqual(["8", "8", "8", "8"]);
    expect(set.l1.smallest.l1).toBeCloseTo(3.2, 13);
    expect(set.squares.smallest.squares).toBeCloseTo(1.28, 13);
  });

  test("is not rational for a rational lambda: the set is known in doubles", async () => {
    const set = await setOf(parity(2, 0.05, false));
    expect(set.exact).toBe(false);
    expect(set.inexactBecause).toMatch(/no rational numbers/);
    expect(set).toMatchObject({ dimension: 0, unique: true, rankThreshold: 1e-9 });
    for (const weight of set.vertices![0]!.weights) expect(weight).toBeCloseTo((1 - 4 * (0.05 / Math.SQRT2)) / Math.SQRT2, 12);
  });
});

describe("random data", () => {
  test("has members of equal fit and objective; extremes agree with the list of vertices", async () => {
    let several = 0;
    for (let seed = 1; seed <= 8; seed++) {
      for (const model of ["relu", "gated"] as const) {
        const program = randomData(seed, 6 + (seed % 4), 1 + (seed % 2), 0.001, model);
        const set = await setOf(program);
        expectMembers(program, set);
        expect(set.unique).toBe(set.dimension === 0);
        if (set.independent) expect(set.unique).toBe(true);
        if (set.vertices === undefined) continue;
        expect(set.vertices.length === 1).toBe(set.unique);
        if (set.unique) continue;
        several++;
        const unlisted = await setOf(program, { mostNeurons: 0 });
        expect(unlisted.vertices).toBeUndefined();
        expect(unlisted).toMatchObject({ dimension: set.dimension, rank: set.rank, possible: set.possible });
        expect(unlisted.l1.smallest.l1).toBeCloseTo(set.l1.smallest.l1, 8);
        expect(unlisted.l1.largest.l1).toBeCloseTo(set.l1.largest.l1, 8);
        expectMembers(program, unlisted);
      }
    }
    expect(several).toBeGreaterThan(2);
  });

  test("above the largest lambda, and at it, has the zero network alone", async () => {
    const base = randomData(3, 7, 2, 1);
    for (const factor of [1, 2]) {
      const set = await setOf({ ...base, lambda: factor * lambdaMax(base) });
      expect(set).toMatchObject({ dimension: 0, unique: true, sumOfNorms: 0 });
      expect(set.vertices!.map(({ blocks, support }) => [blocks, support])).toEqual([[[], []]]);
      expect(set.l1.largest).toMatchObject({ l1: 0, squares: 0, blocks: [] });
    }
  });
});

test("turned neurons: where X^T nu = 0, relu(d x) and relu(-d x) may both have weight", async () => {
  // y = |x| on a line without biases: two neurons, unique. With an odd part added that the penalty does not see, there is no choice either: the sides are separate.
  const program = convexProgram({ inputs: Float64Array.of(-2, -1, 1, 2), targets: Float64Array.of(3, 1, 2, 3), lambda: 0.05, bias: false });
  const set = await setOf(program);
  expect(set).toMatchObject({ exact: true, unique: true, uniqueInBlocks: true });
  // In more dimensions there is: in pairs, all outputs together span the outputs |d x| and the linear functions, whose dimension is d.
  const many = randomData(3, 12, 2, 0.0005);
  const wide = await setOf(many);
  const { neurons } = wide.equicorrelation;
  const turned = neurons.filter(({ direction, sign }) => neurons.some((other) => other.sign === sign && other.direction.every((entry, k) => Math.abs(entry + direction[k]!) < 1e-6)));
  expect(turned.length).toBe(neurons.length);
  expect(wide.dimension).toBe(neurons.length / 2 - many.d);
});
