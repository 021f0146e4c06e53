import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Mask, transpose } from "../../src/pattern/mask.js";
import { DisjointPaths } from "../../src/rules/disjoint-paths.js";
import { allPaths, arbitraryMasks, arbitraryWidths, masksFrom, range, show } from "../decide/build.js";

/** Successor lists, as the class wants them, from masks in the usual form. */
const forward = (masks: readonly Mask[]): Mask[] => masks.map(transpose);

const disjoint = (a: readonly number[], b: readonly number[]): boolean => a.every((v, l) => v !== b[l]);

/** The most vertex-disjoint paths from the given starts, by trying all sets. */
function most(paths: readonly number[][], starts: readonly number[], taken: readonly number[][] = []): number {
  const [start, ...rest] = starts;
  if (start === undefined) return taken.length;
  const fitting = paths.filter((path) => path[0] === start && taken.every((other) => disjoint(path, other)));
  return Math.max(most(paths, rest, taken), ...fitting.map((path) => most(paths, rest, [...taken, path])));
}

const anyGraph = arbitraryMasks(arbitraryWidths(1, 3, 4));

describe("vertex-disjoint paths", () => {
  it("are as many as trying all sets of paths gives, from any set of starts", () => {
    let several = 0;
    fc.assert(
      fc.property(anyGraph, fc.infiniteStream(fc.boolean()), (masks, coins) => {
        const starts = range(masks[0]!.cols).filter(() => coins.next().value as boolean);
        const found = new DisjointPaths(forward(masks)).find(starts, starts.length);
        if (found.length > 1) several++;
        expect(found.length, `${show(masks)} from ${starts.join()}`).toBe(most(allPaths(masks), starts));
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(several).toBeGreaterThan(50);
  });

  it("are paths of the graph, pairwise disjoint, from the given starts", () => {
    fc.assert(
      fc.property(anyGraph, (masks) => {
        const starts = range(masks[0]!.cols);
        const found = new DisjointPaths(forward(masks)).find(starts, starts.length);
        const names = new Set(allPaths(masks).map((path) => path.join()));
        for (const path of found) expect(names.has(path.join()), show(masks)).toBe(true);
        found.forEach((path, a) => found.slice(0, a).forEach((other) => expect(disjoint(path, other), show(masks)).toBe(true)));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("do not depend on what the same instance was asked before", () => {
    fc.assert(
      fc.property(anyGraph, (masks) => {
        const used = new DisjointPaths(forward(masks));
        for (const k of range(masks[0]!.cols)) used.find([k], 1);
        const starts = range(masks[0]!.cols);
        expect(used.find(starts, 9)).toEqual(new DisjointPaths(forward(masks)).find(starts, 9));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("are rerouted when a greedy first path blocks the second", () => {
    // Start 0 may go through either middle neuron, start 1 through the first only.
    const masks = masksFrom(["11", "10"], ["10", "01"]);
    expect(new DisjointPaths(forward(masks)).find([0, 1], 2)).toEqual([[0, 1, 1], [1, 0, 0]]);
  });

  it("are no more than asked for", () => {
    const masks = masksFrom(["111", "111", "111"]);
    expect(new DisjointPaths(forward(masks)).find([0, 1, 2], 2).length).toBe(2);
  });
});
