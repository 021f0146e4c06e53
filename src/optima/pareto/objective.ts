/**
 * f1 of a problem with its first derivatives, and products of its second derivatives with vectors, over all points or a sample of them.
 *
 * Points are taken in blocks, arrays are [neuron][point], and the sums are those of the training kernel (training/kernel.ts), over weights that are not 0 only: a forward pass costs as much
 * as there are of them. Derivatives are taken by all kept weights, or by those of a working set (`restrict`). Activations are applied after the sums, ReLU within them.
 * Sums run in a fixed order: the same parameters give the same bits.
 *
 * ReLU has derivative 0 at 0. Where a preactivation is exactly 0, f1 has a kink, and the gradient is that of the side where the neuron is off; at kinks that are held (`hold`), with the derivative they
 * say.
 */
import { type Kernel, OPEN, RELU } from "../../training/kernel.js";
import type { Layer } from "../../training/network.js";
import { Workspace } from "../../training/workspace.js";
import type { ParetoProblem } from "./problem.js";

/** Numbers that one block's activations may take: they should stay in the second-level cache beside the weights. */
const BLOCK_NUMBERS = 1 << 14;
const LARGEST_BLOCK = 64;

/** Some entries of a matrix, by row or by column. */
interface Edges {
  readonly start: Int32Array;
  /** The other end: the first position of its row of points. */
  readonly index: Int32Array;
  readonly values: Float64Array;
}

/** Parameters of one layer, or a direction in their space: what is not 0, as the kernel takes it. */
interface LayerParameters {
  readonly byRow: Edges;
  readonly byColumn: Edges;
  /** None: empty. */
  readonly biases: Float64Array;
}

/** A hidden neuron at a point whose preactivation is 0, and what is taken there for the derivative of ReLU: between 0 and 1. */
export interface Kink {
  /** The hidden layer, from 0. */
  readonly layer: number;
  readonly neuron: number;
  readonly point: number;
  readonly slope: number;
}

/** Where a block's kinks are in the arrays of a layer. */
interface HeldKink {
  readonly layer: number;
  readonly at: number;
  readonly slope: number;
  /** Its number among those held. */
  readonly k: number;
}

/** Arrays [neuron][point] of a layer. */
interface LayerPoints {
  /** After the activation. */
  readonly values: Float64Array;
  /** Derivatives of the loss by what is before the activation. */
  readonly deltas: Float64Array;
}

interface LayerArrays extends LayerPoints {
  readonly layer: Layer;
  readonly parameters: LayerParameters;
  /** The edges whose derivatives are asked for, and these. */
  readonly asked: Edges;
  /** Their places among the layer's kept weights. */
  readonly places: Int32Array;
  readonly biasGradient: Float64Array;
  /** How the above change in a direction. */
  readonly direction: LayerParameters;
  readonly tangents: LayerPoints;
  /** Derivatives of the loss by what is after the activation; a second sum. */
  readonly above: Float64Array;
  readonly other: Float64Array;
  /** While kinks are held: the derivatives of ReLU. */
  readonly gates: Float64Array;
  /** 0: nothing goes into the neuron, no weight and no bias. */
  readonly fed: Uint8Array;
}

/** Holds buffers: used by one computation at a time. */
export class Objective {
  readonly problem: ParetoProblem;
  /** Number of parameters. */
  readonly size: number;
  readonly points: number;
  /** Points per block, a multiple of eight. */
  readonly #block: number;
  readonly #kernel: Kernel;
  readonly #layers: LayerArrays[];
  /** Per block: its inputs as [input][point], zeros after the last point. */
  readonly #inputs: Float64Array[] = [];
  /** The same of a block of a sample. */
  readonly #drawn: Float64Array;
  #restricted = false;
  /** By block. */
  #kinks: readonly (readonly HeldKink[])[] | undefined;
  #above: Float64Array = new Float64Array(0);

  /** @param vectors false: without WebAssembly, with the same results */
  constructor(problem: ParetoProblem, vectors = true) {
    const { network, points } = problem;
    const { widths, layers, size } = network;
    const width = widths[0]!;
    this.problem = problem;
    this.size = size;
    this.points = points;
    const neurons = widths.reduce((sum, n) => sum + n, 0);
    const most = Math.min(LARGEST_BLOCK, Math.max(8, (BLOCK_NUMBERS / neurons) & ~7));
    const block = Math.min(most, (points + 7) & ~7);
    this.#block = block;
    const blocks = Math.ceil(points / block);
    const lists = layers.reduce((sum, { mask }) => sum + 8 * mask.index.length + 6 * (mask.rows + mask.cols + 2), 0);
    const workspace = new Workspace(lists + 6 * neurons * block + (blocks + 1) * block * width, vectors);
    this.#kernel = workspace.kernel;
    this.#layers = layers.map((layer) => this.#arrays(layer, workspace));
    this.#drawn = workspace.numbers(width * block);
    for (let b = 0; b < blocks; b++) {
      const part = workspace.numbers(width * block);
      this.#gather(part, b * block, Math.min(block, points - b * block));
      this.#inputs.push(part);
    }
    this.restrict();
  }

  /** f1. */
  value(parameters: Float64Array, sample?: Int32Array): number {
    this.#take(parameters, "parameters", false);
    let sum = 0;
    this.#eachBlock(sample, (inputs, first, count) => {
      this.#forward(inputs, first);
      sum += this.#loss(first, count, sample, false);
    });
    return sum / (sample?.length ?? this.points);
  }

  /**
   * f1, and its derivatives into `gradient`; those outside of the working set become 0.
   * @param sample numbers of points, at least one: f1 is their mean loss, and a point that is there twice counts twice. Without: all points.
   */
  gradient(parameters: Float64Array, gradient: Float64Array, sample?: Int32Array): number {
    this.#take(parameters, "parameters", true);
    this.#clear();
    let sum = 0;
    this.#eachBlock(sample, (inputs, first, count) => {
      this.#forward(inputs, first);
      sum += this.#loss(first, count, sample, true);
      for (let l = this.#layers.length - 1; l >= 0; l--) {
        this.#addGradient(l, this.#layers[l]!.deltas, this.#below(l, inputs), true);
        if (l > 0) this.#backward(l, first);
      }
    });
    const points = sample?.length ?? this.points;
    this.#give(gradient, points);
    return sum / points;
  }

  /**
   * The second derivatives at the parameters times the direction, over all points, by the method of Pearlmutter 1994; those outside of the working set become 0. Exact up to rounding.
   * ReLU: of the piece of f1 that its gradient is of.
   */
  curvature(parameters: Float64Array, direction: Float64Array, product: Float64Array): void {
    this.#take(parameters, "parameters", true);
    this.#take(direction, "direction", true);
    this.#clear();
    this.#eachBlock(undefined, (inputs, first, count) => {
      this.#forward(inputs, first);
      this.#loss(first, count, undefined, true);
      this.#forwardTangents(inputs);
      this.#lossTangents(first, count);
      for (let l = this.#layers.length - 1; l >= 0; l--) {
        const { deltas, tangents } = this.#layers[l]!;
        this.#addGradient(l, tangents.deltas, this.#below(l, inputs), true);
        if (l === 0) continue;
        this.#addGradient(l, deltas, this.#layers[l - 1]!.tangents.values, false);
        this.#backwardTangents(l);
      }
    });
    this.#give(product, this.points);
  }

  /** From now on derivatives are taken by the weights with a 1 only, and by all biases; the others become 0. Without a set: by all parameters. */
  restrict(working?: Uint8Array): void {
    this.#restricted = working !== undefined;
    for (const { layer, asked, places } of this.#layers) {
      const { mask, weights } = layer;
      let at = 0;
      for (let i = 0; i < mask.rows; i++) {
        asked.start[i] = at;
        for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
          if (working !== undefined && working[weights + e] === 0) continue;
          asked.index[at] = mask.index[e]! * this.#block;
          places[at++] = e;
        }
      }
      asked.start[mask.rows] = at;
    }
  }

  /**
   * From now on ReLU is the line `slope` * z at these kinks, whatever the preactivation z is there. Only over all points, not over samples. None: ReLU everywhere.
   * @returns for each kink the derivative of f1 by what is after the activation, as the last `gradient` found it
   */
  hold(kinks: readonly Kink[]): Float64Array {
    this.#above = new Float64Array(kinks.length);
    this.#kinks = undefined;
    if (kinks.length === 0) return this.#above;
    const byBlock: HeldKink[][] = this.#inputs.map(() => []);
    kinks.forEach(({ layer, neuron, point, slope }, k) => {
      const block = Math.floor(point / this.#block);
      byBlock[block]!.push({ layer, at: neuron * this.#block + point - block * this.#block, slope, k });
    });
    this.#kinks = byBlock;
    return this.#above;
  }

  /** What is before the activations of the hidden layers: for every block of points and layer, an array [neuron][point], of use during the call only. Kinks that are held stay so. */
  preactivations(parameters: Float64Array, visit: (layer: number, values: Float64Array, first: number, count: number, block: number) => void): void {
    this.#take(parameters, "parameters", false);
    this.#eachBlock(undefined, (inputs, first, count) => {
      this.#forward(inputs, first, (layer, values) => visit(layer, values, first, count, this.#block));
    });
  }

  #arrays(layer: Layer, workspace: Workspace): LayerArrays {
    const { rows, cols, index } = layer.mask;
    const edges = (lines: number): Edges => ({
      start: workspace.integers(new Int32Array(lines + 1)),
      index: workspace.integers(new Int32Array(index.length)),
      values: workspace.numbers(index.length),
    });
    const biases = (): Float64Array => workspace.numbers(layer.biases < 0 ? 0 : rows);
    const parameters = (): LayerParameters => ({ byRow: edges(rows), byColumn: edges(cols), biases: biases() });
    const numbers = (): Float64Array => workspace.numbers(rows * this.#block);
    return {
      layer,
      parameters: parameters(),
      asked: edges(rows),
      places: new Int32Array(index.length),
      biasGradient: biases(),
      values: numbers(),
      deltas: numbers(),
      direction: parameters(),
      tangents: { values: numbers(), deltas: numbers() },
      above: numbers(),
      other: numbers(),
      gates: new Float64Array(rows * this.#block),
      fed: new Uint8Array(rows),
    };
  }

  /** Inputs of `count` points, from `first` on in the sample or in all, and zeros after them. */
  #gather(block: Float64Array, first: number, count: number, sample?: Int32Array): void {
    const { inputs } = this.problem.samples;
    const width = this.problem.network.widths[0]!;
    if (count < this.#block) block.fill(0);
    for (let p = 0; p < count; p++) {
      const row = width * (sample === undefined ? first + p : sample[first + p]!);
      for (let j = 0, at = p; j < width; j++, at += this.#block) block[at] = inputs[row + j]!;
    }
  }

  #eachBlock(sample: Int32Array | undefined, visit: (inputs: Float64Array, first: number, count: number) => void): void {
    const points = sample?.length ?? this.points;
    for (let first = 0; first < points; first += this.#block) {
      const count = Math.min(this.#block, points - first);
      if (sample !== undefined) this.#gather(this.#drawn, first, count, sample);
      visit(sample === undefined ? this.#inputs[first / this.#block]! : this.#drawn, first, count);
    }
  }

  /** What is not 0 of a vector, layer by layer; by columns too for a way back. */
  #take(vector: Float64Array, into: "parameters" | "direction", backward: boolean): void {
    this.#layers.forEach((arrays, l) => {
      const { mask, weights, biases: from, columns } = arrays.layer;
      const { byRow, byColumn, biases } = arrays[into];
      for (let i = 0; i < biases.length; i++) biases[i] = vector[from + i]!;
      takeRows(vector, weights, mask.start, mask.index, byRow, this.#block);
      if (into === "parameters") for (let i = 0; i < mask.rows; i++) arrays.fed[i] = byRow.start[i + 1]! > byRow.start[i]! || (biases.length > 0 && biases[i] !== 0) ? 1 : 0;
      if (backward && l > 0) takeColumns(vector, weights, columns, byColumn, this.#block);
    });
  }

  #clear(): void {
    for (const { layer, asked, biasGradient } of this.#layers) {
      asked.values.fill(0, 0, asked.start[layer.mask.rows]);
      biasGradient.fill(0);
    }
  }

  #give(gradient: Float64Array, points: number): void {
    if (this.#restricted) gradient.fill(0);
    for (const { layer, asked, places, biasGradient } of this.#layers) {
      const count = asked.start[layer.mask.rows]!;
      for (let k = 0; k < count; k++) gradient[layer.weights + places[k]!] = asked.values[k]! / points;
      for (let i = 0; i < biasGradient.length; i++) gradient[layer.biases + i] = biasGradient[i]! / points;
    }
  }

  #below(l: number, inputs: Float64Array): Float64Array {
    return l === 0 ? inputs : this.#layers[l - 1]!.values;
  }

  /** For every row of the matrix: biases plus its products with the input, into the output. */
  #sums({ start, index, values }: Edges, biases: Float64Array | undefined, input: Float64Array, output: Float64Array, gate: number): void {
    const address = biases === undefined || biases.length === 0 ? 0 : biases.byteOffset;
    const rows = start.length - 1;
    this.#kernel.sums(values.byteOffset, address, start.byteOffset, index.byteOffset, input.byteOffset, output.byteOffset, gate, rows, this.#block);
  }

  #addGradient(l: number, deltas: Float64Array, input: Float64Array, withBiases: boolean): void {
    const { asked, biasGradient, layer } = this.#layers[l]!;
    const { start, index, values } = asked;
    const address = withBiases && biasGradient.length > 0 ? biasGradient.byteOffset : 0;
    this.#kernel.addGradient(values.byteOffset, address, start.byteOffset, index.byteOffset, deltas.byteOffset, input.byteOffset, layer.mask.rows, this.#block);
  }

  /** @param visit called with the preactivations of each hidden layer */
  #forward(inputs: Float64Array, first: number, visit?: (layer: number, values: Float64Array) => void): void {
    const { activation } = this.problem;
    const top = this.#layers.length - 1;
    const open = this.#kinks !== undefined || visit !== undefined;
    this.#layers.forEach(({ parameters, values }, l) => {
      const hidden = l < top;
      this.#sums(parameters.byRow, parameters.biases, this.#below(l, inputs), values, activation === "relu" && hidden && !open ? RELU : OPEN);
      if (hidden) visit?.(l, values);
      if (activation === "tanh" && hidden) this.#kernel.tanh(values.byteOffset, values.length);
      if (activation === "relu" && hidden && open) this.#gate(l, first);
    });
  }

  /** ReLU of a layer's values, with its derivatives. */
  #gate(l: number, first: number): void {
    const { values, gates } = this.#layers[l]!;
    const kinks = this.#heldAt(l, first);
    const before = kinks.map(({ at }) => values[at]!);
    this.#eachRow(this.#layers[l]!, (from, to) => {
      for (let k = from; k < to; k++) {
        const on = values[k]! > 0;
        gates[k] = on ? 1 : 0;
        if (!on) values[k] = 0;
      }
    });
    kinks.forEach(({ at, slope }, k) => {
      gates[at] = slope;
      values[at] = slope * before[k]!;
    });
  }

  /** Calls with the row of every neuron whose derivative may be other than 0: of ReLU those that something goes into. */
  #eachRow({ fed }: LayerArrays, visit: (from: number, to: number) => void): void {
    const all = this.problem.activation !== "relu";
    for (let i = 0, from = 0; i < fed.length; i++, from += this.#block) if (all || fed[i] === 1) visit(from, from + this.#block);
  }

  #heldAt(layer: number, first: number): readonly HeldKink[] {
    return this.#kinks?.[first / this.#block]!.filter((kink) => kink.layer === layer) ?? [];
  }

  /** From the deltas of layer l to those of the layer below. */
  #backward(l: number, first: number): void {
    const { activation } = this.problem;
    const { values, deltas } = this.#layers[l - 1]!;
    const gated = activation === "relu" && this.#kinks === undefined;
    this.#sums(this.#layers[l]!.parameters.byColumn, undefined, this.#layers[l]!.deltas, deltas, gated ? values.byteOffset : OPEN);
    for (const { at, k } of this.#heldAt(l - 1, first)) this.#above[k] = deltas[at]! / this.points;
    if (!gated) this.#slopes(this.#layers[l - 1]!, deltas);
  }

  #forwardTangents(inputs: Float64Array): void {
    const top = this.#layers.length - 1;
    this.#layers.forEach(({ parameters, direction, tangents, other }, l) => {
      this.#sums(direction.byRow, direction.biases, this.#below(l, inputs), tangents.values, OPEN);
      if (l > 0) {
        this.#sums(parameters.byRow, undefined, this.#layers[l - 1]!.tangents.values, other, OPEN);
        for (let k = 0; k < other.length; k++) tangents.values[k]! += other[k]!;
      }
      if (l < top) this.#slopes(this.#layers[l]!, tangents.values);
    });
  }

  /**
   * Both deltas of layer l - 1. The derivative of d(z) e is d(z) e' + d'(z) z' e, with the value v after the activation: for tanh d'(z) z' = -2 v v'.
   */
  #backwardTangents(l: number): void {
    const { parameters, direction, deltas: from, tangents } = this.#layers[l]!;
    const arrays = this.#layers[l - 1]!;
    const { values, deltas, tangents: below, above, other } = arrays;
    this.#sums(direction.byColumn, undefined, from, below.deltas, OPEN);
    this.#sums(parameters.byColumn, undefined, tangents.deltas, other, OPEN);
    this.#eachRow(arrays, (row, end) => {
      for (let k = row; k < end; k++) below.deltas[k]! += other[k]!;
    });
    this.#slopes(arrays, below.deltas);
    this.#sums(parameters.byColumn, undefined, from, above, OPEN);
    if (this.problem.activation === "tanh") for (let k = 0; k < above.length; k++) below.deltas[k]! -= 2 * values[k]! * below.values[k]! * above[k]!;
    deltas.set(above);
    this.#slopes(arrays, deltas);
  }

  /** Times the derivative of the activation. */
  #slopes({ values, gates, fed }: LayerArrays, result: Float64Array): void {
    const { activation } = this.problem;
    if (activation === "tanh") for (let k = 0; k < values.length; k++) result[k]! *= 1 - values[k]! * values[k]!;
    if (activation !== "relu") return;
    for (let i = 0, from = 0; i < fed.length; i++, from += this.#block) {
      const to = from + this.#block;
      if (fed[i] === 0) result.fill(0, from, to);
      else if (this.#kinks === undefined) for (let k = from; k < to; k++) result[k] = values[k]! > 0 ? result[k]! : 0;
      else for (let k = from; k < to; k++) result[k]! *= gates[k]!;
    }
  }

  /** The sum of the losses of a block's points, from its outputs; with their derivatives by the outputs, 0 for padded points. */
  #loss(first: number, count: number, sample: Int32Array | undefined, withDeltas: boolean): number {
    const block = this.#block;
    if (withDeltas && count < block) this.#layers.at(-1)!.deltas.fill(0);
    if (this.problem.loss === "cross-entropy") this.#exponentials();
    let sum = 0;
    for (let p = 0; p < count; p++) {
      const point = sample === undefined ? first + p : sample[first + p]!;
      sum += this.problem.loss === "squared" ? this.#squaredError(p, point, withDeltas) : this.#crossEntropy(p, point, withDeltas);
    }
    return sum;
  }

  #squaredError(p: number, point: number, withDeltas: boolean): number {
    const { values, deltas, layer } = this.#layers.at(-1)!;
    const targets = this.problem.samples.targets!;
    let sum = 0;
    for (let at = p, t = point * layer.mask.rows; at < values.length; at += this.#block, t++) {
      const residual = values[at]! - targets[t]!;
      sum += residual * residual;
      if (withDeltas) deltas[at] = residual;
    }
    return sum / 2;
  }

  /** Of the outputs, less the greatest one of the point: into `other`, which is free until the tangents come. */
  #exponentials(): void {
    const { values, other } = this.#layers.at(-1)!;
    const block = this.#block;
    for (let p = 0; p < block; p++) {
      let most = values[p]!;
      for (let at = p + block; at < values.length; at += block) if (values[at]! > most) most = values[at]!;
      for (let at = p; at < values.length; at += block) other[at] = values[at]! - most;
    }
    this.#kernel.exp(other.byteOffset, other.length);
  }

  /** The loss of a point whose class is all but certain is small: it is taken from the others' shares, and keeps its digits. */
  #crossEntropy(p: number, point: number, withDeltas: boolean): number {
    const { values, deltas, other: shares } = this.#layers.at(-1)!;
    const block = this.#block;
    const correct = p + this.problem.samples.labels![point]! * block;
    let others = 0;
    for (let at = p; at < shares.length; at += block) if (at !== correct) others += shares[at]!;
    const own = shares[correct]!;
    const total = own + others;
    if (withDeltas) {
      for (let at = p; at < shares.length; at += block) deltas[at] = shares[at]! / total;
      deltas[correct] = -others / total;
    }
    if (own === 1) return Math.log1p(others);
    let most = -Infinity;
    for (let at = p; at < values.length; at += block) most = Math.max(most, values[at]!);
    return most - values[correct]! + Math.log(total);
  }

  /** How the derivatives by the outputs change with the outputs. */
  #lossTangents(first: number, count: number): void {
    const { deltas, tangents, values } = this.#layers.at(-1)!;
    const { loss, samples } = this.problem;
    const block = this.#block;
    tangents.deltas.set(tangents.values);
    if (loss === "squared") {
      if (count < block) for (let k = 0; k < values.length; k++) if (k % block >= count) tangents.deltas[k] = 0;
      return;
    }
    for (let p = 0; p < block; p++) {
      const correct = p < count ? p + block * samples.labels![first + p]! : -1;
      // Less 1 at its class, the deltas are the probabilities.
      const probability = (at: number): number => (p >= count ? 0 : at === correct ? 1 + deltas[at]! : deltas[at]!);
      let mean = 0;
      for (let at = p; at < values.length; at += block) mean += probability(at) * tangents.values[at]!;
      for (let at = p; at < values.length; at += block) tangents.deltas[at] = probability(at) * (tangents.values[at]! - mean);
    }
  }
}

function takeRows(vector: Float64Array, weights: number, starts: Int32Array, columns: Int32Array, { start, index, values }: Edges, block: number): void {
  let at = 0;
  for (let i = 0; i + 1 < start.length; i++) {
    start[i] = at;
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const weight = vector[weights + e]!;
      if (weight === 0) continue;
      index[at] = columns[e]! * block;
      values[at++] = weight;
    }
  }
  start[start.length - 1] = at;
}

function takeColumns(vector: Float64Array, weights: number, columns: Layer["columns"], { start, index, values }: Edges, block: number): void {
  let at = 0;
  for (let j = 0; j + 1 < start.length; j++) {
    start[j] = at;
    for (let e = columns.start[j]!; e < columns.start[j + 1]!; e++) {
      const weight = vector[weights + columns.edge[e]!]!;
      if (weight === 0) continue;
      index[at] = columns.row[e]! * block;
      values[at++] = weight;
    }
  }
  start[start.length - 1] = at;
}
