import { describe, expect, test } from "vitest";
import { balanced, leastGrowth, oriented } from "../../src/counterexample/balance.js";
import { type LayerWeights, columnOf, onPaths } from "../../src/counterexample/product.js";
import { Laurent } from "../../src/exact/laurent.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";

const edge = (output: number, input: number, exponent: number, coefficient = 1) => ({ output, input, weight: Laurent.monomial(Rational.of(coefficient), exponent) });

/** Random layers with some product along a path that has a pole. */
function drawn(random: Random): LayerWeights[] {
  for (;;) {
    const depth = 2 + random.below(3);
    const layers = Array.from({ length: depth }, () =>
      Array.from({ length: 9 }, (_, e) => e)
        .filter(() => random.below(2) === 0)
        .map((e) => edge(Math.floor(e / 3), e % 3, random.below(9) - 5, random.below(2) === 0 ? 1 : -2)),
    );
    const live = onPaths(layers, new Set([0, 1, 2]), new Set([0, 1, 2]));
    if (live[0]!.length > 0 && leastGrowth(live).numerator > 0) return live;
  }
}

const growthOf = (layers: readonly LayerWeights[]): number => -Math.min(...layers.flat().map(({ weight }) => weight.valuation));

describe("balanced", () => {
  test("LU: 1/eps and eps around one neuron become four weights of growth 1 or less in eps^2", () => {
    const lu = [[edge(0, 0, 0), edge(0, 1, -1), edge(1, 1, 0)], [edge(0, 0, 1), edge(1, 0, 0), edge(1, 1, -1, -1)]];
    expect(leastGrowth(lu)).toEqual({ numerator: 1, denominator: 2 });
    expect(growthOf(balanced(lu))).toBe(1);
  });

  test("random layers: the products stay, eps replaced; no weight grows faster than the least growth, which no rescaling beats", () => {
    const random = new Random(2);
    for (let n = 0; n < 200; n++) {
      const layers = drawn(random);
      const { numerator, denominator } = leastGrowth(layers);
      const after = balanced(layers);
      expect(growthOf(after)).toBe(numerator);
      for (const k of [0, 1, 2]) {
        const [old, now] = [columnOf(layers, k), columnOf(after, k)];
        expect(now.size).toBe(old.size);
        for (const [i, value] of old) expect(now.get(i)!.equals(value.stretched(denominator))).toBe(true);
      }
      // Another rescaling, at random, of the same weights.
      const shift = layers.map(() => Array.from({ length: 3 }, () => random.below(7) - 3));
      const at = (l: number, v: number): number => (l === 0 || l === layers.length ? 0 : shift[l]![v]!);
      const other = layers.map((layer, l) => layer.map(({ output, input, weight }) => ({ output, input, weight: weight.shifted(at(l + 1, output) - at(l, input)) })));
      expect(growthOf(other) * denominator).toBeGreaterThanOrEqual(numerator);
    }
  });
});

describe("oriented", () => {
  test("the products stay, and what comes in from the inputs begins with a positive term", () => {
    const random = new Random(3);
    for (let n = 0; n < 100; n++) {
      const layers = drawn(random);
      const after = oriented(layers, [0, 1, 2]);
      for (const k of [0, 1, 2]) for (const [i, value] of columnOf(layers, k)) expect(columnOf(after, k).get(i)!.equals(value)).toBe(true);
      for (let l = 1; l < layers.length; l++) {
        const columns = [0, 1, 2].map((k) => columnOf(after.slice(0, l), k));
        for (const v of [0, 1, 2]) {
          const row = columns.flatMap((column) => column.get(v) ?? []);
          const least = Math.min(...row.map(({ valuation }) => valuation));
          expect(row.find(({ valuation }) => valuation === least)?.signNearZero ?? 1).toBe(1);
        }
      }
    }
  });
});
