/**
 * Laurent polynomials in one variable eps with rational coefficients, exact and immutable, and matrices of them.
 *
 * Weights that depend on eps: a negative exponent is a pole at eps = 0, and what a product of such matrices tends to for eps -> 0+ is read
 * off its coefficients.
 */
import type { Matrix } from "./matrix.js";
import { Rational } from "./rational.js";

/** coefficient * eps ^ exponent; the coefficient is not 0. */
export interface LaurentTerm {
  readonly coefficient: Rational;
  readonly exponent: number;
}

/** The JSON form: `[coefficient, exponent]`, canonical rationals other than "0", exponents strictly ascending. */
export type LaurentJson = [coefficient: string, exponent: number][];

export class Laurent {
  static readonly zero = new Laurent([]);
  static readonly one = Laurent.constant(Rational.one);

  /** Ascending exponents, no coefficient 0. */
  private constructor(readonly terms: readonly LaurentTerm[]) {}

  static constant(value: Rational): Laurent {
    return Laurent.monomial(value, 0);
  }

  /** coefficient * eps^exponent. @throws RangeError unless the exponent is a safe integer */
  static monomial(coefficient: Rational, exponent: number): Laurent {
    if (!Number.isSafeInteger(exponent)) throw new RangeError(`an exponent is an integer, not ${exponent}`);
    // -0 is an integer too; its JSON would not be read back as the same.
    return coefficient.isZero ? Laurent.zero : new Laurent([{ coefficient, exponent: exponent + 0 }]);
  }

  /** The sum of the terms coefficients[e] * eps^(e + lowest). */
  static ofCoefficients(coefficients: readonly Rational[], lowest = 0): Laurent {
    return new Laurent(coefficients.flatMap((coefficient, e) => (coefficient.isZero ? [] : [{ coefficient, exponent: e + lowest }])));
  }

  /** Reads the JSON form; nothing when a coefficient is "0" or not canonical, or the exponents are not strictly ascending safe integers. */
  static fromJson(json: LaurentJson): Laurent | undefined {
    const terms: LaurentTerm[] = [];
    for (const [text, exponent] of json) {
      const coefficient = Rational.parse(text);
      if (coefficient === undefined || coefficient.isZero || !Number.isSafeInteger(exponent)) return undefined;
      if (exponent <= (terms.at(-1)?.exponent ?? -Infinity)) return undefined;
      terms.push({ coefficient, exponent });
    }
    return new Laurent(terms);
  }

  toJson(): LaurentJson {
    return this.terms.map(({ coefficient, exponent }) => [coefficient.toString(), exponent]);
  }

  get isZero(): boolean {
    return this.terms.length === 0;
  }

  /** The least exponent; infinity for 0. */
  get valuation(): number {
    return this.terms[0]?.exponent ?? Infinity;
  }

  /** The coefficient of eps^exponent. */
  coefficient(exponent: number): Rational {
    return this.terms.find((term) => term.exponent === exponent)?.coefficient ?? Rational.zero;
  }

  /** The terms of exponents up to this one. */
  upTo(exponent: number): Laurent {
    return new Laurent(this.terms.filter((term) => term.exponent <= exponent));
  }

  plus(other: Laurent): Laurent {
    if (this.isZero) return other;
    if (other.isZero) return this;
    const sum: LaurentTerm[] = [];
    let [i, j] = [0, 0];
    while (i < this.terms.length || j < other.terms.length) {
      const [a, b] = [this.terms[i], other.terms[j]];
      if (b === undefined || (a !== undefined && a.exponent < b.exponent)) {
        sum.push(a!);
        i++;
      } else if (a === undefined || b.exponent < a.exponent) {
        sum.push(b);
        j++;
      } else {
        const coefficient = a.coefficient.plus(b.coefficient);
        if (!coefficient.isZero) sum.push({ coefficient, exponent: a.exponent });
        i++;
        j++;
      }
    }
    return new Laurent(sum);
  }

  times(other: Laurent): Laurent {
    return this.terms.reduce((sum, { coefficient, exponent }) => sum.plus(other.timesTerm(coefficient, exponent)), Laurent.zero);
  }

  private timesTerm(coefficient: Rational, exponent: number): Laurent {
    return new Laurent(this.terms.map((term) => ({ coefficient: term.coefficient.times(coefficient), exponent: term.exponent + exponent })));
  }

  negated(): Laurent {
    return new Laurent(this.terms.map(({ coefficient, exponent }) => ({ coefficient: coefficient.negated(), exponent })));
  }

  minus(other: Laurent): Laurent {
    return this.plus(other.negated());
  }

  /** eps^exponent times this. */
  shifted(exponent: number): Laurent {
    return exponent === 0 ? this : this.timesTerm(Rational.one, exponent);
  }

  /** @throws RangeError when `divisor` is 0 */
  dividedBy(divisor: Rational): Laurent {
    return this.timesTerm(Rational.one.dividedBy(divisor), 0);
  }

  /**
   * The terms of exponents up to `exponent` of the quotient, as a power series. Exact when the divisor has one term and the exponent is large enough.
   * @throws RangeError when `divisor` is 0
   */
  quotient(divisor: Laurent, exponent: number): Laurent {
    const [lead] = divisor.terms;
    if (lead === undefined) throw new RangeError("a division by 0");
    let [rest, sum]: [Laurent, Laurent] = [this, Laurent.zero];
    while (rest.valuation - lead.exponent <= exponent) {
      const term = Laurent.monomial(rest.terms[0]!.coefficient.dividedBy(lead.coefficient), rest.valuation - lead.exponent);
      sum = sum.plus(term);
      rest = rest.minus(term.times(divisor));
    }
    return sum;
  }

  /** With eps^factor in the place of eps, a positive integer. */
  stretched(factor: number): Laurent {
    return new Laurent(this.terms.map(({ coefficient, exponent }) => ({ coefficient, exponent: exponent * factor })));
  }

  /** The sign for all small eps > 0: that of the term of least exponent. */
  get signNearZero(): number {
    return this.terms[0]?.coefficient.sign ?? 0;
  }

  equals(other: Laurent): boolean {
    return (
      this.terms.length === other.terms.length &&
      this.terms.every(({ coefficient, exponent }, e) => other.terms[e]!.exponent === exponent && other.terms[e]!.coefficient.equals(coefficient))
    );
  }

  /** The value at eps. @throws RangeError at a pole: eps = 0 and a negative exponent */
  at(eps: Rational): Rational {
    return this.terms.reduce((sum, { coefficient, exponent }) => sum.plus(coefficient.times(power(eps, exponent))), Rational.zero);
  }

  /** The limit for eps -> 0+; nothing when there is a pole. */
  limit(): Rational | undefined {
    return this.valuation < 0 ? undefined : this.coefficient(0);
  }
}

function power(base: Rational, exponent: number): Rational {
  const e = BigInt(Math.abs(exponent));
  const [top, bottom] = [base.numerator ** e, base.denominator ** e];
  return exponent < 0 ? Rational.of(bottom, top) : Rational.of(top, bottom);
}

/** The limit of a matrix for eps -> 0+; nothing when an entry has a pole. */
export function limitOf(matrix: Matrix<Laurent>): Rational[][] | undefined {
  if (matrix.some((row) => row.some((entry) => entry.valuation < 0))) return undefined;
  return matrix.map((row) => row.map((entry) => entry.coefficient(0)));
}
