/** The loops of assembly/kernel.ts in TypeScript, for where WebAssembly has no vectors: sum by sum in the same order, so with the same bits. */
import type { Kernel } from "./kernel.js";

const CHUNK = 16;

export function twinOver(buffer: ArrayBuffer): Kernel {
  const numbers = new Float64Array(buffer);
  const integers = new Int32Array(buffer);
  return {
    sums: (weights, biases, start, index, input, output, gate, rows, block) =>
      sums(numbers, integers, weights / 8, biases / 8, start / 4, index / 4, input / 8, output / 8, gate < 8 ? gate : gate / 8, rows, block),
    addGradient: (gradient, biases, start, index, deltas, input, rows, block) =>
      addGradient(numbers, integers, gradient / 8, biases / 8, start / 4, index / 4, deltas / 8, input / 8, rows, block),
  };
}

function sums(
  numbers: Float64Array,
  integers: Int32Array,
  weights: number,
  biases: number,
  start: number,
  index: number,
  input: number,
  output: number,
  gate: number,
  rows: number,
  block: number,
): void {
  for (let i = 0; i < rows; i++) {
    const bias = biases === 0 ? 0 : numbers[biases + i]!;
    const from = integers[start + i]!;
    const to = integers[start + i + 1]!;
    for (let p = 0; p < block; p += 4) {
      let a = bias;
      let b = bias;
      let c = bias;
      let d = bias;
      for (let e = from; e < to; e++) {
        const weight = numbers[weights + e]!;
        const at = input + integers[index + e]! + p;
        a += weight * numbers[at]!;
        b += weight * numbers[at + 1]!;
        c += weight * numbers[at + 2]!;
        d += weight * numbers[at + 3]!;
      }
      const at = i * block + p;
      numbers[output + at] = shut(numbers, gate, at, a) ? 0 : a;
      numbers[output + at + 1] = shut(numbers, gate, at + 1, b) ? 0 : b;
      numbers[output + at + 2] = shut(numbers, gate, at + 2, c) ? 0 : c;
      numbers[output + at + 3] = shut(numbers, gate, at + 3, d) ? 0 : d;
    }
  }
}

/** NaN is never shut: it must not pass for an inactive neuron. */
function shut(numbers: Float64Array, gate: number, at: number, sum: number): boolean {
  if (gate === 0) return false;
  return gate === 1 ? sum <= 0 : numbers[gate + at] === 0;
}

function addGradient(
  numbers: Float64Array,
  integers: Int32Array,
  gradient: number,
  biases: number,
  start: number,
  index: number,
  deltas: number,
  input: number,
  rows: number,
  block: number,
): void {
  for (let i = 0; i < rows; i++) {
    const from = integers[start + i]!;
    const to = integers[start + i + 1]!;
    for (let p = 0; p < block; p += CHUNK) {
      const first = deltas + i * block + p;
      const count = Math.min(CHUNK, block - p);
      let nonzero = false;
      let even = 0;
      let odd = 0;
      for (let q = first; q < first + count; q += 2) {
        nonzero ||= numbers[q] !== 0 || numbers[q + 1] !== 0;
        even += numbers[q]!;
        odd += numbers[q + 1]!;
      }
      if (!nonzero) continue;
      if (biases !== 0) numbers[biases + i]! += even + odd;
      for (let e = from; e < to; e++) {
        const at = input + integers[index + e]! + p - first;
        even = 0;
        odd = 0;
        for (let q = first; q < first + count; q += 2) {
          even += numbers[q]! * numbers[at + q]!;
          odd += numbers[q + 1]! * numbers[at + q + 1]!;
        }
        numbers[gradient + e]! += even + odd;
      }
    }
  }
}
