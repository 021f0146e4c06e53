/** Vectors of integers of any size, and rationals brought to one denominator. */
import { type Rational, gcd } from "./rational.js";

/** The least common denominator, positive. `onBits` is told how long it gets, number by number. */
export function commonDenominator(numbers: Iterable<Rational>, onBits?: (bits: number) => void): bigint {
  let common = 1n;
  for (const { denominator } of numbers) {
    if (common % denominator === 0n) continue;
    common *= denominator / gcd(common, denominator);
    onBits?.(common.toString(16).length * 4);
  }
  return common;
}

/** D times the value of a number, D a multiple of its denominator. */
export function scaled({ numerator, denominator }: Rational, D: bigint): bigint {
  return numerator * (D / denominator);
}

/** The same direction with coprime entries; 0 stays 0. */
export function primitive(vector: readonly bigint[]): bigint[] {
  let content = 0n;
  for (const entry of vector) {
    content = gcd(content, entry);
    if (content === 1n) return [...vector];
  }
  return content === 0n ? [...vector] : vector.map((entry) => entry / content);
}

/** One of the two opposite vectors with coprime entries: the first entry that is not 0 is positive. 0 stays 0. */
export function unsigned(vector: readonly bigint[]): bigint[] {
  const coprime = primitive(vector);
  const lead = coprime.find((entry) => entry !== 0n);
  return lead !== undefined && lead < 0n ? coprime.map((entry) => -entry) : coprime;
}

/** The inner product of vectors of equal length. */
export function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  let sum = 0n;
  for (let k = 0; k < a.length; k++) if (a[k] !== 0n && b[k] !== 0n) sum += a[k]! * b[k]!;
  return sum;
}
