import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { members } from "../../src/pattern/sets.js";
import { decideTwoNeurons } from "../../src/rules/two-neurons.js";
import { range, rectangles } from "../decide/build.js";
import { hasWidthTwoObstruction } from "../decide/theorems.js";

const side = fc.subarray(range(4), { minLength: 1 });
const anyPair = fc.noBias(fc.tuple(side, side, side, side));

describe("two neurons", () => {
  it.each([
    ["(a): one has a row and a column of its own", [[[0, 1], [0, 1]], [[1], [1]]], [[1, 0], [1, 0]]],
    ["(b): two common rows, a column of its own for each", [[[0, 1], [0, 2]], [[0, 1], [1, 2]]], [[0, 1], [0, 1, 2]]],
    ["(c): two common columns, a row of its own for each", [[[0, 2], [0, 1]], [[1, 2], [0, 1]]], [[0, 1, 2], [0, 1]]],
  ] as const)("are not closed in form %s", (_, neurons, [outputs, inputs]) => {
    const found = decideTwoNeurons(rectangles(3, 3, neurons));
    expect(found).toEqual({ closed: false, proof: { rule: "two-neurons", evidence: { outputs, inputs } } });
  });

  it.each([
    ["disjoint rows", [[[0], [0, 1]], [[1, 2], [0, 1]]]],
    ["disjoint columns", [[[0, 1], [0]], [[0, 1], [1]]]],
    ["equal rectangles", [[[0, 1, 2], [0, 1, 2]], [[0, 1, 2], [0, 1, 2]]]],
    ["one common row and columns on both sides", [[[0], [0, 1]], [[0], [1, 2]]]],
    ["rows nested one way and columns the other", [[[0], [0, 1, 2]], [[0, 1, 2], [0]]]],
  ] as const)("are closed for %s", (_, neurons) => {
    expect(decideTwoNeurons(rectangles(3, 3, neurons)).closed).toBe(true);
  });

  it("are not closed exactly when some rows and columns form an obstruction of D2", () => {
    const seen = { closed: 0, open: 0 };
    fc.assert(
      fc.property(anyPair, ([rows1, cols1, rows2, cols2]) => {
        const { closed, proof } = decideTwoNeurons(rectangles(4, 4, [[rows1, cols1], [rows2, cols2]]));
        const [one, two] = [{ rows: rows1, cols: cols1 }, { rows: rows2, cols: cols2 }];
        expect(!closed).toBe(hasWidthTwoObstruction(one, two));
        seen[closed ? "closed" : "open"]++;
        if (closed) return;
        // The rows and columns named are an obstruction by themselves.
        const { outputs, inputs } = proof.evidence as { outputs: number[]; inputs: number[] };
        const cut = (list: readonly number[], to: readonly number[]): number[] => list.filter((x) => to.includes(x));
        const [small, other] = [one, two].map(({ rows, cols }) => ({ rows: cut(rows, outputs), cols: cut(cols, inputs) }));
        expect(hasWidthTwoObstruction(small!, other!)).toBe(true);
      }),
      { seed: 1, numRuns: 600 },
    );
    expect(Math.min(seen.closed, seen.open)).toBeGreaterThan(50);
  });

  it("are judged alike whichever comes first", () => {
    fc.assert(
      fc.property(anyPair, ([rows1, cols1, rows2, cols2]) => {
        const there = rectangles(4, 4, [[rows1, cols1], [rows2, cols2]]);
        const back = { ...there, neurons: there.neurons.toReversed() };
        expect(members(back.neurons[0]!.rows)).toEqual(rows2);
        expect(decideTwoNeurons(back).closed).toBe(decideTwoNeurons(there).closed);
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});
