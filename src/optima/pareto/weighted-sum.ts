/**
 * The front by minima of f1 + lambda f2: only its convex parts, with points crowded at both ends (the baseline of Amakor, Sonntag, Peitz 2023). The minima are followed over a geometric sequence of lambdas from
 * weights drawn at random, towards zero weights and back, each from the one before. Of each lambda the least sum is kept.
 */
import { Random } from "../../exact/random.js";
import { startingParameters } from "../../training/start.js";
import type { Clock } from "../clock.js";
import { RESIDUAL, criticalSteps, isLarge } from "./critical.js";
import type { CriticalPoint } from "./known-front.js";
import type { Objective } from "./objective.js";
import { polishSteps } from "./polish.js";
import { proximalSteps } from "./proximal.js";

export interface WeightedSumOptions {
  /** Minima with a greater norm are left out. */
  readonly maxL1: number;
  /** Lambdas. */
  readonly points: number;
  readonly seed: number;
  readonly starts: number;
  readonly clock: Clock;
  readonly onProgress?: (minima: number) => void;
}

const ITERATIONS = 500;
const SETTLED = 1e-5;
/** The least lambda, over the loss of zero weights by unit of the greatest norm: what is gained beyond is less than this share. */
const LEAST = 1e-3;
const DOUBLINGS = 40;

/** The minima found, by descending lambda; zero weights where there was no time for any. */
export async function weightedSum(objective: Objective, options: WeightedSumOptions): Promise<CriticalPoint[]> {
  const { maxL1, points, starts, clock, onProgress } = options;
  const random = new Random(options.seed);
  const height = objective.value(new Float64Array(objective.size));
  const least = (LEAST * height) / maxL1;
  let minima = 0;
  const minimum = async (lambda: number, start: Float64Array): Promise<CriticalPoint> => {
    const stopping = { stop: clock.isOver };
    const near = await clock.run(proximalSteps(objective, lambda, start, { iterations: ITERATIONS, tolerance: SETTLED, ...stopping }));
    const polished = isLarge(objective) ? { ...near, kinkWidth: 0 } : await clock.run(polishSteps(objective, near.parameters, { lambda }, { tolerance: RESIDUAL, ...stopping }));
    const { parameters, loss, l1, residual, kinkWidth } = polished;
    onProgress?.(++minima);
    return { parameters, loss, l1, lambda, residual, kinkWidth };
  };
  const random0 = (): Float64Array => startingParameters(objective.problem.network, random.below(2 ** 31));

  let start = random0();
  const greatest = await vanishing(least, start, minimum, clock);
  const lambdas = Array.from({ length: points }, (_, k) => least * (greatest / least) ** (k / Math.max(1, points - 1)));
  const best: (CriticalPoint | undefined)[] = lambdas.map(() => undefined);
  const visit = async (k: number, from: Float64Array): Promise<Float64Array> => {
    const found = await minimum(lambdas[k]!, from);
    const sum = ({ loss, l1 }: CriticalPoint): number => loss + lambdas[k]! * l1;
    if (best[k] === undefined || sum(found) < sum(best[k])) best[k] = found;
    return found.parameters;
  };
  for (let s = 0; s < starts && !clock.isOver(); s++) {
    let at: Float64Array = start;
    let turn = 0;
    for (let k = 0; k < points && !clock.isOver(); k++) {
      const next = await visit(k, at);
      // Zero weights are a critical point for all greater lambdas: the way back begins before them.
      if (best[k]!.l1 === 0 || next.every((value) => value === 0)) break;
      [at, turn] = [next, k];
    }
    for (let k = turn - 1; k >= 0 && !clock.isOver(); k--) at = await visit(k, at);
    start = random0();
  }
  const found = best.filter((point) => point !== undefined && point.l1 <= maxL1).reverse() as CriticalPoint[];
  return found.length > 0 ? found : [await clock.run(criticalSteps(objective, 0, new Float64Array(objective.size), { stop: clock.isOver }))];
}

/** A lambda for which the weights vanish, up to a factor of 2. */
async function vanishing(least: number, start: Float64Array, minimum: (lambda: number, start: Float64Array) => Promise<CriticalPoint>, clock: Clock): Promise<number> {
  let lambda = least;
  let at = start;
  for (let k = 0; k < DOUBLINGS && !clock.isOver(); k++) {
    const { parameters, l1 } = await minimum(lambda, at);
    if (l1 === 0) break;
    at = parameters;
    lambda *= 2;
  }
  return lambda;
}
