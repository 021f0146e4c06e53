/** Numbers that can be compared, as an argument: what is written once for rationals serves for other fields too. */
import { type Field, RATIONALS } from "./parametric.js";
import type { Rational } from "./rational.js";

export interface OrderedField<T> extends Field<T> {
  /** -1, 0 or 1; 0 where `isZero`. */
  sign(a: T): number;
  /** A positive multiple of a vector that is not 0, of a size that suits. */
  scaled(vector: readonly T[]): T[];
  toNumber(a: T): number;
}

/** Exact. Vectors are scaled to a first entry of 1 or -1. */
export const ORDERED_RATIONALS: OrderedField<Rational> = {
  ...RATIONALS,
  plus: (a, b) => (a.isZero ? b : b.isZero ? a : a.plus(b)),
  times: (a, b) => (a.isZero ? a : b.isZero ? b : a.times(b)),
  sign: (a) => a.sign,
  scaled: (vector) => {
    const first = vector.find((entry) => !entry.isZero)!;
    const size = first.abs();
    return vector.map((entry) => (entry.isZero ? entry : entry.dividedBy(size)));
  },
  toNumber: (a) => a.toNumber(),
};

/** Doubles of which those up to the tolerance count as 0. Vectors are scaled to a largest entry of size 1. */
export function doubles(tolerance: number): OrderedField<number> {
  return {
    zero: 0,
    one: 1,
    isZero: (a) => Math.abs(a) <= tolerance,
    plus: (a, b) => a + b,
    times: (a, b) => a * b,
    negated: (a) => -a,
    inverse: (a) => 1 / a,
    sign: (a) => (Math.abs(a) <= tolerance ? 0 : Math.sign(a)),
    scaled: (vector) => {
      const largest = Math.max(...vector.map(Math.abs));
      return vector.map((entry) => entry / largest);
    },
    toNumber: (a) => a,
  };
}

/** a - b. */
export function difference<T>(field: Field<T>, a: T, b: T): T {
  return field.plus(a, field.negated(b));
}

/** The inner product of two vectors of equal length. */
export function inner<T>(field: Field<T>, a: readonly T[], b: readonly T[]): T {
  return a.reduce((sum, entry, k) => field.plus(sum, field.times(entry, b[k]!)), field.zero);
}
