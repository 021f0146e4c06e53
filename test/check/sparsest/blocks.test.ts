import { describe, expect, it } from "vitest";
import { Effort, TooLarge } from "../../../src/check/limits.js";
import { blocksOf, contains, unblockedBy } from "../../../src/check/sparsest/blocks.js";
import { dot } from "../../../src/exact/integer-vector.js";
import { Random } from "../../../src/exact/random.js";
import { activationPatterns } from "../../../src/optima/convex/arrangement.js";

const integers = (random: Random, n: number, d: number, size: number): bigint[][] => Array.from({ length: n }, () => [...Array.from({ length: d }, () => BigInt(random.below(2 * size + 1) - size)), 1n]);

/** What a neuron of weight vector u gives. */
const outputs = (rows: readonly (readonly bigint[])[], u: readonly bigint[]): bigint[] => rows.map((row) => dot(row, u)).map((x) => (x > 0n ? x : 0n));

describe("blocksOf", () => {
  it("has two blocks for each activation pattern that is open somewhere", () => {
    const random = new Random(1);
    for (let n = 0; n < 40; n++) {
      const d = 1 + random.below(3);
      const rows = integers(random, 2 + random.below(5), d, n % 2 === 0 ? 1 : 20);
      const columns = Array.from({ length: d + 1 }, (_, c) => c).filter(() => random.below(4) > 0);
      const X = Float64Array.from(rows.flat(), Number);
      const open = activationPatterns(X, rows.length, d + 1, Int32Array.from(columns))!.gates.filter(({ active }) => active.includes(1));
      const { blocks } = blocksOf(rows, [{ columns, cost: 1 }], new Effort());
      expect(blocks.length).toBe(2 * open.length);
    }
  });

  it("has supports in their order, with their costs", () => {
    const rows = [[1n, 0n, 1n], [0n, 1n, 1n], [1n, 1n, 1n]];
    const { blocks } = blocksOf(rows, [{ columns: [2], cost: 1 }, { columns: [], cost: 1 }, { columns: [0, 1], cost: 5 }], new Effort());
    // A bias alone is open at all points or at none; three lines in the plane make six sectors, of which one is closed at all.
    expect(blocks.filter(({ support }) => support === 0).map(({ cost }) => cost)).toEqual([1, 1]);
    expect(blocks.filter(({ support }) => support === 1)).toEqual([]);
    expect(blocks.filter(({ support }) => support === 2).map(({ cost }) => cost)).toEqual(Array.from({ length: 10 }, () => 5));
  });

  it("takes columns that depend on others for what they are", () => {
    // The second input is twice the first, the third is 0.
    const rows = [1n, 2n, -1n].map((x) => [x, 2n * x, 0n, 1n]);
    const [all, one] = [[0, 1, 2, 3], [0, 3]].map((columns) => blocksOf(rows, [{ columns, cost: 1 }], new Effort()));
    expect(all!.blocks).toEqual(one!.blocks);
    expect(all!.generators).toEqual(one!.generators);
  });
});

describe("unblockedBy", () => {
  it("finds blocks that random neurons show not to be blocked, and each of the others has none", () => {
    const random = new Random(2);
    for (let n = 0; n < 30; n++) {
      const d = 1 + random.below(2);
      const rows = integers(random, 2 + random.below(4), d, 3);
      const columns = Array.from({ length: d + 1 }, (_, c) => c);
      const made = blocksOf(rows, [{ columns, cost: 1 }], new Effort());
      const nu = rows.map(() => BigInt(random.below(9) - 4));
      const set = unblockedBy(nu, made, new Effort());
      const patterns = new Set<string>();
      for (let trial = 0; trial < 400; trial++) {
        const product = dot(nu, outputs(rows, columns.map(() => BigInt(random.below(2001) - 1000))));
        if (product !== 0n) patterns.add(product > 0n ? "+" : "-");
      }
      const signs = new Set(made.blocks.flatMap(({ sign }, b) => (contains(set, b) ? [sign === 1 ? "+" : "-"] : [])));
      expect([...patterns].filter((sign) => !signs.has(sign))).toEqual([]);
      made.blocks.forEach((block, b) => {
        const products = block.generators.map((g) => dot(nu, made.generators[g]!) * BigInt(block.sign));
        expect(contains(set, b)).toBe(products.some((x) => x > 0n));
      });
    }
  });

  it("stops where the work is too much", () => {
    const effort = new Effort();
    effort.spend(2 ** 32 - 2 ** 12);
    expect(() => blocksOf(integers(new Random(3), 6, 3, 50), [{ columns: [0, 1, 2, 3], cost: 1 }], effort)).toThrow(TooLarge);
  });
});
