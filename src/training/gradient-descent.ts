/**
 * Gradient descent: with a fixed step length, or with one that is found anew at every step and never lets the loss rise.
 *
 * A fixed length cannot go far where weights grow: curvature grows with them, and the length becomes too large. Without a length given,
 * the last one is doubled and then halved until the loss falls by at least a quarter of what the slope promises (Armijo 1966).
 */
import { type Objective, type Place, squares } from "./loss.js";
import type { Optimizer } from "./optimizer.js";

const SUFFICIENT = 0.25;
const MOST_HALVINGS = 100;

export class GradientDescent implements Optimizer {
  place: Place;
  readonly #objective: Objective;
  readonly #fixed: boolean;
  #rate: number;
  #other: Place;

  /** @param rate the fixed step length; without it the length adapts */
  constructor(objective: Objective, start: Float64Array, rate?: number) {
    this.#objective = objective;
    this.place = objective.place(start);
    this.#other = { ...this.place, parameters: start.slice(), residuals: this.place.residuals.slice(), gradient: this.place.gradient.slice() };
    this.#fixed = rate !== undefined;
    this.#rate = rate ?? 0.5;
  }

  step(): boolean {
    if (this.#fixed) {
      const { parameters, gradient } = this.place;
      for (let k = 0; k < parameters.length; k++) parameters[k]! -= this.#rate * gradient[k]!;
      this.#objective.evaluate(this.place);
      return true;
    }
    const slope = squares(this.place.gradient);
    if (!(slope > 0)) return false;
    this.#rate *= 2;
    for (let tried = 0; tried < MOST_HALVINGS; tried++, this.#rate /= 2) {
      const { parameters, gradient } = this.place;
      const next = this.#other;
      for (let k = 0; k < parameters.length; k++) next.parameters[k] = parameters[k]! - this.#rate * gradient[k]!;
      this.#objective.evaluate(next);
      const change = this.#objective.change(this.place, next);
      if (change < 0 && change <= -SUFFICIENT * this.#rate * slope && next.loss <= this.place.loss) {
        this.#other = this.place;
        this.place = next;
        return true;
      }
    }
    return false;
  }
}
