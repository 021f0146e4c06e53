/**
 * What is kept of a run: loss and norm at steps that grow by 3 % (every step at first), so that curves on log axes are well sampled, and the parameters
 * at some of them.
 */
import { type Place, norm } from "./loss.js";

/** Numbers that the kept parameters may take, 32 MB. When they are full, every second one is dropped. */
const MOST_NUMBERS = 1 << 22;
const EVERY_STEP_UNTIL = 64;

export interface Snapshot {
  /** Which point of the trace. */
  readonly point: number;
  readonly parameters: Float64Array;
}

export class Trace {
  readonly steps: number[] = [];
  readonly loss: number[] = [];
  /** The Euclidean norm of all parameters, biases too. */
  readonly norm: number[] = [];
  #snapshots: Snapshot[] = [];
  #stride = 1;
  #next = 0;

  get snapshots(): readonly Snapshot[] {
    return this.#snapshots;
  }

  /** To be called after every step, and before the first one with 0. */
  visit(step: number, place: Place): void {
    if (step < this.#next) return;
    this.#add(step, place);
    this.#next = step < EVERY_STEP_UNTIL ? step + 1 : step + Math.max(1, step >> 5);
  }

  /** The place where the run ended, if it is not there already. */
  end(step: number, place: Place): void {
    if (this.steps.at(-1) !== step) this.#add(step, place);
  }

  #add(step: number, place: Place): void {
    const point = this.steps.length;
    this.steps.push(step);
    this.loss.push(place.loss);
    this.norm.push(norm(place.parameters));
    if (point % this.#stride !== 0) return;
    this.#snapshots.push({ point, parameters: place.parameters.slice() });
    while (this.#snapshots.length > 8 && this.#snapshots.length * place.parameters.length > MOST_NUMBERS) {
      this.#stride *= 2;
      this.#snapshots = this.#snapshots.filter((snapshot) => snapshot.point % this.#stride === 0);
    }
  }
}
