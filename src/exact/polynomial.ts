/**
 * Sparse polynomials in many variables with integer coefficients, exact and immutable.
 *
 * Variables are numbered 0, 1, 2, ...; a monomial lists the variables that occur in it with their exponents (the nonzero part of the
 * exponent vector), so the number of variables never has to be said. A polynomial holds each monomial once and never with
 * coefficient 0, so two polynomials are equal exactly when they hold the same terms.
 */
import { gcd } from "./rational.js";
import { wordsOf } from "./words.js";

/** x_variable ^ exponent, exponent >= 1. */
export interface Power {
  readonly variable: number;
  readonly exponent: number;
}

/** A product of powers, variables strictly ascending; the empty product is 1. */
export type Monomial = readonly Power[];

export interface Term {
  readonly monomial: Monomial;
  readonly coefficient: bigint;
}

/** Told of work before it is done, in products of terms; it may throw to prevent it. */
export type OnWork = (products: number) => void;

export const unmetered: OnWork = () => {};

export class Polynomial {
  static readonly zero = new Polynomial(new Map());

  /** By the monomial's name: equal monomials have equal names. */
  readonly #terms: ReadonlyMap<string, Term>;

  private constructor(terms: ReadonlyMap<string, Term>) {
    this.#terms = terms;
  }

  /** The polynomial without variables. */
  static constant(value: bigint): Polynomial {
    return Polynomial.sum([{ monomial: [], coefficient: value }]);
  }

  /** x_variable. @throws RangeError unless `variable` is a nonnegative integer */
  static variable(variable: number): Polynomial {
    if (!Number.isSafeInteger(variable) || variable < 0) throw new RangeError(`a variable is numbered from 0, not ${variable}`);
    return Polynomial.sum([{ monomial: [{ variable, exponent: 1 }], coefficient: 1n }]);
  }

  /** The sum of terms, in which a monomial may occur more than once. */
  static sum(terms: Iterable<Term>): Polynomial {
    const sum = new Map<string, Term>();
    for (const { monomial, coefficient } of terms) {
      const name = nameOf(monomial);
      const total = coefficient + (sum.get(name)?.coefficient ?? 0n);
      if (total === 0n) sum.delete(name);
      else sum.set(name, { monomial, coefficient: total });
    }
    return new Polynomial(sum);
  }

  get isZero(): boolean {
    return this.#terms.size === 0;
  }

  /** The number of terms. */
  get size(): number {
    return this.#terms.size;
  }

  /** The number of terms, each counted by the 64-bit words of its coefficient: the product of two weights bounds the cost of a multiplication. */
  get weight(): number {
    let weight = 0;
    for (const { coefficient } of this.#terms.values()) weight += wordsOf(coefficient);
    return weight;
  }

  /** Without variables; zero is. */
  get isConstant(): boolean {
    return this.size === 0 || (this.size === 1 && this.#terms.has(""));
  }

  /** The variables that occur, ascending. */
  get variables(): number[] {
    const found = new Set<number>();
    for (const { monomial } of this.#terms.values()) for (const { variable } of monomial) found.add(variable);
    return [...found].sort((a, b) => a - b);
  }

  plus(other: Polynomial): Polynomial {
    if (this.isZero) return other;
    if (other.isZero) return this;
    return Polynomial.sum([...this.#terms.values(), ...other.#terms.values()]);
  }

  minus(other: Polynomial): Polynomial {
    return this.plus(other.negated());
  }

  negated(): Polynomial {
    return Polynomial.sum(Array.from(this.#terms.values(), ({ monomial, coefficient }) => ({ monomial, coefficient: -coefficient })));
  }

  /** Every term of one with every term of the other: size times size multiplications. */
  times(other: Polynomial): Polynomial {
    const products: Term[] = [];
    for (const a of this.#terms.values()) {
      for (const b of other.#terms.values()) {
        products.push({ monomial: multiplyMonomials(a.monomial, b.monomial), coefficient: a.coefficient * b.coefficient });
      }
    }
    return Polynomial.sum(products);
  }

  /** This polynomial as one in `variable` alone: [e] is the coefficient of variable^e, a polynomial in the others; the last is not zero. */
  coefficients(variable: number): Polynomial[] {
    const byExponent: Term[][] = [];
    for (const { monomial, coefficient } of this.#terms.values()) {
      const exponent = monomial.find((power) => power.variable === variable)?.exponent ?? 0;
      (byExponent[exponent] ??= []).push({ monomial: monomial.filter((power) => power.variable !== variable), coefficient });
    }
    return Array.from(byExponent, (terms) => Polynomial.sum(terms ?? []));
  }

  /** The polynomial with `value` in the place of `variable`. */
  substitute(variable: number, value: Polynomial): Polynomial {
    const coefficients = this.coefficients(variable);
    if (coefficients.length <= 1) return this;
    return coefficients.reduceRight((sum, coefficient) => sum.times(value).plus(coefficient), Polynomial.zero);
  }

  /** Divided by the greatest common divisor of its coefficients; the polynomial zero as it is. */
  primitivePart(): Polynomial {
    const content = this.terms().reduce((common, { coefficient }) => gcd(common, coefficient), 0n);
    return content <= 1n ? this : Polynomial.sum(this.terms().map(({ monomial, coefficient }) => ({ monomial, coefficient: coefficient / content })));
  }

  /**
   * The quotient when `divisor` divides this polynomial over the integers, otherwise nothing. What is left may grow before it is seen that it does not:
   * `onWork` is told of each step before it is done, in products of terms.
   * @throws RangeError for the divisor zero
   */
  dividedBy(divisor: Polynomial, onWork: OnWork = unmetered): Polynomial | undefined {
    if (divisor.isZero) throw new RangeError("division by the polynomial zero");
    const lead = divisor.#leading();
    const quotient: Term[] = [];
    // Lexicographic order of monomials is kept by multiplication, so the leading term of what is left must be divisible by the divisor's.
    for (let rest = this.plus(Polynomial.zero); !rest.isZero; ) {
      const { monomial, coefficient } = rest.#leading();
      const power = divideMonomials(monomial, lead.monomial);
      if (power === undefined || coefficient % lead.coefficient !== 0n) return undefined;
      const term = { monomial: power, coefficient: coefficient / lead.coefficient };
      onWork(rest.weight + divisor.weight * wordsOf(term.coefficient));
      quotient.push(term);
      rest = rest.minus(Polynomial.sum([term]).times(divisor));
    }
    return Polynomial.sum(quotient);
  }

  /** The first of the terms in lexicographic order; there must be one. */
  #leading(): Term {
    const [first, ...others] = this.#terms.values();
    return others.reduce((best, term) => (compareMonomials(term.monomial, best.monomial) < 0 ? term : best), first!);
  }

  equals(other: Polynomial): boolean {
    if (this.size !== other.size) return false;
    for (const [name, { coefficient }] of this.#terms) if (other.#terms.get(name)?.coefficient !== coefficient) return false;
    return true;
  }

  /** The value at a point, given as the value of each variable. */
  at(point: (variable: number) => bigint): bigint {
    let sum = 0n;
    for (const { monomial, coefficient } of this.#terms.values()) {
      sum += monomial.reduce((product, { variable, exponent }) => product * point(variable) ** BigInt(exponent), coefficient);
    }
    return sum;
  }

  /** The terms in lexicographic order: a higher power of x_0 first, for equal powers a higher power of x_1 first, and so on. */
  terms(): Term[] {
    return [...this.#terms.values()].sort((a, b) => compareMonomials(a.monomial, b.monomial));
  }
}

/** Equal monomials have equal names. */
export function nameOf(monomial: Monomial): string {
  return monomial.map(({ variable, exponent }) => `${variable}^${exponent}`).join(" ");
}

/** Merges two ascending lists, adding the exponents of a variable that occurs in both. */
export function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  const product: Power[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i]!;
    const y = b[j]!;
    if (x.variable <= y.variable) i++;
    if (y.variable <= x.variable) j++;
    if (x.variable === y.variable) product.push({ variable: x.variable, exponent: x.exponent + y.exponent });
    else product.push(x.variable < y.variable ? x : y);
  }
  return [...product, ...a.slice(i), ...b.slice(j)];
}

/** a / b, or nothing when some exponent of b is larger. */
export function divideMonomials(a: Monomial, b: Monomial): Monomial | undefined {
  const left = new Map(a.map(({ variable, exponent }) => [variable, exponent]));
  for (const { variable, exponent } of b) left.set(variable, (left.get(variable) ?? 0) - exponent);
  if ([...left.values()].some((exponent) => exponent < 0)) return undefined;
  return a.flatMap(({ variable }) => (left.get(variable) === 0 ? [] : [{ variable, exponent: left.get(variable)! }]));
}

/** Negative when `a` comes first. */
function compareMonomials(a: Monomial, b: Monomial): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x.variable !== y.variable) return x.variable - y.variable;
    if (x.exponent !== y.exponent) return y.exponent - x.exponent;
  }
  return b.length - a.length;
}
