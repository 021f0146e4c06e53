import { describe, expect, it } from "vitest";
import { GrowthSummary, verdictsOfSize } from "../../src/library/growth.js";
import { type GrowthOptions, OrderIdeal, type Searched } from "../../src/library/order-ideal.js";

function grown(hidden: number, lines: number, timeout = 60): { ideal: OrderIdeal; summary: GrowthSummary } {
  const ideal = new OrderIdeal(hidden, { timeout });
  const summary = new GrowthSummary(hidden);
  while (ideal.lines < lines && !ideal.hasEnded) for (const decided of ideal.grow()) summary.add(decided);
  return { ideal, summary };
}

describe("GrowthSummary", () => {
  const { ideal, summary } = grown(3, 6);

  it("counts every candidate once by level and once by size", () => {
    for (const width of summary.widths) {
      for (const parts of [Object.values(width.levels), Object.values(width.sizes)]) {
        for (const kind of ["candidates", "descent", "closed", "obstructions", "undecided"] as const) {
          expect(parts.reduce((sum, counts) => sum + counts[kind], 0)).toBe(width[kind]);
        }
      }
      expect(width.descent + width.closed + width.obstructions + width.undecided).toBe(width.candidates);
    }
  });

  it("has a rule for each statement checked, and a name for each obstruction", () => {
    const rules = summary.widths.flatMap(({ rules: { closed, notClosed } }) => [...Object.values(closed), ...Object.values(notClosed)]);
    expect(rules.reduce((sum, count) => sum + count, 0)).toBe(ideal.checked);
    for (const { minimal, obstructions } of summary.widths) expect(new Set(minimal).size).toBe(obstructions);
    expect(summary.widths[1]!.minimal).toContain("12*12 2*2");
  });

  it("names what is undecided", () => {
    const late = grown(1, 4, 0);
    expect(late.summary.widths[0]).toMatchObject({ candidates: 1, undecided: 1, open: ["1*1"] });
  });
});

describe("a second look", () => {
  it("finds what there was no time for, and the growth goes on from there", () => {
    const options = { timeout: 0 };
    const ideal = new OrderIdeal(2, options);
    const summary = new GrowthSummary(2);
    for (const decided of ideal.grow()) summary.add(decided);
    expect(summary.widths.map(({ undecided }) => undecided)).toEqual([1, 1]);
    expect([...ideal.reconsider()]).toEqual([]);
    options.timeout = 60;
    for (const decided of ideal.reconsider()) summary.replace(decided);
    expect(summary.widths.map(({ candidates, closed, undecided, open }) => [candidates, closed, undecided, open])).toEqual([[1, 1, 0, []], [1, 1, 0, []]]);
    expect([...ideal.reconsider()]).toEqual([]);
    while (!ideal.hasEnded) for (const decided of ideal.grow()) summary.add(decided);
    expect(summary).toEqual(grown(2, Infinity).summary);
  });
});

describe("proofs of an earlier run", () => {
  const LU = "12*12 2*2";
  const run = (options: Partial<GrowthOptions>): { summary: GrowthSummary; searched: Map<string, Searched> } => {
    const searched = new Map<string, Searched>();
    const ideal = new OrderIdeal(2, { timeout: 60, onSearched: (name, found) => searched.set(name, found), ...options });
    const summary = new GrowthSummary(2);
    while (!ideal.hasEnded) for (const decided of ideal.grow()) summary.add(decided);
    return { summary, searched };
  };
  const first = run({});

  it("are what took more than the plain rules, and give the same result without a search", () => {
    expect(first.searched.size).toBeGreaterThan(0);
    expect(first.searched.get(LU)).toMatchObject({ closed: false });
    const second = run({ earlier: first.searched });
    expect(second.summary).toEqual(first.summary);
    expect(second.searched.size).toBe(0);
  });

  it("are checked", () => {
    const wrong = structuredClone(first.searched.get(LU)) as { proof: { evidence: { limit: string[][] } } };
    wrong.proof.evidence.limit[0]![0] = "7";
    expect(() => run({ earlier: new Map([[LU, wrong as unknown as Searched]]) })).toThrow();
    expect(() => run({ earlier: new Map([[LU, { ...first.searched.get(LU)!, closed: true } as Searched]]) })).toThrow();
  });

  it("leave undecided what was looked for as long before, and no longer than that", () => {
    expect(run({ earlier: new Map([[LU, { seconds: 60 }]]) }).summary.widths[1]!.open).toEqual([LU]);
    expect(run({ earlier: new Map([[LU, { seconds: 59 }]]) }).summary).toEqual(first.summary);
  });
});

describe("verdictsOfSize", () => {
  it("has the known counts for three neurons up to 3 x 3 (docs/theory.md 6.1)", () => {
    const { ideal } = grown(3, 6);
    expect(verdictsOfSize(ideal, { outputs: 3, inputs: 3, hidden: 3 })).toMatchObject({ patterns: 539, closed: 391, notClosed: 148, undecided: [] });
  });

  it("names the patterns that the levels do not reach", () => {
    const { ideal } = grown(2, 3);
    const { undecided, patterns } = verdictsOfSize(ideal, { outputs: 2, inputs: 2, hidden: 2 });
    expect(undecided).toContain("12*12 1*1");
    expect(undecided.length).toBeLessThan(patterns);
  });
});
