/**
 * Logarithm and exponential between two rationals: fixed-point integers, rounded down for the lower bound and up for the upper one, and a bound of what the
 * series leaves out. All bounds are proven; how near they are is a matter of `bits`.
 */
import { Rational } from "./rational.js";

export interface Enclosure {
  readonly lower: Rational;
  readonly upper: Rational;
}

/** Bounds as integers: of a number times 2^p. */
type Fixed = readonly [lower: bigint, upper: bigint];

/** Bits beyond those asked for, for what roundings and the multiple of log 2 lose. */
const GUARD = 24;

/**
 * log x, for x > 0: bounds about 2^-bits apart; 0 exactly for 1.
 * @throws RangeError when x is not positive
 */
export function logarithm(x: Rational, bits: number): Enclosure {
  if (x.sign <= 0) throw new RangeError(`only positive numbers have a logarithm, not ${x.toNumber()}`);
  return enclosure(fixedLogarithm(x, bits + GUARD), bits + GUARD);
}

/**
 * exp x, for x <= 0: bounds about 2^-bits apart.
 * @throws RangeError when x is positive
 */
export function exponential(x: Rational, bits: number): Enclosure {
  if (x.sign > 0) throw new RangeError(`the exponential of numbers up to 0 only, not of ${x.toNumber()}`);
  const p = bits + GUARD;
  // exp(-n) < 2^-n.
  if (x.compare(Rational.of(-bits)) < 0) return { lower: Rational.zero, upper: Rational.of(1n, 2n ** BigInt(bits)) };
  // x = r - k log 2 with r from 0 to 0.7: the doubles are off by far less than what is taken off.
  const k = Math.ceil(-x.toNumber() / Math.LN2 + 2 ** -20);
  const [low, high] = fixedLogarithm(Rational.of(2), p);
  const [from, to] = toFixed(x, p);
  const [lower, upper] = [series(from + BigInt(k) * low, p)[0], series(to + BigInt(k) * high, p)[1]];
  return enclosure([lower >> BigInt(k), (upper >> BigInt(k)) + 1n], p);
}

/** log(1 + exp x): bounds about 2^-bits apart. */
export function softplus(x: Rational, bits: number): Enclosure {
  const [positive, negative] = x.sign > 0 ? [x, x.negated()] : [Rational.zero, x];
  const { lower, upper } = exponential(negative, bits + 1);
  return {
    lower: positive.plus(logarithm(Rational.one.plus(lower), bits + 1).lower),
    upper: positive.plus(logarithm(Rational.one.plus(upper), bits + 1).upper),
  };
}

function enclosure([lower, upper]: Fixed, p: number): Enclosure {
  const one = 1n << BigInt(p);
  return { lower: Rational.of(lower, one), upper: Rational.of(upper, one) };
}

function toFixed({ numerator, denominator }: Rational, p: number): Fixed {
  const scaled = numerator << BigInt(p);
  const rest = scaled % denominator;
  // Division rounds towards 0.
  const floor = scaled / denominator - (rest < 0n ? 1n : 0n);
  return [floor, rest === 0n ? floor : floor + 1n];
}

/** x = 2^k m with m from 2/3 to 4/3; log m = 2 artanh((m - 1) / (m + 1)). */
function fixedLogarithm({ numerator, denominator }: Rational, p: number): Fixed {
  let k = numerator.toString(2).length - denominator.toString(2).length;
  let [top, bottom] = k > 0 ? [numerator, denominator << BigInt(k)] : [numerator << BigInt(-k), denominator];
  // Now m = top / bottom is between 1/2 and 2.
  if (3n * top > 4n * bottom) [bottom, k] = [2n * bottom, k + 1];
  else if (3n * top < 2n * bottom) [top, k] = [2n * top, k - 1];
  const [low, high] = doubleArtanh(top > bottom ? top - bottom : bottom - top, top + bottom, p);
  const [mantissaLow, mantissaHigh] = top >= bottom ? [low, high] : [-high, -low];
  if (k === 0) return [mantissaLow, mantissaHigh];
  const [two, twoHigh] = doubleArtanh(1n, 3n, p);
  const [a, b] = [BigInt(k) * two, BigInt(k) * twoHigh];
  return k > 0 ? [mantissaLow + a, mantissaHigh + b] : [mantissaLow + b, mantissaHigh + a];
}

/** 2 artanh z = 2 sum z^(2i+1) / (2i+1) for z = top / bottom from 0 to 1/3. */
function doubleArtanh(top: bigint, bottom: bigint, p: number): Fixed {
  if (top === 0n) return [0n, 0n];
  const shift = BigInt(p);
  const [z, zHigh] = [(top << shift) / bottom, (top << shift) / bottom + 1n];
  const [square, squareHigh] = [(z * z) >> shift, ((zHigh * zHigh) >> shift) + 1n];
  let [sum, sumHigh] = [0n, 0n];
  let [power, powerHigh] = [z, zHigh];
  for (let i = 1n; powerHigh > 2n; i += 2n) {
    sum += power / i;
    sumHigh += powerHigh / i + 1n;
    power = (power * square) >> shift;
    powerHigh = ((powerHigh * squareHigh) >> shift) + 1n;
  }
  // What is left out is a geometric series below twice its first term.
  return [2n * sum, 2n * (sumHigh + 2n * powerHigh)];
}

/** Bounds of exp r from the Taylor series, for r times 2^p from 0 to less than 1. */
function series(r: bigint, p: number): Fixed {
  const shift = BigInt(p);
  const one = 1n << shift;
  if (r < 0n || r >= one) throw new RangeError("the exponential's series takes numbers from 0 to 1");
  let [sum, sumHigh] = [0n, 0n];
  let [term, termHigh] = [one, one];
  for (let i = 1n; termHigh > 2n; i++) {
    sum += term;
    sumHigh += termHigh;
    term = (term * r) / (i * one);
    termHigh = (termHigh * r) / (i * one) + 1n;
  }
  return [sum, sumHigh + 2n * termHigh];
}
