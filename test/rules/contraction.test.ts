import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { certificateToJson } from "../../src/certificate/certificate.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { pruneDead } from "../../src/pattern/live.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findContraction, findFull } from "../../src/rules/contraction.js";
import { arbitraryPruned, masksFrom, show } from "../decide/build.js";

const budget = new Budget(Infinity);
const DENSE = ["11", "11"];
const IDENTITY = ["10", "01"];
const LOWER = ["10", "11"];
const UPPER = ["11", "01"];

describe("contraction", () => {
  it("takes a dense layer and an identity together", () => {
    expect(findContraction(masksFrom(UPPER, LOWER, IDENTITY), budget)?.layers).toEqual([2, 3]);
  });

  it("takes the first of the shortest segments", () => {
    expect(findContraction(masksFrom(IDENTITY, DENSE, IDENTITY, DENSE), budget)?.layers).toEqual([1, 2]);
  });

  it("is not found where every segment is short of its support", () => {
    // Dense through one neuron, three times.
    expect(findContraction(masksFrom(["11"], ["1", "1"], ["11"], ["1", "1"]), budget)?.layers).toEqual([2, 3]);
    expect(findContraction(masksFrom(["11", "01"], ["10", "11"], ["11", "01"]), budget)).toBeUndefined();
  });

  it("never takes the whole chain", () => {
    fc.assert(
      fc.property(arbitraryPruned(2, 4, 3), (masks) => {
        const [first, last] = findContraction(masks, budget)?.layers ?? [1, 1];
        expect(last - first + 1, show(masks)).toBeLessThan(masks.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("carries a proof, accepted by the checker, that its segment is full", () => {
    let found = 0;
    fc.assert(
      fc.property(arbitraryPruned(3, 4, 3), (masks) => {
        const step = findContraction(masks, budget);
        if (step === undefined) return;
        found++;
        const segment = makePattern("segment", pruneDead(masks.slice(step.layers[0] - 1, step.layers[1])));
        // Full implies closed, and these rules prove both.
        expect(check(certificateToJson({ pattern: segment, property: "linear", closed: true, proof: step.full })), show(masks)).toMatchObject({ ok: true });
      }),
      { seed: 2, numRuns: 200 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it("stops when the budget is spent", () => {
    expect(() => findContraction(masksFrom(DENSE, DENSE, DENSE), new Budget(-1))).toThrow(OutOfBudget);
  });
});

describe("full", () => {
  it.each([
    ["a generic factor", masksFrom(DENSE, DENSE), "generic-factor"],
    ["a star cover", masksFrom(["100", "111"], ["11", "10", "10"]), "star-cover"],
  ])("is proved by %s", (_, masks, rule) => {
    expect(findFull(pruneDead(masks), budget)?.rule).toBe(rule);
  });

  it.each([
    ["rank one", masksFrom(["11"], ["1", "1"])],
    ["LU", masksFrom(UPPER, LOWER)],
    ["a deep bottleneck", masksFrom(DENSE, ["11"], ["1", "1"])],
  ])("is not claimed for %s", (_, masks) => {
    expect(findFull(masks, budget)).toBeUndefined();
  });
});
