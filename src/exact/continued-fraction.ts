/** Guessing the rational number behind a double. */
import { Rational } from "./rational.js";

/**
 * The rational of smallest denominator within `tolerance` of a number, and of these the one of smallest size: the continued fraction of the interval (Stern and Brocot).
 * A guess: whether it is the number that was meant has to be proved elsewhere.
 * @throws RangeError when the numbers are not finite or the tolerance is negative
 */
export function simplestNear(value: number, tolerance: number): Rational {
  if (!(tolerance >= 0)) throw new RangeError(`a tolerance is not negative, not ${tolerance}`);
  const centre = Rational.ofNumber(value);
  const half = Rational.ofNumber(tolerance);
  const [low, high] = [centre.minus(half), centre.plus(half)];
  if (low.sign <= 0 && high.sign >= 0) return Rational.zero;
  return low.sign > 0 ? simplestBetween(low, high) : simplestBetween(high.negated(), low.negated()).negated();
}

/** 0 < low <= high. */
function simplestBetween(low: Rational, high: Rational): Rational {
  const floor = low.numerator / low.denominator;
  const whole = Rational.of(floor);
  if (whole.equals(low)) return whole;
  if (Rational.of(floor + 1n).compare(high) <= 0) return Rational.of(floor + 1n);
  return whole.plus(Rational.one.dividedBy(simplestBetween(Rational.one.dividedBy(high.minus(whole)), Rational.one.dividedBy(low.minus(whole)))));
}

/** The number that a double's shortest decimal form writes: 1/10 for 0.1. @throws RangeError when it is not finite */
export function decimalOf(value: number): Rational {
  const [, sign, whole, digits = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (whole === undefined) throw new RangeError(`a rational is finite, not ${value}`);
  const power = Number(exponent) - digits.length;
  const numerator = BigInt(`${sign}${whole}${digits}`);
  return power < 0 ? Rational.of(numerator, 10n ** BigInt(-power)) : Rational.of(numerator * 10n ** BigInt(power));
}
