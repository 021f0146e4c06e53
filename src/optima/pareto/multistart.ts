/**
 * The front at fixed budgets for f2, from many starts (own). A start is drawn at random and brought to a critical point within one of the budgets. What is better than the best that is known there is carried on
 * to the budgets beside it, larger and smaller, as long as it is better there too. Concave parts of the front are reached as well as convex ones.
 */
import { Random } from "../../exact/random.js";
import { startingParameters } from "../../training/start.js";
import type { Clock } from "../clock.js";
import { criticalSteps, isLarge } from "./critical.js";
import type { CriticalPoint } from "./known-front.js";
import type { Objective } from "./objective.js";
import { projectedSteps } from "./projected.js";

export interface MultistartOptions {
  /** The greatest budget. */
  readonly maxL1: number;
  /** The budgets: maxL1 k / points, k = 1, 2, ... */
  readonly points: number;
  readonly seed: number;
  readonly starts: number;
  readonly clock: Clock;
  /** Points to begin with, of other runs. */
  readonly known?: readonly CriticalPoint[];
  readonly onProgress?: (starts: number) => void;
}

/** Steps after which a start shows what it is worth. */
const TRIAL_STEPS = 150;
const TRIAL_RESIDUAL = 1e-5;
/** Losses that differ by less, relative to that of zero weights, are the same. */
const BETTER = 1e-9;
/** Of large problems: so much, which is also the residual times the norm, over that loss, of their points until they are chosen. */
const ROUGH = 1e-3;
/** Starts are drawn as for training, times a number between these. */
const LEAST_SCALE = 0.5;
const GREATEST_SCALE = 2;

/** The best points found, one for each budget that was reached, by ascending norm; zero weights where none has less loss than these. */
export async function multistart(objective: Objective, options: MultistartOptions): Promise<CriticalPoint[]> {
  const { maxL1, points, starts, clock, known = [], onProgress } = options;
  const random = new Random(options.seed);
  const budgets = Array.from({ length: points }, (_, k) => (maxL1 * (k + 1)) / points);
  const best: (CriticalPoint | undefined)[] = budgets.map(() => undefined);
  const height = objective.value(new Float64Array(objective.size));
  const better = (isLarge(objective) ? ROUGH : BETTER) * height;
  const critical = (k: number, start: Float64Array): Promise<CriticalPoint> => clock.run(criticalSteps(objective, budgets[k]!, start, { stop: clock.isOver, rough: (ROUGH * height) / budgets[k]! }));

  const improves = (k: number, loss: number): boolean => best[k] === undefined || loss < best[k].loss - better;
  const carry = async (from: number, direction: 1 | -1): Promise<void> => {
    for (let k = from + direction; k >= 0 && k < points && !clock.isOver(); k += direction) {
      const next = await critical(k, best[k - direction]!.parameters);
      if (!improves(k, next.loss)) return;
      best[k] = next;
    }
  };
  const take = async (k: number, parameters: Float64Array): Promise<void> => {
    const point = await critical(k, parameters);
    if (!improves(k, point.loss)) return;
    best[k] = point;
    await carry(k, 1);
    await carry(k, -1);
  };

  for (const [k, budget] of budgets.entries()) {
    const below = known.findLast(({ l1 }) => l1 <= budget);
    const above = known.find(({ l1 }) => l1 > budget);
    // Of large problems, whose points take long, the nearer one.
    const nearer = below === undefined || (above !== undefined && above.l1 - budget < budget - below.l1) ? above : below;
    for (const neighbour of isLarge(objective) ? [nearer] : [below, above]) {
      if (neighbour === undefined || clock.isOver()) continue;
      await take(k, neighbour.parameters);
    }
  }
  for (let s = 0; s < starts && !clock.isOver(); s++) {
    // The first from the largest budget, so that there is something everywhere.
    const k = s === 0 ? points - 1 : random.below(points);
    const scale = LEAST_SCALE + ((GREATEST_SCALE - LEAST_SCALE) * random.below(1000)) / 1000;
    const start = startingParameters(objective.problem.network, random.below(2 ** 31), scale);
    const trial = await clock.run(projectedSteps(objective, budgets[k]!, start, { iterations: TRIAL_STEPS, tolerance: TRIAL_RESIDUAL, stop: clock.isOver }));
    if (improves(k, trial.loss)) await take(k, trial.parameters);
    onProgress?.(s + 1);
  }
  const zero = await clock.run(criticalSteps(objective, 0, new Float64Array(objective.size), { stop: clock.isOver }));
  const found = best.filter((point) => point !== undefined && point.loss < zero.loss * (1 - BETTER)) as CriticalPoint[];
  return found.length > 0 ? found : [zero];
}
