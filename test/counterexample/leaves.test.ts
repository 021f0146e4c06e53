import { describe, expect, test } from "vitest";
import { checkGoal } from "../../src/check/check.js";
import { twoLayer } from "../../src/check/goal.js";
import { type Degeneration, blockMinor, oneNeuron, twoNeurons } from "../../src/counterexample/leaves.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { findBlockMinor } from "../../src/rules/block-minor.js";
import { Budget } from "../../src/rules/budget.js";
import { rectangles } from "../support/patterns.js";

function proves(state: Rectangles, evidence: Degeneration): void {
  expect(() => checkGoal(twoLayer(state), { rule: "degeneration", evidence }, "not closed", [])).not.toThrow();
}

describe("leaves as degenerations", () => {
  test("one neuron with a free entry", () => {
    const state = rectangles(2, 2, [["01", "01"]], ["11"]);
    proves(state, oneNeuron(state, [0, 1], [0, 1]));
    // Another entry free: the limit has a number there.
    expect(() => proves(rectangles(2, 2, [["01", "01"]], ["00"]), oneNeuron(state, [0, 1], [0, 1]))).toThrow();
  });

  test.each([
    ["(a)", rectangles(2, 2, [["01", "01"], ["1", "1"]]), [1, 0], [1, 0]],
    ["(b)", rectangles(2, 3, [["01", "02"], ["01", "12"]]), [0, 1], [0, 1, 2]],
    ["(b), neurons exchanged", rectangles(2, 3, [["01", "12"], ["01", "02"]]), [1, 0], [0, 1, 2]],
    ["(c)", rectangles(3, 2, [["02", "01"], ["12", "01"]]), [0, 1, 2], [0, 1]],
  ] as const)("two neurons, form %s", (_, state, outputs, inputs) => {
    proves(state, twoNeurons(state, outputs, inputs));
  });

  test("block minors", () => {
    let met = 0;
    for (const state of [
      rectangles(2, 2, [["01", "01"], ["1", "1"]]),
      rectangles(3, 3, [["012", "012"], ["12", "12"], ["2", "2"]]),
      rectangles(4, 4, [["0123", "0123"], ["0123", "0123"], ["23", "23"], ["23", "23"]]),
      rectangles(2, 2, [["01", "01"]], ["11"]),
    ]) {
      const proof = findBlockMinor(state, new Budget(10));
      if (proof?.rule !== "block-minor") continue;
      met++;
      proves(state, blockMinor(state, proof.evidence));
    }
    expect(met).toBeGreaterThanOrEqual(3);
  });

  test("refused on a pattern in which the limit is reached", () => {
    const lu = rectangles(2, 2, [["01", "01"], ["1", "1"]]);
    const evidence = twoNeurons(lu, [1, 0], [1, 0]);
    proves(lu, evidence);
    expect(() => proves(rectangles(2, 2, [["01", "01"], ["01", "01"]]), evidence)).toThrow();
  });
});
