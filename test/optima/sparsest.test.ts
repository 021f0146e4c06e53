import { describe, expect, test } from "vitest";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { type SparsestData, type SparsestOptions, sparsest, supportsOf } from "../../src/optima/sparsest.js";
import { Fault } from "../../src/pattern/fault.js";
import { patternFromNotation } from "../../src/formats/rectangle-notation.js";

const line = (xs: readonly (number | Rational)[], ys: readonly (number | Rational)[]): SparsestData => ({ inputs: xs.map((x) => [x]), outputs: ys });
const PEAK = line([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]);
/** A turn at each of the four inner points, all the same way, with slope changes 1, 8, 8 and 1. */
const BOWL = line([0, 1, 2, 3, 4, 5], [0, 0, 1, 10, 27, 45]);

describe("one input", () => {
  test("peak and plateau: the three neurons of the publication, proved, for every p below 1", async () => {
    const result = await sparsest(PEAK, { p: 0.7 });
    expect(result).toMatchObject({ method: "exact", neurons: 3, parameters: 6, lowerBound: 3, exact: true, slope: "0", knots: ["-1", "1/2", "2"], slopeChanges: ["1", "-2", "1"], residual: 0 });
    expect(result.pathNorm).toBeCloseTo(2 + 2 ** 0.7, 12);
    expect(result.interpolants).toMatchObject({ fewestKnots: 3, minimiser: { unique: "yes", sparsest: true }, threshold: { lower: 1, upper: 1 }, straight: { knots: ["-1", "0", "1", "2"], pathNorm: 4 } });
    expect(result.network).toMatchObject({ widths: [1, 3, 1], activation: "relu", skip: { weights: [0], bias: 0 } });
    expect(result.certificate).toMatchObject({ format: "wellposed/sparsest-certificate/1", claim: { count: 3, atLeast: 3 }, lowerBound: { rule: "witnesses" } });
  });

  test("where the l^p minimiser is no sparsest function, the network is a sparsest one, and the minimiser stands beside it", async () => {
    const low = await sparsest(BOWL, { p: 0.1 });
    expect([low.neurons, low.exact, low.interpolants!.minimiser.sparsest]).toEqual([2, true, true]);
    expect(low.knots).toEqual(low.interpolants!.minimiser.knots);
    const high = await sparsest(BOWL, { p: 0.99 });
    expect([high.neurons, high.interpolants!.minimiser.sparsest]).toEqual([2, false]);
    expect(high.interpolants!.minimiser.knots).toHaveLength(3);
    expect(high.pathNorm).toBeGreaterThan(high.interpolants!.minimiser.pathNorm);
    expect(high.interpolants!.threshold.lower).toBeLessThan(0.99);
  });

  test("without affine part the network is plain", async () => {
    const result = await sparsest(PEAK, { skip: false });
    expect(result).toMatchObject({ skip: false, neurons: 3, lowerBound: 3, exact: true, network: { skip: null }, exactNetwork: { skip: null } });
    // A line with both signs needs two neurons.
    const two = await sparsest(line([-1, 1], [-1, 2]), { skip: false });
    expect(two.neurons).toBe(2);
    expect(two.lowerBound).toBeGreaterThanOrEqual(1);
    expect(await sparsest(line([-1, 1], [0, 0]), { skip: false })).toMatchObject({ neurons: 0, lowerBound: 0, exact: true });
  });

  test("takes rationals as they are, doubles as the dyadic numbers that they are; equal points once", async () => {
    const tenths = [1, 2, 3].map((k) => Rational.of(k, 10));
    expect(await sparsest(line(tenths, tenths))).toMatchObject({ neurons: 0, exact: true, slope: "1" });
    expect((await sparsest(line([0.1, 0.2, 0.3], tenths))).neurons).toBe(1);
    expect(await sparsest(line([0, 1, 1, 2], [0, 1, 1, 0]))).toMatchObject({ neurons: 1, knots: ["1"], points: 4 });
  });

  test("a mask has to have room", async () => {
    const mask = (hidden: number) => ({ ...patternFromNotation(Array.from({ length: hidden }, () => "1*1").join(" ")), bias: [true, false] });
    expect((await sparsest(PEAK, { pattern: mask(3) })).exact).toBe(true);
    await expect(sparsest(PEAK, { pattern: mask(2) })).rejects.toThrow("at least 3 live hidden neurons");
  });
});

test("what is no problem is refused with its place", async () => {
  const refused = async (data: SparsestData, options = {}): Promise<string> => sparsest(data, options).then(() => "accepted", (error: unknown) => (error instanceof Fault ? error.message : `${error}`));
  expect(await refused({ inputs: [], outputs: [] })).toContain("at least one point");
  expect(await refused({ inputs: [[1], [2, 3]], outputs: [1, 2] })).toContain("X[1]: expected 1 numbers");
  expect(await refused({ inputs: [[1], [2]], outputs: [1] })).toContain("Y: expected 2 outputs");
  expect(await refused({ inputs: [[Number.NaN]], outputs: [1] })).toContain("X[0][0]: expected a finite number");
  expect(await refused(line([1, 1], [1, 2]))).toContain("Y[1]: expected 1, as at point 0, which has the same inputs, found 2");
  for (const p of [0, 1.5, Number.NaN]) expect(await refused(PEAK, { p })).toContain("p: expected a number larger than 0 and at most 1");
});

test("supports are those of live hidden neurons", () => {
  const pattern = patternFromNotation("1*12 1*2");
  expect(supportsOf({ ...pattern, bias: [true, false] })).toEqual([{ inputs: [0, 1], bias: true }, { inputs: [1], bias: true }]);
});

describe("several inputs", () => {
  const XOR: SparsestData = { inputs: [[1, 1], [1, -1], [-1, 1], [-1, -1]], outputs: [1, -1, -1, 1] };

  test("the fewest neurons and the fewest parameters of XOR are proved, by different rules", async () => {
    const neurons = await sparsest(XOR, { count: "neurons" });
    expect(neurons).toMatchObject({ method: "exact", skip: false, neurons: 3, lowerBound: 3, exact: true, trusted: null, interpolants: null, certificate: { lowerBound: { rule: "dual-vectors" } } });
    const parameters = await sparsest(XOR);
    expect(parameters).toMatchObject({ count: "parameters", parameters: 5, lowerBound: 5, exact: true, certificate: { lowerBound: { rule: "enumeration" } } });
    expect(parameters.knots).toBeUndefined();
    for (const { network, residual } of [neurons, parameters]) {
      expect(network.skip).toBeNull();
      expect(residual).toBeLessThan(1e-12);
    }
    // With an affine part: x1 x2 on the corners is 2 relu(x1 + x2) - x1 - x2 - 1 for |x1 + x2| - 1.
    expect(await sparsest(XOR, { count: "neurons", skip: true })).toMatchObject({ neurons: 1, exact: true });
  });

  test("the other methods find the same; what is known of training is kept", async () => {
    expect(await sparsest(XOR, { method: "milp", count: "neurons" })).toMatchObject({ method: "milp", neurons: 3, exact: true, training: null });
    const program = await sparsest(XOR, { method: "milp" });
    expect([program.method, program.parameters]).toEqual(["milp", 5]);
    // Either the checker goes through all networks with fewer, or it is HiGHS that says so.
    expect(program.exact || program.trusted?.by === "HiGHS").toBe(true);
    const trained = await sparsest(PEAK, { method: "reweighted", p: 0.5, seed: 3 });
    expect(trained).toMatchObject({ method: "reweighted", neurons: 3, exact: true, p: 0.5 });
    expect(trained.training!.settings).toMatchObject({ p: 0.5, seed: 3 });
    expect(trained.training!.runs[0]!.trace.epochs.length).toBeGreaterThan(10);
    expect(trained.training).not.toHaveProperty("network");
  });

  test("masks: hidden neurons see what they may, and a mask without a network is refused", async () => {
    const pattern = { ...patternFromNotation("1*1 1*2 1*12"), bias: [true, false] };
    const result = await sparsest({ inputs: [[0, 0], [1, 0], [0, 1]], outputs: [0, 1, 2] }, { pattern, count: "neurons" });
    expect(result).toMatchObject({ exact: true, supports: [{ inputs: [0] }, { inputs: [1] }, { inputs: [0, 1] }] });
    const blind = { ...patternFromNotation("1*1"), bias: [true, false] };
    await expect(sparsest(XOR, { pattern: { ...patternFromNotation("1*1 1*2"), bias: [true, false] } })).rejects.toThrow("it is proved that there is none");
    await expect(sparsest({ inputs: [[0], [1]], outputs: [0, 1] }, { pattern: { ...blind, widths: [2, 1, 1] } })).rejects.toThrow("X: expected 2 inputs as in the pattern");
  });

  test("where the time is over there is a network still, and a bound that is proved", async () => {
    const random = new Random(2);
    const number = () => Rational.of(random.below(2001) - 1000, 1000);
    const data = { inputs: Array.from({ length: 7 }, () => [number(), number(), number()]), outputs: Array.from({ length: 7 }, number) };
    const result = await sparsest(data, { method: "exact", timeout: 1e-3 });
    expect(result.parameters).toBeLessThanOrEqual(16);
    expect(result.lowerBound).toBeLessThan(result.parameters);
    expect(result.exact).toBe(false);
    expect(result.left.map(({ part }) => part)).toContain("proof");
    const ended = await sparsest(data, { method: "reweighted", signal: AbortSignal.abort() });
    expect([ended.exact, ended.left.length > 0]).toEqual([false, true]);
  });
});

test("options without effect are refused", async () => {
  const refused = async (data: SparsestData, options: SparsestOptions): Promise<string> => sparsest(data, options).then(() => "accepted", (error: unknown) => (error instanceof Fault ? error.message : `${error}`));
  const plane: SparsestData = { inputs: [[0, 1]], outputs: [1] };
  expect(await refused(PEAK, { method: "milp", p: 0.5 })).toContain("p: expected no p");
  expect(await refused(plane, { method: "exact", p: 0.5 })).toContain("p: expected no p");
  expect(await refused(PEAK, { method: "exact", p: 0.5 })).toBe("accepted");
  expect(await refused(plane, { method: "exact", seed: 1 })).toContain("seed: expected no seed");
  expect(await refused(PEAK, { countBias: false })).toContain("countBias: expected parameters to be counted");
  expect(await refused(plane, { countBias: false })).toBe("accepted");
  expect(await refused(plane, { method: "milp" })).toBe("accepted");
});

test("one input: parameters are those of its knots, and one less where a knot is at 0", async () => {
  const tent = (at: number) => line([at - 2, at - 1, at, at + 1, at + 2], [0, 0, 1, 0, 0]);
  expect(await sparsest(tent(7), { count: "parameters" })).toMatchObject({ parameters: 6, lowerBound: 6, exact: true, certificate: { lowerBound: { rule: "witnesses" } } });
  expect(await sparsest(tent(0), { count: "parameters" })).toMatchObject({ parameters: 5, lowerBound: 5, exact: true });
  expect(await sparsest(tent(7), { count: "parameters", countBias: false })).toMatchObject({ parameters: 3, lowerBound: 3, exact: true });
});
