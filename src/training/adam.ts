/** Adam (Kingma, Ba 2015) with bias correction and a constant learning rate. Full batches; the loss may rise from step to step. */
import type { Objective, Place } from "./loss.js";
import type { Optimizer } from "./optimizer.js";

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const TINY = 1e-8;

export class Adam implements Optimizer {
  readonly place: Place;
  readonly #objective: Objective;
  readonly #rate: number;
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #firstPower = 1;
  #secondPower = 1;

  constructor(objective: Objective, start: Float64Array, rate = 0.01) {
    this.#objective = objective;
    this.#rate = rate;
    this.place = objective.place(start);
    this.#mean = new Float64Array(start.length);
    this.#square = new Float64Array(start.length);
  }

  step(): boolean {
    const { parameters, gradient } = this.place;
    const [mean, square] = [this.#mean, this.#square];
    this.#firstPower *= FIRST_DECAY;
    this.#secondPower *= SECOND_DECAY;
    const rate = this.#rate / (1 - this.#firstPower);
    const scale = 1 / (1 - this.#secondPower);
    for (let k = 0; k < parameters.length; k++) {
      const slope = gradient[k]!;
      const m = FIRST_DECAY * mean[k]! + (1 - FIRST_DECAY) * slope;
      const v = SECOND_DECAY * square[k]! + (1 - SECOND_DECAY) * slope * slope;
      mean[k] = m;
      square[k] = v;
      parameters[k]! -= (rate * m) / (Math.sqrt(v * scale) + TINY);
    }
    this.#objective.evaluate(this.place);
    return true;
  }
}
