import { expect, test } from "vitest";
import { type RegularisationPathOptions, checkPathOptions } from "../../src/optima/path-options.js";

test.each([
  [{}],
  [{ split: null, standardise: null, timeout: Number.POSITIVE_INFINITY, seed: 0 }],
  [{ split: { every: 2 }, widths: [4, 3], points: 2, standardise: "all", maxL1: 1e-3 }],
  [{ split: { training: 0.6, validation: 0.4 }, bias: false, countBiases: false, activation: "linear", loss: "squared", method: "continuation" }],
] satisfies [RegularisationPathOptions][])("%j can be asked for", (options) => {
  expect(() => checkPathOptions(options)).not.toThrow();
});

test.each([
  [{ method: "guess" }, "method: expected continuation, weighted-sum, multistart, best, found guess"],
  [{ activation: "sine" }, "activation: expected relu, tanh, linear, found sine"],
  [{ loss: "hinge" }, "loss: expected cross-entropy, squared, found hinge"],
  [{ pattern: { pattern: Array.from({ length: 99 }, (_, k) => k) } }, 'pattern: expected a pattern, as readPattern gives it, found {"pattern":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,1...'],
  [{ standardise: true }, "standardise: expected training, all, found true"],
  [{ points: 1 }, "points: expected an integer, at least 2, at most 10000, found 1"],
  [{ points: 1e9 }, "points: expected an integer"],
  [{ points: "3" }, "points: expected an integer"],
  [{ starts: 0 }, "starts: expected an integer, at least 1, found 0"],
  [{ batch: 1.5 }, "batch: expected an integer, at least 1, found 1.5"],
  [{ seed: -1 }, "seed: expected an integer, at least 0, found -1"],
  [{ timeout: Number.NaN }, "timeout: expected a number of seconds, found NaN"],
  [{ maxL1: Number.POSITIVE_INFINITY }, "maxL1: expected a positive number, found Infinity"],
  [{ bias: "no" }, "bias: expected true or false, found no"],
  [{ countBiases: 0 }, "countBiases: expected true or false, found 0"],
  [{ widths: [4] }, "widths: expected at least two positive integers, inputs first, found [4]"],
  [{ widths: [4, 0, 3] }, "widths: expected at least two positive integers"],
  [{ widths: "4-3" }, "widths: expected at least two positive integers"],
  [{ widths: [4, 99999, 99999, 3] }, "widths: expected those of at most 16777216 weights, found [4,99999,99999,3]"],
  [{ pattern: "mask.json" }, "pattern: expected a pattern, as readPattern gives it, found mask.json"],
  [{ split: { every: 0 } }, 'split: expected { every }, an integer, at least 2, or { training, validation }, positive shares of which the sum is at most 1, found {"every":0}'],
  [{ split: { every: 1.5 } }, "split: expected"],
  [{ split: { training: 2 } }, "split: expected"],
  [{ split: { training: 0.5, validation: 0.9 } }, "split: expected"],
  [{ split: { training: 0.5, validation: -0.1 } }, "split: expected"],
  [{ split: "every:5" }, "split: expected"],
  [{ split: {} }, "split: expected"],
])("%j is refused", (options, message) => {
  const check = (): void => checkPathOptions(options as unknown as RegularisationPathOptions);
  expect(check).toThrow(RangeError);
  expect(check).toThrow(message);
});
