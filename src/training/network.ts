/**
 * Sparse feed-forward ReLU networks in float64: values and derivatives over a fixed set of inputs, with kept edges only.
 *
 * R(x) = W_L s(... s(W_1 x + b_1) ...) + b_L with s = max(0, .), derivative 0 at 0 (docs/theory.md, section 1).
 *
 * Parameter vector: layer by layer; in a layer first its kept weights, row by row as in the mask (`Mask.index`), then its biases, if it has
 * any. Points are taken in blocks; inside a block all arrays are [neuron][point], so that the innermost loops take two
 * weights and four neighbouring points at a time. Sums run in a fixed order: the same parameters give the same bits, on every machine.
 */
import type { Mask } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";

/** Where one layer's parameters lie, and its edges seen from below. */
export interface Layer {
  readonly mask: Mask;
  /** Position of the first weight in the parameter vector. */
  readonly weights: number;
  /** Position of the first bias, or -1 when the layer has none. */
  readonly biases: number;
  /** The edges by column: those of column j are `edge[start[j] .. start[j + 1]]`, their rows ascending in `row`. */
  readonly columns: { readonly start: Int32Array; readonly row: Int32Array; readonly edge: Int32Array };
}

export interface Network {
  readonly widths: readonly number[];
  readonly layers: readonly Layer[];
  /** Number of parameters. */
  readonly size: number;
}

/** The layout of a pattern's parameters. Linear in the number of edges. */
export function networkOf(pattern: Pattern): Network {
  let size = 0;
  const layers = pattern.masks.map((mask, l): Layer => {
    const weights = size;
    size += mask.index.length;
    const biases = pattern.bias[l] ? size : -1;
    if (pattern.bias[l]) size += mask.rows;
    return { mask, weights, biases, columns: columnsOf(mask) };
  });
  return { widths: pattern.widths, layers, size };
}

function columnsOf(mask: Mask): Layer["columns"] {
  const start = new Int32Array(mask.cols + 1);
  for (const j of mask.index) start[j + 1]!++;
  for (let j = 0; j < mask.cols; j++) start[j + 1]! += start[j]!;
  const next = start.slice(0, mask.cols);
  const row = new Int32Array(mask.index.length);
  const edge = new Int32Array(mask.index.length);
  for (let i = 0; i < mask.rows; i++) {
    for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
      const at = next[mask.index[e]!]!++;
      row[at] = i;
      edge[at] = e;
    }
  }
  return { start, row, edge };
}

/** Doubles that one block's activations may take: they should stay in the second-level cache beside the weights. */
const BLOCK_DOUBLES = 1 << 15;
const LARGEST_BLOCK = 64;

/**
 * A network over a fixed set of inputs. Outputs and what is derived from them are [point][output], one row per point. An evaluator holds
 * buffers and is used by one computation at a time.
 */
export class Evaluator {
  readonly points: number;
  readonly outputs: number;
  readonly #network: Network;
  /** Points per block, a multiple of four. */
  readonly #block: number;
  /** Per block: its inputs as [input][point], zeros after the last point. */
  readonly #inputs: Float64Array[] = [];
  /** Per layer of neurons from 1 on: values after the ReLU; the derivatives of something by them before it. */
  readonly #values: Float64Array[];
  readonly #deltas: Float64Array[];
  /** Per layer: columns of the edges, and rows of the edges by column, times the block. */
  readonly #below: Int32Array[];
  readonly #above: Int32Array[];

  /** @param inputs one row of `widths[0]` numbers per point */
  constructor(network: Network, inputs: Float64Array) {
    const [width] = network.widths as [number];
    this.#network = network;
    this.points = inputs.length / width;
    this.outputs = network.widths.at(-1)!;
    const widest = network.widths.reduce((sum, n) => sum + n, 0);
    const most = Math.min(LARGEST_BLOCK, Math.max(4, (BLOCK_DOUBLES / widest) & ~3));
    const block = Math.min(most, (this.points + 3) & ~3);
    this.#block = block;
    for (let first = 0; first < this.points; first += block) {
      const part = new Float64Array(width * block);
      for (let p = first; p < Math.min(first + block, this.points); p++) {
        for (let j = 0; j < width; j++) part[j * block + p - first] = inputs[p * width + j]!;
      }
      this.#inputs.push(part);
    }
    this.#values = network.layers.map(({ mask }) => new Float64Array(mask.rows * block));
    this.#deltas = network.layers.map(({ mask }) => new Float64Array(mask.rows * block));
    this.#below = network.layers.map(({ mask }) => mask.index.map((j) => j * block));
    this.#above = network.layers.map(({ columns }) => columns.row.map((i) => i * block));
  }

  /** Writes R(x) for every point. */
  forward(parameters: Float64Array, outputs: Float64Array): void {
    for (let b = 0; b < this.#inputs.length; b++) {
      this.#forwardBlock(parameters, b);
      this.#copyOutputs(b, outputs);
    }
  }

  /**
   * Writes R(x) - y for every point into `residuals`, and into `gradient` the derivative of half the sum of their squares.
   */
  residualsAndGradient(parameters: Float64Array, targets: Float64Array, residuals: Float64Array, gradient: Float64Array): void {
    gradient.fill(0);
    for (let b = 0; b < this.#inputs.length; b++) {
      this.#forwardBlock(parameters, b);
      this.#residuals(b, targets, residuals);
      for (let l = this.#network.layers.length - 1; l >= 0; l--) {
        this.#addGradient(l, b, gradient);
        if (l > 0) this.#backward(l, parameters);
      }
    }
  }

  /**
   * Writes R(x) for every point, and all derivatives: row p * outputs + k of `jacobian` holds those of output k at point p by the
   * parameters.
   */
  jacobian(parameters: Float64Array, outputs: Float64Array, jacobian: Float64Array): void {
    const top = this.#network.layers.length - 1;
    jacobian.fill(0);
    for (let b = 0; b < this.#inputs.length; b++) {
      this.#forwardBlock(parameters, b);
      this.#copyOutputs(b, outputs);
      for (let k = 0; k < this.outputs; k++) {
        this.#deltas[top]!.fill(0).fill(1, k * this.#block, (k + 1) * this.#block);
        for (let l = top; l >= 0; l--) {
          this.#copyDerivatives(l, b, k, jacobian);
          if (l > 0) this.#backward(l, parameters);
        }
      }
    }
  }

  #pointsOf(block: number): number {
    return Math.min(this.#block, this.points - block * this.#block);
  }

  #forwardBlock(parameters: Float64Array, b: number): void {
    const { layers } = this.#network;
    for (let l = 0; l < layers.length; l++) {
      const { mask, weights, biases } = layers[l]!;
      const last = l === layers.length - 1;
      forwardLayer(parameters, mask.start, this.#below[l]!, weights, biases, this.#valuesBelow(l, b), this.#values[l]!, this.#block, last);
    }
  }

  #valuesBelow(l: number, b: number): Float64Array {
    return l === 0 ? this.#inputs[b]! : this.#values[l - 1]!;
  }

  #copyOutputs(b: number, outputs: Float64Array): void {
    const values = this.#values.at(-1)!;
    const first = b * this.#block;
    const count = this.#pointsOf(b);
    for (let k = 0; k < this.outputs; k++) {
      for (let p = 0; p < count; p++) outputs[(first + p) * this.outputs + k] = values[k * this.#block + p]!;
    }
  }

  /** The residuals are also the derivatives by the outputs; padded points have none. */
  #residuals(b: number, targets: Float64Array, residuals: Float64Array): void {
    const values = this.#values.at(-1)!;
    const deltas = this.#deltas.at(-1)!;
    const [block, width] = [this.#block, this.outputs];
    const first = b * block;
    const count = this.#pointsOf(b);
    for (let k = 0; k < width; k++) {
      for (let p = 0; p < block; p++) {
        if (p < count) {
          const at = (first + p) * width + k;
          deltas[k * block + p] = residuals[at] = values[k * block + p]! - targets[at]!;
        } else deltas[k * block + p] = 0;
      }
    }
  }

  /** From the derivatives by the values of layer l + 1 (before its ReLU) to those of layer l. */
  #backward(l: number, parameters: Float64Array): void {
    const { columns, weights } = this.#network.layers[l]!;
    backwardLayer(parameters, columns.start, columns.edge, this.#above[l]!, weights, this.#deltas[l]!, this.#values[l - 1]!, this.#deltas[l - 1]!, this.#block);
  }

  #addGradient(l: number, b: number, gradient: Float64Array): void {
    const { mask, weights, biases } = this.#network.layers[l]!;
    addLayerGradient(gradient, mask.start, this.#below[l]!, weights, biases, this.#deltas[l]!, this.#valuesBelow(l, b), this.#block);
  }

  #copyDerivatives(l: number, b: number, k: number, jacobian: Float64Array): void {
    const { size } = this.#network;
    const { mask, weights, biases } = this.#network.layers[l]!;
    const [below, values, deltas, block] = [this.#below[l]!, this.#valuesBelow(l, b), this.#deltas[l]!, this.#block];
    const count = this.#pointsOf(b);
    for (let p = 0; p < count; p++) {
      const at = ((b * block + p) * this.outputs + k) * size;
      for (let i = 0; i < mask.rows; i++) {
        const delta = deltas[i * block + p]!;
        if (delta === 0) continue;
        if (biases >= 0) jacobian[at + biases + i] = delta;
        for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) jacobian[at + weights + e] = delta * values[below[e]! + p]!;
      }
    }
  }
}

function forwardLayer(
  parameters: Float64Array,
  start: Int32Array,
  below: Int32Array,
  weights: number,
  biases: number,
  input: Float64Array,
  output: Float64Array,
  block: number,
  linear: boolean,
): void {
  const rows = start.length - 1;
  for (let i = 0; i < rows; i++) {
    const bias = biases < 0 ? 0 : parameters[biases + i]!;
    const from = start[i]!;
    const to = start[i + 1]!;
    const out = i * block;
    for (let p = 0; p < block; p += 4) {
      let a = bias;
      let b = bias;
      let c = bias;
      let d = bias;
      let e = from;
      for (; e < to - 1; e += 2) {
        const weight = parameters[weights + e]!;
        const other = parameters[weights + e + 1]!;
        const at = below[e]! + p;
        const beside = below[e + 1]! + p;
        a += weight * input[at]! + other * input[beside]!;
        b += weight * input[at + 1]! + other * input[beside + 1]!;
        c += weight * input[at + 2]! + other * input[beside + 2]!;
        d += weight * input[at + 3]! + other * input[beside + 3]!;
      }
      if (e < to) {
        const weight = parameters[weights + e]!;
        const at = below[e]! + p;
        a += weight * input[at]!;
        b += weight * input[at + 1]!;
        c += weight * input[at + 2]!;
        d += weight * input[at + 3]!;
      }
      // NaN stays NaN: it must not pass for an inactive neuron.
      const at = out + p;
      output[at] = linear || !(a <= 0) ? a : 0;
      output[at + 1] = linear || !(b <= 0) ? b : 0;
      output[at + 2] = linear || !(c <= 0) ? c : 0;
      output[at + 3] = linear || !(d <= 0) ? d : 0;
    }
  }
}

function backwardLayer(
  parameters: Float64Array,
  start: Int32Array,
  edge: Int32Array,
  above: Int32Array,
  weights: number,
  deltas: Float64Array,
  values: Float64Array,
  result: Float64Array,
  block: number,
): void {
  const columns = start.length - 1;
  for (let j = 0; j < columns; j++) {
    const from = start[j]!;
    const to = start[j + 1]!;
    const out = j * block;
    for (let p = 0; p < block; p += 4) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = from;
      for (; e < to - 1; e += 2) {
        const weight = parameters[weights + edge[e]!]!;
        const other = parameters[weights + edge[e + 1]!]!;
        const at = above[e]! + p;
        const beside = above[e + 1]! + p;
        a += weight * deltas[at]! + other * deltas[beside]!;
        b += weight * deltas[at + 1]! + other * deltas[beside + 1]!;
        c += weight * deltas[at + 2]! + other * deltas[beside + 2]!;
        d += weight * deltas[at + 3]! + other * deltas[beside + 3]!;
      }
      if (e < to) {
        const weight = parameters[weights + edge[e]!]!;
        const at = above[e]! + p;
        a += weight * deltas[at]!;
        b += weight * deltas[at + 1]!;
        c += weight * deltas[at + 2]!;
        d += weight * deltas[at + 3]!;
      }
      const at = out + p;
      result[at] = values[at] === 0 ? 0 : a;
      result[at + 1] = values[at + 1] === 0 ? 0 : b;
      result[at + 2] = values[at + 2] === 0 ? 0 : c;
      result[at + 3] = values[at + 3] === 0 ? 0 : d;
    }
  }
}

function addLayerGradient(
  gradient: Float64Array,
  start: Int32Array,
  below: Int32Array,
  weights: number,
  biases: number,
  deltas: Float64Array,
  input: Float64Array,
  block: number,
): void {
  const rows = start.length - 1;
  for (let i = 0; i < rows; i++) {
    const first = i * block;
    const end = first + block;
    if (biases >= 0) {
      let sum = 0;
      for (let p = first; p < end; p++) sum += deltas[p]!;
      gradient[biases + i]! += sum;
    }
    const from = start[i]!;
    const to = start[i + 1]!;
    for (let p = 0; p < block; p += 4) {
      const a = deltas[first + p]!;
      const b = deltas[first + p + 1]!;
      const c = deltas[first + p + 2]!;
      const d = deltas[first + p + 3]!;
      if (a === 0 && b === 0 && c === 0 && d === 0) continue;
      for (let e = from; e < to; e++) {
        const at = below[e]! + p;
        gradient[weights + e]! += a * input[at]! + b * input[at + 1]! + (c * input[at + 2]! + d * input[at + 3]!);
      }
    }
  }
}
