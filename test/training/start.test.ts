import { expect, test } from "vitest";
import { Random } from "../../src/exact/random.js";
import { networkOf } from "../../src/training/network.js";
import { normal, startingParameters } from "../../src/training/start.js";
import { LU, patternOf } from "./cases.js";

test("normal numbers have mean 0, variance 1 and few beyond 2", () => {
  const random = new Random(1);
  const numbers = Array.from({ length: 20_000 }, () => normal(random));
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length).toBeCloseTo(1, 1);
  const beyond = numbers.filter((x) => Math.abs(x) > 2).length / numbers.length;
  expect(beyond).toBeGreaterThan(0.035);
  expect(beyond).toBeLessThan(0.055);
});

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
