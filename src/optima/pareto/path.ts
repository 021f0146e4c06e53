/**
 * The trade-off between loss and l1 norm of a network's weights, in one run: the front of points that are not dominated, by one of several methods (Amakor, Sonntag, Peitz 2023, and others beside theirs).
 *
 * - *continuation*: followed from point to point, with restarts (continuation.ts)
 * - *weighted-sum*: minima of f1 + lambda f2 (weighted-sum.ts); convex parts only
 * - *multistart*: minima of f1 within budgets for f2, from many starts (multistart.ts)
 * - *best*: continuation, and then multistart from what it has found; where parameters times points are more than CONTINUED multistart alone, as the continuation takes long there
 *
 * Every point is computed once more by the plain evaluation (evaluate.ts) before it is returned, and one that differs is left out. The result depends on the problem and the options only, unless the time is
 * over or the run is stopped: then it is what was found by then.
 */
import { Clock, type Steps } from "../clock.js";
import { type PathEvent, continuation } from "./continuation.js";
import { criticalAt, criticalSteps, isLarge } from "./critical.js";
import { PATH_DEFAULTS, PATH_METHODS } from "./defaults.js";
import { type Escape, escapeOf } from "./escape.js";
import { evaluate } from "./evaluate.js";
import { type Spread, areaUnder, hypervolume, knee, nondominated, spread } from "./front.js";
import type { CriticalPoint } from "./known-front.js";
import { multistart } from "./multistart.js";
import { Objective } from "./objective.js";
import { polishSteps } from "./polish.js";
import { type ParetoProblem, l1Norm, nonzeroCount } from "./problem.js";
import { reachOf } from "./reach.js";
import { weightedSum } from "./weighted-sum.js";

export { PATH_METHODS };
export type PathMethod = (typeof PATH_METHODS)[number];

export interface ParetoPathOptions {
  /** best unless said. */
  readonly method?: PathMethod;
  /** The most points of the front; 60. */
  readonly points?: number;
  /** An integer; 1. */
  readonly seed?: number;
  /** Seconds; 300. */
  readonly timeout?: number;
  /** Asked often; true ends the run with what was found. */
  readonly stop?: () => boolean;
  readonly onProgress?: (progress: PathProgress) => void;
  /** Where the front ends. Without: where little loss is left to be gained (reach.ts). */
  readonly maxL1?: number;
  /** Starts drawn at random; without, more of them the smaller the problem is. */
  readonly starts?: number;
  /** Continuation and best: the corrector's steps take the gradient of so many points each, drawn at random. Without: of all. */
  readonly batch?: number;
}

export interface PathProgress {
  readonly stage: "reach" | "continuation" | "weighted-sum" | "multistart" | "loss end" | "points";
  /** How far: points, minima or starts of this stage. */
  readonly done: number;
}

/** A point of the front. */
export interface PathPoint extends CriticalPoint {
  /** Parameters that are not 0. */
  readonly nonzeros: number;
  /** Of cross-entropy: the share of the points whose own class has the greatest output, and alone. */
  readonly accuracy: number | null;
  /** How far loss and norm are from the second evaluation, the greater of both. */
  readonly deviation: number;
}

export interface ParetoPath {
  readonly method: PathMethod;
  readonly seed: number;
  readonly starts: number;
  readonly maxL1: number;
  /** f1 of zero weights. */
  readonly zeroLoss: number;
  /** By ascending norm; losses fall strictly. */
  readonly points: readonly PathPoint[];
  /** Between the loss of zero weights and the piecewise-linear front, for norms in [0, maxL1]. A front with few points gets more than its due where it is concave. */
  readonly area: number;
  /** Up to the loss of zero weights and 9/8 maxL1. */
  readonly hypervolume: number;
  /** The number of the point where the front bends most, or -1. */
  readonly knee: number;
  readonly spread: Spread;
  /** What the continuation met. */
  readonly events: readonly PathEvent[];
  /** Beyond the end with the least loss; null where the run ended before. */
  readonly escape: Escape | null;
  readonly largestResidual: number;
  readonly largestDeviation: number;
  /** Points left out because the second evaluation differed by more than `MOST_DEVIATION`. */
  readonly refused: number;
  /** False: the time was over, or the run was stopped; this is what was found by then. */
  readonly complete: boolean;
  readonly ended: "time" | "stopped" | null;
}

/** Parameters times points up to which *best* follows the front as well, which takes some minutes beyond. */
const CONTINUED = 1e6;
/** Residuals are to be below 1e-5. */
const SHARP = 5e-6;
/** Trials to make a point critical, with gradients between them, and Newton steps of each. */
const MOST_TRIALS = 3;
const ITERATIONS_EACH = 100;
export const MOST_DEVIATION = 1e-6;
/** Parameters times points, times starts. */
const START_WORK = 1e5;
const MOST_STARTS = 60;
/** A start of the weighted sum takes two sweeps over all lambdas: as long as this many other ones. */
const SWEEPS = 12;
/** Norms are as asked for up to this. */
const SLACK = 1 + 1e-9;
const BEYOND = 9 / 8;
/** Points nearer to each other than this, over the front's extent, are one. */
const SAME = 1e-6;

/**
 * The front of a problem.
 * @throws RangeError when an option is no number of its kind
 */
export async function paretoPath(problem: ParetoProblem, options: ParetoPathOptions = {}): Promise<ParetoPath> {
  const { method = PATH_DEFAULTS.method, points = PATH_DEFAULTS.points, seed = PATH_DEFAULTS.seed, timeout = PATH_DEFAULTS.timeout, stop, onProgress } = options;
  checkOptions(options);
  const clock = new Clock(stop === undefined ? { timeout } : { timeout, stop });
  const objective = new Objective(problem);
  const zeroLoss = objective.value(new Float64Array(objective.size));
  const starts = options.starts ?? Math.max(1, Math.min(MOST_STARTS, Math.round(START_WORK / (objective.size * objective.points))));
  const tell = (stage: PathProgress["stage"]) => (done: number) => onProgress?.({ stage, done });
  tell("reach")(0);
  const maxL1 = options.maxL1 ?? (await reachOf(objective, seed, starts, clock));
  // The front begins at zero weights, whatever is found by then.
  const found: CriticalPoint[] = method === "weighted-sum" || method === "multistart" ? [] : [criticalAt(objective, 0, new Float64Array(objective.size), { stop: clock.isOver })];
  const events: PathEvent[] = [];
  const shared = { maxL1, points, seed, starts, clock };
  if (method === "continuation" || (method === "best" && objective.size * objective.points <= CONTINUED)) {
    const run = await continuation(objective, { ...shared, ...(options.batch === undefined ? {} : { batch: options.batch }), restarts: starts, onProgress: tell("continuation") });
    found.push(...run.front.points);
    events.push(...run.events);
  }
  if (method === "multistart" || method === "best") found.push(...(await multistart(objective, { ...shared, known: nondominated(found), onProgress: tell("multistart") })));
  if (method === "weighted-sum") found.push(...(await weightedSum(objective, { ...shared, starts: Math.ceil(starts / SWEEPS), onProgress: tell("weighted-sum") })));
  const extent = { maxL1, zeroLoss, clock };
  const within = distinct(found.filter(({ l1 }) => l1 <= maxL1 * SLACK), extent);
  const chosen = method === "weighted-sum" ? within : await evenly(objective, within, points, extent);
  tell("points")(chosen.length);
  const checked = distinct(await sharpened(objective, chosen, clock), extent).map((point) => checkedPoint(problem, point));
  const front = checked.filter(({ deviation }) => deviation <= MOST_DEVIATION);
  const end = front.at(-1);
  tell("loss end")(0);
  const escape = end === undefined || clock.isOver() ? null : await escapeOf(objective, end, clock);
  const bend = knee(front);
  return {
    method,
    seed,
    starts,
    maxL1,
    zeroLoss,
    points: front,
    area: areaUnder(front, zeroLoss, maxL1),
    hypervolume: hypervolume(front, { l1: BEYOND * maxL1, loss: zeroLoss }),
    knee: bend === undefined ? -1 : front.indexOf(bend),
    spread: spread(front),
    events,
    escape,
    largestResidual: Math.max(0, ...front.map(({ residual }) => residual)),
    largestDeviation: Math.max(0, ...front.map(({ deviation }) => deviation)),
    refused: checked.length - front.length,
    complete: clock.over === undefined,
    ended: clock.over ?? null,
  };
}

function checkOptions({ points, seed, timeout, maxL1, starts, batch }: ParetoPathOptions): void {
  const expect = (name: string, value: number | undefined, fits: (value: number) => boolean, kind: string): void => {
    if (value !== undefined && !fits(value)) throw new RangeError(`${name}: expected ${kind}, found ${value}`);
  };
  const positive = (value: number): boolean => Number.isFinite(value) && value > 0;
  expect("points", points, (value) => Number.isSafeInteger(value) && value >= 2, "an integer, at least 2");
  expect("starts", starts, (value) => Number.isSafeInteger(value) && value >= 1, "a positive integer");
  expect("batch", batch, (value) => Number.isSafeInteger(value) && value >= 1, "a positive integer");
  expect("seed", seed, Number.isSafeInteger, "an integer");
  expect("timeout", timeout, (value) => value >= 0, "a number of seconds");
  expect("maxL1", maxL1, positive, "a positive number");
}

/** While there are many points, those of a large problem are critical roughly only: the chosen ones are made so as far as can be. */
async function sharpened(objective: Objective, points: readonly CriticalPoint[], clock: Clock): Promise<CriticalPoint[]> {
  const sharp: CriticalPoint[] = [];
  for (const point of points) sharp.push(point.residual > SHARP && !clock.isOver() ? await clock.run(sharpenedAt(objective, point, clock.isOver)) : point);
  return sharp;
}

/** A point that stays where signs and kinks do not settle is moved on by gradients, and tried again. */
function* sharpenedAt(objective: Objective, point: CriticalPoint, stop: () => boolean): Steps<CriticalPoint> {
  let at = isLarge(objective) ? yield* criticalSteps(objective, point.l1, point.parameters, { stop }) : point;
  for (let trial = 0; trial < MOST_TRIALS && at.residual > SHARP && !stop(); trial++) {
    const from = trial === 0 ? at : yield* criticalSteps(objective, point.l1, at.parameters, { stop });
    const { parameters, loss, l1, lambda, residual, kinkWidth } = yield* polishSteps(objective, from.parameters, "l1", { tolerance: SHARP / 2, iterations: ITERATIONS_EACH, stop });
    if (loss <= at.loss || residual < at.residual) at = { parameters, loss, l1, lambda, residual, kinkWidth };
  }
  return at;
}

function checkedPoint(problem: ParetoProblem, point: CriticalPoint): PathPoint {
  const { loss, accuracy = null } = evaluate(problem, point.parameters);
  const deviation = Math.max(Math.abs(loss - point.loss), Math.abs(l1Norm(problem, point.parameters) - point.l1));
  return { ...point, nonzeros: nonzeroCount(point.parameters), accuracy, deviation: Number.isNaN(deviation) ? Infinity : deviation };
}

interface Extent {
  readonly maxL1: number;
  readonly zeroLoss: number;
  readonly clock: Clock;
}

/** With f1 and f2 in units of the front's extent. */
function distance(a: CriticalPoint, b: CriticalPoint, { maxL1, zeroLoss }: Extent): number {
  return Math.hypot((a.l1 - b.l1) / maxL1, (a.loss - b.loss) / zeroLoss);
}

/** The points that are not dominated, without those that are the same up to rounding. */
function distinct<T extends CriticalPoint>(points: readonly T[], extent: Extent): T[] {
  const kept: T[] = [];
  for (const point of nondominated(points)) if (kept.length === 0 || distance(kept.at(-1)!, point, extent) > SAME) kept.push(point);
  return kept;
}

/** At most so many points, about equally far apart along the front: of more the nearest to equal distances, of fewer with others between the farthest neighbours. */
async function evenly(objective: Objective, front: readonly CriticalPoint[], count: number, extent: Extent): Promise<CriticalPoint[]> {
  const { clock } = extent;
  const apart = (a: CriticalPoint, b: CriticalPoint): number => distance(a, b, extent);
  let points = [...front];
  // Where no critical point lies between two neighbours, they are left as they are.
  const empty = new Set<CriticalPoint>();
  while (points.length >= 2 && points.length < count && !clock.isOver()) {
    let widest = -1;
    for (let k = 0; k + 1 < points.length; k++) {
      if (!empty.has(points[k]!) && (widest < 0 || apart(points[k]!, points[k + 1]!) > apart(points[widest]!, points[widest + 1]!))) widest = k;
    }
    if (widest < 0) break;
    const [low, high] = [points[widest]!, points[widest + 1]!];
    const budget = (low.l1 + high.l1) / 2;
    const between = [low, high].map(({ parameters }) => criticalAt(objective, budget, parameters, { stop: clock.isOver }));
    await clock.pause();
    const before = points.length;
    points = distinct([...points, ...between], extent);
    if (points.length <= before || !points.some(({ l1 }) => l1 > low.l1 && l1 < high.l1)) empty.add(low);
  }
  return points.length <= count ? points : thinned(points, count, apart);
}

function thinned<T>(points: readonly T[], count: number, distance: (a: T, b: T) => number): T[] {
  const along = [0];
  for (let k = 1; k < points.length; k++) along.push(along[k - 1]! + distance(points[k - 1]!, points[k]!));
  const chosen: T[] = [];
  let at = 0;
  for (let k = 0; k < count; k++) {
    const wanted = (along.at(-1)! * k) / (count - 1);
    // As many points have to be left as are still to be chosen.
    const last = points.length - (count - k);
    while (at < last && Math.abs(along[at + 1]! - wanted) <= Math.abs(along[at]! - wanted)) at++;
    chosen.push(points[at++]!);
  }
  return chosen;
}
