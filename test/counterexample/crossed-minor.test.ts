import { describe, expect, test } from "vitest";
import { crossedWeights } from "../../src/counterexample/crossed-minor.js";
import { columnOf } from "../../src/counterexample/product.js";
import { Laurent } from "../../src/exact/laurent.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { pruneDead } from "../../src/pattern/live.js";
import { has, maskOf } from "../../src/pattern/mask.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { findCutMinor } from "../../src/rules/cut-minor.js";
import { findLuMinor } from "../../src/rules/lu-minor.js";

describe("crossedWeights", () => {
  test("LU and cut minors in random patterns: the product is eps, 1, 1, 0 on the minor, 0 elsewhere", () => {
    const random = new Random(4);
    const met = { "lu-minor": 0, "cut-minor": 0 };
    for (let n = 0; n < 600; n++) {
      const depth = 2 + random.below(3);
      const widths = Array.from({ length: depth + 1 }, () => 2 + random.below(4));
      const density = 30 + random.below(50);
      const masks = pruneDead(Array.from({ length: depth }, (_, l) => maskOf(widths[l + 1]!, widths[l]!, () => random.below(100) < density)));
      const planes = pathPlanes(masks);
      for (const proof of [findLuMinor(masks, planes), findCutMinor(masks, planes)]) {
        if (proof?.rule !== "lu-minor" && proof?.rule !== "cut-minor") continue;
        met[proof.rule]++;
        const weights = crossedWeights(masks, proof.evidence);
        weights.forEach((layer, l) => expect(layer.every(({ output, input }) => has(masks[l]!, output, input))).toBe(true));
        const [i, j] = proof.evidence.outputs;
        const [k, l] = proof.evidence.inputs;
        const wanted = new Map([
          [`${i},${k}`, Laurent.monomial(Rational.one, 1)],
          [`${i},${l}`, Laurent.one],
          [`${j},${k}`, Laurent.one],
        ]);
        for (let input = 0; input < widths[0]!; input++) {
          const column = columnOf(weights, input);
          for (let output = 0; output < widths[depth]!; output++) {
            expect((column.get(output) ?? Laurent.zero).equals(wanted.get(`${output},${input}`) ?? Laurent.zero)).toBe(true);
          }
        }
      }
    }
    expect(met["lu-minor"]).toBeGreaterThan(50);
    expect(met["cut-minor"]).toBeGreaterThan(50);
  });
});
