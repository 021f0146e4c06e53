import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { decideTwoLayer } from "../../src/decide/two-layer.js";
import { check } from "../../src/check/check.js";
import { freeNeurons } from "../../src/pattern/rectangles.js";
import { setOf } from "../../src/pattern/sets.js";
import { assistedFreeSteps } from "../../src/rules/assisted-free.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { freeSteps } from "../../src/rules/free.js";
import { certificate, proof } from "../support/certificates.js";
import { digitsOf, randomRectangles, rectangleMasks, rectangles } from "../support/patterns.js";

const budget = new Budget(Infinity);
const freedIn = (state: Parameters<typeof assistedFreeSteps>[0]): string[] => [...assistedFreeSteps(state, budget)].map(({ evidence }) => evidence.freed.map(({ neuron }) => neuron).join());

describe("assistedFreeSteps", () => {
  it("frees one of two equal rectangles with the other's help, which free alone does not", () => {
    const state = rectangles(2, 3, [["01", "012"], ["01", "12"]]);
    expect([...freeSteps(state, budget)].some(({ frozen }) => frozen.length === 1)).toBe(false);
    expect(freedIn(state)).toContain("1");
    expect(freedIn(state)).not.toContain("0");
  });

  it("lets no neuron help that it needs not", () => {
    for (const { evidence } of assistedFreeSteps(rectangles(3, 3, [["01", "01"], ["01", "01"], ["2", "012"]]), budget)) {
      if (evidence.freed.length === 1 && evidence.freed[0]!.neuron === 1) expect(evidence.frozen.map(({ neuron }) => neuron)).not.toContain(2);
    }
  });

  it("frees nothing of a large rectangle with a small one's help: LU", () => {
    expect(freedIn(rectangles(2, 2, [["01", "01"], ["1", "1"]]))).toEqual(["1"]);
  });

  it("leaves the goal of `freeNeurons`, and every step is accepted before a proof for that goal, of either kind", () => {
    const random = new Random(9);
    const seen = { closed: 0, not: 0, assisted: 0 };
    while (seen.closed < 25 || seen.not < 12) {
      const state = randomRectangles(random, 3, 3, false);
      for (const { evidence, state: left } of assistedFreeSteps(state, budget)) {
        expect(left).toEqual(freeNeurons(state, setOf(evidence.freed.map(({ neuron }) => neuron))));
        const rest = decideTwoLayer(left, new Budget(60));
        if (rest === undefined) continue;
        seen[rest.closed ? "closed" : "not"]++;
        if (evidence.frozen.length > 0) seen.assisted++;
        const masks = rectangleMasks(state.m, state.n, state.neurons.map(digitsOf));
        const json = certificate("linear", rest.closed, masks, proof("assisted-free", { ...evidence, then: rest.proof }));
        expect(check(JSON.parse(JSON.stringify(json)))).toMatchObject({ ok: true });
        // A true step cannot change the verdict.
        expect(decideTwoLayer(state, new Budget(60))?.closed ?? rest.closed).toBe(rest.closed);
      }
    }
    expect(seen.assisted).toBeGreaterThan(10);
  });

  it("frees larger sets first", () => {
    const sizes = [...assistedFreeSteps(rectangles(3, 3, [["01", "01"], ["01", "01"], ["2", "012"]]), budget)].map(({ evidence }) => evidence.freed.length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  it("leaves many neurons alone, and stops when the budget is spent", () => {
    expect(freedIn(rectangles(2, 2, Array.from({ length: 6 }, () => ["01", "01"] as const)))).toEqual([]);
    expect(() => [...assistedFreeSteps(rectangles(2, 2, [["01", "01"], ["1", "1"]]), new Budget(-1))]).toThrow(OutOfBudget);
  });
});
