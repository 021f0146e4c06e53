import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinearEvidence } from "../../src/certificate/proof.js";
import { type Mask, kept } from "../../src/pattern/mask.js";
import { edgesOf } from "../../src/pattern/pattern.js";
import { findMiddleFactor } from "../../src/rules/middle-factor.js";
import { Budget } from "../../src/rules/budget.js";
import { findGenericFactor } from "../../src/rules/generic-factor.js";
import { allPaths, arbitraryPruned, exactRank, masksFrom, show } from "../decide/build.js";

/** The rank of the product as a linear map of the free factor, from the sum over paths, over the rationals. */
function rankByPaths(masks: readonly Mask[], { layer, values }: LinearEvidence["middle-factor"]): { rank: number; entries: number } {
  const weights = masks.map((mask, l) => new Map(edgesOf(mask).map(([i, j], e) => [`${i},${j}`, BigInt(values[l]![e] ?? 1)])));
  const unknown = new Map(edgesOf(masks[layer - 1]!).map(([i, j], e) => [`${i},${j}`, e]));
  const rows = new Map<string, bigint[]>();
  for (const path of allPaths(masks)) {
    const name = `${path.at(-1)!},${path[0]!}`;
    const line = rows.get(name) ?? Array.from({ length: unknown.size }, () => 0n);
    rows.set(name, line);
    const edge = (l: number): string => `${path[l]!},${path[l - 1]!}`;
    const product = masks.reduce((value, _, l) => (l === layer - 1 ? value : value * weights[l]!.get(edge(l + 1))!), 1n);
    line[unknown.get(edge(layer))!]! += product;
  }
  return { rank: exactRank([...rows.values()]), entries: rows.size };
}

/** A dense middle between two outer layers that halve: neither end is free, the middle is. */
const HOURGLASS = masksFrom(["1100", "0011"], ["11", "11"], ["10", "10", "01", "01"]);

describe("middle factor", () => {
  it("is found where one weight in the middle stands for each entry and the ends are stars", () => {
    // Two inputs, two outputs, each end one edge: the middle is the product itself.
    const masks = masksFrom(["10", "01"], ["11", "11"], ["10", "01"]);
    expect(findMiddleFactor(masks)?.evidence).toMatchObject({ layer: 2 });
  });

  it("is not found where the middle has fewer weights than there are entries", () => {
    expect(findMiddleFactor(HOURGLASS)).toBeUndefined();
  });

  it("is not found where the middle has weights enough but reaches too little", () => {
    // Six weights in the middle, four entries, but everything passes through one neuron below.
    const masks = masksFrom(["11"], ["1", "1", "1", "1"], ["1111", "1111"]);
    expect(kept(masks[1]!)).toBeGreaterThanOrEqual(4);
    expect(findMiddleFactor(masks)).toBeUndefined();
  });

  it("is not sought in two layers, where both factors are ends", () => {
    expect(findMiddleFactor(masksFrom(["11", "11"], ["11", "11"]))).toBeUndefined();
  });

  it("names integers at which the rank is full over the rationals", () => {
    const seen = { found: 0, beyondEnds: 0 };
    fc.assert(
      fc.property(arbitraryPruned(3, 4, 4), (masks) => {
        const proof = findMiddleFactor(masks);
        if (proof === undefined) return;
        seen.found++;
        if (findGenericFactor(masks, new Budget(Infinity)) === undefined) seen.beyondEnds++;
        const { rank, entries } = rankByPaths(masks, proof.evidence as LinearEvidence["middle-factor"]);
        expect(rank, show(masks)).toBe(entries);
      }),
      { seed: 1, numRuns: 600 },
    );
    expect(seen.found).toBeGreaterThan(50);
    expect(seen.beyondEnds).toBeGreaterThan(0);
  });
});
