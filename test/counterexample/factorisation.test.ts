import { describe, expect, test } from "vitest";
import type { Proof } from "../../src/certificate/proof.js";
import { factorised } from "../../src/counterexample/factorisation.js";
import { columnOf } from "../../src/counterexample/product.js";
import { Unsupported } from "../../src/counterexample/unsupported.js";
import { Laurent } from "../../src/exact/laurent.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { productSupport } from "../../src/pattern/layers.js";
import { pruneDead } from "../../src/pattern/live.js";
import { has, maskOf } from "../../src/pattern/mask.js";
import { edgesOf } from "../../src/pattern/pattern.js";
import { Budget } from "../../src/rules/budget.js";
import { findFull } from "../../src/rules/contraction.js";
import { masks } from "../support/patterns.js";

describe("factorised", () => {
  test("what the search finds full: any Laurent polynomials on the support, exactly", () => {
    const random = new Random(6);
    const met = new Map<string, number>();
    for (let n = 0; n < 150; n++) {
      const depth = 2 + random.below(2);
      const widths = Array.from({ length: depth + 1 }, () => 1 + random.below(4));
      const density = 40 + random.below(60);
      const layers = pruneDead(Array.from({ length: depth }, (_, l) => maskOf(widths[l + 1]!, widths[l]!, () => random.below(100) < density)));
      const full = findFull(layers, new Budget(10));
      if (full === undefined) continue;
      const wanted = edgesOf(productSupport(layers)).map(([output, input]) => ({ output, input, weight: Laurent.monomial(Rational.of(1 + random.below(5)), random.below(5) - 2) }));
      const outputs = Array.from({ length: widths[depth]! }, (_, i) => i);
      const inputs = Array.from({ length: widths[0]! }, (_, k) => k);
      let found;
      try {
        found = factorised(layers, full, wanted, outputs, inputs);
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
        continue;
      }
      met.set(full.rule, (met.get(full.rule) ?? 0) + 1);
      found.forEach((layer, l) => expect(layer.every(({ output, input }) => has(layers[l]!, output, input))).toBe(true));
      for (const k of inputs) {
        const column = columnOf(found, k);
        for (const i of outputs) {
          const value = wanted.find(({ output, input }) => output === i && input === k)?.weight ?? Laurent.zero;
          expect((column.get(i) ?? Laurent.zero).equals(value)).toBe(true);
        }
      }
    }
    expect([...met.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(40);
    expect(met.size).toBeGreaterThanOrEqual(2);
  });

  test("LU is not full: a matrix that is no product is not factorised", () => {
    const lu = masks([["11", "01"], ["10", "11"]]);
    const proof: Proof = { rule: "everything", evidence: { tree: { frozen: [], pivots: [] } } };
    const wanted = [[0, 1], [1, 0]].map(([output, input]) => ({ output: output!, input: input!, weight: Laurent.one }));
    expect(() => factorised(lu, proof, wanted, [0, 1], [0, 1])).toThrow(Unsupported);
  });
});
