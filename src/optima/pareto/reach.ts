/**
 * How far a front should go where nothing is asked for: to the norm beyond which little is to be gained. Its slope says how much (Amakor, Sonntag, Peitz 2023 stop by it): on a convex part the loss falls by less
 * than lambda * l1 when the norm doubles; and never by more than there is.
 */
import { startingParameters } from "../../training/start.js";
import type { Clock } from "../clock.js";
import type { Objective } from "./objective.js";
import { l1Norm } from "./problem.js";
import { projectedSteps } from "./projected.js";

/** What may be gained beyond, over the loss of zero weights. */
const GAIN = 1e-3;
const ITERATIONS = 100;
const RESIDUAL = 1e-5;
const MOST = 30;
const MOST_STARTS = 8;

/** The greatest norm of those that several starts give. */
export async function reachOf(objective: Objective, seed: number, starts: number, clock: Clock): Promise<number> {
  let reach = 0;
  for (let s = 0; s < Math.min(starts, MOST_STARTS) && (s === 0 || !clock.isOver()); s++) reach = Math.max(reach, await reachFrom(objective, startingParameters(objective.problem.network, seed + s), clock));
  return Number(reach.toPrecision(2));
}

/** A norm: that of random weights, doubled until the gain beyond is small for what is found from them, or halved as long as it is. */
async function reachFrom(objective: Objective, start: Float64Array, clock: Clock): Promise<number> {
  const height = objective.value(new Float64Array(objective.size));
  let at = start;
  let inverseStep = 1;
  const littleBeyond = async (budget: number): Promise<boolean> => {
    const found = await clock.run(projectedSteps(objective, budget, at, { iterations: ITERATIONS, tolerance: RESIDUAL, stop: clock.isOver, inverseStep }));
    at = found.parameters;
    inverseStep = found.inverseStep;
    return found.l1 < (1 - 1e-6) * budget || Math.min(found.loss, found.lambda * found.l1) <= GAIN * height;
  };
  let budget = l1Norm(objective.problem, at) || 1;
  const little = await littleBeyond(budget);
  for (let k = 0; k < MOST && !clock.isOver(); k++) {
    const next = little ? budget / 2 : 2 * budget;
    if ((await littleBeyond(next)) !== little) return little ? budget : next;
    budget = next;
  }
  return budget;
}
