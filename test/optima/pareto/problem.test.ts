import { describe, expect, test } from "vitest";
import { columnsOf, densePattern, l1Norm, makeProblem, nonzeroCount, standardised } from "../../../src/optima/pareto/problem.js";
import { irisProblem, irisSamples } from "./iris.js";

const PATTERN = densePattern([2, 3, 2]);
const INPUTS = Float64Array.of(1, 2, 3, 4);

describe("a problem", () => {
  test("counts all parameters, or all but biases", () => {
    const samples = { inputs: INPUTS, labels: Int32Array.of(0, 1) };
    const parameters = new Float64Array(17).fill(-2);
    parameters[3] = 0;
    const [all, weights] = [makeProblem(PATTERN, samples), makeProblem(PATTERN, samples, { countBiases: false })];
    expect(l1Norm(all, parameters)).toBe(32);
    expect(l1Norm(weights, parameters)).toBe(22);
    expect([...weights.counted].join("")).toBe("11111100011111100");
    expect(nonzeroCount(parameters)).toBe(16);
    expect([all.loss, all.activation, all.points]).toEqual(["cross-entropy", "relu", 2]);
    expect(makeProblem(PATTERN, { inputs: INPUTS, targets: new Float64Array(4) }).loss).toBe("squared");
  });

  test.each([
    ["no rows", { inputs: new Float64Array(0), labels: new Int32Array(0) }, {}, "at least one row of 2 numbers"],
    ["half a row", { inputs: new Float64Array(3), labels: new Int32Array(1) }, {}, "row of 2 numbers"],
    ["infinite inputs", { inputs: Float64Array.of(1, Infinity), labels: new Int32Array(1) }, {}, "finite"],
    ["no labels", { inputs: INPUTS, targets: new Float64Array(4) }, { loss: "cross-entropy" as const }, "a class for each point"],
    ["too few labels", { inputs: INPUTS, labels: new Int32Array(1) }, {}, "2 classes"],
    ["a class without an output", { inputs: INPUTS, labels: Int32Array.of(0, 2) }, {}, "from 0 to 1"],
    ["no targets", { inputs: INPUTS, labels: new Int32Array(2) }, { loss: "squared" as const }, "a row of targets"],
    ["too few targets", { inputs: INPUTS, targets: new Float64Array(3) }, {}, "2 rows of 2 numbers"],
    ["NaN targets", { inputs: INPUTS, targets: new Float64Array(4).fill(Number.NaN) }, {}, "finite"],
  ])("is refused with %s", (_, samples, options, message) => {
    expect(() => makeProblem(PATTERN, samples, options)).toThrow(message);
  });
});

describe("standardised columns", () => {
  test("have mean 0 and deviation 1; a constant one becomes 0", () => {
    const rows = Float64Array.of(1, 5, 2, 5, 6, 5);
    const { means, deviations } = columnsOf(rows, 2);
    expect(means).toEqual([3, 5]);
    expect(deviations).toEqual([Math.sqrt(14 / 3), 1]);
    expect([...standardised(rows, { means, deviations })].filter((_, k) => k % 2 === 1)).toEqual([0, 0, 0]);
    expect(columnsOf(standardised(rows, { means, deviations }), 2).means[0]).toBeCloseTo(0, 15);
    // Three times 0.1 is not 0.1 + 0.1 + 0.1.
    expect(columnsOf(Float64Array.of(0.1, 0.1, 0.1), 1)).toEqual({ means: [0.1], deviations: [1] });
  });

  test("squares may be beyond doubles", () => {
    for (const size of [1e300, 1e-300]) {
      const { means, deviations } = columnsOf(Float64Array.of(size, 3 * size), 1);
      expect([means[0]! / size, deviations[0]! / size]).toEqual([expect.closeTo(2, 12), expect.closeTo(1, 12)]);
    }
  });
});

describe("Iris", () => {
  test("is split as published: 30 rows for training, 9, 10 and 11 of the classes, and 55 parameters", () => {
    const { training, test: rest } = irisSamples();
    expect([0, 1, 2].map((label) => training.labels!.filter((own) => own === label).length)).toEqual([9, 10, 11]);
    expect([0, 1, 2].map((label) => rest.labels!.filter((own) => own === label).length)).toEqual([41, 40, 39]);
    expect(irisProblem().network.size).toBe(55);
  });
});
