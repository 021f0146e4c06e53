import { describe, expect, it } from "vitest";
import { Branch } from "../../src/exact/elimination.js";
import { Polynomial } from "../../src/exact/polynomial.js";
import { Random } from "../../src/exact/random.js";
import { type Clearing, clearedEntry, isClearable, mayAdd } from "../../src/pattern/line-moves.js";
import { entryVariable } from "../../src/pattern/normal-form.js";
import { type Rectangles, supportRows, transposed } from "../../src/pattern/rectangles.js";
import { contains } from "../../src/pattern/sets.js";
import { entries, randomRectangles, rectangles } from "../support/patterns.js";

const asked = (state: Rectangles): bigint[] => supportRows(state).map((cols, i) => cols & ~state.free[i]!);
const x = (state: Rectangles, i: number, j: number): Polynomial => Polynomial.variable(entryVariable(state, i, j));
const rows = (pivot: [number, number], target: number): Clearing => ({ side: "rows", pivot, target });
const columns = (pivot: [number, number], target: number): Clearing => ({ side: "columns", pivot, target });

/** 01*01 and 1*1: row 0 moves into row 1, column 0 into column 1. */
const LU = rectangles(2, 2, [["01", "01"], ["1", "1"]]);
const DENSE = rectangles(3, 3, [["012", "012"], ["012", "012"], ["012", "012"]]);

describe("mayAdd", () => {
  it("asks for the class and the free entries of the line added to be part of the other's", () => {
    expect([mayAdd(LU, "rows", 0, 1), mayAdd(LU, "rows", 1, 0), mayAdd(LU, "columns", 0, 1), mayAdd(LU, "columns", 1, 0)]).toEqual([true, false, true, false]);
    expect(mayAdd(LU, "rows", 1, 1)).toBe(false);
    // Trap 5.1: after 1*1 has become free both rows have one class, but not the same free entries.
    const left = rectangles(2, 2, [["01", "01"]], ["11"]);
    expect([mayAdd(left, "rows", 0, 1), mayAdd(left, "rows", 1, 0)]).toEqual([true, false]);
  });

  it("gives row operations that keep every sum of u v^T in L + R^F, and says the same of the transposed", () => {
    const random = new Random(3);
    let allowed = 0;
    for (let n = 0; n < 200; n++) {
      const state = randomRectangles(random, 4, 3, n % 2 === 1);
      for (const [from, to] of entries(state.m, state.m)) {
        expect(mayAdd(transposed(state), "columns", from, to)).toBe(mayAdd(state, "rows", from, to));
        if (!mayAdd(state, "rows", from, to)) continue;
        allowed++;
        // Every u_k changes in row `to` only, by its entry in row `from`; free entries of row `from` come to row `to`.
        for (const { rows: R } of state.neurons) expect(contains(R, from) && !contains(R, to)).toBe(false);
        expect(state.free[from]! & ~state.free[to]!).toBe(0n);
      }
    }
    expect(allowed).toBeGreaterThan(100);
  });
});

describe("isClearable", () => {
  const known = Branch.start.without(x(DENSE, 0, 0));
  const may = (branch: Branch, clearing: Clearing, state = DENSE): boolean => isClearable(state, asked(state), branch, clearing);

  it("clears beside an entry that is known to be nonzero", () => {
    expect(clearedEntry(rows([0, 0], 1))).toEqual([1, 0]);
    expect(clearedEntry(columns([0, 0], 1))).toEqual([0, 1]);
    expect(may(known, rows([0, 0], 1))).toBe(true);
    expect(may(known, columns([0, 0], 1))).toBe(true);
    expect(may(Branch.start, rows([0, 0], 1))).toBe(false);
    expect(may(known, rows([1, 0], 0))).toBe(false);
    expect(may(known.withZero(entryVariable(DENSE, 0, 0)), rows([0, 0], 1))).toBe(false);
  });

  it("does not clear against the order of the classes, or in the line itself", () => {
    const nonzero = Branch.start.without(x(LU, 1, 0)).without(x(LU, 0, 0));
    expect(may(nonzero, rows([0, 0], 1), LU)).toBe(false);
    expect(may(Branch.start.without(x(LU, 0, 0)), rows([0, 0], 1), LU)).toBe(true);
    expect(may(Branch.start.without(x(LU, 1, 0)), rows([1, 0], 0), LU)).toBe(false);
    expect(may(known, rows([0, 0], 0))).toBe(false);
  });

  it("does not clear what is replaced already", () => {
    expect(may(known.withZero(entryVariable(DENSE, 1, 0)), rows([0, 0], 1))).toBe(false);
  });

  it("does not break what is known of the target line", () => {
    const both = known.without(x(DENSE, 1, 1));
    expect(may(both, rows([0, 0], 1))).toBe(false);
    expect(may(both, rows([0, 0], 2))).toBe(true);
    // (1, 1) = 0 stays only if the pivot's line has 0 beside it.
    const zero = known.withZero(entryVariable(DENSE, 1, 1));
    expect(may(zero, rows([0, 0], 1))).toBe(false);
    expect(may(zero.withZero(entryVariable(DENSE, 0, 1)), rows([0, 0], 1))).toBe(true);
    expect(may(zero, columns([0, 0], 1))).toBe(false);
    expect(may(zero.withZero(entryVariable(DENSE, 1, 0)), columns([0, 0], 1))).toBe(true);
  });

  it("does not break equalities that are more than zeros, wherever the target line occurs in them", () => {
    const equal = (polynomial: Polynomial, i: number, j: number): Branch => known.with(known.solve(entryVariable(DENSE, i, j), polynomial)!);
    expect(may(equal(x(DENSE, 1, 1).minus(x(DENSE, 1, 2)), 1, 1), rows([0, 0], 1))).toBe(false);
    expect(may(equal(x(DENSE, 2, 2).minus(x(DENSE, 1, 2)), 2, 2), rows([0, 0], 1))).toBe(false);
    expect(may(equal(x(DENSE, 1, 1).minus(Polynomial.constant(1n)), 1, 1), rows([0, 0], 1))).toBe(false);
    expect(may(equal(x(DENSE, 2, 2).minus(Polynomial.constant(1n)), 2, 2), rows([0, 0], 1))).toBe(true);
  });

  it("takes entries outside the support for zeros, and has none of them for a target", () => {
    const state = rectangles(2, 2, [["1", "01"], ["01", "0"]]);
    const zero = Branch.start.without(x(state, 0, 0)).withZero(entryVariable(state, 1, 1));
    expect(may(zero, rows([0, 0], 1), state)).toBe(true);
    expect(may(Branch.start.without(x(state, 1, 1)), rows([1, 1], 0), state)).toBe(false);
  });
});
