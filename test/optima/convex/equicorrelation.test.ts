import { describe, expect, test } from "vitest";
import { combination, equicorrelationSet, nonnegativeWeights } from "../../../src/optima/convex/equicorrelation.js";
import { ConeProjection } from "../../../src/optima/convex/cone.js";
import { convexProgram } from "../../../src/optima/convex/make-program.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";
import { lambdaMax, solve } from "../../../src/optima/convex/solve.js";
import { parity } from "../../support/optimal-sets.js";
import { randomData, randomProgram } from "./programs.js";

describe("equicorrelationSet", () => {
  test("of points on a line has one neuron for each side that is needed", () => {
    const program = convexProgram({ inputs: Float64Array.of(-2, -1, 1, 2), targets: Float64Array.of(2, 1, -1, -2), lambda: 0.1, bias: false });
    const { blocks, neurons, outsideIsZero, margin } = equicorrelationSet(program, solve(program));
    expect(neurons.map(({ sign, direction }) => `${sign}${direction}`).sort()).toEqual(["-11", "1-1"]);
    expect(blocks).toHaveLength(2);
    expect(outsideIsZero).toBe(true);
    // The other two sides are anticorrelated.
    expect(margin).toBe(1);
  });

  test("of XOR without biases merges directions on common faces: 4 neurons, 8 blocks", () => {
    const program = parity(2, 0.05, false);
    const { blocks, neurons, margin } = equicorrelationSet(program, solve(program));
    expect([blocks.length, neurons.length, margin]).toEqual([8, 4, Infinity]);
    for (const { sign, direction } of neurons) {
      expect(Math.abs(direction[0]!)).toBeCloseTo(Math.SQRT1_2, 12);
      expect(Math.sign(direction[0]! * direction[1]!)).toBe(sign);
    }
    expect(neurons.flatMap(({ blocks: own }) => own).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  for (const loss of ["squared", "logistic"] as const) {
    for (const model of ["relu", "gated"] as const) {
      test(`holds all blocks of the solution, whose neurons give the fit and nu . z = lambda: ${loss}, ${model}`, () => {
        for (let seed = 1; seed <= 10; seed++) {
          const base = randomProgram(seed, 4 + (seed % 7), 1 + (seed % 3), 0.01, { loss, model, bias: false });
          const program = { ...base, lambda: [0.3, 0.03, 0.003][seed % 3]! * lambdaMax(base) };
          const solution = solve(program);
          const set = equicorrelationSet(program, solution);
          expect(set.tolerance).toBeLessThan(1e-6);
          expect(set.margin).toBeGreaterThan(set.tolerance);
          expect(set.fitError).toBeLessThan(1e-8);
          for (const { gate, sign } of solution.blocks) expect(set.blocks.some((block) => block.gate === gate && block.sign === sign)).toBe(true);
          for (const { output, direction } of set.neurons) {
            expect(Math.hypot(...direction)).toBeCloseTo(1, 12);
            expect(output.reduce((sum, entry, j) => sum + entry * set.dual[j]!, 0) / program.lambda).toBeCloseTo(1, 7);
          }
          const given = combination(set.neurons, set.weights, program.n);
          for (const [j, entry] of given.entries()) expect(Math.abs(entry - solution.fit[j]!)).toBeLessThanOrEqual(set.fitError * 1.0001);
          // sum a = nu . fit / lambda is the solution's sum of norms.
          expect(set.weights.reduce((sum, weight) => sum + weight, 0) / solution.sumOfNorms).toBeCloseTo(1, 7);
        }
      });
    }
  }

  test("does not claim that blocks are 0 where the gap is too large for that", () => {
    const program = randomData(2, 8, 2, 0.01);
    const solution = solve(program);
    expect(equicorrelationSet(program, solution).outsideIsZero).toBe(true);
    expect(equicorrelationSet(program, { ...solution, gap: 1e-3 }).outsideIsZero).toBe(false);
  });

  test("takes the point of the dual that gives the fit, if the solution's does not", () => {
    const program = randomData(2, 8, 2, 0.01);
    const solution = solve(program);
    const off = equicorrelationSet(program, { ...solution, dual: solution.dual.map((entry, j) => entry * (1 + 1e-4 * Math.sin(j))) });
    const set = equicorrelationSet(program, solution);
    expect(off.neurons.length).toBe(set.neurons.length);
    for (const [j, entry] of off.dual.entries()) expect(entry).toBeCloseTo(set.dual[j]!, 8);
  });

  test("keeps to a tolerance that is given, and refuses one that is none", () => {
    const program = randomData(3, 8, 2, 0.01);
    const solution = solve(program);
    const wide = equicorrelationSet(program, solution, 0.5);
    expect(wide.tolerance).toBe(0.5);
    expect(wide.blocks.length).toBeGreaterThan(equicorrelationSet(program, solution).blocks.length);
    for (const tolerance of [0, 1, -1, Number.NaN]) expect(() => equicorrelationSet(program, solution, tolerance)).toThrow(RangeError);
  });

  test("has no shadows: the projection of a neuron near a hyperplane onto the cone beyond it", () => {
    const points = [[1, 0], [0, 1], [2, 1]];
    const on = (more: number[][]): ConvexProgram => {
      const all = [...points, ...more];
      const targets = Float64Array.from(all, ([a, b]) => Math.max(0, 3 * a! + b!));
      return convexProgram({ inputs: Float64Array.from(all.flat()), targets, lambda: 0.1, bias: false, scaling: "sum" });
    };
    // One more point, too small to change anything, with its hyperplane at an angle of 1e-5 from the neuron.
    const { direction } = equicorrelationSet(on([]), solve(on([]))).neurons[0]!;
    const program = on([[1e-7 * (-direction[1]! + 1e-5 * direction[0]!), 1e-7 * (direction[0]! + 1e-5 * direction[1]!)]]);
    const solution = solve(program);
    const set = equicorrelationSet(program, solution);
    const norms = new ConeProjection(program).norms(set.dual);
    expect(norms.filter((norm) => norm >= (1 - set.tolerance) * program.lambda)).toHaveLength(2);
    expect(set.neurons).toHaveLength(1);
    expect(set.margin).toBeLessThan(set.tolerance);
  });

  test("is empty above the largest lambda", () => {
    const program = randomData(3, 8, 2, 100);
    expect(equicorrelationSet(program, solve(program))).toMatchObject({ blocks: [], neurons: [], fitError: 0, outsideIsZero: true });
  });
});

test("nonnegativeWeights are the nearest that are not negative", () => {
  const neurons = [Float64Array.of(1, 0), Float64Array.of(0, 1)].map((output) => ({ output }));
  expect([...nonnegativeWeights(neurons, Float64Array.of(2, -3))]).toEqual([2, 0]);
});
