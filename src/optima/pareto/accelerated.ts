/**
 * Minimising f1 plus a simple convex function by accelerated proximal gradient steps: FISTA (Beck, Teboulle 2009) with backtracking from a step that may grow again, and momentum that is
 * dropped when the value rises (O'Donoghue, Candès 2015). f1 is not convex: the values of the points kept never rise, and what is found is a critical point.
 *
 * Large problems take derivatives by a working set only: the weights that are not 0, and those at 0 whose derivative is near the multiplier. All derivatives are taken every few
 * steps, and before the end.
 */
import type { Steps } from "../clock.js";
import { criticality } from "./criticality.js";
import type { Objective } from "./objective.js";
import { l1Norm } from "./problem.js";

/** The simple function, h. */
export interface SimpleTerm {
  /** Its value at points that `proximal` has given. */
  value(parameters: Float64Array): number;
  /** Writes the minimum over x of |x - point|^2 / 2 + step * h(x). */
  proximal(point: Float64Array, step: number, result: Float64Array): void;
  /** How far from critical. */
  residual(parameters: Float64Array, gradient: Float64Array): number;
}

export interface DescentOptions {
  /** Ends when the residual is no greater. */
  readonly tolerance?: number;
  readonly iterations?: number;
  /** Asked in every iteration; true ends with the point reached. */
  readonly stop?: () => boolean;
  /** What the inverse step begins with: that of a neighbour's end spares the search for it. */
  readonly inverseStep?: number;
}

/** A point with what is known of it. */
export interface Descent {
  readonly parameters: Float64Array;
  /** f1. */
  readonly loss: number;
  /** f2. */
  readonly l1: number;
  /** Pareto-criticality: the residual, and the multiplier it is reached with. */
  readonly residual: number;
  readonly lambda: number;
  /** Is the residual that was asked for reached? */
  readonly converged: boolean;
  readonly iterations: number;
  readonly inverseStep: number;
}

export const DEFAULT_TOLERANCE = 1e-6;
export const DEFAULT_ITERATIONS = 1000;
const FIRST_INVERSE_STEP = 1;
const MOST_DOUBLINGS = 60;
/** The inverse step shrinks by this in every iteration: curvature may fall. */
const RELAXED = 0.95;
/** From so many parameters on there are working sets. */
const LARGE = 2000;
/** Of them: weights at 0 whose derivative is at least this share of the multiplier; and how many steps it is kept. */
const NEARLY = 0.8;
const KEPT = 20;
/** Values of f1 are known up to this share, and so are sums of them. */
const ROUNDING = 1e-14;

/** Never worse than the start's projection or shrinkage by a step of 0; the start itself stays as it is. */
export function* accelerate(objective: Objective, term: SimpleTerm, start: Float64Array, options: DescentOptions = {}): Steps<Descent> {
  const { tolerance = DEFAULT_TOLERANCE, iterations = DEFAULT_ITERATIONS, stop } = options;
  const { size, problem } = objective;
  const large = usesWorkingSets(size);
  const numbers = (): Float64Array => new Float64Array(size);
  const gradient = numbers();
  let [at, ahead, next] = [numbers(), numbers(), numbers()];
  term.proximal(start, 0, at);
  ahead.set(at);
  let inverse = options.inverseStep ?? FIRST_INVERSE_STEP;
  let momentum = 1;
  let fresh = 0;
  let stuck = false;
  let residual = Infinity;
  let done = 0;

  /** All derivatives at the point kept; the working set from them. */
  const survey = (): number => {
    objective.restrict();
    const loss = objective.gradient(at, gradient);
    residual = term.residual(at, gradient);
    if (large) objective.restrict(workingSet(at, ahead, gradient, problem.counted));
    fresh = KEPT;
    return loss;
  };
  let value = survey() + term.value(at);
  for (; done < iterations && !(residual <= tolerance) && stop?.() !== true; done++) {
    if (large && fresh-- === 0) survey();
    yield;
    const loss = objective.gradient(ahead, gradient);
    const taken = proximalStep(objective, term, ahead, loss, gradient, inverse, next);
    inverse = taken.inverse;
    const trial = taken.loss + term.value(next);
    if (!(trial <= value)) {
      // A rise is the momentum's. Without momentum it is rounding or a kink: there is nothing left to gain, but perhaps with another working set.
      if (momentum === 1 && stuck) break;
      stuck = momentum === 1;
      if (stuck) survey();
      momentum = 1;
      ahead.set(at);
      continue;
    }
    stuck = false;
    const following = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const share = (momentum - 1) / following;
    for (let i = 0; i < size; i++) ahead[i] = next[i]! + share * (next[i]! - at[i]!);
    [at, next] = [next, at];
    momentum = following;
    value = trial;
    inverse *= RELAXED;
    if (taken.moved * inverse <= tolerance) survey();
  }
  return descentAt(objective, term, at, tolerance, done, inverse);
}

/**
 * Writes into `next` the proximal step from a point with its loss and gradient: the first that f1 falls for by what the gradient promises, with the inverse step doubled until then.
 * `moved` is the greatest change of an entry.
 */
export function proximalStep(
  objective: Objective,
  term: SimpleTerm,
  from: Float64Array,
  loss: number,
  gradient: Float64Array,
  inverseStep: number,
  next: Float64Array,
): { loss: number; moved: number; inverse: number } {
  const point = new Float64Array(from.length);
  let inverse = inverseStep;
  for (let doubling = 0; ; doubling++, inverse *= 2) {
    for (let i = 0; i < from.length; i++) point[i] = from[i]! - gradient[i]! / inverse;
    term.proximal(point, 1 / inverse, next);
    let [linear, square, moved] = [0, 0, 0];
    for (let i = 0; i < from.length; i++) {
      const change = next[i]! - from[i]!;
      linear += gradient[i]! * change;
      square += change * change;
      moved = Math.max(moved, Math.abs(change));
    }
    const reached = objective.value(next);
    if (reached <= loss + linear + (inverse / 2) * square + ROUNDING * (1 + Math.abs(loss)) || doubling === MOST_DOUBLINGS) return { loss: reached, moved, inverse };
  }
}

/** What is known of a point, by all derivatives. */
export function descentAt(objective: Objective, term: SimpleTerm, parameters: Float64Array, tolerance: number, iterations: number, inverseStep: number): Descent {
  const { problem } = objective;
  const gradient = new Float64Array(parameters.length);
  objective.restrict();
  const loss = objective.gradient(parameters, gradient);
  const converged = term.residual(parameters, gradient) <= tolerance;
  return { parameters, loss, l1: l1Norm(problem, parameters), ...criticality(parameters, gradient, problem.counted), converged, iterations, inverseStep };
}

/** Do problems of this size use them? */
export function usesWorkingSets(size: number): boolean {
  return size >= LARGE;
}

/** Weights that are not 0 at the point or at the one ahead, and those at 0 that are near to leaving it. */
export function workingSet(at: Float64Array, ahead: Float64Array, gradient: Float64Array, counted: Uint8Array): Uint8Array {
  const { lambda } = criticality(at, gradient, counted);
  return Uint8Array.from(at, (value, k) => (value !== 0 || ahead[k] !== 0 || counted[k] === 0 || Math.abs(gradient[k]!) >= NEARLY * lambda ? 1 : 0));
}
