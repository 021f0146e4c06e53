/**
 * Multiobjective proximal gradient for f1, the loss, and f2, the sum of absolute values (Tanabe, Fukuda, Yamashita 2019; as a corrector Amakor, Sonntag, Peitz 2023). A step goes to w + d,
 * where d solves
 *
 *   min over d of   max(g . d, f2(w + d) - f2(w)) + (L/2) |d|^2,      g the gradient of f1 at w
 *
 * Its dual has one variable a in [0, 1]: w + d is then w - (a/L) g, shrunk by (1 - a)/L where it counts, and the best a is where both terms of the maximum are equal, or an end. Their difference falls
 * as a rises, and is linear between its kinks: regula falsi finds it. With L large enough neither objective grows, and d = 0 exactly where w is Pareto-critical.
 */
import type { Random } from "../../exact/random.js";
import { criticality } from "./criticality.js";
import type { Objective } from "./objective.js";

/** A place on the way: parameters, gradient of f1 there, and f1. */
export interface Place {
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  readonly loss: number;
}

export interface CommonDescent extends Place {
  readonly steps: number;
  /** The last L: a start for the next descent nearby. */
  readonly curvature: number;
}

/** What a step promises: g . d, and the change of f2. */
interface Change {
  readonly slope: number;
  readonly shrinkage: number;
}

const MOST_SECANTS = 50;
const EQUAL = 1e-14;

/**
 * The step from `parameters` into `next`.
 * @param curvature L
 * @returns a, the weight of f1
 */
export function commonStep(parameters: Float64Array, gradient: Float64Array, counted: Uint8Array, curvature: number, next: Float64Array): number {
  const moving = movingOf(parameters, gradient);
  next.fill(0);
  const excess = (weight: number): number => {
    const { slope, shrinkage } = weightedStep(parameters, gradient, counted, curvature, weight, moving, next);
    return slope - shrinkage;
  };
  const first = weightedStep(parameters, gradient, counted, curvature, 0, moving, next);
  let [low, atLow] = [0, first.slope - first.shrinkage];
  if (first.shrinkage === 0) return stepAtLeastNorm(parameters, gradient, counted, curvature, moving, next);
  if (atLow <= 0) return 0;
  let [high, atHigh] = [1, excess(1)];
  if (atHigh >= 0) return 1;
  let weight = 0.5;
  const close = EQUAL * (atLow - atHigh);
  // Illinois: an end that stays twice counts half.
  let stayed = 0;
  for (let k = 0; k < MOST_SECANTS; k++) {
    weight = (low * atHigh - high * atLow) / (atHigh - atLow);
    const at = excess(weight);
    if (Math.abs(at) <= close || high - low <= EQUAL) break;
    if (at > 0) {
      [low, atLow] = [weight, at];
      if (stayed === 1) atHigh /= 2;
      stayed = 1;
    } else {
      [high, atHigh] = [weight, at];
      if (stayed === -1) atLow /= 2;
      stayed = -1;
    }
  }
  return weight;
}

/** Where f2 is 0 it stays so: a small enough that no weight leaves 0. What does not count may move, and without it this is the place where the front begins. */
function stepAtLeastNorm(parameters: Float64Array, gradient: Float64Array, counted: Uint8Array, curvature: number, moving: Int32Array, next: Float64Array): number {
  let steepest = 0;
  for (let k = 0; k < gradient.length; k++) if (counted[k] === 1) steepest = Math.max(steepest, Math.abs(gradient[k]!));
  const weight = 1 / (2 + steepest);
  weightedStep(parameters, gradient, counted, curvature, weight, moving, next);
  return weight;
}

/** The numbers of the entries that a step can change: the others are 0, as is their derivative, or what is asked for of it. */
function movingOf(parameters: Float64Array, gradient: Float64Array): Int32Array {
  const moving = new Int32Array(parameters.length);
  let count = 0;
  for (let k = 0; k < parameters.length; k++) if (parameters[k] !== 0 || gradient[k] !== 0) moving[count++] = k;
  return moving.subarray(0, count);
}

/** w - (a/L) g, shrunk by (1 - a)/L where it counts, into `next`, at the entries that can change. */
function weightedStep(parameters: Float64Array, gradient: Float64Array, counted: Uint8Array, curvature: number, weight: number, moving: Int32Array, next: Float64Array): Change {
  const [along, threshold] = [weight / curvature, (1 - weight) / curvature];
  let [slope, shrinkage] = [0, 0];
  for (let m = 0; m < moving.length; m++) {
    const k = moving[m]!;
    const [from, g] = [parameters[k]!, gradient[k]!];
    let to = from - along * g;
    if (counted[k] === 1) {
      to = to > threshold ? to - threshold : to < -threshold ? to + threshold : 0;
      shrinkage += Math.abs(to) - Math.abs(from);
    }
    slope += g * (to - from);
    next[k] = to;
  }
  return { slope, shrinkage };
}

export interface CommonDescentOptions {
  readonly steps: number;
  /** Ends where the residual is at most this share of its lambda, or `least`. */
  readonly share: number;
  readonly least: number;
  /** L to begin with; it is doubled where f1 curves more, and falls slowly otherwise. */
  readonly curvature: number;
}

const CHECK_EVERY = 10;
/** From so many parameters on, derivatives are taken by those that are not 0 or whose derivative is at least this share of the multiplier, as in accelerated.ts; all of them at each check. */
const LARGE = 2000;
const NEARLY = 0.8;
const DOUBLINGS = 60;
const SLOWLY = 0.9;
/** f1 is known to about so many digits: differences below it are rounding. */
const ROUNDING = 1e-15;

/** Steps over all points from `start` towards a Pareto-critical point. Neither objective grows. */
export function descendTogether(objective: Objective, start: Float64Array, options: CommonDescentOptions): CommonDescent {
  const { counted } = objective.problem;
  let parameters = start.slice();
  let next = new Float64Array(start.length);
  let gradient = new Float64Array(start.length);
  let nextGradient = new Float64Array(start.length);
  let loss = objective.gradient(parameters, gradient);
  const large = objective.size >= LARGE;
  let { curvature } = options;
  let steps = 0;
  for (; steps < options.steps; steps++) {
    if (steps % CHECK_EVERY === 0) {
      if (steps > 0 && large) {
        objective.restrict();
        objective.gradient(parameters, gradient);
      }
      const { residual, lambda } = criticality(parameters, gradient, counted);
      if (!(residual > Math.max(options.least, options.share * lambda))) break;
      if (large) objective.restrict(Uint8Array.from(parameters, (value, k) => (value !== 0 || counted[k] === 0 || Math.abs(gradient[k]!) >= NEARLY * lambda ? 1 : 0)));
    }
    let nextLoss = Number.NaN;
    for (let k = 0; k < DOUBLINGS; k++) {
      commonStep(parameters, gradient, counted, curvature, next);
      nextLoss = objective.gradient(next, nextGradient);
      let [slope, squares] = [0, 0];
      for (let j = 0; j < next.length; j++) {
        const move = next[j]! - parameters[j]!;
        slope += gradient[j]! * move;
        squares += move * move;
      }
      if (nextLoss <= loss + slope + (curvature / 2) * squares + ROUNDING * Math.max(1, loss)) break;
      curvature *= 2;
    }
    if (!Number.isFinite(nextLoss)) break;
    [parameters, next] = [next, parameters];
    [gradient, nextGradient] = [nextGradient, gradient];
    loss = nextLoss;
    curvature *= SLOWLY;
  }
  objective.restrict();
  return { parameters, gradient, loss, steps, curvature };
}

export interface SampledDescentOptions {
  readonly steps: number;
  /** Points of a sample. */
  readonly batch: number;
  readonly random: Random;
  /** L at the beginning. It grows fourfold in the course of the steps, so that the noise of the samples dies away. */
  readonly curvature: number;
}

/**
 * The same with gradients of samples of the points, drawn anew without replacement in each epoch. The weight a is taken from all points, at the beginning of each epoch: with a weight for each sample every step
 * would lower f2, and what the samples' noise does to f1 would not make up for it (the bias of stochastic multigradients, Liu and Vicente 2021). The objectives may grow.
 */
export function descendTogetherSampled(objective: Objective, start: Float64Array, options: SampledDescentOptions): CommonDescent {
  const { counted } = objective.problem;
  const { steps, batch, random } = options;
  const order = Int32Array.from({ length: objective.points }, (_, p) => p);
  const [parameters, gradient, next] = [start.slice(), new Float64Array(start.length), new Float64Array(start.length)];
  const size = Math.min(batch, order.length);
  let at = order.length;
  let weight = 0;
  for (let k = 0; k < steps; k++) {
    const curvature = options.curvature * (1 + k / steps) ** 2;
    if (at + size > order.length) {
      objective.gradient(parameters, gradient);
      weight = commonStep(parameters, gradient, counted, curvature, next);
      shuffle(order, random);
      at = 0;
    }
    objective.gradient(parameters, gradient, order.subarray(at, at + size));
    at += size;
    next.fill(0);
    weightedStep(parameters, gradient, counted, curvature, weight, movingOf(parameters, gradient), next);
    parameters.set(next);
  }
  return { parameters, gradient, loss: objective.gradient(parameters, gradient), steps, curvature: options.curvature };
}

/** Fisher, Yates. */
export function shuffle(order: Int32Array, random: Random): void {
  for (let k = order.length - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
}
