import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskOf } from "../../src/pattern/mask.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { findUniquePaths } from "../../src/rules/unique-paths.js";
import { allPaths, arbitraryPruned, masksFrom, show } from "../decide/build.js";

const find = (masks: Parameters<typeof pathPlanes>[0]) => findUniquePaths(pathPlanes(masks));

describe("unique paths", () => {
  it("holds exactly when no two paths share both ends", () => {
    let held = 0;
    fc.assert(
      fc.property(arbitraryPruned(1, 4, 4), (masks) => {
        const ends = allPaths(masks).map((path) => `${path[0]},${path.at(-1)}`);
        const unique = new Set(ends).size === ends.length;
        if (unique && ends.length > 3) held++;
        expect(find(masks) !== undefined, show(masks)).toBe(unique);
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(held).toBeGreaterThan(20);
  });

  it("is found in a butterfly", () => {
    const masks = masksFrom(["1010", "0101", "1010", "0101"], ["1100", "1100", "0011", "0011"]);
    expect(find(masks)).toEqual({ rule: "unique-paths", evidence: {} });
  });

  it("is not found when one pair among many inputs has two paths", () => {
    // Input 33 of 40 feeds both hidden neurons, which feed one output.
    const masks = [maskOf(2, 40, (h, k) => h === 0 || k === 33), maskOf(1, 2, () => true)];
    expect(find(masks)).toBeUndefined();
  });
});
