/** The loops of assembly/kernel.ts in TypeScript, for where WebAssembly has no vectors: sum by sum in the same order, so with the same bits. */
import { type Kernel, OPEN, RELU } from "./kernel.js";

export function twinOver(buffer: ArrayBuffer): Kernel {
  const numbers = new Float64Array(buffer);
  const integers = new Int32Array(buffer);
  return {
    sums: (weights, biases, start, index, input, output, gate, rows, block) =>
      sums(numbers, integers, weights / 8, biases / 8, start / 4, index / 4, input / 8, output / 8, gate < 8 ? gate : gate / 8, rows, block),
    addGradient: (gradient, biases, start, index, deltas, input, rows, block) =>
      addGradient(numbers, integers, gradient / 8, biases / 8, start / 4, index / 4, deltas / 8, input / 8, rows, block),
    tanh: (values, count) => tanh(numbers.subarray(values / 8, values / 8 + count)),
    exp: (values, count) => exp(numbers.subarray(values / 8, values / 8 + count)),
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
      let e = from;
      for (; e + 1 < to; e += 2) {
        const weight = numbers[weights + e]!;
        const other = numbers[weights + e + 1]!;
        const at = input + integers[index + e]! + p;
        const beside = input + integers[index + e + 1]! + p;
        a += weight * numbers[at]! + other * numbers[beside]!;
        b += weight * numbers[at + 1]! + other * numbers[beside + 1]!;
        c += weight * numbers[at + 2]! + other * numbers[beside + 2]!;
        d += weight * numbers[at + 3]! + other * numbers[beside + 3]!;
      }
      if (e < to) {
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
  if (gate === OPEN) return false;
  return gate === RELU ? sum <= 0 : numbers[gate + at] === 0;
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
    for (let p = 0; p < block; p += 8) {
      const first = deltas + i * block + p;
      const a = numbers[first]!;
      const b = numbers[first + 1]!;
      const c = numbers[first + 2]!;
      const d = numbers[first + 3]!;
      const s = numbers[first + 4]!;
      const t = numbers[first + 5]!;
      const u = numbers[first + 6]!;
      const v = numbers[first + 7]!;
      if (a === 0 && b === 0 && c === 0 && d === 0 && s === 0 && t === 0 && u === 0 && v === 0) continue;
      if (biases !== 0) numbers[biases + i]! += a + c + (s + u) + (b + d + (t + v));
      for (let e = from; e < to; e++) {
        const at = input + integers[index + e]! + p;
        const even = a * numbers[at]! + c * numbers[at + 2]! + (s * numbers[at + 4]! + u * numbers[at + 6]!);
        const odd = b * numbers[at + 1]! + d * numbers[at + 3]! + (t * numbers[at + 5]! + v * numbers[at + 7]!);
        numbers[gradient + e]! += even + odd;
      }
    }
  }
}

function tanh(values: Float64Array): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    const size = Math.abs(value);
    const fallen = exponential(-2 * (20 < size ? 20 : size), 1);
    values[k] = Math.sign(value) * Math.abs(fallen / (2 + fallen));
  }
}

function exp(values: Float64Array): void {
  for (let k = 0; k < values.length; k++) values[k] = exponential(values[k]! < -700 ? -700 : values[k]!, 0);
}

/** 2^0, 2^-1, ..., as far as e^-700 needs them. */
const POWERS = Float64Array.from({ length: 1024 }, (_, k) => 2 ** -k);
/** 1/13!, 1/12!, ..., 1/2!. */
const TAYLOR = Float64Array.of(6227020800, 479001600, 39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2).map((factorial) => 1 / factorial);
const MAGIC = 1.5 * 2 ** 52;

function exponential(y: number, less: number): number {
  const k = y * 1.4426950408889634 + MAGIC - MAGIC;
  const r = y - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let p = TAYLOR[0]!;
  for (let n = 1; n < TAYLOR.length; n++) p = p * r + TAYLOR[n]!;
  const grown = r + r * r * p;
  // Of NaN there is no power.
  const power = POWERS[-k] ?? Number.NaN;
  return power * grown + (power - less);
}
