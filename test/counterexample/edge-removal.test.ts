import { describe, expect, test } from "vitest";
import { withoutEdge } from "../../src/counterexample/edge-removal.js";
import { type LayerWeights, columnOf } from "../../src/counterexample/product.js";
import { Laurent } from "../../src/exact/laurent.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { has } from "../../src/pattern/mask.js";
import { edgesOf } from "../../src/pattern/pattern.js";
import { withBlockFilled } from "../../src/pattern/triangular-block.js";
import { findAddedEdge } from "../../src/rules/added-edge.js";
import { masks } from "../support/patterns.js";

const pattern = masks([["11", "01"], ["11", "10"], ["10", "11"]]);

/** Weights on the filled pattern; the block's entries that `zero` names are 0. */
function drawn(random: Random, zero: readonly string[]): LayerWeights[] {
  const { evidence } = findAddedEdge(pattern)!;
  return withBlockFilled(pattern, evidence).map((mask, l) =>
    edgesOf(mask).flatMap(([output, input]) => {
      if (l + 1 === evidence.layer && zero.includes(`${output},${input}`)) return [];
      const single = Laurent.monomial(Rational.of(1 + random.below(4)), random.below(4) - 2);
      return [{ output, input, weight: random.below(3) === 0 ? single.plus(Laurent.monomial(Rational.one, 3)) : single }];
    }),
  );
}

describe("withoutEdge", () => {
  const { evidence } = findAddedEdge(pattern)!;
  const { layer, outputs: [top, low], inputs: [left, right] } = evidence;

  test.each([
    ["all weights there", []],
    ["(low, right) is 0", [`${low},${right}`]],
    ["(top, left) is 0", [`${top},${left}`]],
    ["both are 0", [`${low},${right}`, `${top},${left}`]],
    ["only the added one is there", [`${low},${right}`, `${top},${left}`, `${low},${left}`]],
    ["the added one is 0", [`${top},${right}`]],
  ])("%s: the same product up to high orders, without the edge", (_, zero) => {
    const random = new Random(8);
    for (let n = 0; n < 20; n++) {
      const before = drawn(random, zero);
      const after = withoutEdge(before, evidence, 40);
      after.forEach((own, l) => expect(own.every(({ output, input }) => has(pattern[l]!, output, input))).toBe(true));
      expect(after[layer - 1]!.some(({ output, input }) => output === top && input === right)).toBe(false);
      for (const k of [0, 1]) {
        const [old, now] = [columnOf(before, k), columnOf(after, k)];
        for (const i of [0, 1]) expect((old.get(i) ?? Laurent.zero).minus(now.get(i) ?? Laurent.zero).valuation).toBeGreaterThan(15);
      }
    }
    expect(left).not.toBe(right);
  });
});
