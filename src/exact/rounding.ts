/** Doubles on one side of a rational. */
import { Rational } from "./rational.js";

/** The least double that is at least x. @throws RangeError when x is beyond all doubles */
export function doubleAtLeast(x: Rational): number {
  let double = x.toNumber();
  // The nearest one, or next to it.
  while (Rational.ofNumber(double).compare(x) < 0) double = nextUp(double);
  return double;
}

/** The greatest double that is at most x. @throws RangeError when x is beyond all doubles */
export function doubleAtMost(x: Rational): number {
  return -doubleAtLeast(x.negated());
}

function nextUp(double: number): number {
  if (double === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(double).buffer);
  bits[0]! += double > 0 ? 1n : -1n;
  return new Float64Array(bits.buffer)[0]!;
}
