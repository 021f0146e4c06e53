/** The growth of docs/theory.md 4.15: width three to its end, against the catalogue and every capped pattern; width four as far as it takes seconds, against what is shipped. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cappedPatterns } from "../../src/library/capped.js";
import { countsOf, keyOf } from "../../src/library/class-counts.js";
import { GrowthSummary, type GrownWidth, type SizeVerdicts, verdictsOfSize } from "../../src/library/growth.js";
import { OrderIdeal } from "../../src/library/order-ideal.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { Budget } from "../../src/rules/budget.js";
import { COMPLETE_WIDTH, catalogue, catalogueSearch } from "../../src/rules/catalogue.js";

const key = (state: Rectangles): string => keyOf(countsOf(state));

function grown(hidden: number, lines: number): { ideal: OrderIdeal; summary: GrowthSummary; obstructions: Rectangles[] } {
  const ideal = new OrderIdeal(hidden, { timeout: 600 });
  const summary = new GrowthSummary(hidden);
  const obstructions: Rectangles[] = [];
  while (ideal.lines < lines && !ideal.hasEnded) {
    for (const decided of ideal.grow()) {
      summary.add(decided);
      if (decided.outcome === "obstruction") obstructions.push(decided.pattern);
    }
  }
  return { ideal, summary, obstructions };
}

describe("width three", () => {
  const { ideal, summary, obstructions } = grown(3, Infinity);

  test("ends, with the obstructions of the catalogue", () => {
    expect(ideal.hasEnded).toBe(true);
    expect(ideal.lines).toBe(11);
    const shipped = catalogue().map(({ goal }) => goal).filter(({ neurons }) => neurons.length <= COMPLETE_WIDTH);
    expect(obstructions.map(key).sort()).toEqual(shipped.map(key).sort());
    expect(summary.widths.map(({ descent, closed, undecided }) => [descent, closed, undecided])).toEqual([[0, 1, 0], [3, 9, 0], [289, 441, 0]]);
  });

  test("gives the verdict of the catalogue on every capped pattern", () => {
    let closed = 0;
    const differing: Rectangles[] = [];
    for (const width of [1, 2, 3]) {
      for (const pattern of cappedPatterns(width)) {
        const contained = catalogueSearch().find(pattern, new Budget(60)) !== undefined;
        if (ideal.verdict(pattern) !== (contained ? "not closed" : "closed")) differing.push(pattern);
        if (!contained) closed++;
      }
    }
    expect(differing).toEqual([]);
    expect(closed).toBe(2774);
  });
});

describe("width four up to six rows and columns together", () => {
  const { ideal, summary } = grown(4, 6);
  const shipped = JSON.parse(readFileSync("docs/width4.json", "utf8")) as { widths: GrownWidth[]; sizes: SizeVerdicts[] };

  test("is what is shipped", () => {
    for (const [at, { levels, minimal }] of summary.widths.entries()) {
      expect(shipped.widths[at]!.levels).toMatchObject(JSON.parse(JSON.stringify(levels)));
      expect(shipped.widths[at]!.minimal.slice(0, minimal.length)).toEqual(minimal);
    }
    expect(summary.widths[3]!.minimal.length).toBeGreaterThan(100);
  });

  test("gives the known counts up to 3 x 3 (docs/theory.md 6.1)", () => {
    const size = { outputs: 3, inputs: 3, hidden: 4 };
    const found = verdictsOfSize(ideal, size);
    expect(found).toEqual({ ...size, patterns: 5249, closed: 4194, notClosed: 1055, undecided: [] });
    expect(shipped.sizes.find(({ outputs, inputs }) => outputs === 3 && inputs === 3)).toEqual(found);
  });
});
