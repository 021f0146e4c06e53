import { describe, expect, test } from "vitest";
import { rankOver, solutionOver } from "../../../src/exact/echelon.js";
import { ORDERED_RATIONALS as F } from "../../../src/exact/ordered-field.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { fewestNeurons } from "../../../src/optima/convex/fewest-neurons.js";
import { networkOf, objectiveOf } from "../../../src/optima/convex/network.js";
import { type OptimalSet, optimalSet } from "../../../src/optima/convex/optimal-set.js";
import { combination } from "../../../src/optima/convex/equicorrelation.js";
import { solve } from "../../../src/optima/convex/solve.js";
import { parity } from "../../support/optimal-sets.js";
import { randomData } from "./programs.js";

/** The least size of a support whose neurons can give the fit: all supports, smallest first, in rational numbers. */
function exhaustive(outputs: readonly (readonly number[])[], fit: readonly number[]): number {
  const z = outputs.map((output) => output.map((entry) => Rational.ofNumber(entry)));
  const right = fit.map((entry) => Rational.ofNumber(entry));
  const masks = Array.from({ length: 2 ** outputs.length }, (_, mask) => Array.from(outputs.keys()).filter((k) => mask & (1 << k)));
  for (const support of masks.sort((a, b) => a.length - b.length)) {
    if (support.length === 0) {
      if (right.every((entry) => entry.isZero)) return 0;
      continue;
    }
    if (rankOver(F, support.map((k) => z[k]!)) < support.length) continue;
    const values = solutionOver(F, right.map((_, j) => support.map((k) => z[k]![j]!)), right);
    if (values?.every((value) => value.sign >= 0) === true) return support.length;
  }
  throw new Error("no support gives the fit");
}

/** What `fewestNeurons` asks of an optimal set, for outputs of our own: integers that start with a 1, so that the sum of weights is constant. */
function setOf(outputs: readonly (readonly number[])[], start: readonly number[]): OptimalSet {
  const neurons = outputs.map((output, k) => ({ sign: 1 as const, direction: Float64Array.of(1), output: Float64Array.from(output), blocks: [k] }));
  const weights = Float64Array.from(start);
  const n = outputs[0]!.length;
  return {
    program: { n, lambda: 1 },
    fit: combination(neurons, weights, n),
    equicorrelation: { neurons, blocks: neurons.map(({ direction }, gate) => ({ gate, sign: 1, norm: 1, direction })), weights },
    possible: neurons.map(() => true),
    sumOfNorms: start.reduce((sum, weight) => sum + weight, 0),
  } as unknown as OptimalSet;
}

function randomCase(random: Random, count: number, n: number): { outputs: number[][]; start: number[] } {
  const outputs = Array.from({ length: count }, () => Array.from({ length: n }, (_, j) => (j === 0 ? 1 : random.below(5) - 2)));
  // A few neurons only, so that fewer than the rank may do; then everything that does not change the fit is possible.
  return { outputs, start: outputs.map(() => (random.below(3) === 0 ? 1 + random.below(4) : 0)) };
}

describe("fewestNeurons", () => {
  test("by the mixed-integer program has the size of an exhaustive search", async () => {
    const random = new Random(21);
    let fewer = 0;
    for (let k = 0; k < 25; k++) {
      const { outputs, start } = randomCase(random, 4 + random.below(6), 3 + random.below(3));
      if (start.every((weight) => weight === 0)) continue;
      const set = setOf(outputs, start);
      const found = await fewestNeurons(set);
      const least = exhaustive(outputs, [...set.fit]);
      expect(found).toMatchObject({ lower: least, upper: least, decided: true, method: "mixed-integer", rests: "solver" });
      expect(found.support).toHaveLength(least);
      expect(found.blocks.map(({ gate }) => gate)).toEqual(found.support);
      expect(found.fitError).toBeLessThan(1e-9);
      if (least < rankOver(F, outputs.map((output) => output.map((entry) => Rational.of(entry))))) fewer++;
    }
    expect(fewer).toBeGreaterThan(5);
  });

  test("of the parity of the cube's corners is 4, by vertices exactly and by the solver", async () => {
    const program = parity(3, 0.05, true);
    const solution = solve(program);
    const set = await optimalSet(program, solution);
    const byVertices = await fewestNeurons(set);
    const bySolver = await fewestNeurons(set, { method: "mixed-integer" });
    expect(byVertices).toMatchObject({ lower: 4, upper: 4, decided: true, method: "vertices", rests: "exact" });
    expect(bySolver).toMatchObject({ lower: 4, upper: 4, decided: true, method: "mixed-integer", rests: "solver" });
    for (const { blocks } of [byVertices, bySolver]) {
      const network = networkOf(program, blocks);
      expect(network.widths[1]).toBe(4);
      expect(objectiveOf(network, program).value).toBeCloseTo(solution.value, 12);
    }
    const inexact = await optimalSet(program, solution, { inexact: true, mostNeurons: 0 });
    expect(await fewestNeurons(inexact)).toMatchObject({ lower: 4, upper: 4, method: "mixed-integer" });
    expect(await fewestNeurons(await optimalSet(program, solution, { inexact: true }))).toMatchObject({ lower: 4, upper: 4, method: "vertices", rests: "list" });
  });

  test("of random data is the same by both methods", async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const program = randomData(seed, 8, 1 + (seed % 2), 0.001);
      const set = await optimalSet(program, solve(program));
      if (set.vertices === undefined) continue;
      const [a, b] = [await fewestNeurons(set), await fewestNeurons(set, { method: "mixed-integer" })];
      expect([b.lower, b.upper]).toEqual([a.lower, a.upper]);
      expect(objectiveOf(networkOf(program, b.blocks), program).value).toBeCloseTo(solve(program).value, 10);
    }
  });

  test("without time says what is known: between one and the neurons of a minimal network", async () => {
    const program = parity(3, 0.05, true);
    const set = await optimalSet(program, solve(program), { inexact: true, mostNeurons: 0 });
    const found = await fewestNeurons(set, { timeLimit: 0 });
    expect(found).toMatchObject({ lower: 1, decided: false, method: "mixed-integer" });
    expect(found.upper).toBeGreaterThanOrEqual(4);
    expect(objectiveOf(networkOf(program, found.blocks), program).value).toBeCloseTo(solve(program).value, 12);
  });

  test("of the zero network is 0", async () => {
    const program = randomData(1, 6, 1, 100);
    const set = await optimalSet(program, solve(program));
    for (const options of [{}, { method: "mixed-integer" as const }]) expect(await fewestNeurons(set, options)).toMatchObject({ lower: 0, upper: 0, decided: true, blocks: [], support: [] });
  });
});
