/** The run of docs/theory.md 4.14 for up to three neurons, up to six rows and columns together; test/slow/width3.test.ts has it whole. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Completeness, differing, proveComplete } from "../../src/library/completeness.js";
import { catalogue } from "../../src/rules/catalogue.js";

const shipped = JSON.parse(readFileSync("docs/width3.json", "utf8")) as Completeness;
const goals = catalogue().map(({ goal }) => goal);

describe("proveComplete", () => {
  const LINES = 6;
  const seen: string[] = [];
  const found = proveComplete({ hidden: 3, outputs: 3, inputs: 3, lines: LINES }, { onPattern: ({ verdict }) => seen.push(verdict) });
  const linesOf = (size: string): number => size.split("x").reduce((sum, side) => sum + Number(side), 0);

  it("leaves nothing open and finds what is shipped, no more and no less", () => {
    expect(found).toMatchObject({ open: [], differing: [] });
  });

  it("has the numbers of the whole run for these sizes", () => {
    expect(found.widths.map(({ neurons }) => neurons)).toEqual([1, 2, 3]);
    for (const [w, { sizes, minimal }] of found.widths.entries()) {
      const whole = shipped.widths[w]!;
      expect(sizes).toEqual(Object.fromEntries(Object.entries(whole.sizes).filter(([size]) => linesOf(size) <= LINES)));
      expect(whole.minimal.slice(0, minimal.length)).toEqual(minimal);
    }
  });

  it("tells of every pattern", () => {
    expect(seen).toHaveLength(found.widths.reduce((sum, { patterns }) => sum + patterns, 0));
  });

  it("tells when there was no time", () => {
    const hurried = proveComplete({ hidden: 2, outputs: 3, inputs: 3 }, { timeout: -1 });
    expect(hurried.open.length).toBeGreaterThan(0);
    expect(hurried.differing).toHaveLength(2);
  });
});

describe("docs/width3.json", () => {
  it("has the numbers known from an independent exact computation (docs/theory.md, section 4)", () => {
    const [, two, three, four] = shipped.widths;
    expect([two!.obstructions, three!.obstructions, four!.obstructions]).toEqual([2, 64, 155]);
    expect([four!.patterns, four!.containing + four!.obstructions]).toEqual([5249, 1055]);
    expect(shipped).toMatchObject({ open: [], differing: [] });
  });

  it("adds up", () => {
    for (const summary of shipped.widths) {
      for (const name of ["patterns", "closed", "containing", "obstructions"] as const) {
        expect(Object.values(summary.sizes).reduce((sum, counts) => sum + counts[name], 0)).toBe(summary[name]);
      }
      expect(summary.closed + summary.containing + summary.obstructions).toBe(summary.patterns);
      expect(Object.values(summary.rules).reduce((sum, count) => sum + count, 0)).toBe(summary.closed);
      expect(summary.minimal).toHaveLength(summary.obstructions);
    }
    const patterns = shipped.widths.reduce((sum, summary) => sum + summary.patterns, 0);
    // Each obstruction is shown closed without each of its lines.
    expect(shipped.statements).toBe(patterns + goals.reduce((sum, { m, n }) => sum + m + n, 0));
  });
});

describe("differing", () => {
  it("sees one that is missing, one too many, and one twice, in any numbering", () => {
    const few = goals.slice(0, 5);
    const turned = few.map(({ m, n, neurons }) => ({ m: n, n: m, neurons: neurons.map(({ rows, cols }) => ({ rows: cols, cols: rows })).reverse(), free: Array.from({ length: n }, () => 0n) }));
    expect(differing(turned, few)).toEqual([]);
    expect(differing(few.slice(1), few)).toEqual([expect.stringMatching(/not found$/)]);
    expect(differing(few, few.slice(1))).toEqual([expect.stringMatching(/not shipped$/)]);
    expect(differing([...few, few[0]!], few)).toEqual([expect.stringMatching(/not shipped$/)]);
    expect(differing(few, [...few, few[0]!])).toEqual([expect.stringMatching(/shipped twice$/)]);
  });
});
