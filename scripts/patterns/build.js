/**
 * Building blocks for the pattern library. A mask is a list of strings of 0 and 1, a row per output
 * neuron; a pattern's masks go from the inputs to the outputs.
 */

/** The mask whose entry (i, j), both from 0, is kept when `keep(i, j)` says so. */
export function mask(rows, cols, keep) {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => (keep(i, j) ? "1" : "0")).join(""));
}

export const full = (rows, cols) => mask(rows, cols, () => true);
export const identity = (n) => mask(n, n, (i, j) => i === j);

/** All layers dense. */
export const dense = (...widths) => widths.slice(1).map((rows, l) => full(rows, widths[l]));

/**
 * One hidden layer from its rectangles, "outputs * inputs" of each neuron, both counted from 1:
 * "12*12, 2*2" is a neuron on outputs 1, 2 and inputs 1, 2, then one on output 2 and input 2.
 * There are as many outputs and inputs as are named.
 */
export function rectangles(text) {
  const neurons = text.split(",").map((neuron) => neuron.trim().split("*").map((side) => [...side].map(Number)));
  const outputs = Math.max(...neurons.map(([rows]) => Math.max(...rows)));
  const inputs = Math.max(...neurons.map(([, columns]) => Math.max(...columns)));
  return [
    mask(neurons.length, inputs, (h, k) => neurons[h][1].includes(k + 1)),
    mask(outputs, neurons.length, (i, h) => neurons[h][0].includes(i + 1)),
  ];
}

/** Factor of the FFT of size n that joins j to j and to j with one bit flipped, the bit of value `stride`. */
export const butterflyFactor = (n, stride) => mask(n, n, (i, j) => i === j || i === (j ^ stride));

/** Uniform numbers in [0, 1): mulberry32. */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` of the numbers 0 .. total - 1, uniformly without repeats: the first steps of a Fisher-Yates shuffle. */
export function sample(total, count, random) {
  const numbers = Array.from({ length: total }, (_, k) => k);
  for (let k = 0; k < count; k++) {
    const other = k + Math.floor(random() * (total - k));
    [numbers[k], numbers[other]] = [numbers[other], numbers[k]];
  }
  return new Set(numbers.slice(0, count));
}

/** The verdicts an author claims, with the reason. */
export const claim = (linear, finite, cube, why) => ({ linear, finite, cube, why });

/** `linear` is no, so the other two are (T2). */
export const notClosed = (why) => claim(false, false, false, why);
