/** Points and documents for the tests of data-aware existence. */
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";

/** Points of small rationals. */
export function randomPoints(random: Random, count: number, width: number): Rational[][] {
  return Array.from({ length: count }, () => Array.from({ length: width }, () => Rational.of(random.below(201) - 100, 1 + random.below(8))));
}
