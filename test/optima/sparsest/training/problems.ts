/** Problems that several tests train on. */
import { Random } from "../../../../src/exact/random.js";
import { Rational } from "../../../../src/exact/rational.js";
import type { SparsestProblem } from "../../../../src/optima/sparsest/problem.js";
import { type HiddenLayer, SquaredLoss, startingLayer } from "../../../../src/optima/sparsest/training/hidden-layer.js";
import { type TrainingPoints, trainingPoints } from "../../../../src/optima/sparsest/training/points.js";

const whole = (values: readonly number[]) => values.map((value) => Rational.of(value));

/** Peak and plateau (Nakhleh and Nowak). */
export const PEAK: SparsestProblem = { inputs: [-2, -1, 0, 1, 2, 3].map((x) => whole([x])), outputs: whole([0, 0, 1, 1, 0, 0]), skip: true, count: "neurons", countBias: true };

/** Inputs and outputs of thousandths in [-1, 1]. */
export function randomProblem(random: Random, n: number, d: number, rest: Partial<SparsestProblem> = {}): SparsestProblem {
  const draw = () => Rational.of(random.below(2001) - 1000, 1000);
  return { inputs: Array.from({ length: n }, () => Array.from({ length: d }, draw)), outputs: Array.from({ length: n }, draw), skip: false, count: "parameters", countBias: true, ...rest };
}

/** Points and a random layer on them. */
export function drawn(problem: SparsestProblem, size: number, seed: number): { points: TrainingPoints; layer: HiddenLayer } {
  const points = trainingPoints(problem);
  return { points, layer: startingLayer(points, new Uint8Array(size * points.m).fill(1), "data", new Random(seed)) };
}

/** Outputs less targets, less their affine fit if there is an affine part. */
export function residualsOf(points: TrainingPoints, layer: HiddenLayer): number[] {
  const loss = new SquaredLoss(points);
  loss.evaluate(layer);
  return [...loss.residuals];
}
