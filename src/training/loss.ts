/**
 * The training objective: half the mean squared error over the points, plus half the weight decay times the squared norm of all parameters.
 *
 *   f(w) = 1/(2P) sum_p |R(x_p) - y_p|^2 + decay/2 |w|^2        (biases are decayed too: then an optimum always exists)
 *
 * Its reference is the data loss of the best constant output; a relative loss is a loss divided by it.
 */
import type { Pattern } from "../pattern/pattern.js";
import { Evaluator, type Network, networkOf } from "./network.js";

/** Rows of inputs and targets, one per point. */
export interface TrainingData {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

/** A place the optimizer has been at: parameters, residuals R(x) - y [point][output], gradient of f, and f. */
export interface Place {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  readonly gradient: Float64Array;
  loss: number;
}

export class Objective {
  readonly network: Network;
  readonly points: number;
  /** Outputs over all points. */
  readonly residualCount: number;
  readonly decay: number;
  /** The loss of the best constant output; 1 when the targets are constant. */
  readonly reference: number;
  readonly #evaluator: Evaluator;
  readonly #targets: Float64Array;

  /** @throws RangeError when the data do not have the pattern's widths, or are not finite */
  constructor(pattern: Pattern, data: TrainingData, decay = 0) {
    const [width, outputs] = [pattern.widths[0]!, pattern.widths.at(-1)!];
    const points = data.inputs.length / width;
    if (!Number.isInteger(points) || points < 1) throw new RangeError(`inputs: expected rows of ${width} numbers, found ${data.inputs.length} numbers`);
    if (data.targets.length !== points * outputs) {
      throw new RangeError(`targets: expected ${points} rows of ${outputs} numbers, found ${data.targets.length} numbers`);
    }
    if (!data.inputs.every(Number.isFinite) || !data.targets.every(Number.isFinite)) throw new RangeError("data: expected finite numbers, found others");
    this.network = networkOf(pattern);
    this.points = points;
    this.residualCount = points * outputs;
    this.decay = decay;
    this.reference = constantLoss(data.targets, points, outputs) || 1;
    this.#evaluator = new Evaluator(this.network, data.inputs);
    this.#targets = data.targets;
  }

  place(parameters: Float64Array): Place {
    const place = { parameters, residuals: new Float64Array(this.residualCount), gradient: new Float64Array(this.network.size), loss: 0 };
    this.evaluate(place);
    return place;
  }

  /** Brings residuals, gradient and loss of a place up to its parameters. */
  evaluate(place: Place): void {
    const { parameters, residuals, gradient } = place;
    this.#evaluator.residualsAndGradient(parameters, this.#targets, residuals, gradient);
    const { decay } = this;
    for (let k = 0; k < gradient.length; k++) gradient[k] = gradient[k]! / this.points + decay * parameters[k]!;
    place.loss = squares(residuals) / (2 * this.points) + (decay === 0 ? 0 : (decay / 2) * squares(parameters));
  }

  /**
   * f at `to` minus f at `from`, as a sum of (r' - r)(r' + r): the difference of two losses that agree in their leading digits
   * would have lost these digits. Zero minus a NaN is NaN: compare so that NaN fails.
   */
  change(from: Place, to: Place): number {
    const data = squareDifferences(from.residuals, to.residuals) / (2 * this.points);
    return this.decay === 0 ? data : data + (this.decay / 2) * squareDifferences(from.parameters, to.parameters);
  }

  /** The derivatives of the residuals, row [point][output], by the parameters; and the residuals. */
  jacobian(parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array): void {
    this.#evaluator.jacobian(parameters, residuals, jacobian);
    for (let k = 0; k < residuals.length; k++) residuals[k]! -= this.#targets[k]!;
  }
}

/** The loss of the best constant output: its value is the mean of the targets. */
function constantLoss(targets: Float64Array, points: number, outputs: number): number {
  let sum = 0;
  for (let k = 0; k < outputs; k++) {
    let mean = 0;
    for (let p = 0; p < points; p++) mean += targets[p * outputs + k]! / points;
    for (let p = 0; p < points; p++) sum += (targets[p * outputs + k]! - mean) ** 2;
  }
  return sum / (2 * points);
}

/** Sum of the squares. In two sums, even and odd: one addition need not wait for the other. */
export function squares(vector: Float64Array): number {
  let even = 0;
  let odd = 0;
  const pairs = vector.length & ~1;
  for (let k = 0; k < pairs; k += 2) {
    even += vector[k]! * vector[k]!;
    odd += vector[k + 1]! * vector[k + 1]!;
  }
  if (pairs < vector.length) even += vector[pairs]! * vector[pairs]!;
  return even + odd;
}

export function norm(vector: Float64Array): number {
  return Math.sqrt(squares(vector));
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function squareDifferences(from: Float64Array, to: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < from.length; k++) sum += (to[k]! - from[k]!) * (to[k]! + from[k]!);
  return sum;
}
