/**
 * Steps of training.
 *
 * Proximal steps are taken on the products u_k = |v_k| w_k. With balanced factors |v_k| = |w_k| a gradient step of w_k by `rate` is one of u_k by rate v_k^2, so the proximal step of the
 * weighted l1 norm has the thresholds rate v_k^2 lambda weight; then the factors are balanced again. A stationary point is one of loss + lambda * weighted l1 norm. The sign of v_k stays, and an
 * entry that is 0 comes back only if the gradient is larger than its threshold; a neuron that is 0 does not. (After Yang, Zhang, Nowak 2022, PathProx, where whole neurons are shrunk.)
 */
import type { HiddenLayer, SquaredLoss } from "./hidden-layer.js";
import { softThreshold } from "./path-norm.js";

/** A way of training: one step after another on a layer, which it changes in place. */
export interface Stepper {
  /** One step. `lambda` times `weights`, K x m, is the penalty's slope. */
  step(layer: HiddenLayer, weights: Float64Array, lambda: number): void;
  /** To be called where the layer has fewer neurons than before: those kept, by their place. */
  select(kept: readonly number[]): void;
}

/** Neuron k with this u, its sign and balanced factors. */
function place({ v, w }: HiddenLayer, k: number, m: number, u: Float64Array): void {
  let square = 0;
  for (let c = 0; c < m; c++) square += u[c]! * u[c]!;
  const root = Math.sqrt(Math.sqrt(square));
  v[k] = v[k]! < 0 ? -root : root;
  for (let c = 0; c < m; c++) w[k * m + c] = root > 0 ? u[c]! / root : 0;
}

/**
 * Plain proximal gradient. With e_k = change of u_k over |v_k| the loss along a step, without its linear part, is up to |sum_k |v_k| D_k X e_k|^2 / (2n) <= (sum_k v_k^2) sum_k |e_k|^2 / 2 as long as
 * patterns stay, since |X|^2 <= n in the frame of training. So with the rate 1 / sum_k v_k^2 each step lowers loss + lambda * weighted norm, except across kinks.
 */
export class ProximalGradient implements Stepper {
  readonly #loss: SquaredLoss;

  constructor(loss: SquaredLoss) {
    this.#loss = loss;
  }

  step(layer: HiddenLayer, weights: Float64Array, lambda: number): void {
    const { size, v, w } = layer;
    const m = w.length / size;
    const gradient = new Float64Array(w.length);
    this.#loss.evaluate(layer, new Float64Array(size), gradient);
    const rate = 1 / v.reduce((sum, scale) => sum + scale * scale, 0);
    const u = new Float64Array(m);
    for (let k = 0; k < size; k++) {
      const scale = Math.abs(v[k]!);
      if (scale === 0) continue;
      for (let c = 0; c < m; c++) {
        const e = k * m + c;
        u[c] = softThreshold(scale * (w[e]! - rate * gradient[e]!), rate * scale * scale * lambda * weights[e]!);
      }
      place(layer, k, m, u);
    }
  }

  select(): void {
    // It remembers nothing.
  }
}

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const TINY = 1e-8;

/** Moments of gradients (Kingma, Ba 2015), for neurons that may be taken away. */
class Moments {
  #mean: Float64Array;
  #square: Float64Array;
  readonly #each: number;

  /** `each` entries of a neuron. */
  constructor(count: number, each: number) {
    this.#mean = new Float64Array(count * each);
    this.#square = new Float64Array(count * each);
    this.#each = each;
  }

  /** Takes a gradient's entry in; the corrected mean then, and the root of the corrected mean square. */
  visit(e: number, gradient: number): void {
    this.#mean[e] = FIRST_DECAY * this.#mean[e]! + (1 - FIRST_DECAY) * gradient;
    this.#square[e] = SECOND_DECAY * this.#square[e]! + (1 - SECOND_DECAY) * gradient * gradient;
  }

  mean(e: number): number {
    return this.#mean[e]!;
  }

  root(e: number, correction: number): number {
    return Math.sqrt(this.#square[e]! / correction) + TINY;
  }

  select(kept: readonly number[]): void {
    for (const list of [this.#mean, this.#square]) {
      for (const [at, k] of kept.entries()) list.copyWithin(at * this.#each, k * this.#each, (k + 1) * this.#each);
    }
  }
}

/** Adam for the loss, with the proximal step in Adam's metric: entry by entry, its own rate. */
export class ProximalAdam implements Stepper {
  readonly #loss: SquaredLoss;
  readonly #rate: (step: number) => number;
  readonly #moments: Moments;
  readonly #gradientV: Float64Array;
  readonly #gradientW: Float64Array;
  #steps = 0;

  constructor(loss: SquaredLoss, { size, w }: HiddenLayer, rate: (step: number) => number) {
    this.#loss = loss;
    this.#rate = rate;
    this.#moments = new Moments(size, w.length / size);
    this.#gradientV = new Float64Array(size);
    this.#gradientW = new Float64Array(w.length);
  }

  step(layer: HiddenLayer, weights: Float64Array, lambda: number): void {
    const { size, v, w } = layer;
    const m = w.length / size;
    const gradient = this.#gradientW;
    this.#loss.evaluate(layer, this.#gradientV, gradient);
    const base = this.#rate(this.#steps);
    this.#steps++;
    const [first, second] = [1 - FIRST_DECAY ** this.#steps, 1 - SECOND_DECAY ** this.#steps];
    const u = new Float64Array(m);
    for (let k = 0; k < size; k++) {
      const scale = Math.abs(v[k]!);
      if (scale === 0) continue;
      for (let c = 0; c < m; c++) {
        const e = k * m + c;
        this.#moments.visit(e, gradient[e]!);
        const rate = base / this.#moments.root(e, second);
        u[c] = softThreshold(scale * (w[e]! - (rate * this.#moments.mean(e)) / first), rate * scale * scale * lambda * weights[e]!);
      }
      place(layer, k, m, u);
    }
  }

  select(kept: readonly number[]): void {
    this.#moments.select(kept);
  }
}

/** Adam on all weights without a path norm; with `decay`, AdamW (Loshchilov, Hutter 2019). */
export class Adam implements Stepper {
  readonly #loss: SquaredLoss;
  readonly #rate: number;
  readonly #decay: number;
  readonly #momentsV: Moments;
  readonly #momentsW: Moments;
  readonly #gradientV: Float64Array;
  readonly #gradientW: Float64Array;
  #steps = 0;

  constructor(loss: SquaredLoss, { size, w }: HiddenLayer, rate: number, decay: number) {
    this.#loss = loss;
    this.#rate = rate;
    this.#decay = decay;
    this.#momentsV = new Moments(size, 1);
    this.#momentsW = new Moments(size, w.length / size);
    this.#gradientV = new Float64Array(size);
    this.#gradientW = new Float64Array(w.length);
  }

  step(layer: HiddenLayer): void {
    this.#loss.evaluate(layer, this.#gradientV, this.#gradientW);
    this.#steps++;
    const first = 1 - FIRST_DECAY ** this.#steps;
    const second = 1 - SECOND_DECAY ** this.#steps;
    for (const [values, gradient, moments] of [[layer.v, this.#gradientV, this.#momentsV], [layer.w, this.#gradientW, this.#momentsW]] as const) {
      for (let e = 0; e < values.length; e++) {
        moments.visit(e, gradient[e]!);
        values[e] = values[e]! * (1 - this.#rate * this.#decay) - (this.#rate * moments.mean(e)) / first / moments.root(e, second);
      }
    }
  }

  select(kept: readonly number[]): void {
    this.#momentsV.select(kept);
    this.#momentsW.select(kept);
  }
}
