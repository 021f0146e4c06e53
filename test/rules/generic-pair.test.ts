import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkProof } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import type { Mask } from "../../src/pattern/mask.js";
import { pruneDead } from "../../src/pattern/live.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findFull } from "../../src/rules/contraction.js";
import { findGenericFactor } from "../../src/rules/generic-factor.js";
import { findGenericPair } from "../../src/rules/generic-pair.js";
import { arbitraryPruned, derivativeRank, masksFrom, show } from "../decide/build.js";

const budget = new Budget(Infinity);

/** Integers that do not depend on the order of the questions. */
function someWeights(seed: number): (layer: number, i: number, j: number) => bigint {
  return (layer, i, j) => BigInt(1 + new Random(seed + 7919 * layer + 101 * i + j).below(97));
}

const filled = (masks: readonly Mask[]): boolean => {
  const { rank, entries } = derivativeRank(masks, someWeights(1));
  return rank === entries;
};

describe("generic pair", () => {
  it("is found only where the product map can fill its support", () => {
    let found = 0;
    fc.assert(
      fc.property(arbitraryPruned(2, 4, 4), (masks) => {
        const proof = findGenericPair(masks, budget);
        if (proof === undefined) return;
        found++;
        expect(filled(masks), show(masks)).toBe(true);
        checkProof({ pattern: makePattern("test", masks), property: "linear", closed: true, proof });
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(found).toBeGreaterThan(30);
  });

  it.each([
    ["inputs", "first", masksFrom(["110", "011", "010"], ["111", "111", "111"], ["110", "111"])],
    ["outputs", "last", masksFrom(["10", "11", "10", "11"], ["1110", "1001", "1010", "0011"], ["1011", "0011", "1111", "0100"])],
  ])("is found where no end factor alone is enough, some %s taken by another layer", (_, free, dead) => {
    const masks = pruneDead(dead);
    expect(findGenericFactor(masks, budget)).toBeUndefined();
    const proof = findGenericPair(masks, budget);
    expect(proof?.evidence).toMatchObject({ free });
    expect((proof!.evidence as { taken: number[] }).taken.length).toBeGreaterThan(0);
  });

  it.each([
    ["LU, although it fills all dimensions", masksFrom(["11", "01"], ["10", "11"])],
    ["rank one", masksFrom(["11"], ["1", "1"])],
    ["a deep bottleneck", masksFrom(["11", "11"], ["11"], ["1", "1"])],
  ])("is not found for %s", (_, masks) => {
    expect(findGenericPair(masks, budget)).toBeUndefined();
  });

  it("stops when the budget is spent", () => {
    expect(() => findGenericPair(masksFrom(["11", "11"], ["11", "11"]), new Budget(-1))).toThrow(OutOfBudget);
  });
});

describe("any proof that everything is reached", () => {
  it("is given only where the product map can fill its support", () => {
    const seen = { found: 0, none: 0 };
    fc.assert(
      fc.property(arbitraryPruned(2, 3, 4), (masks) => {
        const fills = filled(masks);
        seen[fills ? "found" : "none"]++;
        if (!fills) expect(findFull(masks, budget), show(masks)).toBeUndefined();
      }),
      { seed: 3, numRuns: 200 },
    );
    expect(Math.min(seen.found, seen.none)).toBeGreaterThan(20);
  });
});
