/** Vectors of integers of any size, and rationals brought to one denominator. */
import { type Rational, gcd } from "./rational.js";

/** The least common denominator, positive. */
export function commonDenominator(numbers: Iterable<Rational>): bigint {
  let common = 1n;
  for (const { denominator } of numbers) if (common % denominator !== 0n) common *= denominator / gcd(common, denominator);
  return common;
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

/** The inner product of vectors of equal length. */
export function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  let sum = 0n;
  for (let k = 0; k < a.length; k++) if (a[k] !== 0n && b[k] !== 0n) sum += a[k]! * b[k]!;
  return sum;
}
