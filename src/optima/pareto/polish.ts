/**
 * From a nearly critical point to one that is critical up to rounding: Newton's method on the parameters that are not 0, their signs kept. There f2 is linear.
 *
 * - With a given lambda, f1 + lambda f2 goes to a critical point; with f2 held, f1 does in the plane where f2 is what it was, and lambda is the multiplier.
 * - A step goes along -|H|^-1 g, H the second derivatives in the plane, its eigenvalues taken by size and not below a floor (Nocedal, Wright 2006, section 3.4): it leads down, and away from saddle
 *   points. It ends at the first entry that becomes 0, which then stays there.
 * - A step is taken if the value falls enough, or, where differences of values are lost in rounding, if its gradient shrinks.
 * - At a critical point of the face, the entry at 0 that is farthest from critical is let go.
 *
 * Beyond MOST_DENSE free parameters a step is that of conjugate gradients with products of second derivatives, to where the curvature is no longer positive (Steihaug 1983).
 * ReLU: nothing says that f1 is smooth where the point leads. A step that leads nowhere is not taken, and the residual says what is reached.
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { type Criticality, criticality, residualAt } from "./criticality.js";
import type { Objective } from "./objective.js";
import { l1Norm } from "./problem.js";

/** What is held: the multiplier of f2, or f2 at its value at the start. */
export type Held = { readonly lambda: number } | "l1";

export interface PolishOptions {
  /** Of the residual: it ends there. */
  readonly tolerance?: number;
  /** Newton steps. */
  readonly iterations?: number;
  /** Asked before every step; true ends with the point reached. */
  readonly stop?: () => boolean;
}

export interface Polished extends Criticality {
  readonly parameters: Float64Array;
  /** f1. */
  readonly loss: number;
  /** f2. */
  readonly l1: number;
  readonly iterations: number;
  /**
   * The least eigenvalue of the second derivatives of f1 on the face, that is with the entries at 0 and the signs of the others kept, and with f2 held in its plane. Above 0 and at residual 0: a strict
   * local minimiser on the face. Below 0: none. Nothing where the face is a point, or too large for it. ReLU: of the piece of f1 that the gradient is of.
   */
  readonly leastCurvature?: number;
}

const TOLERANCE = 1e-10;
const ITERATIONS = 60;
/** Free parameters up to which second derivatives are a matrix. */
export const MOST_DENSE = 200;
/** Eigenvalues are not taken below this share of the greatest one. */
const FLOOR = 1e-13;
const MOST_HALVINGS = 40;
const MOST_CONJUGATE_STEPS = 100;
const SUFFICIENT = 1e-4;
/** Relative to 1 and the value: what its rounding may be. */
const ROUNDING = 1e-14;

/** The start itself stays as it is. The value of what is held falls, but for rounding. */
export function polish(objective: Objective, start: Float64Array, held: Held, options: PolishOptions = {}): Polished {
  const { tolerance = TOLERANCE, iterations = ITERATIONS, stop } = options;
  const polisher = new Polisher(objective, start, held);
  let done = 0;
  while (done < iterations && !(polisher.residual <= tolerance) && stop?.() !== true && polisher.step()) done++;
  return polisher.result(done);
}

/** Where the derivatives are taken: a point, with them. */
interface Place {
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  readonly loss: number;
}

/** The parameters that are free, and their derivatives of f2: signs, or 0 for those that do not count. */
interface Face {
  readonly free: readonly number[];
  readonly signs: Float64Array;
}

class Polisher {
  readonly #objective: Objective;
  readonly #counted: Uint8Array;
  readonly #held: Held;
  #place: Place;
  #face: Face;

  constructor(objective: Objective, start: Float64Array, held: Held) {
    this.#objective = objective;
    this.#counted = objective.problem.counted;
    this.#held = held;
    this.#place = this.#at(start.slice());
    this.#face = this.#faceOf();
  }

  get residual(): number {
    const { parameters, gradient } = this.#place;
    return this.#held === "l1" ? criticality(parameters, gradient, this.#counted).residual : residualAt(parameters, gradient, this.#counted, this.#held.lambda);
  }

  result(iterations: number): Polished {
    const { parameters, gradient, loss } = this.#place;
    const count = this.#faceOf().free.length;
    this.#face = this.#faceOf();
    const curvature = count > 0 && count <= MOST_DENSE ? this.#leastCurvature() : undefined;
    const l1 = l1Norm(this.#objective.problem, parameters);
    return { parameters, loss, l1, ...criticality(parameters, gradient, this.#counted), iterations, ...(curvature === undefined ? {} : { leastCurvature: curvature }) };
  }

  /** A Newton step on the face, then one on the face with one more entry where that leads no further. False: neither does. */
  step(): boolean {
    this.#face = this.#faceOf();
    if (this.#newton()) return true;
    const released = this.#worstAtZero();
    if (released === undefined) return false;
    this.#face = this.#faceOf(released);
    return this.#newton();
  }

  #at(parameters: Float64Array): Place {
    const gradient = new Float64Array(parameters.length);
    return { parameters, gradient, loss: this.#objective.gradient(parameters, gradient) };
  }

  #faceOf(released = -1): Face {
    const { parameters, gradient } = this.#place;
    const free: number[] = [];
    parameters.forEach((value, k) => {
      if (value !== 0 || this.#counted[k] === 0 || k === released) free.push(k);
    });
    const signs = Float64Array.from(free, (k) => (this.#counted[k] === 0 ? 0 : Math.sign(k === released ? -gradient[k]! : parameters[k]!)));
    return { free, signs };
  }

  /** The entry at 0 whose derivative is most above lambda in size. */
  #worstAtZero(): number | undefined {
    const { parameters, gradient } = this.#place;
    const lambda = this.#held === "l1" ? multiplierOf(this.#face, gradient) : this.#held.lambda;
    let [worst, most]: [number | undefined, number] = [undefined, lambda];
    for (let k = 0; k < parameters.length; k++) {
      if (parameters[k] !== 0 || this.#counted[k] === 0 || !(Math.abs(gradient[k]!) > most)) continue;
      [worst, most] = [k, Math.abs(gradient[k]!)];
    }
    return worst;
  }

  /** The gradient, on the face and in its plane, of what is to fall. */
  #slope(gradient: Float64Array): Float64Array {
    const { free, signs } = this.#face;
    const lambda = this.#held === "l1" ? multiplierOf(this.#face, gradient) : this.#held.lambda;
    return Float64Array.from(free, (k, i) => gradient[k]! + lambda * signs[i]!);
  }

  #newton(): boolean {
    const { free, signs } = this.#face;
    if (free.length === 0) return false;
    const slope = this.#slope(this.#place.gradient);
    const direction = free.length <= MOST_DENSE ? this.#denseDirection(slope) : this.#conjugateDirection(slope);
    const { parameters, loss } = this.#place;
    const lambda = this.#held === "l1" ? 0 : this.#held.lambda;
    const descent = dot(slope, direction);
    if (!(descent < 0)) return false;
    const [longest, stops] = longestStep(parameters, direction, this.#face);
    if (longest === 0) return false;
    let length = Math.min(1, longest);
    for (let trial = 0; trial < MOST_HALVINGS; trial++, length /= 2) {
      const moved = parameters.slice();
      free.forEach((k, i) => (moved[k]! += length * direction[i]!));
      if (length === longest) moved[stops] = 0;
      const place = this.#at(moved);
      const change = place.loss - loss + lambda * length * dot(signs, direction);
      const rounding = ROUNDING * (1 + Math.abs(loss));
      const falls = change <= SUFFICIENT * length * descent && change < -rounding;
      const flattens = change <= rounding && (length === longest || lengthOf(this.#slope(place.gradient)) < (1 - SUFFICIENT * length) * lengthOf(slope));
      if (!falls && !flattens) continue;
      this.#place = place;
      return true;
    }
    return false;
  }

  #denseDirection(slope: Float64Array): Float64Array {
    const { vectors, values } = this.#eigen();
    const floor = FLOOR * Math.max(...values.map(Math.abs)) || 1;
    const direction = new Float64Array(slope.length);
    values.forEach((value, j) => {
      let share = 0;
      for (let i = 0; i < slope.length; i++) share += vectors.get(i, j) * slope[i]!;
      share /= -Math.max(Math.abs(value), floor);
      for (let i = 0; i < slope.length; i++) direction[i]! += share * vectors.get(i, j);
    });
    return this.#inPlane(direction);
  }

  /** Eigenvalues and vectors of the second derivatives on the face; across the plane, where there is one, no less than any in it. */
  #eigen(): { vectors: Matrix; values: number[] } {
    const count = this.#face.free.length;
    const columns = this.#withWorkingSet(() =>
      Array.from({ length: count }, (_, j) => this.#inPlane(this.#product(this.#inPlane(Float64Array.from({ length: count }, (_, i) => (i === j ? 1 : 0)))))),
    );
    const normal = this.#normal();
    const across = Math.max(...columns.map((column) => column.reduce((sum, entry) => sum + Math.abs(entry), 0)));
    const matrix = Matrix.zeros(count, count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) matrix.set(i, j, (columns[j]![i]! + columns[i]![j]!) / 2 + across * normal[i]! * normal[j]!);
    }
    const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
    return { vectors: eigenvectorMatrix, values: realEigenvalues };
  }

  #leastCurvature(): number | undefined {
    // The plane of a single parameter is a point.
    if (this.#face.free.length === 1 && this.#held === "l1" && this.#face.signs[0] !== 0) return undefined;
    return Math.min(...this.#eigen().values);
  }

  #conjugateDirection(slope: Float64Array): Float64Array {
    return this.#withWorkingSet(() => {
      const direction = new Float64Array(slope.length);
      const rest = slope.slice();
      const along = rest.map((value) => -value);
      let square = dot(rest, rest);
      const goal = square * Math.min(0.01, Math.sqrt(square));
      for (let k = 0; k < MOST_CONJUGATE_STEPS && square > goal; k++) {
        const product = this.#inPlane(this.#product(along));
        const curvature = dot(along, product);
        if (!(curvature > 0)) return k === 0 ? along : direction;
        const length = square / curvature;
        for (let i = 0; i < rest.length; i++) {
          direction[i]! += length * along[i]!;
          rest[i]! += length * product[i]!;
        }
        const next = dot(rest, rest);
        for (let i = 0; i < rest.length; i++) along[i] = (next / square) * along[i]! - rest[i]!;
        square = next;
      }
      return this.#inPlane(direction);
    });
  }

  /** Derivatives are asked for by free parameters only. */
  #withWorkingSet<T>(compute: () => T): T {
    const working = new Uint8Array(this.#objective.size);
    for (const k of this.#face.free) working[k] = 1;
    this.#objective.restrict(working);
    try {
      return compute();
    } finally {
      this.#objective.restrict();
    }
  }

  #product(direction: Float64Array): Float64Array {
    const [whole, product] = [new Float64Array(this.#objective.size), new Float64Array(this.#objective.size)];
    this.#face.free.forEach((k, i) => (whole[k] = direction[i]!));
    this.#objective.curvature(this.#place.parameters, whole, product);
    return Float64Array.from(this.#face.free, (k) => product[k]!);
  }

  /** Of length 1, or 0 where there is no plane. */
  #normal(): Float64Array {
    const { signs } = this.#face;
    const length = lengthOf(signs);
    return signs.map((sign) => (this.#held === "l1" && length > 0 ? sign / length : 0));
  }

  #inPlane(vector: Float64Array): Float64Array {
    const normal = this.#normal();
    const share = dot(normal, vector);
    return vector.map((value, i) => value - share * normal[i]!);
  }
}

/** The multiplier by least squares: what is left of the gradient is in the plane. */
function multiplierOf({ free, signs }: Face, gradient: Float64Array): number {
  let [sum, count] = [0, 0];
  free.forEach((k, i) => {
    sum -= gradient[k]! * signs[i]!;
    count += signs[i]! * signs[i]!;
  });
  return count === 0 ? 0 : sum / count;
}

/** How far a direction leads until the first entry is 0, and which. An entry let go from 0 that does not go its way: 0. */
function longestStep(parameters: Float64Array, direction: Float64Array, { free, signs }: Face): [number, number] {
  let [longest, stops] = [Infinity, -1];
  free.forEach((k, i) => {
    if (!(direction[i]! * signs[i]! < 0)) return;
    const length = Math.abs(parameters[k]! / direction[i]!);
    if (length < longest) [longest, stops] = [length, k];
  });
  return [longest, stops];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
