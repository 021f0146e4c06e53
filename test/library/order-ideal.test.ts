import { describe, expect, it, vi } from "vitest";
import { countsOf, crowdedChain, keyOf, neuronsIn } from "../../src/library/class-counts.js";
import { cappedPatterns } from "../../src/library/capped.js";
import { Survey, survey } from "../../src/library/obstructions.js";
import { type Decided, type GrowthOptions, OrderIdeal, seeds } from "../../src/library/order-ideal.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { rectangles } from "../decide/build.js";

/** Whoever looks at the catalogue here is found out: the growth starts from nothing. */
vi.mock("../../src/rules/catalogue.data.js", () => ({
  get CATALOGUE(): never {
    throw new Error("the catalogue was read");
  },
}));

const LU: Rectangles = rectangles(2, 2, [[[0, 1], [0, 1]], [[1], [1]]]);
const COLLISION: Rectangles = rectangles(2, 3, [[[0, 1], [0, 2]], [[0, 1], [1, 2]]]);
const key = (state: Rectangles): string => keyOf(countsOf(state));

function grown(hidden: number, lines: number, options: Partial<GrowthOptions> = {}): { ideal: OrderIdeal; all: Decided[] } {
  const ideal = new OrderIdeal(hidden, { timeout: 60, ...options });
  const all: Decided[] = [];
  while (ideal.lines < lines && !ideal.hasEnded) all.push(...ideal.grow());
  return { ideal, all };
}

const isThin = (state: Rectangles): boolean => {
  const { rows, columns } = countsOf(state);
  return [rows, columns].every((lines) => crowdedChain(lines, neuronsIn) === undefined);
};

describe("OrderIdeal", () => {
  const LINES = 6;
  const { ideal, all } = grown(3, LINES);
  // A second opinion: every capped pattern, decided one by one, obstructions looked for as selections.
  const surveyed = [...survey({ hidden: 3, outputs: 0, inputs: 0, lines: LINES }, new Survey({ timeout: 60 }))];

  it("ends for two neurons, with the two obstructions of D2", () => {
    const two = grown(2, 100);
    expect(two.ideal.hasEnded).toBe(true);
    expect(two.all.filter(({ outcome }) => outcome === "obstruction").map(({ pattern }) => key(pattern)).sort()).toEqual([LU, COLLISION].map(key).sort());
    for (const { pattern, verdict } of survey({ hidden: 2, outputs: 0, inputs: 0 }, new Survey({ timeout: 60 }))) {
      expect(two.ideal.verdict(pattern)).toBe(verdict === "closed" ? "closed" : "not closed");
    }
  });

  it("gives the verdict on every capped pattern that the survey gives, thin or not", () => {
    expect(surveyed.length).toBeGreaterThan(500);
    expect(surveyed.filter(({ pattern, verdict }) => ideal.verdict(pattern) !== (verdict === "closed" ? "closed" : "not closed"))).toEqual([]);
    expect(surveyed.filter(({ pattern }) => !isThin(pattern)).length).toBeGreaterThan(100);
  });

  it("visits the thin closed patterns and the minimal obstructions, each once, and nothing else", () => {
    const expected = surveyed.filter(({ pattern, verdict }) => verdict === "obstruction" || (verdict === "closed" && isThin(pattern)));
    expect(all.map(({ pattern }) => key(pattern)).sort()).toEqual(expected.map(({ pattern }) => key(pattern)).sort());
    const obstructions = expected.filter(({ verdict }) => verdict === "obstruction");
    expect(all.filter(({ outcome }) => outcome === "obstruction")).toHaveLength(obstructions.length);
    expect(obstructions.length).toBeGreaterThan(25);
  });

  it("has a proof for each candidate, unless R3 closes it", () => {
    const bare = all.filter(({ proof }) => proof === undefined);
    expect(bare.every(({ outcome }) => outcome === "closed by descent")).toBe(true);
    expect(bare.length).toBeGreaterThan(100);
    expect(ideal.checked).toBe(all.length - bare.length);
  });

  it("tells how many candidates a level has before it decides them", () => {
    const levels: [number, number][] = [];
    const { all: four } = grown(4, 4, { onLevel: (lines, candidates) => levels.push([lines, candidates]) });
    expect(levels.map(([lines]) => lines)).toEqual([2, 3, 4]);
    for (const [lines, candidates] of levels) expect(four.filter(({ pattern: { m, n } }) => m + n === lines)).toHaveLength(candidates);
  });

  it("goes on above closed patterns only", () => {
    // Nothing can be decided in no time; so only seeds are met, and what R3 closes is not, as it has smaller patterns below it.
    const { ideal: late, all: met } = grown(2, 100, { timeout: 0 });
    const kinds = new Set([...seeds(2)].map((seed) => keyOf(seed)));
    expect(met.filter(({ pattern }) => pattern.neurons.length === 2).every(({ pattern }) => kinds.has(key(pattern)))).toBe(true);
    expect(met.every(({ outcome }) => outcome === "undecided")).toBe(true);
    expect(late.checked).toBe(0);
    expect(late.verdict(LU)).toBe("undecided");
    expect(late.verdict(COLLISION)).toBe("undecided");
  });

  it("says undecided of what it has not grown to, unless it contains an obstruction", () => {
    const { ideal: small } = grown(2, 4);
    expect(small.hasEnded).toBe(false);
    expect(small.verdict(COLLISION)).toBe("undecided");
    expect(small.verdict(rectangles(3, 3, [[[0, 1, 2], [0, 1, 2]], [[2], [2]]]))).toBe("not closed");
  });
});

describe("seeds", () => {
  it("are the patterns that lose a neuron with every line", () => {
    const found = new Set([...seeds(3)].map(keyOf));
    const losing = [...cappedPatterns(3)].filter((state) => {
      const { rows, columns } = countsOf(state);
      const isAlone = (lines: Uint8Array): boolean => {
        const list = [...lines].flatMap((copies, K) => Array.from({ length: copies }, () => K));
        return list.every((_, at) => list.reduce((met, K, other) => (other === at ? met : met | K), 0) !== 7);
      };
      return isAlone(rows) && isAlone(columns);
    });
    expect([...found].sort()).toEqual(losing.map(key).sort());
  });
});
