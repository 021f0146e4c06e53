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
import { rectanglesOf } from "../../src/pattern/rectangles.js";
import { Budget } from "../../src/rules/budget.js";
import { findFull } from "../../src/rules/contraction.js";
import { freeEverything } from "../../src/rules/free.js";
import { findStarCover } from "../../src/rules/star-cover.js";
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
      const wanted = edgesOf(productSupport(layers)).map(([output, input]) => ({ output, input, weight: Laurent.monomial(Rational.of(1 + random.below(5)), random.below(5) - 2) }));
      const outputs = Array.from({ length: widths[depth]! }, (_, i) => i);
      const inputs = Array.from({ length: widths[0]! }, (_, k) => k);
      const free = depth === 2 ? freeEverything(rectanglesOf(layers[0]!, layers[1]!), new Budget(10)) : undefined;
      for (const full of [
        findFull(layers, new Budget(10)),
        depth === 2 ? findStarCover(layers) : undefined,
        free && ({ rule: "free", evidence: { frozen: free.frozen, then: { rule: "linear-space", evidence: {} } } } satisfies Proof),
      ]) {
        if (full === undefined) continue;
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
    }
    for (const rule of ["generic-factor", "star-cover", "free"]) expect(met.get(rule), rule).toBeGreaterThan(10);
  });

  test("LU is not full: a matrix that is no product is not factorised", () => {
    const lu = masks([["11", "01"], ["10", "11"]]);
    const proof: Proof = { rule: "everything", evidence: { tree: { frozen: [], pivots: [] } } };
    const wanted = [[0, 1], [1, 0]].map(([output, input]) => ({ output: output!, input: input!, weight: Laurent.one }));
    expect(() => factorised(lu, proof, wanted, [0, 1], [0, 1])).toThrow(Unsupported);
  });
});
