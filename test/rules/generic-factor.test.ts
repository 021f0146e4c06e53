import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinearEvidence } from "../../src/certificate/proof.js";
import { type Mask, transpose } from "../../src/pattern/mask.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findGenericFactor } from "../../src/rules/generic-factor.js";
import { allPaths, arbitraryPruned, masksFrom, pathsBetween, range, show } from "../decide/build.js";

const budget = new Budget(Infinity);
type Evidence = LinearEvidence["generic-factor"];

const disjoint = (a: readonly number[], b: readonly number[]): boolean => a.every((v, l) => v !== b[l]);

/** The most paths, of a list, no two of which share a neuron. */
function most(paths: readonly number[][], taken: readonly number[][] = []): number {
  const [path, ...rest] = paths;
  if (path === undefined) return taken.length;
  const without = most(rest, taken);
  return taken.every((other) => disjoint(path, other)) ? Math.max(without, most(rest, [...taken, path])) : without;
}

/** C3 with the first factor free: from every input, as many disjoint paths behind it as it reaches outputs. */
function holdsFirst(masks: readonly Mask[]): boolean {
  const paths = allPaths(masks);
  return range(masks[0]!.cols).every((k) => {
    const own = paths.filter((path) => path[0] === k).map((path) => path.slice(1));
    return most(own) === new Set(own.map((path) => path.at(-1))).size;
  });
}

const reversed = (masks: readonly Mask[]): Mask[] => masks.map(transpose).reverse();

describe("generic factor", () => {
  it("is found exactly when the first or the last factor has disjoint paths enough", () => {
    const seen = { found: 0, none: 0 };
    fc.assert(
      fc.property(arbitraryPruned(2, 3, 3), (masks) => {
        const holds = holdsFirst(masks) || holdsFirst(reversed(masks));
        seen[holds ? "found" : "none"]++;
        expect(findGenericFactor(masks, budget) !== undefined, show(masks)).toBe(holds);
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(Math.min(seen.found, seen.none)).toBeGreaterThan(50);
  });

  it("names paths of the pattern, disjoint, to all that each input or output is joined to", () => {
    fc.assert(
      fc.property(arbitraryPruned(2, 4, 3), (masks) => {
        const proof = findGenericFactor(masks, budget);
        fc.pre(proof !== undefined);
        const { free, paths } = proof!.evidence as Evidence;
        const first = free === "first";
        const between = pathsBetween(masks);
        const [ends, others] = first ? [masks[0]!.cols, masks.at(-1)!.rows] : [masks.at(-1)!.rows, masks[0]!.cols];
        expect(paths.length).toBe(ends);
        paths.forEach((system, x) => {
          const joined = range(others).filter((y) => (first ? between(y, x) : between(x, y)).length > 0);
          expect(system.map((path) => (first ? path.at(-1)! : path[0]!)).toSorted(), show(masks)).toEqual(joined);
          for (const path of system) {
            const whole = first ? [x, ...path] : [...path, x];
            expect(between(whole.at(-1)!, whole[0]!)).toContainEqual(whole);
          }
          system.forEach((path, p) => system.slice(0, p).forEach((other) => expect(disjoint(path, other)).toBe(true)));
        });
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("is found for a dense pattern with as many hidden neurons as outputs", () => {
    expect(findGenericFactor(masksFrom(["111", "111"], ["11", "11"]), budget)?.evidence).toMatchObject({ free: "first" });
  });

  it("takes the last factor when only inputs are few", () => {
    expect(findGenericFactor(masksFrom(["11", "11"], ["11", "11", "11"]), budget)?.evidence).toMatchObject({ free: "last" });
  });

  it.each([
    ["a bottleneck", masksFrom(["11"], ["1", "1"])],
    ["a bottleneck in the middle", masksFrom(["11", "11"], ["11"], ["1", "1"], ["11", "11"])],
    ["LU", masksFrom(["11", "01"], ["10", "11"])],
  ])("is not found for %s", (_, masks) => {
    expect(findGenericFactor(masks, budget)).toBeUndefined();
  });

  it("stops when the budget is spent", () => {
    expect(() => findGenericFactor(masksFrom(["11", "11"], ["11", "11"]), new Budget(-1))).toThrow(OutOfBudget);
  });
});
