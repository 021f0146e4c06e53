import { describe, expect, test } from "vitest";
import { evaluate, outputsAt } from "../../../src/optima/pareto/evaluate.js";
import { densePattern, makeProblem } from "../../../src/optima/pareto/problem.js";
import { maskOfEdges } from "../../../src/pattern/mask.js";
import { makePattern } from "../../../src/pattern/pattern.js";
import { irisProblem, irisSamples } from "./iris.js";

// x -> max(0, 2x - 1) and max(0, -x), then their sum and 3 times the second, less 1.
const PATTERN = makePattern("small", [maskOfEdges(2, 1, [[0, 0], [1, 0]]), maskOfEdges(2, 2, [[0, 0], [0, 1], [1, 1]])]);
const PARAMETERS = Float64Array.of(2, -1, -1, 0, 1, 1, 3, 0, -1);
const INPUTS = Float64Array.of(2, -2);

describe("a network at a point", () => {
  test.each([
    ["relu", [3, -1], [2, 5]],
    ["linear", [1, -7], [-3, 5]],
    ["tanh", [Math.tanh(3) - Math.tanh(2), -3 * Math.tanh(2) - 1], [Math.tanh(2) - Math.tanh(5), 3 * Math.tanh(2) - 1]],
  ] as const)("%s", (activation, first, second) => {
    const problem = makeProblem(PATTERN, { inputs: INPUTS, labels: Int32Array.of(0, 1) }, { activation });
    [first, second].forEach((expected, p) => outputsAt(problem, PARAMETERS, INPUTS, p).forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 14)));
  });
});

describe("losses", () => {
  test("by hand", () => {
    const labelled = makeProblem(PATTERN, { inputs: INPUTS, labels: Int32Array.of(0, 0) });
    expect(evaluate(labelled, PARAMETERS).loss).toBeCloseTo((Math.log1p(Math.exp(-4)) + Math.log1p(Math.exp(3))) / 2, 14);
    expect(evaluate(labelled, PARAMETERS).accuracy).toBe(0.5);
    const squared = makeProblem(PATTERN, { inputs: INPUTS, targets: Float64Array.of(3, 1, 2, 2) });
    expect(evaluate(squared, PARAMETERS)).toEqual({ loss: (4 + 9) / 4 });
  });

  test("equal outputs are no class", () => {
    expect(evaluate(irisProblem(), new Float64Array(55))).toEqual({ loss: expect.closeTo(Math.log(3), 14), accuracy: 0 });
  });

  test("of other data, which have to fit", () => {
    const problem = irisProblem();
    expect(evaluate(problem, new Float64Array(55), irisSamples().test).loss).toBeCloseTo(Math.log(3), 14);
    expect(() => evaluate(problem, new Float64Array(55), { inputs: new Float64Array(5), labels: new Int32Array(1) })).toThrow("row of 4 numbers");
  });

  test("of a dense network without biases", () => {
    const problem = makeProblem(densePattern([1, 1], false), { inputs: Float64Array.of(2), targets: Float64Array.of(1) });
    expect(evaluate(problem, Float64Array.of(3))).toEqual({ loss: 12.5 });
  });
});
