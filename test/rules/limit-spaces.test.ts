import { describe, expect, it } from "vitest";
import { Laurent } from "../../src/exact/laurent.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { type Rectangles, supportRows } from "../../src/pattern/rectangles.js";
import { contains } from "../../src/pattern/sets.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { type LimitCandidate, limitSpaces } from "../../src/rules/limit-spaces.js";
import { exactRank } from "../support/rational.js";
import { entries, randomRectangles, rectangles } from "../support/patterns.js";

const limits = (state: Rectangles, curves = 40, seed = 1): LimitCandidate[] => [...limitSpaces(state, { seed, curves }, new Budget(60))];
const text = ({ limit }: LimitCandidate): string => limit.map((row) => row.map((value) => value ?? "*").join(" ")).join("\n");

/** Entry (i, j) of the product of the weights. */
function productAt(candidate: LimitCandidate, i: number, j: number): Laurent {
  return candidate.weights().reduce((sum, { u, v }) => sum.plus((u.get(i) ?? Laurent.zero).times(v.get(j) ?? Laurent.zero)), Laurent.zero);
}

/** Goals of all kinds: few neurons so that curves are deficient often, with and without free entries. */
function goals(count: number): Rectangles[] {
  const random = new Random(5);
  return Array.from({ length: count }, (_, n) => randomRectangles(random, 4, 4, n % 2 === 1));
}

describe("limitSpaces", () => {
  it("gives weights on the rectangles whose product tends to the limit outside F", () => {
    let seen = 0;
    for (const state of goals(60)) {
      for (const candidate of limits(state)) {
        seen++;
        candidate.weights().forEach(({ u, v }, k) => {
          for (const i of u.keys()) expect(contains(state.neurons[k]!.rows, i)).toBe(true);
          for (const j of v.keys()) expect(contains(state.neurons[k]!.cols, j)).toBe(true);
        });
        for (const [i, j] of entries(state.m, state.n)) {
          const value = candidate.limit[i]![j]!;
          if (value !== null) expect(productAt(candidate, i, j).limit()?.toString()).toBe(value.toString());
        }
      }
    }
    expect(seen).toBeGreaterThan(100);
  });

  it("leaves open exactly what is free, and is 0 outside all rectangles", () => {
    for (const state of goals(60)) {
      const support = supportRows(state);
      for (const { limit } of limits(state, 20)) {
        for (const [i, j] of entries(state.m, state.n)) {
          const value = limit[i]![j]!;
          expect(value === null).toBe(contains(state.free[i]!, j));
          if (!contains(support[i]!, j)) expect(value?.isZero).toBe(true);
        }
      }
    }
  });

  it("names weights that have a pole: a bounded family has its limit in L", () => {
    for (const state of goals(60)) {
      for (const candidate of limits(state, 20)) {
        const hasPole = candidate.weights().some(({ u, v }) => [...u.values(), ...v.values()].some((weight) => weight.valuation < 0));
        expect(hasPole).toBe(true);
      }
    }
  });

  it("finds the limit of the LU pattern", () => {
    expect(limits(rectangles(2, 2, [["01", "01"], ["1", "1"]])).map(text)).toContain("0 1\n1 0");
  });

  it("finds the collision of two neurons: two columns parallel, the common one outside their span", () => {
    const found = limits(rectangles(2, 3, [["01", "02"], ["01", "12"]])).map(({ limit }) => limit.map((row) => row.map((value) => value!)));
    const columns = (limit: Rational[][], ...list: number[]): number => exactRank(limit.map((row) => list.map((j) => row[j]!)));
    const isCollision = (limit: Rational[][]): boolean =>
      columns(limit, 0) === 1 && columns(limit, 1) === 1 && columns(limit, 0, 1) === 1 && columns(limit, 0, 1, 2) === 2;
    expect(found.some(isCollision)).toBe(true);
  });

  it("finds the limit of the LU pattern when its corner is free", () => {
    expect(limits(rectangles(2, 2, [["01", "01"]], ["11"])).map(text)).toContain("0 1\n1 *");
  });

  it("finds nothing where spaces cannot grow: one neuron, one row, neurons apart", () => {
    for (const state of [rectangles(3, 3, [["012", "012"]]), rectangles(1, 3, [["0", "01"], ["0", "12"]]), rectangles(4, 4, [["01", "01"], ["23", "23"]]), rectangles(2, 2, [])]) {
      expect(limits(state, 200)).toEqual([]);
    }
  });

  it("gives no limit twice, not even scaled", () => {
    const random = new Random(9);
    for (const state of goals(20)) {
      const found = limits(state);
      // A scaling keeps the signs of products along cycles and the zeros; compare invariants of 2 x 2 minors at random.
      expect(new Set(found.map(text)).size).toBe(found.length);
      if (found.length < 2) continue;
      const [a, b] = [found[random.below(found.length)]!, found[random.below(found.length)]!];
      if (a !== b) expect(isScaled(a, b)).toBe(false);
    }
  });

  it("is deterministic, goes on where a smaller number of curves ends, and depends on the seed", () => {
    const state = rectangles(3, 3, [["01", "01"], ["02", "02"], ["12", "12"]]);
    const few = limits(state, 30).map(text);
    expect(few.length).toBeGreaterThan(10);
    expect(limits(state, 60).map(text).slice(0, few.length)).toEqual(few);
    expect(limits(state, 30, 2).map(text)).not.toEqual(few);
    expect(limits(state, 0)).toEqual([]);
  });

  it("stops when the budget is spent", () => {
    expect(() => [...limitSpaces(rectangles(2, 2, [["01", "01"], ["1", "1"]]), { seed: 1, curves: 10 }, new Budget(-1))]).toThrow(OutOfBudget);
  });
});

/** Is b = D a D' for diagonal D, D'? Solved for D row by row and D' column by column, along all nonzero entries. */
function isScaled(a: LimitCandidate, b: LimitCandidate): boolean {
  const [m, n] = [a.limit.length, a.limit[0]!.length];
  const ratio = (i: number, j: number): Rational | undefined => {
    const [x, y] = [a.limit[i]![j]!, b.limit[i]![j]!];
    return x === null || x.isZero ? undefined : y!.dividedBy(x);
  };
  if (entries(m, n).some(([i, j]) => (a.limit[i]![j]?.isZero ?? true) !== (b.limit[i]![j]?.isZero ?? true))) return false;
  const [rows, cols] = [new Map<number, Rational>(), new Map<number, Rational>()];
  for (let start = 0; start < m; start++) {
    if (rows.has(start)) continue;
    rows.set(start, Rational.one);
    for (let round = 0; round < m + n; round++) {
      for (const [i, j] of entries(m, n)) {
        const r = ratio(i, j);
        if (r === undefined) continue;
        if (rows.has(i) && !cols.has(j)) cols.set(j, r.dividedBy(rows.get(i)!));
        if (!rows.has(i) && cols.has(j)) rows.set(i, r.dividedBy(cols.get(j)!));
      }
    }
  }
  return entries(m, n).every(([i, j]) => ratio(i, j)?.equals(rows.get(i)!.times(cols.get(j)!)) ?? true);
}
