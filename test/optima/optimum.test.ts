import { describe, expect, test } from "vitest";
import { checkOptimum } from "../../src/check/optimum.js";
import { Random } from "../../src/exact/random.js";
import { evaluate } from "../../src/optima/convex/network.js";
import { type OptimumData, greatestLambda, optimum, optimumPath } from "../../src/optima/optimum.js";
import { maskOfRows } from "../../src/pattern/mask.js";
import { type Pattern, makePattern } from "../../src/pattern/pattern.js";
import { pathAsText } from "../../src/report/optimum/text.js";
import { train } from "../../src/training/train.js";

const XOR: OptimumData = { inputs: Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1), targets: Float64Array.of(1, -1, -1, 1), points: 4 };

function randomData(points: number, width: number, seed: number): OptimumData {
  const random = new Random(seed);
  const numbers = (count: number): Float64Array => Float64Array.from({ length: count }, () => Math.round(random.normal() * 10) / 10);
  return { inputs: numbers(points * width), targets: numbers(points), points };
}

const patternOf = (hidden: readonly number[][], width: number, bias: readonly boolean[], heard = [...hidden.keys()]): Pattern =>
  makePattern("mask", [maskOfRows(width, hidden), maskOfRows(hidden.length, [heard])], { bias });

test("a small lambda leaves the fit of contradicting targets as near as the set of optima has it", async () => {
  // At a gap of 1e-10 the fit was 8e-6 off, and the set was left out.
  for (const [inputs, targets] of [[[1, -1, 0, 0], [-2, 0, -1, 1]], [[-1, 0, -1], [3, 0, -2]], [[-2, 2, -1, 1, -1, 1], [-2, -3, -3, 1, 1, -1]]] as const) {
    const data = { inputs: Float64Array.from(inputs), targets: Float64Array.from(targets), points: inputs.length };
    const result = await optimum(data, { lambda: { share: 1e-4 }, prune: true });
    expect(result).toMatchObject({ certified: true, left: [] });
    expect(result.checks.every(({ ok }) => ok)).toBe(true);
  }
});

test("targets that are all 0 have the network without neurons, proved: the gap is 0, and no check fails", async () => {
  const result = await optimum({ inputs: Float64Array.of(1, 2), targets: Float64Array.of(0, 0), points: 2 }, { lambda: 1, prune: true });
  expect(result).toMatchObject({ value: 0, dualBound: 0, neurons: 0, certified: true, left: [] });
  expect(result.checks.find(({ name }) => name === "certificate")).toMatchObject({ ok: true, value: 0 });
  expect(result.checks.every(({ ok }) => ok)).toBe(true);
});

describe("the corners of the square with XOR labels", () => {
  // One neuron for each corner, along it: relu is sqrt 2 there and 0 at the others, so that the fit t takes norms that sum to 2 sqrt 2 t, and V = (1 - t)^2 / 2 + 2 sqrt 2 lambda t. The dual's
  // y (1 - t) / 4 is feasible: at a corner the constraint is sqrt 2 (1 - t) / 4 = lambda.
  test.each([1e-3, 0.1, 0.3])("have the optimum of the closed form, lambda = %d", async (lambda) => {
    const result = await optimum(XOR, { lambda, prune: true });
    const t = 1 - 2 * Math.sqrt(2) * lambda;
    expect(result.lambdaMax).toBeCloseTo(Math.SQRT2 / 4, 12);
    expect(result.value).toBeCloseTo((1 - t) ** 2 / 2 + 2 * Math.SQRT2 * lambda * t, 10);
    expect(result.sumOfNorms).toBeCloseTo(2 * Math.SQRT2 * t, 9);
    result.fit.forEach((value, j) => expect(value).toBeCloseTo(t * XOR.targets[j]!, 9));
    expect(result).toMatchObject({ schema: "wellposed/optimum/1", neurons: 4, patterns: 14, complete: true, certified: true, left: [], pruned: { neurons: 4 }, fewest: { upper: 4, decided: true } });
    expect(result.optimalSet).toMatchObject({ unique: true, dimension: 0 });
    expect(result.checks.every(({ ok }) => ok)).toBe(true);
  });

  test("have the network without neurons from lambdaMax on", async () => {
    const result = await optimum(XOR, { lambda: 0.36, prune: true });
    expect(result).toMatchObject({ value: 0.5, neurons: 0, fit: [0, 0, 0, 0], certified: true, pruned: { neurons: 0 }, fewest: { upper: 0 } });
    expect(result.equivalence).toMatchObject({ kind: "equality", neurons: 0 });
    expect(result.beyond).toHaveLength(1);
  });

  test("without biases are the same; gated ReLU has another lambdaMax", async () => {
    expect((await optimum(XOR, { lambda: 0.1, bias: false })).value).toBeCloseTo((await optimum(XOR, { lambda: 0.1 })).value, 12);
    // A gate open at two neighbouring corners, v of length t: the fit is t at one, -t at the other; two gates are enough.
    const gated = await optimum(XOR, { lambda: 0.1, model: "gated" });
    expect(gated.lambdaMax).toBeCloseTo(0.5, 12);
    expect(gated.value).toBeCloseTo(0.2 - 0.2 ** 2 / 2, 10);
    expect(gated.network).toMatchObject({ activation: "gated-relu" });
    expect(gated.certified).toBe(true);
  });

  test("a share of lambdaMax is that lambda", async () => {
    const result = await optimum(XOR, { lambda: { share: 0.1 } });
    expect(result.lambda).toBeCloseTo(greatestLambda(XOR) / 10, 15);
    expect(result.value).toBeCloseTo(0.1 - 0.1 ** 2 / 2, 10);
  });
});

describe("random data", () => {
  test.each([1, 2, 3, 4])("networks reach the certified optimum when they are run, seed %i", async (seed) => {
    const data = randomData(4 + seed, 1 + (seed % 3), seed);
    for (const loss of ["squared", "logistic"] as const) {
      const targets = loss === "logistic" ? data.targets.map((_, j) => (j % 3 === 0 ? 1 : 0)) : data.targets;
      const result = await optimum({ ...data, targets }, { lambda: { share: 0.05 }, loss, scaling: seed % 2 === 0 ? "mean" : "sum", model: seed === 3 ? "gated" : "relu" });
      expect(result.certified).toBe(true);
      expect(result.left).toEqual([]);
      expect(result.gap).toBeLessThanOrEqual(1e-10 * result.value);
      const outputs = evaluate(result.pruned.network, data.inputs);
      outputs.forEach((output, j) => expect(output).toBeCloseTo(result.fit[j]!, 7));
      expect(Math.abs(result.pruned.value - result.value)).toBeLessThanOrEqual(1e-9 * result.value);
      expect(checkOptimum(result.certificate).ok).toBe(true);
    }
  });

  test("scaling changes lambda by the number of points, and nothing else", async () => {
    const data = randomData(6, 2, 9);
    const mean = await optimum(data, { lambda: 0.05 });
    const sum = await optimum(data, { lambda: 0.3, scaling: "sum" });
    expect(sum.value).toBeCloseTo(6 * mean.value, 10);
    expect(sum.lambdaMax).toBeCloseTo(6 * mean.lambdaMax, 10);
  });

  test("sampled patterns give an upper bound, and every output says so", async () => {
    const data = randomData(8, 2, 4);
    const full = await optimum(data, { lambda: { share: 0.02 } });
    const sampled = await optimum(data, { lambda: full.lambda, patterns: 10, seed: 3 });
    expect(sampled).toMatchObject({ patterns: 10, complete: false, certified: true, equivalence: { kind: "upper-bound" } });
    expect(sampled.value).toBeGreaterThan(full.value * (1 + 1e-6));
    expect(checkOptimum(sampled.certificate)).toMatchObject({ ok: true, certificate: { complete: false } });
  });
});

describe("with a mask", () => {
  const data = randomData(7, 2, 21);
  const lambda = 0.02;

  test("that has room for the network found the minima are equal, and training does not find less", async () => {
    const pattern = patternOf([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1].map((input) => [input]), 2, [true, false]);
    const larger = 0.08;
    const result = await optimum(data, { lambda: larger, pattern });
    expect(result.equivalence).toMatchObject({ kind: "equality" });
    const { room } = result.equivalence;
    const smallest = [result.network, result.pruned.network].find(({ weights }) => weights[0].length === room!.length)!;
    smallest.weights[0].forEach((row, k) => row.forEach((weight, i) => expect(weight === 0 || (room![k]! < 7 ? 0 : 1) === i).toBe(true)));
    const trained = await train(pattern, data, { optimizer: "lbfgs", weightDecay: larger, restarts: 12, steps: 2000, seed: 1 });
    const best = Math.min(...trained.runs.map(({ loss }) => loss.at(-1)!));
    expect(best).toBeGreaterThanOrEqual(result.value * (1 - 1e-9));
    // L-BFGS ends near kinks.
    expect(best).toBeLessThanOrEqual(result.value * (1 + 1e-4));
  });

  test("that is too small it is a lower bound, which training stays above", async () => {
    const pattern = patternOf([[0], [1]], 2, [true, false]);
    const result = await optimum(data, { lambda, pattern });
    expect(result.equivalence).toMatchObject({ kind: "lower-bound" });
    expect(result.certified).toBe(true);
    const trained = await train(pattern, data, { weightDecay: lambda, restarts: 12, steps: 2000, seed: 1 });
    expect(Math.min(...trained.runs.map(({ loss }) => loss.at(-1)!))).toBeGreaterThan(result.value * (1 + 1e-6));
  });

  test("dead hidden neurons change nothing; all inputs kept is no mask; less is no better", async () => {
    const free = await optimum(data, { lambda });
    const values = await Promise.all(
      [
        patternOf([[0, 1]], 2, [true, false]),
        patternOf([[0, 1], [0]], 2, [true, false], [0]),
        patternOf([[0], [0, 1]], 2, [true, false]),
        patternOf([[0], [1]], 2, [true, false]),
      ].map(async (pattern) => (await optimum(data, { lambda, pattern })).value),
    );
    for (const value of values.slice(0, 3)) expect(value).toBeCloseTo(free.value, 12);
    expect(values[3]).toBeGreaterThan(free.value);
  });

  test("the optimum exists whatever the verdicts are, and these are shown", async () => {
    const { existence } = await optimum(data, { lambda, pattern: patternOf([[0], [1]], 2, [true, false]) });
    expect(existence).toMatchObject({ attained: true, withoutDecay: { linear: true } });
    expect(existence.why).toContain("whatever its verdicts");
  });

  test("bias: false takes the pattern's biases away, that of the output too", async () => {
    const result = await optimum(data, { lambda, bias: false, pattern: patternOf([[0, 1]], 2, [true, true]) });
    expect(result.bias).toBe(false);
    expect(result.value).toBeCloseTo((await optimum(data, { lambda, bias: false })).value, 12);
  });

  test("patterns and data that do not fit are refused", async () => {
    await expect(optimum(data, { lambda, pattern: patternOf([[0]], 2, [true, true]) })).rejects.toThrow("no free bias of the output");
    await expect(optimum(data, { lambda, pattern: patternOf([[0]], 3, [true, false]) })).rejects.toThrow("3 inputs as in the pattern, found 2");
  });
});

describe("bounds on the work", () => {
  test("out of time: bounds that hold, not certified, and what is missing is said", async () => {
    const data = randomData(30, 3, 5);
    const rushed = await optimum(data, { lambda: 1e-3, timeout: 1e-6, prune: true, path: true });
    expect(rushed.certified).toBe(false);
    expect(rushed).toMatchObject({ optimalSet: null, fewest: null, beyond: null, sensitivities: null, path: null, certificate: null, equivalence: { kind: "open" } });
    expect(rushed.left.map(({ part }) => part)).toEqual(expect.arrayContaining(["certificate", "optimal set", "sensitivities", "path", "fewest neurons"]));
    const patient = await optimum(data, { lambda: 1e-3 });
    expect(rushed.value).toBeGreaterThanOrEqual(patient.value);
    expect(rushed.dualBound).toBeLessThanOrEqual(patient.value * (1 + 1e-12));
  });

  test("progress names the stages", async () => {
    const stages = new Set<string>();
    await optimum(XOR, { lambda: 0.1, prune: true, path: true, onProgress: ({ stage }) => stages.add(stage) });
    expect([...stages]).toEqual(expect.arrayContaining(["optimum", "certificate", "optimal set", "sensitivities", "beyond", "path", "fewest neurons"]));
  });
});

describe("requests are refused", () => {
  test.each([
    ["lambda 0", { lambda: 0 }, "lambda"],
    ["a lambda that is no number", { lambda: Number.NaN }, "lambda"],
    ["a share of 0", { lambda: { share: 0 } }, "a positive share"],
  ])("%s", async (_, options, message) => {
    await expect(optimum(XOR, options)).rejects.toThrow(message);
  });

  test("a share where lambdaMax is 0", async () => {
    const still = { ...XOR, targets: new Float64Array(4) };
    await expect(optimum(still, { lambda: { share: 0.1 } })).rejects.toThrow("lambdaMax is 0");
    expect(await optimum(still, { lambda: 0.1 })).toMatchObject({ value: 0, dualBound: 0, neurons: 0, certified: true });
  });
});

test("where doubles do not tell whether outputs are dependent, nothing is said about the set of all optima", async () => {
  // Two gates with equal outputs in every optimum: two optima with two neurons each, and what lies between them. The fit found is off by 4e-9.
  const data: OptimumData = { inputs: Float64Array.of(-1, -2, 1, 1, -2, -1), targets: Float64Array.of(-2, 0, 2, -2, -2, 0), points: 6 };
  for (const lambda of [0.008080470113708537, 0.00808]) {
    const { optimalSet, fewest, pruned, left, certified } = await optimum(data, { lambda, model: "gated", prune: true });
    expect(certified).toBe(true);
    expect(pruned.neurons).toBe(2);
    if (optimalSet === null) expect(left.map(({ part }) => part)).toEqual(["optimal set", "fewest neurons"]);
    else expect([optimalSet.dimension, fewest!.lower]).toEqual([1, 2]);
  }
});

describe("the path", () => {
  test("of XOR follows the closed form, with a network at every point", () => {
    const result = optimumPath(XOR);
    expect(result).toMatchObject({ schema: "wellposed/optimum-path/1", certified: true, patterns: 14, complete: true });
    expect(result.path.points.length).toBeGreaterThanOrEqual(30);
    expect(result.networks).toHaveLength(result.path.points.length);
    for (const { lambda, value } of result.path.points) {
      const share = Math.min(1, lambda / result.lambdaMax);
      expect(value).toBeCloseTo(share - share ** 2 / 2, 10);
    }
  });

  test("ends where the time does, and says so", () => {
    const result = optimumPath(randomData(10, 2, 3), { timeout: 1e-6 });
    expect(result.path).toMatchObject({ complete: false, points: [{ lambda: result.lambdaMax, neurons: 0 }] });
    expect(result.certified).toBe(false);
    expect(result.checks.every(({ ok }) => ok)).toBe(true);
    expect(pathAsText("data", result)).toMatch(/the time was over at\s+lambda/);
  });
});
