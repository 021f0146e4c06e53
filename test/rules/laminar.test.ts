import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setOf } from "../../src/pattern/sets.js";
import { crossing, findLaminar } from "../../src/rules/laminar.js";
import { range, rectangles } from "../decide/build.js";

describe("laminar", () => {
  it.each([
    ["nested columns", "rows", [[[0, 1], [0]], [[0, 1], [0, 1, 2]]]],
    ["disjoint columns", "rows", [[[0, 1], [0]], [[0, 1], [1, 2]]]],
    ["equal columns", "rows", [[[0, 1], [0, 1, 2]], [[0, 1], [0, 1, 2]]]],
    ["nested rows", "columns", [[[0], [0, 1]], [[0, 1], [0, 1]]]],
  ] as const)("is found for %s", (_, common, neurons) => {
    expect(findLaminar(rectangles(2, 3, neurons))).toEqual({ rule: "laminar", evidence: { common } });
  });

  it.each([
    ["columns that cross", [[[0, 1], [0, 1]], [[0, 1], [1, 2]]]],
    ["rows that differ", [[[0, 1], [0]], [[0], [0, 1]]]],
  ] as const)("is not found for %s", (_, neurons) => {
    expect(findLaminar(rectangles(2, 3, neurons))).toBeUndefined();
  });

  it("is not found once entries are free", () => {
    expect(findLaminar(rectangles(2, 3, [[[0, 1], [0]], [[0, 1], [0, 1, 2]]], [[1, 2]]))).toBeUndefined();
  });

  it("is not claimed of no neurons", () => {
    expect(findLaminar(rectangles(2, 2, []))).toBeUndefined();
  });
});

describe("crossing", () => {
  it("names two sets that overlap without being nested, exactly when there are such", () => {
    const sets = fc.array(fc.subarray(range(5), { minLength: 1 }), { maxLength: 5 });
    const cross = (a: readonly number[], b: readonly number[]): boolean =>
      a.some((x) => b.includes(x)) && a.some((x) => !b.includes(x)) && b.some((x) => !a.includes(x));
    let found = 0;
    fc.assert(
      fc.property(fc.noBias(sets), (family) => {
        const pair = crossing(family.map(setOf));
        expect(pair !== undefined).toBe(family.some((a) => family.some((b) => cross(a, b))));
        if (pair === undefined) return;
        found++;
        expect(cross(family[pair[0]]!, family[pair[1]]!)).toBe(true);
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(found).toBeGreaterThan(50);
  });
});
