/**
 * The two losses f of the convex programs, their gradients and their conjugates. A point nu of the dual stands for minus a gradient of f: at the optimum nu = -grad f(fit),
 * and the dual's value is -f*(-nu) (Mishkin and Pilanci 2023). All vectors have n entries.
 */
import type { ConvexProgram } from "./program.js";

type Losses = Pick<ConvexProgram, "n" | "y" | "loss" | "weight">;

/** Probabilities of the logistic loss are kept this far from 0 and 1 where an inverse of the gradient is asked for. */
const LEAST_PROBABILITY = 1e-300;

/** f(fit): (weight / 2) |fit - y|^2 or weight * sum_j log(1 + exp(-y_j fit_j)). */
export function lossOf(program: Losses, fit: Float64Array): number {
  const { n, y, weight } = program;
  let sum = 0;
  if (program.loss === "squared") {
    for (let j = 0; j < n; j++) sum += (fit[j]! - y[j]!) ** 2;
    return (weight / 2) * sum;
  }
  for (let j = 0; j < n; j++) {
    const margin = y[j]! * fit[j]!;
    sum += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  return weight * sum;
}

/** Minus the gradient of f at the fit: the point of the dual that belongs to the fit. */
export function dualOf(program: Losses, fit: Float64Array, into: Float64Array = new Float64Array(program.n)): Float64Array {
  const { n, y, weight } = program;
  if (program.loss === "squared") for (let j = 0; j < n; j++) into[j] = weight * (y[j]! - fit[j]!);
  else for (let j = 0; j < n; j++) into[j] = weight * y[j]! * sigmoid(-y[j]! * fit[j]!);
  return into;
}

/** The fit to which a point of the dual belongs: the inverse of `dualOf`. Outside of the conjugate's domain: of the nearest point within. */
export function fitOfDual(program: Losses, dual: Float64Array, into: Float64Array = new Float64Array(program.n)): Float64Array {
  const { n, y, weight } = program;
  if (program.loss === "squared") for (let j = 0; j < n; j++) into[j] = y[j]! - dual[j]! / weight;
  else {
    for (let j = 0; j < n; j++) {
      const t = probability((dual[j]! * y[j]!) / weight);
      into[j] = y[j]! * (Math.log1p(-t) - Math.log(t));
    }
  }
  return into;
}

/** The second derivatives of f at the fit (f is a sum over points). */
export function curvatureOf(program: Losses, fit: Float64Array, into: Float64Array = new Float64Array(program.n)): Float64Array {
  const { n, y, weight } = program;
  if (program.loss === "squared") return into.fill(weight);
  for (let j = 0; j < n; j++) into[j] = weight * Math.max(sigmoid(y[j]! * fit[j]!) * sigmoid(-y[j]! * fit[j]!), LEAST_PROBABILITY);
  return into;
}

/**
 * The dual's value -f*(-dual). Squared: y' dual - |dual|^2 / (2 weight). Logistic: with t_j = y_j dual_j / weight in [0, 1], the sum of the entropies
 * -weight * (t_j log t_j + (1 - t_j) log(1 - t_j)); minus infinity outside.
 */
export function dualValueOf(program: Losses, dual: Float64Array): number {
  const { n, y, weight } = program;
  let sum = 0;
  if (program.loss === "squared") {
    for (let j = 0; j < n; j++) sum += dual[j]! * (y[j]! - dual[j]! / (2 * weight));
    return sum;
  }
  for (let j = 0; j < n; j++) {
    const t = (y[j]! * dual[j]!) / weight;
    if (!(t >= 0 && t <= 1)) return Number.NEGATIVE_INFINITY;
    if (t > 0 && t < 1) sum -= t * Math.log(t) + (1 - t) * Math.log1p(-t);
  }
  return weight * sum;
}

/** The factor at most `most` (squared: the best such; logistic: at most 1) by which a point of the dual is scaled to be feasible. */
export function dualScale(program: Losses, dual: Float64Array, most: number): number {
  const { n, y, weight } = program;
  if (program.loss === "logistic") return Math.min(1, most);
  let along = 0;
  let square = 0;
  for (let j = 0; j < n; j++) {
    along += y[j]! * dual[j]!;
    square += dual[j]! * dual[j]!;
  }
  return square === 0 ? 0 : Math.max(0, Math.min((weight * along) / square, most));
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function probability(t: number): number {
  return Math.min(Math.max(t, LEAST_PROBABILITY), 1 - 2 ** -53);
}
