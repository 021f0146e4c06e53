/**
 * The innermost loops of training, twice: in WebAssembly with vectors of two points, and as its twin in TypeScript where such vectors are missing. Both take
 * every sum in the same order, so they give the same bits, and who trains need not know which of them runs.
 *
 * Both work on one buffer. Arrays in it are named by their addresses, in bytes (`byteOffset`); address 0 stands for no array. Arrays over points
 * are [row][point], `block` points to a row, a multiple of eight. `start` and `index` give the edges of a row as in a mask, 32-bit integers; an index is the
 * first position of a row of the input, that is the column times the block.
 */

/** What shuts an output of `sums`, that is makes it 0: nothing, or the output itself when it is at most 0. Otherwise an array, where that is 0. */
export const OPEN = 0;
export const RELU = 1;

export interface Kernel {
  /**
   * For every row i and point p: output[i][p] = biases[i] + sum over the edges e of row i of weights[e] * input[index[e] + p], two terms after the
   * other at a time; or 0 where `gate` says so.
   */
  sums(weights: number, biases: number, start: number, index: number, input: number, output: number, gate: number, rows: number, block: number): void;
  /**
   * For every edge e of row i: adds to gradient[e] the sum over the points of deltas[i][p] * input[index[e] + p], and to biases[i] that of deltas[i][p].
   * Eight points make one term, (0 + 2) + (4 + 6) plus (1 + 3) + (5 + 7). It is left out when all eight deltas are 0.
   */
  addGradient(gradient: number, biases: number, start: number, index: number, deltas: number, input: number, rows: number, block: number): void;
  /** Replaces numbers, an even count of them, by their hyperbolic tangents: to 3 units in the last place, and the same bits on every machine. */
  tanh(values: number, count: number): void;
  /** The same with exponentials, of numbers that are not above 0; below -700 they are taken as -700. */
  exp(values: number, count: number): void;
}
