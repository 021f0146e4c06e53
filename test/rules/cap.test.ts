import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rectangles, rowClasses, transposed } from "../../src/pattern/rectangles.js";
import { members } from "../../src/pattern/sets.js";
import { findCap } from "../../src/rules/cap.js";
import { arbitraryRectangles, rectangles } from "../decide/build.js";

/** Rows beyond what their class may keep: more copies than neurons, or than columns of these neurons. */
function hasSurplus(state: Rectangles): boolean {
  const classes = rowClasses(state).filter((set) => set !== 0n);
  return classes.some((set) => {
    const columns = new Set(members(set).flatMap((k) => members(state.neurons[k]!.cols)));
    return classes.filter((other) => other === set).length > Math.min(members(set).length, columns.size);
  });
}

describe("cap", () => {
  it("keeps one of three equal rows of one neuron", () => {
    const step = findCap(rectangles(3, 2, [[[0, 1, 2], [0, 1]]]));
    expect(step).toMatchObject({ side: "rows", deleted: [1, 2] });
    expect(step!.state.neurons).toEqual([{ rows: 1n, cols: 3n }]);
  });

  it("keeps as many rows as the neurons have columns, when these are fewer than the neurons", () => {
    const step = findCap(rectangles(3, 1, [[[0, 1, 2], [0]], [[0, 1, 2], [0]]]));
    expect(step).toMatchObject({ side: "rows", deleted: [1, 2] });
  });

  it("deletes columns when rows are few enough", () => {
    expect(findCap(rectangles(1, 3, [[[0], [0, 1, 2]]]))).toMatchObject({ side: "columns", deleted: [1, 2] });
  });

  it("leaves rows of different classes alone", () => {
    expect(findCap(rectangles(2, 2, [[[0, 1], [0, 1]], [[1], [1]]]))).toBeUndefined();
  });

  it("does nothing once entries are free, however many rows look alike", () => {
    expect(findCap(rectangles(3, 3, [[[0, 1, 2], [0, 1, 2]]], [[2, 2]]))).toBeUndefined();
  });

  it("finds surplus rows or columns exactly when there are some", () => {
    let found = 0;
    fc.assert(
      fc.property(arbitraryRectangles(5, 3), (state) => {
        const step = findCap(state);
        if (step !== undefined) found++;
        expect(step !== undefined).toBe(hasSurplus(state) || hasSurplus(transposed(state)));
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it("deletes all that is surplus on its side, no more", () => {
    fc.assert(
      fc.property(arbitraryRectangles(5, 3), (state) => {
        const step = findCap(state);
        fc.pre(step !== undefined);
        const [before, after] = step!.side === "rows" ? [state, step!.state] : [transposed(state), transposed(step!.state)];
        expect(hasSurplus(after)).toBe(false);
        const left = rowClasses(after).filter((set) => set !== 0n).length;
        expect(left + step!.deleted.length).toBe(rowClasses(before).filter((set) => set !== 0n).length);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
