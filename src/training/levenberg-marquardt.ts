/**
 * Levenberg-Marquardt: Gauss-Newton steps, damped by a multiple of the identity (Levenberg 1944), the damping led by how far
 * the loss falls beside what the linear model promises (Nielsen 1999). The loss never rises.
 *
 * The step minimises |J d + r|^2 + decay |w + d|^2 + damping |d|^2, by orthogonal triangulation (Householder) of J once at every place
 * and of the triangle over the square root of the damping at every trial: J'J would lose half of the digits, and a valley that leads to infinity has
 * a Jacobian of rising condition number. Damping by the identity takes steps of least length, which keeps the weights around a hidden
 * neuron balanced: that is the way of least norm.
 *
 * Work per step: of the order of residuals * parameters^2; memory: residuals * parameters numbers.
 */
import { type Objective, type Place, squares } from "./loss.js";
import type { Optimizer } from "./optimizer.js";

const FIRST_DAMPING = 1e-3;
/** Beyond this multiple of |J|^2 a step no longer changes the parameters. */
const MOST_DAMPING = 1e20;
/** Below this multiple of |J|^2 the damping is lost in the rounding of J, and directions that do not change the network would run off. */
const LEAST_DAMPING = 1e-28;

export class LevenbergMarquardt implements Optimizer {
  place: Place;
  readonly #objective: Objective;
  readonly #jacobian: Float64Array;
  /** Columns of [J | r], then of the triangle over the damping. */
  readonly #columns: Float64Array[];
  readonly #trialColumns: Float64Array[];
  readonly #step: Float64Array;
  #trial: Place;
  #damping = -1;
  #raise = 2;

  constructor(objective: Objective, start: Float64Array) {
    const { size } = objective.network;
    const rows = objective.residualCount;
    this.#objective = objective;
    this.place = objective.place(start);
    this.#trial = objective.place(start.slice());
    this.#jacobian = new Float64Array(rows * size);
    this.#columns = Array.from({ length: size + 1 }, () => new Float64Array(Math.max(rows, size)));
    this.#trialColumns = Array.from({ length: size + 1 }, () => new Float64Array(2 * size));
    this.#step = new Float64Array(size);
  }

  step(): boolean {
    const { place } = this;
    const scale = this.#triangulate();
    if (this.#damping < 0) this.#damping = FIRST_DAMPING * scale;
    for (; this.#damping <= MOST_DAMPING * scale; this.#damping *= this.#raise, this.#raise *= 2) {
      const promised = this.#solve();
      const next = this.#trial;
      for (let k = 0; k < next.parameters.length; k++) next.parameters[k] = place.parameters[k]! + this.#step[k]!;
      this.#objective.evaluate(next);
      const change = this.#objective.change(place, next);
      if (change < 0 && next.loss <= place.loss) {
        const kept = 2 * Math.min(1, change / promised) - 1;
        this.#damping = Math.max(this.#damping * Math.max(1 / 3, 1 - kept * kept * kept), LEAST_DAMPING * scale);
        this.#raise = 2;
        [this.place, this.#trial] = [next, place];
        return true;
      }
    }
    return false;
  }

  /** [J | r] / sqrt(P) at the place, made triangular; the square of the Frobenius norm of J / sqrt(P). */
  #triangulate(): number {
    const { place } = this;
    const { points, residualCount: rows } = this.#objective;
    const { size } = this.#objective.network;
    const weight = 1 / Math.sqrt(points);
    const columns = this.#columns;
    this.#objective.jacobian(place.parameters, columns[size]!.subarray(0, rows), this.#jacobian);
    let total = 0;
    for (let j = 0; j <= size; j++) {
      const column = columns[j]!;
      if (j < size) for (let i = 0; i < rows; i++) column[i] = this.#jacobian[i * size + j]!;
      for (let i = 0; i < rows; i++) column[i]! *= weight;
      column.fill(0, rows);
      if (j < size) total += squares(column);
    }
    triangulate(columns, size, columns[0]!.length);
    return Math.max(total, Number.MIN_VALUE);
  }

  /** Sets the step for the present damping; the change of the loss that the linear model promises. */
  #solve(): number {
    const { size } = this.#objective.network;
    const { decay } = this.#objective;
    const { parameters, gradient } = this.place;
    const columns = this.#trialColumns;
    const root = Math.sqrt(this.#damping + decay);
    for (let j = 0; j <= size; j++) {
      const column = columns[j]!;
      column.fill(0);
      const from = this.#columns[j]!;
      for (let i = 0; i < (j < size ? j + 1 : size); i++) column[i] = from[i]!;
      if (j < size) column[size + j] = root;
      else if (decay > 0) for (let i = 0; i < size; i++) column[size + i] = (decay * parameters[i]!) / root;
    }
    triangulate(columns, size, 2 * size);
    const right = columns[size]!;
    const step = this.#step;
    for (let j = size - 1; j >= 0; j--) {
      let sum = -right[j]!;
      for (let k = j + 1; k < size; k++) sum -= columns[k]![j]! * step[k]!;
      step[j] = sum / columns[j]![j]!;
    }
    // With the normal equations (J'J + decay + damping) d = -g the model's change is (g'd - damping |d|^2) / 2.
    let slope = 0;
    for (let k = 0; k < size; k++) slope += gradient[k]! * step[k]!;
    return (slope - this.#damping * squares(step)) / 2;
  }
}

/** Householder reflections make the first `count` columns upper triangular; all columns are reflected. */
function triangulate(columns: readonly Float64Array[], count: number, rows: number): void {
  for (let j = 0; j < count; j++) {
    const pivot = columns[j]!;
    let tail = 0;
    for (let i = j + 1; i < rows; i++) tail += pivot[i]! * pivot[i]!;
    if (tail === 0) continue;
    const head = pivot[j]!;
    const length = Math.sqrt(head * head + tail);
    const diagonal = head > 0 ? -length : length;
    const first = head - diagonal;
    const factor = 2 / (first * first + tail);
    for (let k = j + 1; k < columns.length; k++) {
      const column = columns[k]!;
      let sum = first * column[j]!;
      for (let i = j + 1; i < rows; i++) sum += pivot[i]! * column[i]!;
      sum *= factor;
      column[j]! -= sum * first;
      for (let i = j + 1; i < rows; i++) column[i]! -= sum * pivot[i]!;
    }
    pivot[j] = diagonal;
    pivot.fill(0, j + 1, rows);
  }
}
