import { describe, expect, test } from "vitest";
import { pointsNeeded } from "../../src/counterexample/moment-curve.js";
import { cheapestCrossedMinor } from "../../src/counterexample/smaller-minor.js";
import { readPattern } from "../../src/formats/read.js";
import { select } from "../../src/pattern/layers.js";
import { pruneDead } from "../../src/pattern/live.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { findLuMinor } from "../../src/rules/lu-minor.js";

const cost = (minor: Parameters<typeof pointsNeeded>[0]): number => pointsNeeded(minor, 2);

describe("cheapestCrossedMinor", () => {
  test("UL 5x5: eleven points are enough, the first minor needs more", async () => {
    const { pattern } = await readPattern("patterns/lu/ul-5.json", {});
    const masks = pruneDead(pattern.masks);
    const first = findLuMinor(masks, pathPlanes(masks))!.evidence as { outputs: number[]; inputs: number[] };
    expect(cost(select(masks, first.outputs, first.inputs))).toBeGreaterThan(11);
    const best = cheapestCrossedMinor(masks, cost, Infinity)!.evidence as { outputs: number[]; inputs: number[] };
    expect(cost(select(masks, best.outputs, best.inputs))).toBe(11);
  });

  test("nothing below the bound, and nothing where there is none", async () => {
    const { pattern } = await readPattern("patterns/lu/lu-4.json", {});
    expect(cheapestCrossedMinor(pruneDead(pattern.masks), cost, 11)).toBeUndefined();
    const closed = (await readPattern("patterns/butterfly/fft-4.json", {})).pattern;
    expect(cheapestCrossedMinor(pruneDead(closed.masks), cost, Infinity)).toBeUndefined();
  });
});
