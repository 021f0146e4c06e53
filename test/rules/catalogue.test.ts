import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { decideTwoLayer } from "../../src/decide/two-layer.js";
import { Survey, oneLineLess, survey } from "../../src/library/obstructions.js";
import { canonicalForm, representative } from "../../src/pattern/canonical.js";
import { makePattern, patternToJson } from "../../src/pattern/pattern.js";
import { masksOfRectangles, split } from "../../src/pattern/rectangles.js";
import { Budget } from "../../src/rules/budget.js";
import { CATALOGUE } from "../../src/rules/catalogue.data.js";
import { COMPLETE_WIDTH, catalogue, catalogueLine, catalogueSearch } from "../../src/rules/catalogue.js";
import { findCap } from "../../src/rules/cap.js";

const all = catalogue();

describe("catalogue", () => {
  it("has as many entries of each size as an independent exact computation found", () => {
    const count = (neurons: number): Record<string, number> => {
      const sizes: Record<string, number> = {};
      for (const { goal } of all) if (goal.neurons.length === neurons) sizes[[goal.m, goal.n].sort().join("x")] = (sizes[[goal.m, goal.n].sort().join("x")] ?? 0) + 1;
      return sizes;
    };
    expect(count(1)).toEqual({});
    expect(count(2)).toEqual({ "2x2": 1, "2x3": 1 });
    expect(count(3)).toEqual({ "2x2": 1, "2x3": 1, "2x4": 1, "3x3": 26, "3x4": 30, "3x5": 4, "4x4": 1 });
    expect(all.filter(({ goal }) => goal.neurons.length === 4)).toHaveLength(155);
    expect(all).toHaveLength(221);
  });

  it("has no pattern twice, each in canonical numbering, no line without a neuron", () => {
    expect(new Set(all.map(({ goal }) => canonicalForm(goal)!.key)).size).toBe(all.length);
    for (const { goal } of all) expect(representative(goal, canonicalForm(goal)!)).toEqual(goal);
  });

  it("has proofs that the checker accepts", () => {
    for (const { goal, evidence } of all) {
      const pattern = patternToJson(makePattern("test", masksOfRectangles(goal)));
      const certificate = JSON.parse(JSON.stringify({ format: "wellposed/certificate/1", pattern, property: "linear", closed: false, rule: "degeneration", evidence }));
      expect(check(certificate)).toMatchObject({ ok: true });
    }
  });

  it("has proofs that need all of the pattern", () => {
    for (const { goal, evidence } of all) expect([evidence.outputs.length, evidence.inputs.length]).toEqual([goal.m, goal.n]);
  });

  it("holds minimal patterns only: each is closed without any one row or column", () => {
    for (const { goal } of all) {
      for (const smaller of oneLineLess(goal)) expect(decideTwoLayer(smaller, new Budget(60))?.closed).toBe(true);
    }
  });

  it("holds no pattern of up to three neurons in more than one part: the search among more neurons misses none of these", () => {
    for (const { goal } of all) if (goal.neurons.length <= COMPLETE_WIDTH) expect(split(goal)).toHaveLength(1);
  });

  it("holds capped patterns only (R2)", () => {
    for (const { goal } of all) expect(findCap(goal)).toBeUndefined();
  });

  it("is what the survey finds, line by line, up to six rows and columns", () => {
    const into = new Survey({ timeout: 60 });
    for (const { verdict } of survey({ hidden: COMPLETE_WIDTH, outputs: 3, inputs: 3, lines: 6 }, into)) expect(verdict).not.toBe("undecided");
    const shipped = CATALOGUE.filter((_, at) => all[at]!.goal.neurons.length <= COMPLETE_WIDTH && all[at]!.goal.m + all[at]!.goal.n <= 6);
    expect(into.obstructions.map(catalogueLine)).toEqual(shipped);
  });

  it("is written as it is read", () => {
    expect(all.map(catalogueLine)).toEqual(CATALOGUE);
  });

  it("is read once, and has one search", () => {
    expect(catalogue()).toBe(all);
    expect(catalogueSearch()).toBe(catalogueSearch());
    for (const { goal } of all) expect(catalogueSearch().find(goal, new Budget(60))).toBeDefined();
  });
});
