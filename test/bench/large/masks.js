/** Large masks for the benchmarks, made as bits. Two layers; every one is the same in every run. */
import { maskOfBits } from "../../../dist/pattern/mask.js";
import { Random } from "../../../dist/exact/random.js";

/** Bits of a layer, to be changed before they become a mask. */
export class Bits {
  constructor(rows, cols) {
    this.rows = rows;
    this.cols = cols;
    this.words = (cols + 31) >>> 5;
    this.bits = new Uint32Array(rows * this.words);
  }

  set(i, j, keep = true) {
    if (keep) this.bits[i * this.words + (j >>> 5)] |= 1 << (j & 31);
    else this.bits[i * this.words + (j >>> 5)] &= ~(1 << (j & 31));
  }

  has(i, j) {
    return ((this.bits[i * this.words + (j >>> 5)] >>> (j & 31)) & 1) === 1;
  }

  mask() {
    return maskOfBits(this.rows, this.cols, this.bits.slice());
  }
}

/** The layer with random entries more: each that it may have, with this chance. */
function strewn(layer, density, random) {
  const bound = Math.round(density * 2 ** 32);
  for (let i = 0; i < layer.rows; i++) for (let j = 0; j < layer.cols; j++) if (random.below(2 ** 32) < bound) layer.set(i, j);
  return layer;
}

const emptyLayers = (widths) => widths.slice(1).map((rows, l) => new Bits(rows, widths[l]));

/** Layers of random supports. */
export function randomLayers(widths, density, seed) {
  const random = new Random(seed);
  return emptyLayers(widths).map((layer) => strewn(layer, density, random));
}

/** Random supports of blocks: `size` x `size` weights are kept or not as one. */
export function blockLayers(widths, size, density, seed) {
  const coarse = randomLayers(widths.map((width) => width / size), density, seed);
  return emptyLayers(widths).map((layer, l) => {
    for (let i = 0; i < layer.rows; i++) for (let j = 0; j < layer.cols; j++) layer.set(i, j, coarse[l].has(Math.floor(i / size), Math.floor(j / size)));
    return layer;
  });
}

/** Windows that overlap by half: `size / 2` neurons at a time read the same windows of `size` neurons below, `count` of them, drawn among those that begin at multiples of `size / 2`. */
export function windowLayers(widths, size, count, seed) {
  const random = new Random(seed);
  const half = size / 2;
  return emptyLayers(widths).map((layer) => {
    for (let group = 0; group < layer.rows; group += half) {
      for (let n = 0; n < count; n++) {
        const from = half * random.below(layer.cols / half - 1);
        for (let i = group; i < group + half; i++) for (let j = from; j < from + size; j++) layer.set(i, j);
      }
    }
    return layer;
  });
}

/**
 * The butterfly of two factors and radix r, on r * r lines, and random entries more. Neuron a r + b reads the inputs k r + b, output a r + b the neurons a r + k: one path everywhere but for
 * the random entries.
 */
export function butterflyLayers(radix, density, seed) {
  const random = new Random(seed);
  const width = radix * radix;
  const [first, second] = emptyLayers([width, width, width]);
  for (let h = 0; h < width; h++) {
    for (let k = 0; k < radix; k++) {
      first.set(h, k * radix + (h % radix));
      second.set(h, h - (h % radix) + k);
    }
  }
  return [first, second].map((layer) => strewn(layer, density, random));
}

/** 1:m sparsity: of every m entries that follow one another in a row, one, drawn at random. */
export function oneOfLayers(widths, m, seed) {
  const random = new Random(seed);
  return emptyLayers(widths).map((layer) => {
    for (let i = 0; i < layer.rows; i++) for (let j = 0; j < layer.cols; j += m) layer.set(i, j + random.below(m));
    return layer;
  });
}

/** Where the minors are planted: outputs i, j, inputs k, l, the last hidden neuron. */
const [I, J, K, L] = [1234, 4001, 77, 3333];

/**
 * Random supports in which every input reaches every output by two paths or more, but for one LU minor: of any other hidden neuron the four ends keep only what makes no path from k to i, from l to i or
 * from k to j.
 */
export function plantDense([first, second]) {
  const random = new Random(99);
  const last = first.rows - 1;
  const coin = () => random.below(2) === 1;
  for (let h = 0; h < first.rows; h++) {
    const kind = random.below(3);
    const [i, j, k, l] = h === last ? [true, true, true, true] : kind === 0 ? [coin(), coin(), false, false] : kind === 1 ? [false, false, coin(), coin()] : [false, coin(), false, coin()];
    second.set(I, h, i);
    second.set(J, h, j);
    first.set(h, K, k);
    first.set(h, L, l);
  }
  return [first, second];
}

/** The same layers where no sum ever fills up before its row ends: in each strip of 512 inputs one feeds the last two hidden neurons only, and every output is fed by both. */
export function unsaturated([first, second]) {
  for (let k = 0; k < first.cols; k += 512) for (let h = 0; h < first.rows; h++) first.set(h, k, h >= first.rows - 2);
  for (let i = 0; i < second.rows; i++) for (const h of [first.rows - 2, first.rows - 1]) second.set(i, h);
  return [first, second];
}

/**
 * Unique paths everywhere: inputs in groups of 64, each read by some hidden neurons as a whole, and each output takes one of these from every group. With one path more, from l to j, by a neuron that
 * otherwise leads nowhere, this is an LU minor through the neuron that j has in common with i.
 */
export function uniquePathLayers([inputs, hidden, outputs], planted) {
  const random = new Random(7);
  const groups = inputs / 64;
  const perGroup = Math.floor(hidden / groups) - 1;
  const [first, second] = [new Bits(hidden, inputs), new Bits(outputs, hidden)];
  for (let g = 0; g < groups; g++) {
    for (let s = 0; s < perGroup; s++) for (let k = 0; k < 64; k++) first.set(g * perGroup + s, g * 64 + k);
    for (let i = 0; i < outputs; i++) second.set(i, g * perGroup + random.below(perGroup));
  }
  if (!planted) return [first, second];
  const [g, spare] = [groups - 1, hidden - 1];
  // The last two outputs share the last neuron of the last group.
  for (const i of [outputs - 2, outputs - 1]) for (let s = 0; s < perGroup; s++) second.set(i, g * perGroup + s, s === perGroup - 1);
  first.set(spare, inputs - 1);
  second.set(outputs - 1, spare);
  return [first, second];
}
