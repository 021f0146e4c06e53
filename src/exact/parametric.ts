/**
 * Numbers that depend on parameters: Laurent polynomials in t_0, t_1, ... with coefficients in a field, exact and immutable.
 *
 * A parameter may occur with a negative exponent; whoever divides by it has to know that it is not 0.
 */
import { Rational } from "./rational.js";

/** The arithmetic of the coefficients. */
export interface Field<C> {
  readonly zero: C;
  readonly one: C;
  isZero(a: C): boolean;
  plus(a: C, b: C): C;
  times(a: C, b: C): C;
  negated(a: C): C;
  /** Of an element that is not zero. */
  inverse(a: C): C;
}

export const RATIONALS: Field<Rational> = {
  zero: Rational.zero,
  one: Rational.one,
  isZero: (a) => a.isZero,
  plus: (a, b) => a.plus(b),
  times: (a, b) => a.times(b),
  negated: (a) => a.negated(),
  inverse: (a) => Rational.one.dividedBy(a),
};

/** coefficient * t_0^exponents[0] * t_1^exponents[1] ...; the list ends with an exponent other than 0. */
export interface ParametricTerm<C> {
  readonly exponents: readonly number[];
  readonly coefficient: C;
}

export class Parametric<C> {
  readonly #field: Field<C>;
  /** By exponents: each monomial once, no coefficient 0. */
  readonly #terms: ReadonlyMap<string, ParametricTerm<C>>;

  private constructor(field: Field<C>, terms: ReadonlyMap<string, ParametricTerm<C>>) {
    this.#field = field;
    this.#terms = terms;
  }

  static sum<C>(field: Field<C>, terms: Iterable<ParametricTerm<C>>): Parametric<C> {
    const sum = new Map<string, ParametricTerm<C>>();
    for (const { exponents, coefficient } of terms) {
      const key = exponents.join();
      const before = sum.get(key);
      const total = before === undefined ? coefficient : field.plus(before.coefficient, coefficient);
      if (field.isZero(total)) sum.delete(key);
      else sum.set(key, { exponents, coefficient: total });
    }
    return new Parametric(field, sum);
  }

  static constant<C>(field: Field<C>, coefficient: C): Parametric<C> {
    return Parametric.sum(field, [{ exponents: [], coefficient }]);
  }

  /** t_number. */
  static parameter<C>(field: Field<C>, number: number): Parametric<C> {
    return Parametric.sum(field, [{ exponents: [...Array.from({ length: number }, () => 0), 1], coefficient: field.one }]);
  }

  get isZero(): boolean {
    return this.#terms.size === 0;
  }

  get terms(): readonly ParametricTerm<C>[] {
    return [...this.#terms.values()];
  }

  /** The number it is, if no parameter occurs. */
  get value(): C | undefined {
    if (this.#terms.size === 0) return this.#field.zero;
    return this.#terms.size === 1 ? this.#terms.get("")?.coefficient : undefined;
  }

  plus(other: Parametric<C>): Parametric<C> {
    return Parametric.sum(this.#field, [...this.#terms.values(), ...other.#terms.values()]);
  }

  negated(): Parametric<C> {
    return Parametric.sum(this.#field, this.terms.map(({ exponents, coefficient }) => ({ exponents, coefficient: this.#field.negated(coefficient) })));
  }

  times(other: Parametric<C>): Parametric<C> {
    const products: ParametricTerm<C>[] = [];
    for (const a of this.#terms.values()) {
      for (const b of other.#terms.values()) {
        products.push({ exponents: added(a.exponents, b.exponents), coefficient: this.#field.times(a.coefficient, b.coefficient) });
      }
    }
    return Parametric.sum(this.#field, products);
  }

  /** 1 / this, for a single term. @throws RangeError for any other */
  inverse(): Parametric<C> {
    const [term, ...more] = this.#terms.values();
    if (term === undefined || more.length > 0) throw new RangeError("only a single term can be inverted");
    return Parametric.sum(this.#field, [{ exponents: term.exponents.map((e) => 0 - e), coefficient: this.#field.inverse(term.coefficient) }]);
  }

  /** The parameters that occur, ascending. */
  parameters(): number[] {
    const found = new Set<number>();
    for (const { exponents } of this.#terms.values()) exponents.forEach((e, n) => e !== 0 && found.add(n));
    return [...found].sort((a, b) => a - b);
  }

  /** What t_number^power is multiplied with. */
  coefficientOf(number: number, power: number): Parametric<C> {
    const terms = this.terms.filter(({ exponents }) => (exponents[number] ?? 0) === power);
    return Parametric.sum(this.#field, terms.map(({ exponents, coefficient }) => ({ exponents: without(exponents, number), coefficient })));
  }

  /** The exponents with which t_number occurs, 0 included where a term is without it. */
  powersOf(number: number): number[] {
    return [...new Set(this.terms.map(({ exponents }) => exponents[number] ?? 0))];
  }

  /** With `value` for t_number. @throws RangeError for a negative power of a value that is not a single term */
  substitute(number: number, value: Parametric<C>): Parametric<C> {
    return this.powersOf(number).reduce((sum, power) => {
      const factor = power < 0 ? value.inverse() : value;
      let term = this.coefficientOf(number, power);
      for (let e = Math.abs(power); e > 0; e--) term = term.times(factor);
      return sum.plus(term);
    }, Parametric.sum(this.#field, []));
  }
}

function added(a: readonly number[], b: readonly number[]): number[] {
  return trimmed(Array.from({ length: Math.max(a.length, b.length) }, (_, n) => (a[n] ?? 0) + (b[n] ?? 0)));
}

function without(exponents: readonly number[], number: number): number[] {
  return trimmed(exponents.map((e, n) => (n === number ? 0 : e)));
}

function trimmed(exponents: number[]): number[] {
  while (exponents.length > 0 && exponents.at(-1) === 0) exponents.pop();
  return exponents;
}
