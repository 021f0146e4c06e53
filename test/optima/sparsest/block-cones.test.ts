import { describe, expect, it } from "vitest";
import { Cone } from "../../../src/exact/cone.js";
import { dot } from "../../../src/exact/integer-vector.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type BlockCones, blockCones } from "../../../src/optima/sparsest/block-cones.js";
import { randomProblem } from "./small-problems.js";

const isIn = ({ generators, blocks }: BlockCones, block: number, values: readonly bigint[]): boolean => {
  const cone = new Cone(values);
  for (const g of blocks[block]!.generators) cone.add(generators[g]!);
  return cone.solve();
};

/** Values on the points of the neuron max(0, w . (x, 1)). */
const valuesOf = ({ points }: BlockCones, w: readonly bigint[]): bigint[] => points.rows.map((row) => dot(row, w)).map((value) => (value > 0n ? value : 0n));

describe("blockCones", () => {
  it("have what any neuron gives, in some block, and nothing that none gives", () => {
    const random = new Random(3);
    for (let k = 0; k < 24; k++) {
      const cones = blockCones({ ...randomProblem(random, { points: 3 + random.below(4), inputs: 1 + random.below(2), size: 4 }), skip: k % 2 === 0 })!;
      const { blocks, points, generators, reduced } = cones;
      for (let drawn = 0; drawn < 6; drawn++) {
        const values = reduced(valuesOf(cones, points.scales.map(() => BigInt(random.below(21) - 10))));
        expect(values.every((entry) => entry === 0n) || blocks.some((_, b) => isIn(cones, b, values))).toBe(true);
        const opposite = values.map((entry) => -entry);
        expect(values.every((entry) => entry === 0n) || blocks.some((_, b) => isIn(cones, b, opposite))).toBe(true);
      }
      // Each generator is what a ray of the block gives; with affine functions free, up to these.
      for (const [b, { sign, generators: own }] of blocks.entries()) {
        const given = cones.raysOf(b).map(({ weights }) => reduced(valuesOf(cones, weights)).map((entry) => BigInt(sign) * entry));
        for (const g of own) expect(given.some((values) => isParallel(values, generators[g]!))).toBe(true);
      }
    }
  });

  it("leave out what affine functions do, where these are free", () => {
    // On a line, three points: only what bends at the middle one counts.
    const inputs = [0, 1, 2].map((x) => [Rational.of(x)]);
    const cones = blockCones({ inputs, outputs: [0, 0, 1].map((y) => Rational.of(y)), skip: true, count: "neurons", countBias: true })!;
    expect(cones.target).toHaveLength(1);
    expect(cones.generators.map(String).sort()).toEqual(["-1", "1"]);
    expect(cones.blocks.map(({ sign }) => sign).sort()).toEqual([-1, 1]);
    expect(cones.dualVector([1n]).map(String)).toEqual(["1", "-2", "1"]);
  });
});

function isParallel(a: readonly bigint[], b: readonly bigint[]): boolean {
  return a.some((x) => x !== 0n) && dot(a, b) > 0n && a.every((x, i) => a.every((y, k) => x * b[k]! === y * b[i]!));
}
