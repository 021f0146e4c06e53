/**
 * Limited-memory BFGS (Nocedal 1980; Liu, Nocedal 1989), the loss never rising.
 *
 * The line search takes a step by the approximate Wolfe conditions (Hager, Zhang 2005): they compare slopes, which keep their digits where
 * differences of losses have lost them. Differences of losses are taken from residuals (loss.ts) and have to be negative. So it goes on
 * falling towards 0 as far as float64 holds the residuals. A loss that stays above 0 is known to 16 digits, and as it may not rise, the gradient ends near 1e-8.
 */
import { type Objective, type Place, dot, norm } from "./loss.js";
import type { Optimizer } from "./optimizer.js";

const MEMORY = 20;
/** A step's loss must fall by this share of what the slope promises, and its slope flatten to this share. */
const SUFFICIENT = 0.1;
const FLATTER = 0.9;
const MOST_TRIALS = 60;

interface Pair {
  readonly step: Float64Array;
  readonly turn: Float64Array;
  readonly scale: number;
}

export class Lbfgs implements Optimizer {
  place: Place;
  readonly #objective: Objective;
  readonly #pairs: Pair[] = [];
  readonly #direction: Float64Array;
  #trial: Place;
  #best: Place;

  constructor(objective: Objective, start: Float64Array) {
    this.#objective = objective;
    this.place = objective.place(start);
    this.#trial = copyOf(this.place);
    this.#best = copyOf(this.place);
    this.#direction = new Float64Array(start.length);
  }

  step(): boolean {
    for (;;) {
      const fresh = this.#pairs.length === 0;
      this.#setDirection();
      if (this.#search(fresh)) return true;
      if (fresh) return false;
      // What was learnt may lie on the other side of a kink: begin again with the gradient.
      this.#pairs.length = 0;
    }
  }

  /** The two-loop recursion. */
  #setDirection(): void {
    const direction = this.#direction;
    direction.set(this.place.gradient);
    const factors: number[] = [];
    for (let m = this.#pairs.length - 1; m >= 0; m--) {
      const { step, turn, scale } = this.#pairs[m]!;
      const factor = dot(step, direction) * scale;
      factors[m] = factor;
      add(direction, -factor, turn);
    }
    const last = this.#pairs.at(-1);
    const curvature = last === undefined ? 1 : 1 / (last.scale * dot(last.turn, last.turn));
    for (let k = 0; k < direction.length; k++) direction[k]! *= -curvature;
    this.#pairs.forEach(({ step, turn, scale }, m) => add(direction, -factors[m]! - dot(turn, direction) * scale, step));
  }

  #search(fresh: boolean): boolean {
    const { place } = this;
    const direction = this.#direction;
    const slope = dot(place.gradient, direction);
    if (!(slope < 0)) return false;
    let length = fresh ? Math.min(1, 1 / norm(place.gradient)) : 1;
    // The minimum along the line lies in (low, high): the slope at low is negative and the loss no higher than at 0.
    let low = 0;
    let lowSlope = slope;
    let high = Infinity;
    let highSlope = Number.NaN;
    let best = 0;
    for (let trial = 0; trial < MOST_TRIALS; trial++) {
      const next = this.#trial;
      for (let k = 0; k < direction.length; k++) next.parameters[k] = place.parameters[k]! + length * direction[k]!;
      this.#objective.evaluate(next);
      const change = this.#objective.change(place, next);
      const nextSlope = dot(next.gradient, direction);
      const falls = change < 0 && next.loss <= place.loss;
      if (falls && change < best) {
        best = change;
        [this.#best, this.#trial] = [next, this.#best];
      }
      if (falls && nextSlope >= FLATTER * slope) {
        const wolfe = change <= SUFFICIENT * length * slope;
        if (wolfe || nextSlope <= (2 * SUFFICIENT - 1) * slope) return this.#accept(next);
      }
      if (!falls || nextSlope >= 0) {
        high = length;
        highSlope = falls || change <= 0 ? nextSlope : Number.NaN;
      } else {
        low = length;
        lowSlope = nextSlope;
      }
      length = high === Infinity ? 4 * low : between(low, lowSlope, high, highSlope);
      if (!(length > low && length < high)) break;
    }
    // At a kink no length satisfies the conditions; a lower loss is a step all the same.
    return best < 0 && this.#accept(this.#best);
  }

  #accept(next: Place): boolean {
    const { place } = this;
    const step = next.parameters.map((value, k) => value - place.parameters[k]!);
    const turn = next.gradient.map((value, k) => value - place.gradient[k]!);
    const curvature = dot(step, turn);
    if (curvature > 0) {
      this.#pairs.push({ step, turn, scale: 1 / curvature });
      if (this.#pairs.length > MEMORY) this.#pairs.shift();
    }
    if (next === this.#best) [this.place, this.#best] = [next, place];
    else [this.place, this.#trial] = [next, place];
    return true;
  }
}

/** The zero of the slope by the secant when both ends are known, kept off the ends; otherwise the middle. */
function between(low: number, lowSlope: number, high: number, highSlope: number): number {
  const width = high - low;
  const secant = low - (lowSlope * width) / (highSlope - lowSlope);
  if (!(highSlope > 0) || !Number.isFinite(secant)) return low + (width < high * 0.9 ? 0.5 : 0.1) * width;
  return Math.min(Math.max(secant, low + 0.1 * width), high - 0.1 * width);
}

function add(vector: Float64Array, factor: number, other: Float64Array): void {
  for (let k = 0; k < vector.length; k++) vector[k]! += factor * other[k]!;
}

function copyOf(place: Place): Place {
  return { parameters: place.parameters.slice(), residuals: place.residuals.slice(), gradient: place.gradient.slice(), loss: place.loss };
}
