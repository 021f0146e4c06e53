import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { networkOf, objectiveOf } from "../../../src/optima/convex/network.js";
import { optimalSet } from "../../../src/optima/convex/optimal-set.js";
import type { Block, ConvexProgram, Solution } from "../../../src/optima/convex/program.js";
import { independenceOf, leastSquares, mergedBlocks, pruneOptimally } from "../../../src/optima/convex/prune.js";
import { lossOf } from "../../../src/optima/convex/losses.js";
import { fitOf, solve } from "../../../src/optima/convex/solve.js";
import { parity } from "../../support/optimal-sets.js";
import { randomData } from "./programs.js";

const lengthOf = (vector: Float64Array): number => Math.hypot(...vector);
const largestDifference = (a: Float64Array, b: Float64Array): number => Math.max(...a.map((entry, k) => Math.abs(entry - b[k]!)));

/** A solution with other blocks. */
function withBlocks(program: ConvexProgram, solution: Solution, blocks: readonly Block[]): Solution {
  const fit = fitOf(program, blocks);
  const loss = lossOf(program, fit);
  const sumOfNorms = blocks.reduce((sum, { vector }) => sum + lengthOf(vector), 0);
  const value = loss + program.lambda * sumOfNorms;
  return { ...solution, blocks, fit, loss, sumOfNorms, value, gap: value - solution.dualBound };
}

/** The member of least squares: as many neurons as an optimum can have, each in one piece for every gate that it lies at. */
async function spread(program: ConvexProgram, solution: Solution): Promise<Solution> {
  const { equicorrelation, squares } = await optimalSet(program, solution, { inexact: true, mostNeurons: 0 });
  const blocks = equicorrelation.neurons.flatMap(({ sign, direction, blocks: pieces }, k): Block[] =>
    squares.smallest.weights[k] === 0 ? [] : pieces.map((at) => ({ gate: equicorrelation.blocks[at]!.gate, sign, vector: direction.map((entry) => (entry * squares.smallest.weights[k]!) / pieces.length) })),
  );
  return withBlocks(program, solution, blocks);
}

function expectIrreducible(program: ConvexProgram, solution: Solution): number {
  const pruned = pruneOptimally(program, solution);
  expect(Math.abs(pruned.value - solution.value)).toBeLessThan(1e-9 * solution.value);
  expect(largestDifference(pruned.fit, solution.fit)).toBeLessThan(1e-11 * Math.max(1, ...solution.fit.map(Math.abs)));
  const { independence, blocks } = pruned;
  expect(independence).toMatchObject({ neurons: blocks.length, rank: blocks.length, irreducible: true });
  expect(independence.smallestSingularValue).toBeGreaterThan(1e-9 * independence.largestSingularValue);
  expect(blocks.length).toBeLessThanOrEqual(program.n);
  // The network that comes of it, run on the data.
  const network = networkOf(program, blocks);
  expect(network.widths[1]).toBe(blocks.length);
  expect(Math.abs(objectiveOf(network, program).value - solution.value)).toBeLessThan(1e-9 * solution.value);
  expect(pruned.blocksBefore).toBe(solution.blocks.length);
  return pruned.neuronsBefore - blocks.length;
}

describe("pruneOptimally", () => {
  test("of all neurons for the parity of the cube, each in many pieces, leaves independent ones", async () => {
    const program = parity(3, 0.05, true);
    const dense = await spread(program, solve(program));
    expect(dense.blocks.length).toBe(128);
    const pruned = pruneOptimally(program, dense);
    expect(pruned.neuronsBefore).toBe(16);
    expect(expectIrreducible(program, dense)).toBeGreaterThanOrEqual(8);
  });

  test("keeps objective to 1e-9 and fit to 1e-11 on random problems, with many neurons to remove", async () => {
    let removed = 0;
    for (let seed = 1; seed <= 9; seed++) {
      for (const model of ["relu", "gated"] as const) {
        const program = randomData(seed, 6 + (seed % 5), 1 + (seed % 3), 0.002, model);
        const solution = solve(program);
        expectIrreducible(program, solution);
        removed += expectIrreducible(program, await spread(program, solution));
      }
    }
    expect(removed).toBeGreaterThan(15);
  });

  test("does not raise the objective of points that are no optimum, and keeps their fit", () => {
    const random = new Random(4);
    for (let seed = 1; seed <= 20; seed++) {
      const program = randomData(seed, 6, 2, 0.01);
      const blocks = program.gates.flatMap(({ point }, gate): Block[] => {
        const length = Math.hypot(...point.map(Number));
        return ([1, -1] as const).map((sign) => {
          const weight = (1 + random.below(100)) / 100;
          return { gate, sign, vector: Float64Array.from(point, (entry) => (weight * Number(entry)) / length) };
        });
      });
      const dense = withBlocks(program, solve(program), blocks);
      const pruned = pruneOptimally(program, dense);
      expect(pruned.value).toBeLessThanOrEqual(dense.value + 1e-12);
      expect(largestDifference(pruned.fit, dense.fit)).toBeLessThan(1e-10);
      expect(pruned.independence.irreducible).toBe(true);
      expect(pruned.gap).toBeCloseTo(pruned.value - pruned.dualBound, 15);
    }
  });

  test("leaves the zero network as it is", () => {
    const program = randomData(1, 5, 1, 100);
    const pruned = pruneOptimally(program, solve(program));
    expect(pruned).toMatchObject({ blocks: [], blocksBefore: 0, neuronsBefore: 0, independence: { neurons: 0, rank: 0, irreducible: true } });
  });
});

describe("mergedBlocks", () => {
  const block = (gate: number, sign: 1 | -1, ...vector: number[]): Block => ({ gate, sign, vector: Float64Array.from(vector) });

  test("adds up blocks of one sign and direction, and drops what is 0", () => {
    const merged = mergedBlocks({ model: "relu" }, [block(0, 1, 3, 4), block(1, 1, 6, 8), block(2, -1, 3, 4), block(3, 1, 4, 3), block(4, 1, 0, 0)]);
    expect(merged.map(({ gate, sign, vector }) => [gate, sign, ...vector])).toEqual([[0, 1, 9, 12], [2, -1, 3, 4], [3, 1, 4, 3]]);
  });

  test("leaves gated blocks alone: the same vector behind another gate is another neuron", () => {
    expect(mergedBlocks({ model: "gated" }, [block(0, 1, 3, 4), block(1, 1, 6, 8), block(4, 1, 0, 0)])).toHaveLength(2);
  });
});

describe("independenceOf", () => {
  const columns = (...lists: number[][]): Float64Array[] => lists.map((list) => Float64Array.from(list));

  test("counts singular values, whatever the lengths", () => {
    expect(independenceOf(columns([1e-8, 0, 0], [0, 1e8, 0]))).toMatchObject({ neurons: 2, rank: 2, irreducible: true });
    expect(independenceOf(columns([1, 2, 3], [2, 4, 6.000001]), 1e-3)).toMatchObject({ rank: 1, irreducible: false, threshold: 1e-3 });
    expect(independenceOf(columns([1, 0], [0, 1], [1, 1]))).toMatchObject({ neurons: 3, rank: 2, irreducible: false });
    expect(independenceOf(columns([0, 0], [0, 1]))).toMatchObject({ rank: 1, irreducible: false });
  });
});

describe("leastSquares", () => {
  test("satisfies the normal equations", () => {
    const a = [Float64Array.from([1, 2, 3]), Float64Array.from([0, 1, -1])];
    const target = Float64Array.from([1, 0, 5]);
    const [p, q] = leastSquares(a, target);
    const left = target.map((entry, j) => entry - p! * a[0]![j]! - q! * a[1]![j]!);
    for (const column of a) expect(column.reduce((sum, entry, j) => sum + entry * left[j]!, 0)).toBeCloseTo(0, 13);
  });
});
