/**
 * Sparse feed-forward ReLU networks in float64: values and derivatives over a fixed set of inputs, with kept edges only.
 *
 * R(x) = W_L s(... s(W_1 x + b_1) ...) + b_L with s = max(0, .), derivative 0 at 0 (docs/theory.md, section 1).
 *
 * Parameter vector: layer by layer; in a layer first its kept weights, row by row as in the mask (`Mask.index`), then its biases, if it has
 * any. Points are taken in blocks; inside a block all arrays are [neuron][point], so that the innermost loops (kernel.ts) take two
 * weights and eight neighbouring points at a time. Sums run in a fixed order: the same parameters give the same bits, on every machine.
 */
import type { Mask } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";
import { type Kernel, OPEN, RELU } from "./kernel.js";
import { Workspace } from "./workspace.js";

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

/** Numbers that one block's activations may take: they should stay in the second-level cache beside the weights. */
const BLOCK_NUMBERS = 1 << 13;
const LARGEST_BLOCK = 64;

/** One layer's part of an evaluator's workspace. */
interface LayerArrays {
  readonly rows: number;
  readonly cols: number;
  /** Views on the copies of the parameters and of the gradient; address 0 for biases that are not there. */
  readonly weights: Float64Array;
  readonly gradient: Float64Array;
  readonly biases: number;
  readonly biasGradient: number;
  /** The weights by column. */
  readonly byColumn: Float64Array;
  /** The edges by row and by column, their other ends times the block. */
  readonly rowStart: Int32Array;
  readonly below: Int32Array;
  readonly columnStart: Int32Array;
  readonly above: Int32Array;
  /** Values after the ReLU; the derivatives of something by them before it. */
  readonly values: Float64Array;
  readonly deltas: Float64Array;
}

/**
 * A network over a fixed set of inputs. Outputs and what is derived from them are [point][output], one row per point. An evaluator holds
 * buffers and is used by one computation at a time.
 */
export class Evaluator {
  readonly points: number;
  readonly outputs: number;
  readonly #network: Network;
  /** Points per block, a multiple of eight. */
  readonly #block: number;
  readonly #kernel: Kernel;
  /** Per block: its inputs as [input][point], zeros after the last point. */
  readonly #inputs: Float64Array[] = [];
  readonly #parameters: Float64Array;
  readonly #gradient: Float64Array;
  readonly #layers: LayerArrays[];

  /**
   * @param inputs one row of `widths[0]` numbers per point
   * @param vectors false: without WebAssembly, with the same results
   */
  constructor(network: Network, inputs: Float64Array, vectors = true) {
    const { widths, layers, size } = network;
    const width = widths[0]!;
    this.#network = network;
    this.points = inputs.length / width;
    this.outputs = widths.at(-1)!;
    const neurons = widths.reduce((sum, n) => sum + n, 0);
    const most = Math.min(LARGEST_BLOCK, Math.max(8, (BLOCK_NUMBERS / neurons) & ~7));
    const block = Math.min(most, (this.points + 7) & ~7);
    this.#block = block;
    const edges = layers.reduce((sum, { mask }) => sum + mask.index.length, 0);
    const ends = layers.reduce((sum, { mask }) => sum + mask.rows + mask.cols + 2, 0);
    const blocks = Math.ceil(this.points / block);
    const workspace = new Workspace(2 * size + 3 * edges + ends + 2 * neurons * block + blocks * block * width, vectors);
    this.#kernel = workspace.kernel;
    this.#parameters = workspace.numbers(size);
    this.#gradient = workspace.numbers(size);
    this.#layers = layers.map((layer) => this.#arrays(layer, workspace));
    for (let first = 0; first < this.points; first += block) {
      const part = workspace.numbers(width * block);
      for (let p = first; p < Math.min(first + block, this.points); p++) {
        for (let j = 0; j < width; j++) part[j * block + p - first] = inputs[p * width + j]!;
      }
      this.#inputs.push(part);
    }
  }

  #arrays({ mask, weights, biases, columns }: Layer, workspace: Workspace): LayerArrays {
    const block = this.#block;
    const edges = mask.index.length;
    const address = (array: Float64Array): number => (biases < 0 ? 0 : array.byteOffset + 8 * biases);
    return {
      rows: mask.rows,
      cols: mask.cols,
      weights: this.#parameters.subarray(weights, weights + edges),
      gradient: this.#gradient.subarray(weights, weights + edges),
      biases: address(this.#parameters),
      biasGradient: address(this.#gradient),
      byColumn: workspace.numbers(edges),
      rowStart: workspace.integers(mask.start),
      below: workspace.integers(mask.index.map((j) => j * block)),
      columnStart: workspace.integers(columns.start),
      above: workspace.integers(columns.row.map((i) => i * block)),
      values: workspace.numbers(mask.rows * block),
      deltas: workspace.numbers(mask.rows * block),
    };
  }

  /** Writes R(x) for every point. */
  forward(parameters: Float64Array, outputs: Float64Array): void {
    this.#parameters.set(parameters);
    for (let b = 0; b < this.#inputs.length; b++) {
      this.#forwardBlock(b);
      this.#copyOutputs(b, outputs);
    }
  }

  /**
   * Writes R(x) - y for every point into `residuals`, and into `gradient` the derivative of half the sum of their squares.
   */
  residualsAndGradient(parameters: Float64Array, targets: Float64Array, residuals: Float64Array, gradient: Float64Array): void {
    this.#takeParameters(parameters);
    this.#gradient.fill(0);
    for (let b = 0; b < this.#inputs.length; b++) {
      this.#forwardBlock(b);
      this.#residuals(b, targets, residuals);
      for (let l = this.#layers.length - 1; l >= 0; l--) {
        this.#addGradient(l, b);
        if (l > 0) this.#backward(l);
      }
    }
    gradient.set(this.#gradient);
  }

  /**
   * Writes R(x) for every point, and all derivatives: row p * outputs + k of `jacobian` holds those of output k at point p by the
   * parameters.
   */
  jacobian(parameters: Float64Array, outputs: Float64Array, jacobian: Float64Array): void {
    const top = this.#layers.length - 1;
    this.#takeParameters(parameters);
    jacobian.fill(0);
    for (let b = 0; b < this.#inputs.length; b++) {
      this.#forwardBlock(b);
      this.#copyOutputs(b, outputs);
      for (let k = 0; k < this.outputs; k++) {
        this.#layers[top]!.deltas.fill(0).fill(1, k * this.#block, (k + 1) * this.#block);
        for (let l = top; l >= 0; l--) {
          this.#copyDerivatives(l, b, k, jacobian);
          if (l > 0) this.#backward(l);
        }
      }
    }
  }

  #takeParameters(parameters: Float64Array): void {
    this.#parameters.set(parameters);
    for (let l = 1; l < this.#layers.length; l++) {
      const { weights, byColumn } = this.#layers[l]!;
      const { edge } = this.#network.layers[l]!.columns;
      for (let e = 0; e < edge.length; e++) byColumn[e] = weights[edge[e]!]!;
    }
  }

  #pointsOf(block: number): number {
    return Math.min(this.#block, this.points - block * this.#block);
  }

  #forwardBlock(b: number): void {
    const top = this.#layers.length - 1;
    for (let l = 0; l <= top; l++) {
      const { weights, biases, rowStart, below, values, rows } = this.#layers[l]!;
      const input = this.#valuesBelow(l, b).byteOffset;
      this.#kernel.sums(weights.byteOffset, biases, rowStart.byteOffset, below.byteOffset, input, values.byteOffset, l === top ? OPEN : RELU, rows, this.#block);
    }
  }

  #valuesBelow(l: number, b: number): Float64Array {
    return l === 0 ? this.#inputs[b]! : this.#layers[l - 1]!.values;
  }

  #copyOutputs(b: number, outputs: Float64Array): void {
    const values = this.#layers.at(-1)!.values;
    const first = b * this.#block;
    const count = this.#pointsOf(b);
    for (let k = 0; k < this.outputs; k++) {
      for (let p = 0; p < count; p++) outputs[(first + p) * this.outputs + k] = values[k * this.#block + p]!;
    }
  }

  /** The residuals are also the derivatives by the outputs; padded points have none. */
  #residuals(b: number, targets: Float64Array, residuals: Float64Array): void {
    const values = this.#layers.at(-1)!.values;
    const deltas = this.#layers.at(-1)!.deltas;
    const [block, width] = [this.#block, this.outputs];
    const first = b * block;
    const count = this.#pointsOf(b);
    for (let k = 0; k < width; k++) {
      const row = k * block;
      for (let p = 0, at = first * width + k; p < count; p++, at += width) deltas[row + p] = residuals[at] = values[row + p]! - targets[at]!;
      for (let p = count; p < block; p++) deltas[row + p] = 0;
    }
  }

  /** From the derivatives by the values of layer l + 1 (before its ReLU) to those of layer l. */
  #backward(l: number): void {
    const { byColumn, columnStart, above, deltas, cols } = this.#layers[l]!;
    const result = this.#layers[l - 1]!;
    const [from, to, gate] = [deltas.byteOffset, result.deltas.byteOffset, result.values.byteOffset];
    this.#kernel.sums(byColumn.byteOffset, 0, columnStart.byteOffset, above.byteOffset, from, to, gate, cols, this.#block);
  }

  #addGradient(l: number, b: number): void {
    const { gradient, biasGradient, rowStart, below, deltas, rows } = this.#layers[l]!;
    const input = this.#valuesBelow(l, b).byteOffset;
    this.#kernel.addGradient(gradient.byteOffset, biasGradient, rowStart.byteOffset, below.byteOffset, deltas.byteOffset, input, rows, this.#block);
  }

  #copyDerivatives(l: number, b: number, k: number, jacobian: Float64Array): void {
    const { size } = this.#network;
    const { mask, weights, biases } = this.#network.layers[l]!;
    const { below, deltas } = this.#layers[l]!;
    const [values, block] = [this.#valuesBelow(l, b), this.#block];
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
