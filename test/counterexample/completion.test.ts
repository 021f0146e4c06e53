import { describe, expect, test } from "vitest";
import { checkGoal } from "../../src/check/check.js";
import { twoLayer } from "../../src/check/goal.js";
import { completed, composed } from "../../src/counterexample/completion.js";
import { oneNeuron } from "../../src/counterexample/leaves.js";
import { columnOf } from "../../src/counterexample/product.js";
import { Unsupported } from "../../src/counterexample/unsupported.js";
import { Laurent } from "../../src/exact/laurent.js";
import { Rational } from "../../src/exact/rational.js";
import { rectangles } from "../support/patterns.js";

describe("completed", () => {
  // LU: the second neuron frees (1, 1), the first alone has the LU minor.
  const lu = rectangles(2, 2, [["01", "01"], ["1", "1"]]);
  const frozen = [{ neuron: 1, side: "rows" as const, values: [7] }];
  const inner = oneNeuron(rectangles(2, 2, [["01", "01"]], ["11"]), [0, 1], [0, 1]);

  test("the freed entry becomes 0, and the whole is a degeneration of the goal with the neuron", () => {
    const evidence = completed(lu, inner, frozen);
    expect(inner.limit).toEqual([["0", "1"], ["1", null]]);
    expect(evidence.limit).toEqual([["0", "1"], ["1", "0"]]);
    expect(() => checkGoal(twoLayer(lu), { rule: "degeneration", evidence }, "not closed", [])).not.toThrow();
  });

  test("frozen vectors that do not reach the entry are no proof", () => {
    const wide = rectangles(2, 2, [["01", "01"], ["1", "1"], ["1", "1"]]);
    expect(() => completed(wide, inner, [])).not.toThrow();
    expect(completed(wide, inner, []).limit[1]![1]).toBeNull();
  });
});

describe("composed", () => {
  const state = rectangles(2, 2, [["01", "01"], ["01", "01"]]);
  const full = { rule: "free" as const, evidence: { frozen: [{ neuron: 0, side: "rows" as const, values: [1, 2] }, { neuron: 1, side: "rows" as const, values: [1, 3] }], then: { rule: "linear-space" as const, evidence: {} } } };
  const wanted = (i: number, k: number): Laurent => Laurent.monomial(Rational.of(1 + i + 2 * k), i - 2);

  test("every matrix of Laurent polynomials on the rectangles", () => {
    const layers = composed(state, full, wanted, [0, 1], [0, 1]);
    for (const k of [0, 1]) for (const i of [0, 1]) expect(columnOf(layers, k).get(i)!.equals(wanted(i, k))).toBe(true);
  });

  test("other rules are not taken apart", () => {
    expect(() => composed(state, { rule: "everything", evidence: { tree: { frozen: [], pivots: [] } } }, wanted, [0, 1], [0, 1])).toThrow(Unsupported);
  });
});
