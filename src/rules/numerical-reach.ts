/**
 * Weights with a given product, sought numerically: a limit that weights reach, up to rounding, is not worth an attempt to prove the contrary.
 * A guess in floating point that saves time and decides nothing.
 */
import { Random } from "../exact/random.js";
import type { Rational } from "../exact/rational.js";
import { type Rectangles, entriesOfRows, openRows } from "../pattern/rectangles.js";
import { contains, members } from "../pattern/sets.js";

const STARTS = 3;
const STEPS = 40;
/** Reached: the square of the distance, and weights no larger than this. Next to a limit out of reach, weights grow as the distance shrinks. */
const NEAR = 1e-13;
const MAX_WEIGHT = 300;

export class NumericalReach {
  /** Entries outside F, and for each the weights whose products are summed there, as pairs of their numbers. */
  readonly #entries: readonly (readonly [number, number])[];
  readonly #terms: readonly (readonly (readonly [number, number])[])[];
  readonly #weights: number;

  constructor(state: Rectangles) {
    let weights = 0;
    const numbers = state.neurons.map(({ rows, cols }) => ({
      u: new Map(members(rows).map((i) => [i, weights++])),
      v: new Map(members(cols).map((j) => [j, weights++])),
    }));
    this.#entries = entriesOfRows(openRows(state));
    this.#terms = this.#entries.map(([i, j]) =>
      state.neurons.flatMap(({ rows, cols }, k): [number, number][] => (contains(rows, i) && contains(cols, j) ? [[numbers[k]!.u.get(i)!, numbers[k]!.v.get(j)!]] : [])),
    );
    this.#weights = weights;
  }

  /** Were weights found? "No" may be wrong, and so may "yes", by rounding. */
  reaches(limit: readonly (readonly (Rational | null)[])[]): boolean {
    const target = this.#entries.map(([i, j]) => Number(limit[i]![j]!.numerator) / Number(limit[i]![j]!.denominator));
    const random = new Random(1);
    for (let n = 0; n < STARTS; n++) {
      const start = Float64Array.from({ length: this.#weights }, () => random.below(2001) / 1000 - 1);
      if (this.#descend(start, target)) return true;
    }
    return false;
  }

  /** Levenberg and Marquardt: x += J^T (J J^T + damping)^-1 (target - product), the damping following success and failure. */
  #descend(x: Float64Array, target: readonly number[]): boolean {
    let damping = 0.1;
    let rest = this.#rest(x, target);
    let distance = square(rest);
    for (let n = 0; n < STEPS && distance >= NEAR; n++) {
      const step = this.#step(x, rest, damping);
      const next = x.map((value, w) => value + step[w]!);
      const nextRest = this.#rest(next, target);
      const nextDistance = square(nextRest);
      if (!(nextDistance < distance)) {
        damping *= 8;
        continue;
      }
      [x, rest, distance, damping] = [next, nextRest, nextDistance, damping / 5];
    }
    return distance < NEAR && x.every((value) => Math.abs(value) < MAX_WEIGHT);
  }

  #rest(x: Float64Array, target: readonly number[]): Float64Array {
    return Float64Array.from(target, (wanted, e) => this.#terms[e]!.reduce((left, [a, b]) => left - x[a]! * x[b]!, wanted));
  }

  #step(x: Float64Array, rest: Float64Array, damping: number): Float64Array {
    const jacobian = this.#terms.map((terms) => {
      const line = new Float64Array(x.length);
      for (const [a, b] of terms) {
        line[a] = x[b]!;
        line[b] = x[a]!;
      }
      return line;
    });
    const gram = jacobian.map((line, e) => Float64Array.from(jacobian, (other, f) => line.reduce((sum, value, w) => sum + value * other[w]!, e === f ? damping : 0)));
    const y = solved(gram, rest);
    return x.map((_, w) => jacobian.reduce((sum, line, e) => sum + line[w]! * y[e]!, 0));
  }
}

function square(vector: Float64Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}

/** matrix^-1 right for a symmetric positive definite matrix, which is used up. */
function solved(matrix: Float64Array[], right: Float64Array): Float64Array {
  const y = right.slice();
  for (let p = 0; p < y.length; p++) {
    for (let r = p + 1; r < y.length; r++) {
      const factor = matrix[r]![p]! / matrix[p]![p]!;
      if (factor === 0) continue;
      for (let c = p; c < y.length; c++) matrix[r]![c]! -= factor * matrix[p]![c]!;
      y[r]! -= factor * y[p]!;
    }
  }
  for (let p = y.length - 1; p >= 0; p--) {
    for (let c = p + 1; c < y.length; c++) y[p]! -= matrix[p]![c]! * y[c]!;
    y[p]! /= matrix[p]![p]!;
  }
  return y;
}
