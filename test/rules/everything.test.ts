import { describe, expect, it } from "vitest";
import type { Proof } from "../../src/certificate/proof.js";
import { check } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findEverything } from "../../src/rules/everything.js";
import { freeEverything } from "../../src/rules/free.js";
import { decideTwoNeurons } from "../../src/rules/two-neurons.js";
import { certificate, proof } from "../support/certificates.js";
import { type RectangleDigits, digitsOf, randomRectangles, rectangleMasks, rectangles } from "../support/patterns.js";

const find = (state: Rectangles): Proof | undefined => findEverything(state, new Budget(60));
const accepted = ({ m, n, neurons }: Rectangles, found: Proof): boolean =>
  check(JSON.parse(JSON.stringify(certificate("linear", true, rectangleMasks(m, n, neurons.map(digitsOf)), proof(found.rule, found.evidence))))).ok;

describe("findEverything", () => {
  it.each<[string, RectangleDigits[]]>([
    ["LU with its first neuron twice", [["01", "01"], ["01", "01"], ["1", "1"]]],
    ["overlapping rectangles that no frozen vectors free at once", [["01", "01"], ["12", "01"], ["02", "01"]]],
    ["one row", [["0", "012"], ["0", "12"]]],
  ])("proves that %s reaches everything", (_, neurons) => {
    const state = rectangles(3, 3, neurons);
    const found = find(state);
    expect(found?.rule).toBe("everything");
    expect(accepted(state, found!)).toBe(true);
  });

  it("looks at the clock while it goes through choices", () => {
    let looks = 0;
    class Counting extends Budget {
      override spend(): void {
        if (++looks === 200) throw new OutOfBudget("time");
      }
    }
    // Some forty branches, and many choices in each.
    const hard = rectangles(4, 4, [["0123", "0"], ["012", "01"], ["01", "2"], ["01", "2"]]);
    expect(() => findEverything(hard, new Counting(60))).toThrow(OutOfBudget);
  });

  it("does not take full dimension for a proof: LU, which fills all four", () => {
    expect(find(rectangles(2, 2, [["01", "01"], ["1", "1"]]))).toBeUndefined();
    expect(find(rectangles(2, 2, [["01", "01"]], ["11"]))).toBeUndefined();
  });

  it("finds what `free` finds in small goals, and never more of two neurons than D2 calls closed", () => {
    const random = new Random(7);
    const seen = { everything: 0, not: 0 };
    while (seen.everything < 25 || seen.not < 25) {
      const state = randomRectangles(random, 3, 2, false);
      if (state.neurons.length !== 2) continue;
      const found = find(state);
      if (found !== undefined) {
        seen.everything++;
        expect(accepted(state, found)).toBe(true);
      }
      if (freeEverything(state, new Budget(60))?.state.neurons.length === 0) expect(found).toBeDefined();
      if (decideTwoNeurons(state).closed) continue;
      seen.not++;
      expect(found).toBeUndefined();
    }
  });

  it("is deterministic, leaves large goals alone, and stops when the budget is spent", () => {
    const state = rectangles(3, 3, [["01", "01"], ["12", "01"], ["02", "01"]]);
    expect(find(state)).toEqual(find(state));
    expect(find(rectangles(5, 5, [["01234", "01234"], ["01234", "01234"]]))).toBeUndefined();
    expect(() => findEverything(state, new Budget(-1))).toThrow(OutOfBudget);
  });
});
