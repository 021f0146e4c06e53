import { expect, test } from "vitest";
import { networkOf } from "../../src/training/network.js";
import { startingParameters } from "../../src/training/start.js";
import { LU, patternOf } from "./cases.js";

test("a seed gives the same bits, another seed others; the scale scales", () => {
  const network = networkOf(LU);
  expect([...startingParameters(network, 5)]).toEqual([...startingParameters(network, 5)]);
  expect([...startingParameters(network, 5)]).not.toEqual([...startingParameters(network, 6)]);
  expect([...startingParameters(network, 5, 4)]).toEqual([...startingParameters(network, 5)].map((x) => 4 * x));
});

test("hidden biases are positive, last ones zero, an empty row asks for nothing", () => {
  const network = networkOf(patternOf([["11", "00"], ["11", "11"]]));
  const parameters = startingParameters(network, 2);
  const [first, last] = network.layers;
  expect([...parameters.subarray(first!.biases, first!.biases + 2)].every((b) => b > 0)).toBe(true);
  expect([...parameters.subarray(last!.biases)]).toEqual([0, 0]);
  expect(parameters.every(Number.isFinite)).toBe(true);
});
