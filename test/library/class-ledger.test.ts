import { describe, expect, it } from "vitest";
import { checkProof } from "../../src/check/check.js";
import { decideTwoLayer } from "../../src/decide/two-layer.js";
import { aboutLayers } from "../../src/decide/linear.js";
import { Random } from "../../src/exact/random.js";
import { ClassLedger, type Finding, goalOf, shippedFindings } from "../../src/library/class-ledger.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { type Rectangles, masksOfRectangles } from "../../src/pattern/rectangles.js";
import { Budget } from "../../src/rules/budget.js";
import { randomRectangles, rectangles, renumbered, shuffled } from "../support/patterns.js";

const budget = new Budget(600);

function expectProved(ledger: ClassLedger, state: Rectangles): void {
  const found = ledger.proof(state)!;
  if (state.neurons.length === 0) return;
  const masks = masksOfRectangles(state);
  checkProof({ pattern: makePattern("x", masks), property: "linear", closed: found.closed, proof: aboutLayers(found.proof, masks[0], state) });
}

function drawn(seed: number, count: number, size: number, neurons: number): Rectangles[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => randomRectangles(random, size, neurons, false)).filter(ClassLedger.takes);
}

describe("ClassLedger", () => {
  it("says what the search says, with proofs that the checker accepts", () => {
    const ledger = new ClassLedger();
    let closed = 0;
    const states = [...drawn(1, 150, 4, 3), ...drawn(2, 60, 3, 4)];
    for (const state of states) {
      const { closed: verdict, rule } = ledger.verdict(state, budget);
      expect(verdict).toBe(decideTwoLayer(state, budget)?.closed ?? null);
      expect(rule).not.toBeNull();
      expectProved(ledger, state);
      if (verdict === true) closed++;
    }
    expect(closed).toBeGreaterThan(30);
    expect(closed).toBeLessThan(states.length - 10);
  });

  it("says the same whatever it was asked before, and of a pattern in disguise", () => {
    const random = new Random(3);
    const states = drawn(4, 80, 3, 4);
    const one = new ClassLedger();
    const other = new ClassLedger();
    const first = states.map((state) => one.verdict(state, budget));
    const second: (typeof first)[number][] = [];
    for (const at of shuffled(random, states.length)) {
      const state = renumbered(random, states[at]!);
      second[at] = other.verdict(state, budget);
      expectProved(other, state);
    }
    expect(second).toEqual(first);
  });

  it("hands on what took long, and takes it up again", () => {
    const hard = rectangles(3, 3, [["012", "012"], ["02", "012"], ["12", "01"]]);
    const open = rectangles(3, 3, [["01", "012"], ["012", "01"], ["12", "12"], ["02", "02"]]);
    const found: Finding[] = [];
    const states = [hard, open, ...drawn(5, 500, 3, 4)];
    const ledger = new ClassLedger({ findings: [], onFound: (finding) => found.push(JSON.parse(JSON.stringify(finding)) as Finding) });
    const verdicts = states.map((state) => ledger.verdict(state, budget).closed);
    expect(found.length).toBeGreaterThan(3);
    expect(found.some(({ closed }) => closed === true)).toBe(true);
    expect(found.some(({ closed }) => closed === false)).toBe(true);
    const again: Finding[] = [];
    const later = new ClassLedger({ findings: found, onFound: (finding) => again.push(finding) });
    expect(states.map((state) => later.verdict(state, budget).closed)).toEqual(verdicts);
    expect(again).toEqual([]);
  });

  it("does not believe a finding whose proof does not hold", () => {
    const states = drawn(6, 150, 3, 4);
    const found: Finding[] = [];
    const ledger = new ClassLedger({ findings: [], onFound: (finding) => found.push(finding) });
    const verdicts = states.map((state) => ledger.verdict(state, budget).closed);
    const lies = found.map((finding): Finding => ({ ...finding, closed: !finding.closed! }));
    const misled = new ClassLedger({ findings: lies });
    expect(states.map((state) => misled.verdict(state, budget).closed)).toEqual(verdicts);
  });

  it("begins no search where a long one has found nothing", () => {
    const found: Finding[] = [];
    const ledger = new ClassLedger({ findings: [], onFound: (finding) => found.push(finding) });
    for (const state of drawn(8, 100, 3, 4)) ledger.verdict(state, budget);
    const { pattern } = found[0]!;
    const resigned = new ClassLedger({ findings: [{ pattern, closed: null }] });
    expect(resigned.verdict(goalOf(pattern), budget)).toEqual({ closed: null, rule: null });
    expect(resigned.proof(goalOf(pattern))).toBeUndefined();
  });

  it("leaves alone what is too large", () => {
    expect(ClassLedger.takes(rectangles(5, 4, [["01234", "0123"]]))).toBe(false);
    expect(ClassLedger.takes(rectangles(2, 2, [["01", "01"], ["0", "1"], ["1", "0"], ["1", "1"], ["0", "0"]]))).toBe(false);
    expect(ClassLedger.takes(rectangles(2, 2, [["01", "01"]], ["00"]))).toBe(false);
    expect(ClassLedger.takes(rectangles(9, 9, [["01", "01"]]))).toBe(true);
  });
});

describe("the findings that are shipped", () => {
  it("are all about classes of their own, and hold", () => {
    const shipped = shippedFindings();
    expect(new Set(shipped.map(({ pattern }) => pattern)).size).toBe(shipped.length);
    expect(shipped.filter(({ closed }) => closed === null).length).toBeLessThan(60);
    const ledger = new ClassLedger({ onFound: ({ pattern }) => expect.fail(`${pattern}: its finding did not hold`) });
    const random = new Random(7);
    for (let n = 0; n < 80; n++) {
      const { pattern, closed } = shipped[random.below(shipped.length)]!;
      expect(ledger.verdict(goalOf(pattern), budget).closed).toBe(closed);
    }
  });
});
