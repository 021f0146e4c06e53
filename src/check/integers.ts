/** Rationals over one denominator, so that what follows is done in integers. */
import type { Rational } from "../exact/rational.js";
import { commonDenominator, scaled } from "../exact/integer-vector.js";
import { wordsOf } from "../exact/words.js";
import { require } from "./goal.js";
import { type Effort, STEPS_PER_ITEM } from "./limits.js";

/** Bits of a common denominator. */
const MAX_DENOMINATOR_BITS = 1 << 14;

/** Rationals over one denominator. */
export interface Integers {
  readonly rows: readonly (readonly bigint[])[];
  readonly denominator: bigint;
  /** Of the longest number, in words of 64 bits. */
  readonly words: number;
}

/** @throws Refusal at `place`, TooLarge */
export function integers(rows: readonly (readonly Rational[])[], place: string, effort: Effort): Integers {
  const numbers = rows.flat();
  const denominator = commonDenominator(numbers, (bits) => {
    require(bits <= MAX_DENOMINATOR_BITS, place, `a common denominator of at most ${MAX_DENOMINATOR_BITS} bits expected`);
    effort.spend(STEPS_PER_ITEM * bits);
  });
  const length = wordsOf(denominator);
  effort.spend(numbers.length * (8 * STEPS_PER_ITEM + length ** 2));
  effort.hold(numbers.length * (STEPS_PER_ITEM + 8 * length));
  const all = rows.map((row) => row.map((x) => scaled(x, denominator)));
  return { rows: all, denominator, words: wordsOfAll(all) };
}

/** The length of the longest number. */
export function wordsOfAll(rows: readonly (readonly bigint[])[]): number {
  return rows.reduce((most, row) => row.reduce((longest, x) => Math.max(longest, wordsOf(x)), most), 1);
}

/** A product of integers of so many words, added to a sum. */
export function stepsOfProduct(words: number, others: number): number {
  return 8 * STEPS_PER_ITEM + words * others;
}
