import { describe, expect, test } from "vitest";
import { classificationPlot } from "../../src/report/classification/plot.js";
import { ClassificationCounts, type ClassificationSummary, type CountedPattern } from "../../src/report/classification/summary.js";
import { classificationAsText } from "../../src/report/classification/text.js";

const YES: CountedPattern["verdicts"] = { linear: { closed: true, rule: "unique-paths" } };
const NO: CountedPattern["verdicts"] = { linear: { closed: false, rule: "lu-minor" } };
const LATE: CountedPattern["verdicts"] = { linear: { closed: null, rule: null, ended: "time" } };
const OPEN: CountedPattern["verdicts"] = { linear: { closed: null, rule: null } };

function summaryOf(rows: readonly { id?: string; density: number; verdicts: CountedPattern["verdicts"]; sameAs?: number; widths?: number[] }[], failed = 0): ClassificationSummary {
  const counts = new ClassificationCounts();
  for (const { id = "p", density, verdicts, sameAs = null, widths = [4, 4, 4] } of rows) counts.add({ id, widths, density, sameAs, verdicts });
  for (let f = 0; f < failed; f++) counts.add({ error: "broken" });
  return counts.summary();
}

const MIXED = summaryOf(
  [
    { density: 0.21, verdicts: YES },
    { density: 0.249, verdicts: NO },
    { density: 0.25, verdicts: NO, sameAs: 1 },
    { density: 1, verdicts: LATE },
    { density: 0, verdicts: OPEN },
    { id: "random:4-4-4@0.3#1", density: 0.28, verdicts: YES, sameAs: 0 },
    { id: "random:4-4-4@0.3#2", density: 0.34, verdicts: NO, sameAs: 1 },
    { density: 0.5, verdicts: YES, widths: [4, 4, 3, 2] },
  ],
  2,
);

describe("the summary of a classification", () => {
  test("counts by rule, by class and by density", () => {
    expect(MIXED).toMatchObject({ patterns: 10, failed: 2 });
    expect(MIXED.properties.linear).toMatchObject({ patterns: 8, closed: 3, notClosed: 3, undecided: 2, ended: { time: 1, memory: 0 } });
    expect(MIXED.properties.finite).toBeUndefined();
    expect(MIXED.classes).toEqual({ count: 5, verdicts: { linear: { closed: 2, notClosed: 1, undecided: 2 } }, largest: [{ first: 1, patterns: 3 }, { first: 0, patterns: 2 }] });
    expect(MIXED.groups.map(({ widths, group, patterns }) => [widths.join("-"), group, patterns])).toEqual([
      ["4-4-3-2", "0.50-0.55", 1],
      ["4-4-4", "0.00-0.05", 1],
      ["4-4-4", "0.20-0.25", 2],
      ["4-4-4", "0.25-0.30", 1],
      ["4-4-4", "random:4-4-4@0.3", 2],
      ["4-4-4", "0.95-1.00", 1],
    ]);
    expect(MIXED.groups[4]!.density).toBeCloseTo(0.31, 12);
    expect(MIXED.groups[2]!.verdicts).toEqual({ linear: { closed: 1, notClosed: 1, undecided: 0 } });
  });

  test("is told in words", () => {
    const text = classificationAsText(MIXED);
    expect(text).toContain("undecided: 2, of them 1 by the time limit, which depends on the machine\n");
    expect(text).toContain("8 patterns in 5 classes; the largest has 3\n2 of 10 could not be judged: their rows say why\n");
    expect(text).toMatch(/^4-4-4 +0\.2295 +2 +50\.0 +50\.0$/m);
    expect(text).toMatch(/^4-4-4 +1\.0000 +1 +100\.0$/m);
  });

  test("of nothing is empty, and of very many groups is cut", () => {
    expect(classificationAsText(summaryOf([]))).toBe("0 patterns in 0 classes\n");
    const many = summaryOf(Array.from({ length: 60 }, (_, n) => ({ density: 0.5, verdicts: YES, widths: [n + 1, 2] })));
    expect(classificationAsText(many)).toContain("and 20 more groups (--format json has all)");
  });
});

/** The heights of the bands of the first panel at its first and last density, in percent: closed, undecided, not closed. */
function bands(svg: string): number[][] {
  const paths = [...svg.matchAll(/<path d="M([^"]*)Z" fill/g)].slice(0, 3).map(([, d]) => d!.split("L").map((point) => point.split(" ").map(Number)));
  const full = paths.reduce((sum, path) => sum + path[0]![1]! - path.at(-1)![1]!, 0);
  const at = (place: number): number[] => paths.map((path) => Math.round((100 * (path[place]![1]! - path.at(-1 - place)![1]!)) / full));
  return [at(0), at(paths[0]!.length / 2 - 1)];
}

describe("the picture of a classification", () => {
  test("shows the shares at each density, and stands alone", () => {
    const svg = classificationPlot(summaryOf([...Array.from({ length: 4 }, (_, n) => ({ density: 0.3, verdicts: n === 0 ? YES : n === 1 ? OPEN : NO })), { density: 0.8, verdicts: YES }]));
    expect(bands(svg)).toEqual([[25, 25, 50], [100, 0, 0]]);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain("5 patterns by density");
    expect(svg.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|<script|<style|class=/);
  });

  test("draws a lone density as a bar inside the panel", () => {
    const svg = classificationPlot(summaryOf([{ density: 1, verdicts: YES }]));
    expect(bands(svg)).toEqual([[100, 0, 0], [100, 0, 0]]);
    expect(svg).toContain("1 pattern by density");
    const across = [...svg.matchAll(/<path d="M([^"]*)Z" fill/g)].flatMap(([, d]) => d!.split("L").map((point) => Number(point.split(" ")[0])));
    expect(Math.max(...across)).toBeLessThanOrEqual(300 - 22);
  });

  test("takes a logarithmic axis for densities far apart, and the largest of very many shapes", () => {
    const wide = classificationPlot(summaryOf([{ density: 0.01, verdicts: YES }, { density: 0.5, verdicts: NO }]));
    for (const tick of [">1 %<", ">10 %<", ">50 %<"]) expect(wide).toContain(tick);
    expect(classificationPlot(summaryOf([{ density: 0.1, verdicts: YES }, { density: 0.5, verdicts: NO }]))).toContain(">0 %<");
    const shapes = Array.from({ length: 30 }, (_, n) => ({ density: 0.5, verdicts: YES, widths: [n + 1, 2] }));
    const svg = classificationPlot(summaryOf([...shapes, { density: 0.4, verdicts: NO, widths: [30, 2] }]));
    expect(svg.match(/linear, /g)).toHaveLength(24);
    expect(svg).toContain(">30-2<");
  });

  test("of nothing has no panels", () => {
    expect(classificationPlot(summaryOf([]))).toContain("0 patterns by density");
  });
});
