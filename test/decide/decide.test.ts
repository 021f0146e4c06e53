import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../src/check/check.js";
import { PROPERTIES } from "../../src/certificate/proof.js";
import { type Verdicts, decide } from "../../src/decide/decide.js";
import { decideLinear } from "../../src/decide/linear.js";
import { decideParts, decideTwoLayer } from "../../src/decide/two-layer.js";
import type { Mask } from "../../src/pattern/mask.js";
import { makePattern, patternFromJson, patternToJson } from "../../src/pattern/pattern.js";
import { Budget, DEFAULT_TIMEOUT, OutOfBudget } from "../../src/rules/budget.js";
import type { Found } from "../../src/rules/found.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { fullMask } from "../support/patterns.js";
import { arbitraryMasks, arbitraryWidths, masksFrom, patternFrom, rectangles, show, twoLayers } from "./build.js";

const DENSE = ["11", "11"];
const LU = patternFrom(["11", "01"], ["10", "11"]);
/** Of every kind: depth 1 to 5, and from 2 to 40 neurons in a layer. */
const anyMasks = fc.oneof(
  { arbitrary: arbitraryMasks(arbitraryWidths(1, 5, 4), { min: 1, max: 9 }), weight: 8 },
  { arbitrary: arbitraryMasks(arbitraryWidths(2, 3, 8), { min: 2, max: 7 }), weight: 3 },
  { arbitrary: arbitraryMasks(arbitraryWidths(2, 2, 40), { min: 1, max: 2 }), weight: 1 },
);
const all = (verdicts: Verdicts) => PROPERTIES.map((property) => ({ property, ...verdicts[property] }));
const patternOf = (masks: readonly Mask[]) => makePattern("test", masks);

describe("verdicts on many random patterns", () => {
  const judged: { masks: Mask[]; verdicts: Verdicts }[] = [];
  /** The patterns with a verdict where `fails`, for messages. */
  const where = (fails: (verdict: ReturnType<typeof all>[number]) => boolean): string[] =>
    judged.flatMap(({ masks, verdicts }) => all(verdicts).flatMap((verdict) => (fails(verdict) ? [`${verdict.property} of ${show(masks)}: ${verdict.why}`] : [])));

  it("are given without an exception", () => {
    fc.assert(
      fc.property(anyMasks, (masks) => {
        judged.push({ masks, verdicts: decide(patternOf(masks)) });
      }),
      { seed: 1, numRuns: 1200 },
    );
    expect(judged.length).toBe(1200);
  });

  it("are never held back because the checker refuses a proof that was found", () => {
    expect(where(({ why }) => why.includes("checker"))).toEqual([]);
  });

  it("have a reason of one sentence on one line", () => {
    expect(where(({ why }) => !/^[A-Z0-9][^\n]{10,}[^.]\.$/.test(why) || /\. [A-Z]/.test(why))).toEqual([]);
  });

  it("that are open say so, and carry neither rule nor certificate", () => {
    expect(where(({ closed, why, rule, certificate }) => closed === null && !(why.startsWith("Undecided") && rule === null && certificate === null))).toEqual([]);
  });

  it("that are not open carry a certificate of just this pattern, property and verdict", () => {
    const wrong = judged.flatMap(({ masks, verdicts }) =>
      all(verdicts).filter(
        ({ property, closed, rule, certificate }) =>
          closed !== null &&
          !(
            certificate?.property === property &&
            certificate.closed === closed &&
            certificate.rule === rule &&
            JSON.stringify(certificate.pattern) === JSON.stringify(patternToJson(patternOf(masks)))
          ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it("that are not open are accepted by the checker, from the certificate's text", () => {
    expect(where(({ certificate }) => certificate !== null && !check(JSON.parse(JSON.stringify(certificate))).ok)).toEqual([]);
  });

  it("that are not open are accepted by the second checker too", () => {
    const refused = judged.flatMap(({ masks, verdicts }) =>
      all(verdicts).flatMap(({ property, certificate }) => {
        const outcome = certificate === null ? { ok: true as const } : checkCertificate(JSON.parse(JSON.stringify(certificate)));
        return outcome.ok ? [] : [`${property} of ${show(masks)}: ${outcome.reason}`];
      }),
    );
    expect(refused).toEqual([]);
  });

  it("that are open are not blamed on the time when there was enough", () => {
    expect(where(({ closed, why }) => closed === null && why.includes("time"))).toEqual([]);
  });

  it("are of every kind", () => {
    for (const property of PROPERTIES) {
      for (const closed of [true, false, null]) {
        const count = judged.filter(({ masks, verdicts }) => masks.length > 1 && verdicts[property].closed === closed).length;
        expect(count, `${property} ${closed}`).toBeGreaterThan(10);
      }
    }
  });
});

describe("decide", () => {
  it("gives the same answer twice", () => {
    fc.assert(
      fc.property(anyMasks, (masks) => {
        expect(decide(patternOf(masks))).toEqual(decide(patternOf(masks)));
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it("gives the same answer for a pattern read from its file", () => {
    fc.assert(
      fc.property(anyMasks, (masks) => {
        const pattern = patternOf(masks);
        expect(decide(patternFromJson(JSON.parse(JSON.stringify(patternToJson(pattern)))))).toEqual(decide(pattern));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it("says of a finite no whether the dense network has the same defect", () => {
    fc.assert(
      fc.property(anyMasks, (masks) => {
        const { finite } = decide(patternOf(masks), { timeout: 1 });
        fc.pre(finite.closed === false);
        const widths = [masks[0]!.cols, ...masks.map((mask) => mask.rows)];
        const dense = decide(patternOf(masks.map((mask) => fullMask(mask.rows, mask.cols)))).finite.closed;
        expect(finite.dense, widths.join("-")).toBe(dense);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it("says nothing of the dense network where finite is not no", () => {
    expect(decide(patternFrom(["11"], ["1"])).finite).not.toHaveProperty("dense");
  });

  it("names the layers without biases when finite and cube stay open for them", () => {
    const { finite, cube } = decide(makePattern("test", masksFrom(DENSE, DENSE, DENSE), { bias: [true, false, false] }));
    for (const { why } of [finite, cube]) expect(why).toMatch(/bias.*layer 2, 3/);
  });

  it("has a time limit of a minute unless told otherwise", () => {
    expect(DEFAULT_TIMEOUT).toBe(60);
  });
});

describe("when the time is over", () => {
  const spent = { timeout: -1 };
  const OPEN_LATE = /time limit/;

  it("linear is undecided, and why says that time ended it", () => {
    expect(decide(LU, spent).linear).toMatchObject({ closed: null, rule: null, certificate: null, why: expect.stringMatching(OPEN_LATE) });
  });

  it("what needs no search is still said: one layer", () => {
    const { linear, finite, cube } = decide(patternFrom(DENSE), spent);
    expect([linear.closed, finite.closed, cube.closed]).toEqual([true, true, true]);
  });

  it("what needs no linear counterpart is still said: T6 and T7", () => {
    const { linear, finite, cube } = decide(patternFrom(["110", "011"], DENSE), spent);
    expect([linear.closed, finite.closed, cube.closed]).toEqual([null, false, false]);
  });

  it("deep patterns stay open in all three, and each says why", () => {
    for (const { closed, why } of all(decide(patternFrom(DENSE, DENSE, DENSE), spent))) {
      expect(closed).toBeNull();
      expect(why).toMatch(OPEN_LATE);
    }
  });

  it("never gives a verdict that more time would turn round", () => {
    fc.assert(
      fc.property(anyMasks, (masks) => {
        const [early, late] = [decide(patternOf(masks), spent), decide(patternOf(masks))];
        for (const property of PROPERTIES) if (early[property].closed !== null) expect(early[property].closed, show(masks)).toBe(late[property].closed);
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("the searches below say so by an exception of their own", () => {
    expect(() => decideLinear(LU.masks, new Budget(-1))).toThrow(OutOfBudget);
    expect(() => decideTwoLayer(rectangles(2, 2, [[[0, 1], [0, 1]], [[1], [1]]]), new Budget(-1))).toThrow(OutOfBudget);
  });
});

describe("parts of a goal", () => {
  const NO: Found = { closed: false, proof: { rule: "lu-minor", evidence: { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } } } };
  const YES: Found = { closed: true, proof: { rule: "unique-paths", evidence: {} } };
  const verdictOf = (part: Found | "open" | "spent"): Found | undefined => {
    if (part === "spent") throw new OutOfBudget("time");
    return part === "open" ? undefined : part;
  };

  it.each([
    ["before", ["spent", "open", NO]],
    ["after", [NO, "spent"]],
  ] as const)("one that is not closed decides, also with one that runs out of time %s it", (_, parts) => {
    expect(decideParts(parts, verdictOf, "components")).toEqual({
      closed: false,
      proof: { rule: "components", evidence: { part: (parts as readonly unknown[]).indexOf(NO), then: NO.proof } },
    });
  });

  it("all closed make the whole closed, an open one leaves it open, one out of time ends the search", () => {
    expect(decideParts([YES, YES], verdictOf, "split")).toEqual({ closed: true, proof: { rule: "split", evidence: { parts: [YES.proof, YES.proof] } } });
    expect(decideParts([YES, "open" as const], verdictOf, "split")).toBeUndefined();
    expect(() => decideParts([YES, "spent" as const, YES], verdictOf, "split")).toThrow(OutOfBudget);
  });
});

describe("a search cut short in the middle", () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    // Every look at the clock costs a second.
    vi.spyOn(performance, "now").mockImplementation(() => 1000 * now++);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("ends in a verdict that is true or open, wherever it is cut", () => {
    const patterns = [LU, patternFrom(["110", "111", "011"], ["110", "111", "011"]), patternFrom(DENSE, DENSE, ["11"]), patternFrom(["101", "011"], DENSE)];
    for (const pattern of patterns) {
      const whole = decide(pattern, { timeout: Infinity });
      for (let timeout = 0; timeout < 40; timeout++) {
        const cut = decide(pattern, { timeout });
        for (const property of PROPERTIES) expect([null, whole[property].closed], `${property} after ${timeout}`).toContain(cut[property].closed);
      }
    }
  });
});

describe("a limit out of reach in one part of a pattern", () => {
  it("is told in the numbers of the whole, where the neurons of other parts are dead", () => {
    // A neuron that shares no entry with the others, and a cycle of three rectangles.
    const pattern = twoLayers(4, 4, [
      [[3], [3]],
      [[0, 1], [0, 1]],
      [[0, 2], [0, 2]],
      [[1, 2], [1, 2]],
    ]);
    const { linear } = decide(pattern);
    expect(linear.closed).toBe(false);
    expect(check(linear.certificate)).toMatchObject({ ok: true });
  });
});
