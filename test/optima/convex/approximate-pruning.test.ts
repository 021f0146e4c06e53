import { describe, expect, test } from "vitest";
import { type Stage, pruneFurther } from "../../../src/optima/convex/approximate-pruning.js";
import { given } from "../../../src/optima/convex/cone.js";
import { lossOf } from "../../../src/optima/convex/losses.js";
import { networkOf, objectiveOf } from "../../../src/optima/convex/network.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";
import { leastSquares, pruneOptimally } from "../../../src/optima/convex/prune.js";
import { solve } from "../../../src/optima/convex/solve.js";
import { lengthOf } from "../../../src/optima/convex/vectors.js";
import { randomData, randomProgram } from "./programs.js";

const WAYS = ["leastSquares", "magnitude", "magnitudeRefitted"] as const;

/** What the neurons of the first stage give with the weight 1. */
function outputsOf(program: ConvexProgram): Float64Array[] {
  return pruneOptimally(program, solve(program)).blocks.map(({ gate, sign, vector }) => {
    const output = new Float64Array(program.n);
    given(program, program.gates[gate]!, sign, vector.map((entry) => entry / lengthOf(vector)), output);
    return output;
  });
}

function lossWith(program: ConvexProgram, outputs: readonly Float64Array[], kept: readonly number[], target: Float64Array): number {
  const fit = new Float64Array(program.n);
  const weights = kept.length === 0 ? [] : leastSquares(kept.map((k) => outputs[k]!), target);
  for (const [at, k] of kept.entries()) for (let j = 0; j < fit.length; j++) fit[j]! += weights[at]! * outputs[k]![j]!;
  return lossOf(program, fit);
}

/** Neurons left at each stage. */
function kept(stages: readonly Stage[], way: (typeof WAYS)[number]): number[][] {
  let left = Array.from({ length: stages[0]!.neurons }, (_, k) => k);
  return stages.map((stage) => (left = left.filter((k) => k !== stage[way].removed)));
}

describe("pruneFurther", () => {
  for (const model of ["relu", "gated"] as const) {
    test(`goes from the irreducible network to none, one neuron at a time: ${model}`, () => {
      for (let seed = 1; seed <= 5; seed++) {
        const program = randomData(seed, 9, 2, 0.004, model);
        const first = pruneOptimally(program, solve(program));
        const stages = pruneFurther(program, solve(program));
        expect(stages.map(({ neurons }) => neurons)).toEqual(Array.from({ length: first.blocks.length + 1 }, (_, k) => first.blocks.length - k));
        for (const way of WAYS) {
          expect(stages[0]![way].removed).toBeUndefined();
          expect(stages[0]![way].value).toBeCloseTo(first.value, 12);
          expect(stages.at(-1)![way]).toMatchObject({ blocks: [], loss: lossOf(program, new Float64Array(program.n)) });
          for (const { neurons, ...stage } of stages) {
            expect(stage[way].blocks.length).toBe(neurons);
            // What is told of the networks is what they do when they are run on the data.
            const { loss, value } = objectiveOf(networkOf(program, stage[way].blocks), program);
            expect(stage[way].loss).toBeCloseTo(loss, 11);
            expect(stage[way].value).toBeCloseTo(value, 11);
          }
        }
      }
    });
  }

  test("by least squares removes the neuron whose removal costs least, tried one by one", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const program = randomData(seed, 10, 2, 0.002);
      const outputs = outputsOf(program);
      const stages = pruneFurther(program, solve(program));
      const sets = kept(stages, "leastSquares");
      for (let k = 1; k < stages.length; k++) {
        const tried = sets[k - 1]!.map((without) => lossWith(program, outputs, sets[k - 1]!.filter((other) => other !== without), program.y));
        expect(stages[k]!.leastSquares.loss).toBeCloseTo(Math.min(...tried), 11);
        // Fewer neurons fit no better, once the weights are fitted.
        if (k > 1) expect(stages[k]!.leastSquares.loss).toBeGreaterThanOrEqual(stages[k - 1]!.leastSquares.loss - 1e-13);
      }
    }
  });

  test("by magnitude removes the smallest neuron; fitting again never raises the training loss", () => {
    let better = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const program = randomData(seed, 10, 2, 0.002);
      const start = pruneOptimally(program, solve(program)).blocks.map(({ vector }) => lengthOf(vector));
      const stages = pruneFurther(program, solve(program));
      const order = [...start.keys()].sort((a, b) => start[a]! - start[b]!);
      expect(stages.slice(1).map(({ magnitude }) => magnitude.removed)).toEqual(order);
      const sets = kept(stages, "magnitudeRefitted");
      const outputs = outputsOf(program);
      for (let k = 1; k < stages.length; k++) {
        const { magnitudeRefitted, magnitude, leastSquares: chosen } = stages[k]!;
        expect(magnitudeRefitted.loss).toBeCloseTo(lossWith(program, outputs, sets[k]!, program.y), 11);
        if (k === 1) expect(magnitudeRefitted.loss).toBeLessThanOrEqual(magnitude.loss + 1e-13);
        if (chosen.loss < magnitude.loss - 1e-6) better++;
      }
    }
    expect(better).toBeGreaterThan(12);
  });

  test("with the logistic loss keeps to the outputs of the first network", () => {
    const program = randomProgram(3, 9, 2, 0.005, { loss: "logistic", bias: false });
    const first = pruneOptimally(program, solve(program));
    const outputs = outputsOf(program);
    const stages = pruneFurther(program, solve(program));
    const sets = kept(stages, "leastSquares");
    expect(stages.length).toBeGreaterThan(3);
    for (let k = 1; k < stages.length; k++) expect(stages[k]!.leastSquares.loss).toBeCloseTo(lossWith(program, outputs, sets[k]!, first.fit), 11);
    expect(stages.at(-1)!.leastSquares.loss).toBeCloseTo(Math.log(2), 12);
  });
});
