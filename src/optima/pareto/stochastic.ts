/**
 * Minimising f1 plus a simple convex function by small samples of the points: proximal steps with variance reduction (ProxSVRG: Xiao, Zhang 2014; not convex: Reddi et al. 2016).
 *
 * An epoch begins with all derivatives at an anchor and one step with backtracking, which finds the step's length and never rises. Then come steps by samples, each by the sample's gradient less its
 * gradient at the anchor plus the whole one at the anchor. An epoch that ends higher than it began is dropped, and the next one takes shorter steps: the values of the points kept never rise.
 * Working sets as in accelerated.ts.
 */
import { Random } from "../../exact/random.js";
import { type Descent, type DescentOptions, type SimpleTerm, descentAt, proximalStep, usesWorkingSets, workingSet } from "./accelerated.js";
import type { Objective } from "./objective.js";

export interface StochasticOptions extends Omit<DescentOptions, "iterations"> {
  /** Passes over the data by samples. */
  readonly epochs?: number;
  /** Points in a sample. */
  readonly batch?: number;
  readonly seed?: number;
}

const DEFAULT_EPOCHS = 50;
const DEFAULT_BATCH = 64;
const DEFAULT_TOLERANCE = 1e-4;
/** Steps by samples are shorter than that by all points by this factor, which grows where they fail. */
const SHORTER = 2;

/** The numbers of all points in random order, in samples of `size`, the last one of a round smaller; then again in another order. */
export class Minibatches {
  readonly #order: Int32Array;
  readonly #size: number;
  readonly #random: Random;
  #next: number;

  /** @throws RangeError when there are no points, or none in a sample */
  constructor(points: number, size: number, seed: number) {
    if (!(points >= 1 && size >= 1)) throw new RangeError(`expected at least one point and one in a sample, found ${points} and ${size}`);
    this.#order = Int32Array.from({ length: points }, (_, p) => p);
    this.#size = size;
    this.#random = new Random(seed);
    this.#next = points;
  }

  /** A view, of use until the next call. */
  next(): Int32Array {
    const order = this.#order;
    if (this.#next >= order.length) {
      for (let k = order.length - 1; k > 0; k--) {
        const other = this.#random.below(k + 1);
        [order[k], order[other]] = [order[other]!, order[k]!];
      }
      this.#next = 0;
    }
    const from = this.#next;
    this.#next += this.#size;
    return order.subarray(from, Math.min(this.#next, order.length));
  }
}

/** Never above the start's value but for what `proximal` of a step of 0 does to it. `iterations` of the result are epochs. */
export function descendStochastically(objective: Objective, term: SimpleTerm, start: Float64Array, options: StochasticOptions = {}): Descent {
  const { tolerance = DEFAULT_TOLERANCE, epochs = DEFAULT_EPOCHS, batch = DEFAULT_BATCH, seed = 1, stop } = options;
  const { size, points, problem } = objective;
  const batches = new Minibatches(points, batch, seed);
  const steps = Math.ceil(points / batch);
  const numbers = (): Float64Array => new Float64Array(size);
  const [gradient, own, atAnchor, next] = [numbers(), numbers(), numbers(), numbers()];
  const anchor = numbers();
  let at = numbers();
  term.proximal(start, 0, anchor);
  let inverse = options.inverseStep ?? 1;
  let shorter = SHORTER;
  let done = 0;
  for (; done < epochs && stop?.() !== true; done++) {
    objective.restrict();
    const loss = objective.gradient(anchor, gradient);
    if (term.residual(anchor, gradient) <= tolerance) break;
    const begun = loss + term.value(anchor);
    if (usesWorkingSets(size)) {
      objective.restrict(workingSet(anchor, anchor, gradient, problem.counted));
      objective.gradient(anchor, gradient);
    }
    const whole = proximalStep(objective, term, anchor, loss, gradient, inverse, at);
    inverse = whole.inverse;
    for (let k = 0; k < steps && stop?.() !== true; k++) {
      const sample = batches.next();
      objective.gradient(at, own, sample);
      objective.gradient(anchor, atAnchor, sample);
      const length = 1 / (shorter * inverse);
      for (let i = 0; i < size; i++) own[i] = at[i]! - length * (own[i]! - atAnchor[i]! + gradient[i]!);
      term.proximal(own, length, next);
      at.set(next);
    }
    const ended = objective.value(at) + term.value(at);
    if (ended <= begun) {
      anchor.set(at);
      inverse *= 0.8;
    } else {
      shorter *= 2;
    }
  }
  return descentAt(objective, term, anchor, tolerance, done, inverse);
}
