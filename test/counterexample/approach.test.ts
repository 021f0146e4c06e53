import { describe, expect, test } from "vitest";
import { approachOf, tendsToLimit } from "../../src/counterexample/approach.js";
import { Unsupported } from "../../src/counterexample/unsupported.js";
import { decideLinear } from "../../src/decide/linear.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { pruneDead } from "../../src/pattern/live.js";
import { has, maskOf } from "../../src/pattern/mask.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import type { Found } from "../../src/rules/found.js";
import { masks } from "../support/patterns.js";

function decided(layers: Parameters<typeof decideLinear>[0]): Found | undefined {
  try {
    return decideLinear(layers, new Budget(2));
  } catch (error) {
    if (error instanceof OutOfBudget) return undefined;
    throw error;
  }
}

describe("approachOf", () => {
  test("random patterns: weights on the pattern's edges, whose product tends to the limit", () => {
    const random = new Random(12);
    const rules = new Set<string>();
    for (let n = 0; n < 150; n++) {
      const depth = 2 + random.below(3);
      const widths = Array.from({ length: depth + 1 }, () => 2 + random.below(3));
      const density = 40 + random.below(50);
      const layers = pruneDead(Array.from({ length: depth }, (_, l) => maskOf(widths[l + 1]!, widths[l]!, () => random.below(100) < density)));
      const found = decided(layers);
      if (found?.closed !== false) continue;
      const approach = approachOf(layers, found.proof);
      rules.add(found.proof.rule);
      expect(tendsToLimit(approach)).toBe(true);
      approach.weights.forEach((layer, l) => expect(layer.every(({ output, input }) => has(layers[l]!, output, input))).toBe(true));
      expect(tendsToLimit({ ...approach, limit: approach.limit.map((line) => line.map((value) => value.plus(Rational.one))) })).toBe(false);
    }
    for (const rule of ["lu-minor", "cut-minor", "contraction"]) expect([...rules]).toContain(rule);
  });

  test("a proof that a pattern is closed has no limit", () => {
    expect(() => approachOf(masks([["11", "11"], ["11", "11"]]), { rule: "unique-paths", evidence: {} })).toThrow(Unsupported);
    expect(() => approachOf(masks([["11", "01"], ["10", "11"]]), { rule: "two-neurons", evidence: {} })).toThrow(Unsupported);
  });
});
