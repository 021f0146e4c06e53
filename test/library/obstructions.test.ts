import { describe, expect, it, vi } from "vitest";
import { Survey, type Surveyed, oneLineLess, selection, survey, surveyCount } from "../../src/library/obstructions.js";
import { canonicalForm } from "../../src/pattern/canonical.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { members } from "../../src/pattern/sets.js";
import { findCap } from "../../src/rules/cap.js";
import { rectangles } from "../decide/build.js";

/** Whoever looks at the catalogue here is found out: the survey starts from nothing. */
vi.mock("../../src/rules/catalogue.data.js", () => ({
  get CATALOGUE(): never {
    throw new Error("the catalogue was read");
  },
}));

const LU: Rectangles = rectangles(2, 2, [[[0, 1], [0, 1]], [[1], [1]]]);
/** A column of neuron 0 alone, one of neuron 1 alone and one of both, in two common rows. */
const COLLISION: Rectangles = rectangles(2, 3, [[[0, 1], [0, 2]], [[0, 1], [1, 2]]]);
const key = (state: Rectangles): string => canonicalForm(state)!.key;
const run = (hidden: number, lines?: number): { into: Survey; all: Surveyed[] } => {
  const into = new Survey({ timeout: 60 });
  return { into, all: [...survey({ hidden, outputs: 3, inputs: 3, ...(lines !== undefined && { lines }) }, into)] };
};

/** D2 word for word (docs/theory.md 4.6). */
function isTwoNeuronClosed({ neurons }: Rectangles): boolean {
  const [a, b] = neurons as [Rectangles["neurons"][number], Rectangles["neurons"][number]];
  const parts = (side: "rows" | "cols"): [number, number, number] => [a[side] & b[side], a[side] & ~b[side], b[side] & ~a[side]].map((set) => members(set).length) as never;
  const [common, rows1, rows2] = parts("rows");
  const [both, columns1, columns2] = parts("cols");
  if (common === 0 || both === 0) return true;
  const lu = (rows1 > 0 && columns1 > 0) || (rows2 > 0 && columns2 > 0);
  return !lu && !(common >= 2 && columns1 > 0 && columns2 > 0) && !(both >= 2 && rows1 > 0 && rows2 > 0);
}

describe("survey", () => {
  const upToSix = run(3, 6);

  it("does without the catalogue (a look at it is an error here)", async () => {
    const { catalogue } = await import("../../src/rules/catalogue.js");
    expect(() => catalogue()).toThrow();
  });

  it("decides two neurons as D2 does, and finds its two obstructions", () => {
    const { into, all } = run(2);
    expect(all).toHaveLength(32);
    for (const { pattern, verdict } of all) {
      expect(verdict).not.toBe("undecided");
      if (pattern.neurons.length === 2) expect(verdict === "closed").toBe(isTwoNeuronClosed(pattern));
    }
    expect(into.obstructions.map(({ goal }) => key(goal)).sort()).toEqual([LU, COLLISION].map(key).sort());
  });

  it("has every pattern before the larger ones: without a line and capped again, it has been there", () => {
    const seen = new Map<string, Surveyed["verdict"]>();
    const { into, all } = upToSix;
    for (const { pattern, verdict } of all) {
      for (const smaller of oneLineLess(pattern)) {
        let state = smaller;
        for (let cap = findCap(state); cap !== undefined; cap = findCap(state)) state = cap.state;
        if (state.neurons.length === 0) continue;
        const before = seen.get(key(state));
        expect(before).toBeDefined();
        // F1: what is closed is closed without a line, and so is a minimal obstruction.
        if (verdict !== "contains an obstruction") expect(before).toBe("closed");
      }
      seen.set(key(pattern), verdict);
    }
    expect(seen.size).toBe(all.length);
    expect(into.checked).toBeGreaterThan(all.length);
  });

  it("says that an obstruction is contained where one is: the proof is about a selection that is one of those found", () => {
    const { into, all } = upToSix;
    const found = new Set(into.obstructions.map(({ goal }) => key(goal)));
    const contained = all.filter(({ verdict }) => verdict === "contains an obstruction");
    expect(contained.length).toBeGreaterThan(20);
    for (const { pattern, proof } of contained) {
      const { outputs, inputs } = proof!.evidence as { outputs: number[]; inputs: number[] };
      const kept = pattern.neurons.map(({ rows, cols }): [number[], number[]] => [members(rows).filter((i) => outputs.includes(i)), members(cols).filter((j) => inputs.includes(j))]);
      expect(outputs.length + inputs.length).toBeLessThan(pattern.m + pattern.n);
      expect(found).toContain(key(rectangles(pattern.m, pattern.n, kept)));
    }
  });

  it("counts what it goes through", () => {
    for (const [hidden, lines] of [[2, undefined], [4, 4]] as const) {
      expect(surveyCount({ hidden, outputs: 3, inputs: 3, ...(lines !== undefined && { lines }) })).toBe(run(hidden, lines).all.length);
    }
  });
});

describe("Survey", () => {
  it("calls nothing an obstruction that is not minimal", () => {
    // LU with one more row of neuron 0, before LU itself has been found.
    const larger = rectangles(3, 2, [[[0, 1, 2], [0, 1]], [[2], [1]]]);
    const into = new Survey({ timeout: 60 });
    expect(into.decide(larger).verdict).toBe("not closed");
    expect(into.obstructions).toEqual([]);
    expect(into.decide(LU).verdict).toBe("obstruction");
    expect(into.decide(larger).verdict).toBe("contains an obstruction");
    expect(into.decide(rectangles(2, 2, [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])).verdict).toBe("closed");
    expect(into.obstructions.map(({ goal }) => goal)).toEqual([LU]);
  });

  it("enters one statement for each pattern decided, and one for each line of an obstruction", () => {
    const into = new Survey({ timeout: 60 });
    into.decide(LU);
    expect(into.checked).toBe(1 + LU.m + LU.n);
  });

  it("leaves open what it has no time for", () => {
    const into = new Survey({ timeout: 0 });
    expect(into.decide(rectangles(3, 3, [[[0, 1], [0, 1]], [[0, 2], [0, 2]], [[1, 2], [1, 2]]])).verdict).toBe("undecided");
    expect(into.checked).toBe(0);
  });
});

describe("selection", () => {
  it("keeps rows and columns, and what neurons are left on them", () => {
    const pattern = rectangles(3, 3, [[[0, 1], [0, 1]], [[1, 2], [1, 2]], [[2], [2]]]);
    expect(selection(pattern, [0, 1], [0, 1])).toEqual(rectangles(3, 3, [[[0, 1], [0, 1]], [[1], [1]]]));
    expect(selection(pattern, [0, 1, 2], [0, 1, 2])).toEqual(pattern);
    expect(selection(pattern, [0], [2]).neurons).toEqual([]);
  });

  it("is what is left when the other lines are deleted one after another", () => {
    const [first] = oneLineLess(LU);
    expect(first).toEqual(selection(LU, [1], [0, 1]));
    expect(oneLineLess(LU)).toEqual([selection(LU, [1], [0, 1]), selection(LU, [0], [0, 1]), selection(LU, [0, 1], [1]), selection(LU, [0, 1], [0])]);
  });
});
