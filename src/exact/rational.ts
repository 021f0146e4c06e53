const MAX_SAFE = 2n ** 53n;

/** Exact rational numbers on bigint, immutable, always in lowest terms with a positive denominator. */
export class Rational {
  static readonly zero = new Rational(0n, 1n);
  static readonly one = new Rational(1n, 1n);

  private constructor(
    readonly numerator: bigint,
    readonly denominator: bigint,
  ) {}

  /**
   * numerator / denominator, reduced.
   * @throws RangeError when the denominator is 0, or a number is not an integer
   */
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    return Rational.#reduced(BigInt(numerator), BigInt(denominator));
  }

  static #reduced(numerator: bigint, denominator: bigint): Rational {
    if (denominator === 1n) return new Rational(numerator, 1n);
    if (denominator === 0n) throw new RangeError("a rational has no denominator 0");
    const divisor = denominator < 0n ? -gcd(numerator, denominator) : gcd(numerator, denominator);
    return new Rational(numerator / divisor, denominator / divisor);
  }

  /** The number that a double is, exactly. @throws RangeError when it is not finite */
  static ofNumber(value: number): Rational {
    if (!Number.isFinite(value)) throw new RangeError(`a rational is finite, not ${value}`);
    let exponent = 0;
    // Twice a double is exact, so this ends at an integer, an odd one if it was none before; a subnormal one takes 1074 turns.
    for (; !Number.isInteger(value); value *= 2) exponent++;
    return new Rational(BigInt(value), 1n << BigInt(exponent));
  }

  /**
   * Reads the canonical form, `p` or `p/q` in lowest terms with q >= 2: decimal digits without leading zeros, a minus sign in front only, no
   * `-0`. Nothing for any other text, so that equal numbers are equal strings. Work grows faster than the length: callers bound it.
   */
  static parse(text: string): Rational | undefined {
    const [, numerator, denominator] = /^(0|-?[1-9]\d*)(?:\/([1-9]\d*))?$/.exec(text) ?? [];
    if (numerator === undefined) return undefined;
    if (denominator === undefined) return new Rational(BigInt(numerator), 1n);
    const value = Rational.#reduced(BigInt(numerator), BigInt(denominator));
    // Reduced already, and not an integer in disguise: the denominator is as it was written.
    return value.denominator !== 1n && value.denominator === BigInt(denominator) ? value : undefined;
  }

  /** The canonical form that `parse` reads. */
  toString(): string {
    return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }

  get isZero(): boolean {
    return this.numerator === 0n;
  }

  /** -1, 0 or 1. */
  get sign(): number {
    return this.numerator > 0n ? 1 : this.numerator < 0n ? -1 : 0;
  }

  /** The nearest double; ties to the even one. Subnormal numbers may be off by one unit. */
  toNumber(): number {
    const [top, sign] = this.numerator < 0n ? [-this.numerator, -1] : [this.numerator, 1];
    if (top <= MAX_SAFE && this.denominator <= MAX_SAFE) return (sign * Number(top)) / Number(this.denominator);
    // 64 bits or more of the quotient, the last one telling whether something is left.
    const shift = Math.max(0, 64 + this.denominator.toString(2).length - top.toString(2).length);
    const scaled = top << BigInt(shift);
    const quotient = Number((scaled / this.denominator) | (scaled % this.denominator === 0n ? 0n : 1n));
    return sign * quotient * 2 ** -Math.min(shift, 1000) * 2 ** -Math.max(0, shift - 1000);
  }

  /** Is it an integer of at most so many bits, divided by a power of two? A float has 24 bits, a double 53. */
  isDyadic(bits: number): boolean {
    const top = this.numerator < 0n ? -this.numerator : this.numerator;
    const odd = top.toString(2).replace(/0+$/, "").length;
    return odd <= bits && (this.denominator & (this.denominator - 1n)) === 0n;
  }

  plus(other: Rational): Rational {
    // Divisors of numbers half as long (Knuth, The Art of Computer Programming 2, 4.5.1): of the sum only what the denominators share can be taken out.
    const shared = this.denominator === 1n || other.denominator === 1n ? 1n : gcd(this.denominator, other.denominator);
    if (shared === 1n) return new Rational(this.numerator * other.denominator + other.numerator * this.denominator, this.denominator * other.denominator);
    const rest = this.denominator / shared;
    const sum = this.numerator * (other.denominator / shared) + other.numerator * rest;
    const divisor = gcd(sum, shared);
    return new Rational(sum / divisor, rest * (other.denominator / divisor));
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated());
  }

  times(other: Rational): Rational {
    // Across, as each is in lowest terms itself.
    const first = other.denominator === 1n ? 1n : gcd(this.numerator, other.denominator);
    const second = this.denominator === 1n ? 1n : gcd(other.numerator, this.denominator);
    return new Rational((this.numerator / first) * (other.numerator / second), (this.denominator / second) * (other.denominator / first));
  }

  /** @throws RangeError when `other` is 0 */
  dividedBy(other: Rational): Rational {
    if (other.numerator === 0n) throw new RangeError("a rational has no denominator 0");
    const [top, bottom] = other.numerator < 0n ? [-other.denominator, -other.numerator] : [other.denominator, other.numerator];
    return this.times(new Rational(top, bottom));
  }

  negated(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  abs(): Rational {
    return this.sign < 0 ? this.negated() : this;
  }

  equals(other: Rational): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  /** Negative when this is smaller than `other`, 0 when they are equal, positive otherwise. */
  compare(other: Rational): number {
    if (this === other) return 0;
    const [left, right] = [this.numerator * other.denominator, other.numerator * this.denominator];
    return left < right ? -1 : left > right ? 1 : 0;
  }
}

/**
 * The greatest common divisor, not negative; gcd(a, 0) = |a|. Time grows with the square of the length.
 *
 * Lehmer's way (1938; Knuth, The Art of Computer Programming 2, 4.5.2): some 25 bits of quotients at once, found in doubles. Their steps together have determinant 1 or -1, so the divisor stays even
 * where a quotient is off by rounding.
 */
export function gcd(a: bigint, b: bigint): bigint {
  if (a < 0n) a = -a;
  if (b < 0n) b = -b;
  if (a < b) [a, b] = [b, a];
  while (b > MAX_SAFE) {
    const steps = quotientSteps(Number(a), Number(b));
    if (steps !== undefined) {
      const [p, q, r, s] = steps;
      [a, b] = [magnitude(BigInt(p) * a + BigInt(q) * b), magnitude(BigInt(r) * a + BigInt(s) * b)];
      if (a < b) [a, b] = [b, a];
      if (b === 0n) return a;
    }
    [a, b] = [b, a % b];
  }
  if (b === 0n) return a;
  // Both are exact doubles now, and these are much faster.
  return BigInt(smallGcd(Number(b), Number(a % b)));
}

/** Euclid's steps from x >= y as long as they and their coefficients are good to half a double: (x, y) becomes (p x + q y, r x + s y). Nothing where no double is as large. */
function quotientSteps(x: number, y: number): [p: number, q: number, r: number, s: number] | undefined {
  if (x === Infinity) return undefined;
  const end = x * HALF;
  let [p, q, r, s] = [1, 0, 0, 1];
  while (y > end) {
    const quotient = Math.floor(x / y);
    const [third, fourth] = [p - quotient * r, q - quotient * s];
    if (Math.max(Math.abs(third), Math.abs(fourth)) > 1 / HALF) break;
    [x, y, p, q, r, s] = [y, x - quotient * y, r, s, third, fourth];
  }
  return q === 0 ? undefined : [p, q, r, s];
}

/** Half of a double's bits. */
const HALF = 2 ** -26;

function magnitude(x: bigint): bigint {
  return x < 0n ? -x : x;
}

function smallGcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
