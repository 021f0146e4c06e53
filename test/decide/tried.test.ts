import { describe, expect, it } from "vitest";
import type { Proof } from "../../src/certificate/proof.js";
import { check } from "../../src/check/check.js";
import { decideTwoLayer } from "../../src/decide/two-layer.js";
import { TriedGoals } from "../../src/decide/tried.js";
import { Random } from "../../src/exact/random.js";
import { type Rectangles, normal } from "../../src/pattern/rectangles.js";
import { members } from "../../src/pattern/sets.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import type { Found } from "../../src/rules/found.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { certificate } from "../support/certificates.js";
import { rectangleMasks, rectangles } from "../support/patterns.js";
import { rulesIn } from "../support/pool.js";

/** Rectangles that an exchange of the first and the last rows, columns and neurons maps to themselves: their sub-goals come in pairs. */
function symmetric(random: Random): Rectangles {
  const half = 2 + random.below(2);
  const density = 2 + random.below(6);
  const set = (): bigint => Array.from({ length: 2 * half }, (_, x) => 1n << BigInt(x)).reduce((sum, bit) => (random.below(10) < density ? sum | bit : sum), 0n) || 1n;
  const flip = (x: bigint): bigint => (x >> BigInt(half)) | ((x & ((1n << BigInt(half)) - 1n)) << BigInt(half));
  const neurons = Array.from({ length: 1 + random.below(3) }, () => ({ rows: set(), cols: set() }));
  const all = neurons.flatMap((neuron) => [neuron, { rows: flip(neuron.rows), cols: flip(neuron.cols) }]);
  return normal({ m: 2 * half, n: 2 * half, neurons: all, free: Array.from({ length: 2 * half }, () => 0n) });
}

/** What is found within half a second. */
function quickly(state: Rectangles): Found | undefined {
  try {
    return decideTwoLayer(state, new Budget(0.5));
  } catch (error) {
    if (error instanceof OutOfBudget) return undefined;
    throw error;
  }
}

const strings = ({ m, n, neurons }: Rectangles): string[][] => rectangleMasks(m, n, neurons.map(({ rows, cols }) => [members(rows).join(""), members(cols).join("")] as const));
const certified = (state: Rectangles, closed: boolean, proof: Proof): unknown => JSON.parse(JSON.stringify(certificate("linear", closed, strings(state), proof)));

describe("two-layer search", () => {
  it("writes what a proof needs twice as a lemma, and both checkers accept it", () => {
    const random = new Random(77);
    let withLemmas = 0;
    let plain = 0;
    for (let n = 0; n < 150; n++) {
      const state = symmetric(random);
      const found = quickly(state);
      if (found === undefined) continue;
      const names = rulesIn(found.proof);
      expect(names.has("use")).toBe(found.proof.rule === "lemmas");
      if (found.proof.rule !== "lemmas") {
        plain++;
        continue;
      }
      withLemmas++;
      const json = certified(state, found.closed, found.proof);
      expect(check(json)).toMatchObject({ ok: true });
      expect(checkCertificate(json)).toEqual({ ok: true });
    }
    expect(withLemmas).toBeGreaterThan(2);
    expect(plain).toBeGreaterThan(50);
  });
});

describe("TriedGoals", () => {
  const leaf: Proof = { rule: "linear-space", evidence: {} };
  const here = rectangles(3, 3, [["01", "01"], ["1", "12"]]);
  /** Another goal. */
  const there = rectangles(4, 3, [["31", "2"], ["13", "01"]]);
  /** `here`, transposed and renumbered, with a row that meets nothing. */
  const elsewhere = rectangles(4, 3, [["20", "02"], ["32", "2"]]);
  const step = (...then: Proof[]): Proof => ({ rule: "split", evidence: { parts: then } });
  const found = (proof: Proof) => ({ closed: true, proof });
  const always = (): boolean => true;
  const never = (): never => {
    throw new Error("searched again");
  };

  it("searches a goal once, whatever its numbers", () => {
    const tried = new TriedGoals();
    tried.decide(here, always, () => found(step(leaf)));
    expect(tried.decide(elsewhere, always, never)).toMatchObject({ closed: true });
    expect(tried.decide(there, always, () => undefined)).toBeUndefined();
    expect(tried.size).toBe(2);
  });

  it("remembers that a goal is undecided, and does not search when there may be no more", () => {
    const tried = new TriedGoals();
    expect(tried.decide(here, always, () => undefined)).toBeUndefined();
    expect(tried.decide(elsewhere, always, never)).toBeUndefined();
    expect(tried.decide(there, () => false, never)).toBeUndefined();
  });

  it("leaves in its place what is needed once, and makes a lemma of what is needed twice", () => {
    const tried = new TriedGoals();
    const once = tried.decide(here, always, () => found(step(leaf)))!.proof;
    expect(tried.written(step(once))).toEqual(step(step(leaf)));
    const again = tried.decide(elsewhere, always, never)!.proof;
    expect(tried.written(step(once))).toEqual(step(step(leaf)));
    expect(tried.written(step(once, again))).toMatchObject({
      rule: "lemmas",
      evidence: {
        lemmas: [{ goal: { rows: 3, columns: 3, neurons: [[[0, 1], [0, 1]], [[1], [1, 2]]], free: [] }, closed: true, proof: step(leaf) }],
        then: { rule: "split", evidence: { parts: [{ rule: "use", evidence: { lemma: 0, rows: [0, 1], columns: [0, 1, 2], transposed: false } }, { rule: "use", evidence: { lemma: 0, transposed: true } }] } },
      },
    });
  });

  it("makes a lemma of what is needed once, but under other numbers than it was found", () => {
    const tried = new TriedGoals();
    tried.decide(here, always, () => found(step(leaf)));
    const again = tried.decide(elsewhere, always, never)!.proof;
    expect(tried.written(step(again))).toMatchObject({ rule: "lemmas", evidence: { lemmas: [{ closed: true }] } });
    const same = tried.decide(here, always, never)!.proof;
    expect(tried.written(step(same))).toEqual(step(step(leaf)));
  });

  it("puts lemmas before those that need them", () => {
    const tried = new TriedGoals();
    const inner = tried.decide(here, always, () => found(step(leaf)))!.proof;
    const innerAgain = tried.decide(elsewhere, always, never)!.proof;
    const outer = tried.decide(there, always, () => found(step(inner, innerAgain)))!.proof;
    const outerAgain = tried.decide(there, always, never)!.proof;
    const { rule, evidence } = tried.written(step(outer, outerAgain));
    expect(rule).toBe("lemmas");
    expect(evidence).toMatchObject({ lemmas: [{ goal: { rows: 3 } }, { goal: { rows: 4 }, proof: step({ rule: "use", evidence: { lemma: 0 } } as Proof, { rule: "use" } as Proof) }] });
  });
});
