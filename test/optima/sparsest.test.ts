import { describe, expect, test } from "vitest";
import { Rational } from "../../src/exact/rational.js";
import { type SparsestData, sparsest, supportsOf } from "../../src/optima/sparsest.js";
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
  expect(await refused(line([1, 1], [1, 2]))).toContain("one value at the input 1");
  for (const p of [0, 1.5, Number.NaN]) expect(await refused(PEAK, { p })).toContain("p: expected a number larger than 0 and at most 1");
});

test("supports are those of live hidden neurons", () => {
  const pattern = patternFromNotation("1*12 1*2");
  expect(supportsOf({ ...pattern, bias: [true, false] })).toEqual([{ inputs: [0, 1], bias: true }, { inputs: [1], bias: true }]);
});
