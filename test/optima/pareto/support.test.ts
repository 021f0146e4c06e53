import { expect, test } from "vitest";
import { densePattern } from "../../../src/optima/pareto/problem.js";
import { supportOf } from "../../../src/optima/pareto/support.js";
import { maskOfRows, maskStrings } from "../../../src/pattern/mask.js";
import { makePattern } from "../../../src/pattern/pattern.js";

test("the mask of the weights that are not 0; biases of 0 stay free", () => {
  const dense = supportOf(densePattern([2, 2, 1]), Float64Array.of(1, 0, 0, -1e-300, 0, 3, 0, 2, 0), "support");
  expect(dense.masks.map(maskStrings)).toEqual([["10", "01"], ["01"]]);
  expect([dense.name, dense.bias]).toEqual(["support", [true, true]]);
});

test("of a mask only its own weights, also where a layer has no biases", () => {
  const pattern = makePattern("", [maskOfRows(3, [[0, 2], [1]]), maskOfRows(2, [[0, 1]])], { bias: [false, true] });
  const support = supportOf(pattern, Float64Array.of(0, 1, 2, 5, 0, 0), "");
  expect(support.masks.map(maskStrings)).toEqual([["001", "010"], ["10"]]);
  expect(support.bias).toEqual([false, true]);
});
