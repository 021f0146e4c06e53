import { describe, expect, test } from "vitest";
import type { Mask } from "../../src/pattern/mask.js";
import { type EdgeExponent, compareGrowth, hiddenPermutations, pathExponents } from "../../src/training/compare-growth.js";
import { train } from "../../src/training/train.js";
import { DENSE_122, LU, LU_DATA, T6_DATA, patternOf } from "./cases.js";

/** Exponents in the order of the edges, layer by layer, row by row. */
function growthOf(masks: readonly Mask[], exponents: readonly (number | null)[]): EdgeExponent[] {
  let next = 0;
  return masks.flatMap((mask, l) =>
    Array.from({ length: mask.rows }, (_, i) => i).flatMap((i) =>
      Array.from(mask.index.subarray(mask.start[i], mask.start[i + 1]), (j) => ({ layer: l + 1, out: i, in: j, exponent: exponents[next++]! })),
    ),
  );
}

/** LU, W_1 = [[p, q], [0, s]], W_2 = [[a, 0], [c, d]]: a p = eps, a q = c p = 1, c q + d s = 0, loss ~ eps^2. Not balanced: p = eps^2, a = 1 / eps, s = 1. */
const LU_FAMILY = growthOf(LU.masks, [-1, -0.5, 0, 0.5, 1, 0.5]);

describe("path exponents", () => {
  test("are the largest sums through each edge, bounded products at 0", () => {
    const exponents = growthOf(LU.masks, [-0.25, 0.25, 0.25, -0.25, 0.25, 0.25]);
    expect(pathExponents(LU.masks, exponents).map((layer) => [...layer.values()])).toEqual([[0, 0.5, 0.5], [0, 0.5, 0.5]]);
  });

  test("do not see rescaling of hidden neurons", () => {
    expect(pathExponents(LU.masks, LU_FAMILY)).toEqual(pathExponents(LU.masks, growthOf(LU.masks, [-0.25, 0.25, 0.25, -0.25, 0.25, 0.25])));
  });

  test("a weight that vanishes is no path", () => {
    const { masks } = patternOf([["1", "1"], ["11"]]);
    expect(pathExponents(masks, growthOf(masks, [1, null, 1, 5])).map((layer) => [...layer.values()])).toEqual([[2, 0], [2, 0]]);
  });
});

describe("hidden permutations", () => {
  const count = (layers: string[][]): number => [...hiddenPermutations(patternOf(layers).masks)].length;
  test("are those that keep every mask, the identity first", () => {
    expect(count([["11", "01"], ["10", "11"]])).toBe(1);
    expect(count([["1", "1"], ["11", "11"]])).toBe(2);
    expect(count([["11", "11", "11"], ["111", "111", "111"], ["111"]])).toBe(36);
    // Neurons 1 and 2 change places only together with their successors.
    expect(count([["1", "1"], ["10", "01"], ["11"]])).toBe(2);
    expect(count([["1", "1"], ["10", "01"], ["10", "01"]])).toBe(1);
    expect([...hiddenPermutations(DENSE_122.masks)][0]).toEqual([[0], [0, 1], [0, 1]]);
  });

  test("are cut off where there are too many", () => {
    const row = "1".repeat(12);
    expect(count([Array.from({ length: 12 }, () => "1"), [row]])).toBeLessThanOrEqual(5040);
  });
});

describe("compareGrowth", () => {
  test("matches a rescaled family, and one whose neurons have changed roles", () => {
    const { match, deviation } = compareGrowth(LU.masks, growthOf(LU.masks, [-0.26, 0.25, 0.25, -0.25, 0.25, 0.26]), LU_FAMILY);
    expect(match).toBe(true);
    expect(deviation).toBeCloseTo(0.02, 10);
    const swapped = compareGrowth(DENSE_122.masks, growthOf(DENSE_122.masks, [0.5, 0, 0, 0.5, 0, 0]), growthOf(DENSE_122.masks, [0, 0.5, 0, 0, 0, 0.5]));
    expect(swapped.match).toBe(false);
    const same = compareGrowth(DENSE_122.masks, growthOf(DENSE_122.masks, [0.5, 0, 0, 0, 0.5, 0]), growthOf(DENSE_122.masks, [0, 0.5, 0, 0, 0, 0.5]));
    expect([same.match, same.neurons]).toEqual([true, [[1, 0]]]);
  });

  test("does not match another rate, or growth elsewhere", () => {
    expect(compareGrowth(LU.masks, growthOf(LU.masks, [-0.5, 0.5, 0.5, -0.5, 0.5, 0.5]), LU_FAMILY)).toMatchObject({ match: false, deviation: 1 });
    expect(compareGrowth(LU.masks, growthOf(LU.masks, [0, 0.25, 0, 0, 0.25, 0]), LU_FAMILY).match).toBe(false);
    expect(compareGrowth(LU.masks, growthOf(LU.masks, [0, 0, 0, 0, 0, 0]), LU_FAMILY).edges.filter(({ exact }) => exact > 0)).toHaveLength(4);
  });

  test("training on LU and on the points of T6 follows the exact family", async () => {
    const lu = await train(LU, LU_DATA, { seed: 3, restarts: 1, steps: 5000 });
    expect(compareGrowth(LU.masks, lu.runs[0]!.growth, LU_FAMILY)).toMatchObject({ match: true });
    // T6: kinks at k and -k, slopes 1 / k into output 2, loss ~ k^2; output 1 sees the first neuron only.
    const family = growthOf(DENSE_122.masks, [0, 0, 0, null, 0.5, 0.5]);
    const t6 = await train(DENSE_122, T6_DATA, { seed: 9, restarts: 1, steps: 5000 });
    const { match, edges } = compareGrowth(DENSE_122.masks, t6.runs[0]!.growth, family);
    expect(edges.filter(({ fitted }) => fitted > 0.4)).toHaveLength(4);
    expect(match).toBe(true);
  });
});
