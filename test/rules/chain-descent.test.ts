import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rectangles, rowClasses, transposed } from "../../src/pattern/rectangles.js";
import { members } from "../../src/pattern/sets.js";
import { chainDescents } from "../../src/rules/chain-descent.js";
import { arbitraryRectangles, range, rectangles, subsetsOf } from "../decide/build.js";

const subset = (a: readonly number[], b: readonly number[]): boolean => a.every((x) => b.includes(x));

/** R3 word for word: the classes form a chain and the rows outnumber the largest class and the columns that meet it. */
function isChain(state: Rectangles, rows: readonly number[]): boolean {
  const classes = rows.map((i) => members(rowClasses(state)[i]!));
  if (classes.length === 0 || classes.some((set) => set.length === 0)) return false;
  if (!classes.every((a) => classes.every((b) => subset(a, b) || subset(b, a)))) return false;
  const top = classes.reduce((a, b) => (b.length > a.length ? b : a));
  const columns = new Set(top.flatMap((k) => members(state.neurons[k]!.cols)));
  return rows.length > Math.min(top.length, columns.size);
}

describe("chain descent", () => {
  it("finds chains exactly when some rows or columns are one", () => {
    let found = 0;
    fc.assert(
      fc.property(arbitraryRectangles(4, 3), (state) => {
        const sides = [state, transposed(state)];
        const exists = sides.some((side) => subsetsOf(range(side.m)).some((rows) => isChain(side, rows)));
        const steps = [...chainDescents(state)];
        if (exists) found++;
        expect(steps.length > 0).toBe(exists);
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it("yields chains only, with one case for every class in them", () => {
    fc.assert(
      fc.property(arbitraryRectangles(5, 4), (state) => {
        for (const { side, chain, cases } of chainDescents(state)) {
          const own = side === "rows" ? state : transposed(state);
          expect(isChain(own, chain)).toBe(true);
          expect(chain.toSorted((a, b) => a - b)).toEqual(chain);
          const classes = rowClasses(own);
          expect(new Set(cases.map(({ deleted }) => classes[deleted]))).toEqual(new Set(chain.map((i) => classes[i])));
          expect(subset(cases.map(({ deleted }) => deleted), chain)).toBe(true);
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("leaves in each case the pattern without the deleted row", () => {
    // Rows 0 and 1 of class {0}, neuron 1 elsewhere.
    const [step] = chainDescents(rectangles(3, 2, [[[0, 1], [0, 1]], [[2], [0, 1]]]));
    expect(step).toMatchObject({ side: "rows", chain: [0, 1] });
    expect(step!.cases.map(({ state }) => state.neurons)).toEqual([[{ rows: 2n, cols: 3n }, { rows: 4n, cols: 3n }]]);
  });

  it("takes nested classes together when none alone has rows enough", () => {
    // Classes {0}, {0,1}, {0,1}: three rows, two neurons.
    const state = rectangles(3, 4, [[[0, 1, 2], [0, 1]], [[1, 2], [2, 3]]]);
    const steps = [...chainDescents(state)].filter(({ side }) => side === "rows");
    expect(steps.map(({ chain }) => chain)).toContainEqual([0, 1, 2]);
  });

  it("finds nothing where classes are few and apart", () => {
    expect([...chainDescents(rectangles(2, 2, [[[0], [0, 1]], [[0, 1], [0]], [[1], [1]]]))].filter(({ side }) => side === "rows")).toEqual([]);
  });

  it("finds nothing once entries are free", () => {
    expect([...chainDescents(rectangles(3, 3, [[[0, 1, 2], [0, 1, 2]]], [[2, 2]]))]).toEqual([]);
  });
});
