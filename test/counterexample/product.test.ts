import { describe, expect, test } from "vitest";
import { columnOf, onPaths, weightIfAny } from "../../src/counterexample/product.js";
import { Laurent } from "../../src/exact/laurent.js";
import { Rational } from "../../src/exact/rational.js";

const edge = (output: number, input: number, exponent = 0, coefficient = 1) => ({ output, input, weight: Laurent.monomial(Rational.of(coefficient), exponent) });

describe("products of sparse layers", () => {
  const layers = [[edge(0, 0, -1), edge(1, 0), edge(2, 1)], [edge(0, 0, 1), edge(0, 1, 0, -1), edge(1, 1, 2)]];

  test("a column: sums over paths, without what cancels", () => {
    // 1/eps * eps - 1 = 0 at output 0.
    expect([...columnOf(layers, 0)].map(([i, value]) => [i, value.toJson()])).toEqual([[1, [["1", 2]]]]);
    expect(columnOf(layers, 1).size).toBe(0);
  });

  test("weights on no path are left out", () => {
    expect(onPaths(layers, new Set([1]), new Set([0, 1]))).toEqual([[layers[0]![1]], [layers[1]![2]]]);
    expect(onPaths(layers, new Set([0, 1]), new Set([1]))).toEqual([[], []]);
  });

  test("weights that are 0 are none", () => {
    expect(weightIfAny(1, 2, Laurent.zero)).toEqual([]);
    expect(weightIfAny(1, 2, Laurent.one)).toEqual([{ output: 1, input: 2, weight: Laurent.one }]);
  });
});
