/** Decimals as people write them, exactly. */
import { Rational } from "./rational.js";

const DECIMAL = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/;

export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/**
 * The number that a decimal is: 0.1 and 1e-1 are 1/10. Nothing for other text, and for what takes more than `most` digits without an exponent, so that 1e999999 costs nothing.
 * Leading zeros and the exponent of a 0 do not count.
 */
export function rationalOfDecimal(text: string, most: number): Rational | undefined {
  const [, sign, whole = "", fraction = "", alone = "", exponent = "0"] = DECIMAL.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const behind = fraction + alone;
  const digits = (whole + behind).replace(/^0+/, "");
  if (digits === "") return Rational.zero;
  const power = Number(exponent) - behind.length;
  if (digits.length + Math.abs(power) > most) return undefined;
  const numerator = BigInt(sign === "-" ? `-${digits}` : digits);
  return power < 0 ? Rational.of(numerator, 10n ** BigInt(-power)) : Rational.of(numerator * 10n ** BigInt(power));
}
