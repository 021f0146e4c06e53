import { describe, expect, test } from "vitest";
import { linearBiases } from "../../src/counterexample/biases.js";
import { columnOf } from "../../src/counterexample/product.js";
import { Laurent } from "../../src/exact/laurent.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";

describe("linearBiases", () => {
  test("random layers and points: pre-activations have no negative coefficient, and the network is the product", () => {
    const random = new Random(1);
    for (let n = 0; n < 60; n++) {
      const depth = 2 + random.below(3);
      const layers = Array.from({ length: depth }, () =>
        Array.from({ length: 9 }, (_, e) => e)
          .filter(() => random.below(3) > 0)
          .map((e) => ({
            output: Math.floor(e / 3),
            input: e % 3,
            weight: Laurent.monomial(Rational.of(random.below(2) === 0 ? 1 : -3), random.below(5) - 2).plus(Laurent.monomial(Rational.of(random.below(3) - 1), 3)),
          })),
      );
      const points = Array.from({ length: 5 }, () => Array.from({ length: 3 }, () => Rational.of(random.below(9) - 4, 4)));
      const biases = linearBiases(layers, points, [0, 1, 2]);
      for (const point of points) {
        let values = new Map(point.map((x, k) => [k, Laurent.constant(x)]));
        layers.forEach((layer, l) => {
          const next = new Map<number, Laurent>();
          const add = (v: number, term: Laurent): void => void next.set(v, (next.get(v) ?? Laurent.zero).plus(term));
          for (const { output, input, weight } of layer) add(output, weight.times(values.get(input) ?? Laurent.zero));
          for (const { neuron, bias } of biases[l]!) add(neuron, bias);
          if (l < depth - 1) for (const value of next.values()) for (const { coefficient } of value.terms) expect(coefficient.sign).toBe(1);
          values = next;
        });
        for (const i of [0, 1, 2]) {
          const linear = point.reduce((sum, x, k) => sum.plus((columnOf(layers, k).get(i) ?? Laurent.zero).times(Laurent.constant(x))), Laurent.zero);
          expect((values.get(i) ?? Laurent.zero).equals(linear)).toBe(true);
        }
      }
    }
  });
});
