import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dataFromCsv } from "../../src/formats/data-csv.js";
import { patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { evaluate } from "../../src/optima/pareto/evaluate.js";
import { hypervolume } from "../../src/optima/pareto/front.js";
import { type RegularisationPathOptions, regularisationPath } from "../../src/optima/regularisation-path.js";
import { irisSamples } from "./pareto/iris.js";

const iris = dataFromCsv(readFileSync(new URL("../../examples/iris.csv", import.meta.url), "utf8"));
const published: RegularisationPathOptions = { widths: [4, 4, 4, 3], activation: "tanh", split: { every: 5 }, standardise: "all", maxL1: 40 };

describe("the published Iris problem", async () => {
  const path = await regularisationPath(iris, { ...published, method: "continuation", points: 12, starts: 2 });

  test("is that of the paper: rows, inputs, network and both losses", () => {
    const { training, test: apart } = irisSamples();
    expect(path.problem.samples).toEqual(training);
    expect(path.settings).toMatchObject({ widths: [4, 4, 4, 3], weights: 44, parameters: 55, masked: false, loss: "cross-entropy", countBiases: true, rows: { training: 30, validation: 0, test: 120 }, starts: 2, batch: null });
    expect(path.settings.standardised!.by).toBe("all");
    for (const { parameters, loss, accuracy, test: held, validation } of path.points) {
      const again = evaluate(path.problem, parameters);
      expect([again.loss, again.accuracy]).toEqual([expect.closeTo(loss, 12), accuracy]);
      expect(held).toEqual(evaluate(path.problem, parameters, apart));
      expect(validation).toBeNull();
    }
    expect(path.points).toHaveLength(12);
  });

  test("the point chosen has the least test loss, and the warning says that this flatters it", () => {
    const least = Math.min(...path.points.map((point) => point.test!.loss));
    expect(path.chosen!.by).toBe("test");
    expect(path.points[path.chosen!.point]!.test!.loss).toBe(least);
    expect(path.warnings).toEqual([expect.stringContaining("The point is chosen by the same rows that it is tested on")]);
    expect(path.hypervolume.reference).toEqual({ loss: path.zeroLoss, l1: 45 });
    expect(path.hypervolume.value).toBeCloseTo(hypervolume(path.points, path.hypervolume.reference), 12);
    expect([path.verdicts, path.complete, path.ended, path.refused]).toEqual([null, true, null, 0]);
  });
});

test("with rows for validation these choose, and inputs are standardised by the rows for training", async () => {
  const path = await regularisationPath(iris, { split: { training: 0.6, validation: 0.2 }, standardise: "training", activation: "tanh", method: "multistart", points: 4, starts: 1, maxL1: 12, seed: 3 });
  expect(path.settings).toMatchObject({ widths: [4, 4, 4, 3], rows: { training: 90, validation: 30, test: 30 } });
  expect(path.chosen!.by).toBe("validation");
  expect(path.points[path.chosen!.point]!.validation!.loss).toBe(Math.min(...path.points.map(({ validation }) => validation!.loss)));
  const { inputs } = path.problem.samples;
  for (let j = 0; j < 4; j++) {
    const column = inputs.filter((_, k) => k % 4 === j);
    expect(column.reduce((sum, x) => sum + x, 0) / 90).toBeCloseTo(0, 12);
    expect(column.reduce((sum, x) => sum + x * x, 0) / 90).toBeCloseTo(1, 12);
  }
});

describe("a mask", async () => {
  const lu = dataFromCsv(readFileSync(new URL("../../examples/lu-2-points.csv", import.meta.url), "utf8"));
  const pattern = { ...patternFromNotation("12*12 2*2"), bias: [true, true] };

  test("ill-posed: verdicts, weights that escape, a warning", async () => {
    const path = await regularisationPath(lu, { pattern, method: "multistart", points: 5, starts: 4, maxL1: 24 });
    expect(path.settings).toMatchObject({ widths: [2, 2, 2], masked: true, loss: "squared", weights: 6, parameters: 10 });
    expect(path.verdicts).toEqual({ linear: false, finite: false });
    expect(path.escape!.status).toBe("escaping");
    expect(path.warnings[0]).toMatch(/^The weights escape: /);
    expect([path.chosen, path.points[0]!.accuracy, path.points[0]!.test]).toEqual([null, null, null]);
  });

  test("of tanh there are no verdicts, of linear networks one; biases and their part in the norm as asked for", async () => {
    const short = { pattern, method: "multistart", points: 2, starts: 1, maxL1: 2 } as const;
    expect((await regularisationPath(lu, { ...short, activation: "tanh" })).verdicts).toBeNull();
    const linear = await regularisationPath(lu, { ...short, activation: "linear", bias: false });
    expect([linear.verdicts, linear.settings.parameters, linear.settings.biases]).toEqual([{ linear: false, finite: null }, 6, [false, false]]);
    const uncounted = await regularisationPath(lu, { ...short, countBiases: false });
    expect([...uncounted.problem.counted]).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 0, 0]);
  });
});

test("what does not fit is refused", async () => {
  const xor = dataFromCsv("x1,x2,y1\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n");
  const refused = (options: RegularisationPathOptions): Promise<unknown> => regularisationPath(xor, { points: 2, starts: 1, maxL1: 1, method: "multistart", ...options });
  await expect(refused({ widths: [3, 2] })).rejects.toThrow("X: expected 3 inputs as in the network, found 2");
  await expect(refused({ widths: [2, 1], loss: "cross-entropy" })).rejects.toThrow("Y: expected classes from 0 to 0, as the network has 1 output, found class 1");
  await expect(refused({ widths: [2, 2], loss: "squared" })).rejects.toThrow("Y: expected 2 targets as the network has outputs, found 1");
  await expect(refused({ widths: [2, 2], pattern: patternFromNotation("1*12") })).rejects.toMatchObject({ kind: "usage", place: "widths" });
});

test("without time there is the front as far as it was found, and a class without rows is named", async () => {
  const path = await regularisationPath(dataFromCsv("x1,y1\n1,0\n2,1\n3,0\n4,2\n"), { split: { every: 2 }, timeout: 1e-9 });
  expect([path.complete, path.ended]).toEqual([false, "time"]);
  expect(path.warnings[0]).toContain("this is the front as far as it was found by then");
  expect(path.warnings).toContain("No row for training is of class 1, 2.");
});

describe("data that ask for a word", () => {
  const quick = { points: 2, starts: 1, maxL1: 1, method: "multistart" } as const;
  const warningsFor = async (csv: string, options: RegularisationPathOptions = {}): Promise<readonly string[]> => (await regularisationPath(dataFromCsv(csv), { ...quick, ...options })).warnings;
  const classes = (...labels: number[]): string => `x1,y1\n${labels.map((label, k) => `${k / 10},${label}\n`).join("")}`;

  test("whole numbers that may be meant as classes", async () => {
    const told = expect.stringContaining("The targets, 3 whole numbers from 1 to 3, are taken as numbers, as classes are numbered from 0 on without gaps.");
    expect(await warningsFor(classes(1, 2, 3, 1, 2, 3))).toContainEqual(told);
    expect(await warningsFor(classes(1, 2, 3, 1, 2, 3), { loss: "squared" })).not.toContainEqual(told);
    for (const labels of [[0, 1, 2, 0, 1, 2], [1, 2, 3, 4, 5, 6], [1.5, 2, 1.5, 2]]) expect((await warningsFor(classes(...labels))).join()).not.toContain("are taken as numbers");
  });

  test("inputs of sizes far apart, unless standardised", async () => {
    const apart = "x1,x2,y1\n1,3e20,0.5\n2,-1e19,1\n-1,2e20,3\n";
    expect(await warningsFor(apart)).toContainEqual(expect.stringContaining("The inputs go up to 2 to 300000000000000000000, each for itself"));
    expect((await warningsFor(apart, { standardise: "training" })).join()).not.toContain("The inputs");
    expect((await warningsFor("x1,y1\n1e-9,0.5\n3e-9,1.5\n")).join()).toContain("The inputs go up to 3e-9:");
    expect((await warningsFor("x1,x2,y1\n0,1,0.5\n0,200,1.5\n")).join()).not.toContain("The inputs");
  });

  test("numbers whose squares are none are refused", async () => {
    await expect(warningsFor("x1,y1\n1,0\n2,9e200\n")).rejects.toThrow("y1 of row 1: expected a number of a size up to 1e+50, found 9e+200");
    await expect(warningsFor("x1,x2,y1\n1,-1e300,0\n2,3,4\n")).rejects.toThrow("x2 of row 0: expected a number of a size up to 1e+50 (--standardise brings inputs to one size), found -1e+300");
    expect(await warningsFor("x1,x2,y1\n1,-1e300,0\n2,3e300,4\n", { standardise: "training" })).toEqual([]);
  });
});
