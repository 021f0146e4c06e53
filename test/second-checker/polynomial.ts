/**
 * Rational numbers, and polynomials with rational coefficients in variables that are numbers. Exponents may be negative
 * (Laurent polynomials); division is for polynomials without negative exponents.
 */
import { need } from "./reading.js";

/** In lowest terms, q > 0. */
export interface Rational {
  p: bigint;
  q: bigint;
}

const magnitude = (a: bigint): bigint => (a < 0n ? -a : a);

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function rational(p: bigint, q = 1n): Rational {
  if (q === 1n) return { p, q };
  const common = q < 0n ? -gcd(p, q) : gcd(p, q);
  return { p: p / common, q: q / common };
}

export const sum = (a: Rational, b: Rational): Rational => (a.q === b.q ? rational(a.p + b.p, a.q) : rational(a.p * b.q + b.p * a.q, a.q * b.q));
export const product = (a: Rational, b: Rational): Rational => rational(a.p * b.p, a.q * b.q);
export const quotient = (a: Rational, b: Rational): Rational => rational(a.p * b.q, a.q * b.p);

/** A variable with its exponent, which is not 0. */
type Power = readonly [variable: number, exponent: number];

interface Term {
  coefficient: Rational;
  /** In the order of the variables. */
  powers: readonly Power[];
}

/** Its terms, none 0, by the text of their powers. */
export type Polynomial = ReadonlyMap<string, Term>;

/** The most pairs of terms multiplied at once. */
const LARGEST = 2 ** 20;

export const ZERO: Polynomial = new Map();
export const ONE: Polynomial = number(rational(1n));

export function number(value: Rational): Polynomial {
  return monomial(value, []);
}

export function variable(name: number): Polynomial {
  return monomial(rational(1n), [[name, 1]]);
}

/** Powers in any order; those of one variable multiply. */
export function monomial(coefficient: Rational, powers: readonly Power[]): Polynomial {
  if (coefficient.p === 0n) return ZERO;
  const exponents = new Map<number, number>();
  for (const [name, exponent] of powers) exponents.set(name, (exponents.get(name) ?? 0) + exponent);
  const sorted = [...exponents].filter(([, exponent]) => exponent !== 0).sort(([a], [b]) => a - b);
  return new Map([[sorted.join(), { coefficient, powers: sorted }]]);
}

function addTerm(to: Map<string, Term>, key: string, coefficient: Rational, powers: readonly Power[]): void {
  const before = to.get(key);
  const now = before === undefined ? coefficient : sum(before.coefficient, coefficient);
  if (now.p === 0n) to.delete(key);
  else to.set(key, { coefficient: now, powers });
}

export function add(...summands: Polynomial[]): Polynomial {
  const result = new Map(summands[0]);
  for (const summand of summands.slice(1)) for (const [key, { coefficient, powers }] of summand) addTerm(result, key, coefficient, powers);
  return result;
}

export function scale(value: Polynomial, by: Rational): Polynomial {
  if (by.p === 0n) return ZERO;
  return new Map([...value].map(([key, { coefficient, powers }]) => [key, { coefficient: product(coefficient, by), powers }]));
}

export function negative(value: Polynomial): Polynomial {
  return scale(value, rational(-1n));
}

function timesPowers(a: readonly Power[], b: readonly Power[]): Power[] {
  const result: Power[] = [];
  let [x, y] = [0, 0];
  while (x < a.length || y < b.length) {
    const [one, two] = [a[x], b[y]];
    if (two === undefined || (one !== undefined && one[0] < two[0])) {
      result.push(one as Power);
      x++;
    } else if (one === undefined || two[0] < one[0]) {
      result.push(two);
      y++;
    } else {
      if (one[1] + two[1] !== 0) result.push([one[0], one[1] + two[1]]);
      x++;
      y++;
    }
  }
  return result;
}

export function multiply(a: Polynomial, b: Polynomial): Polynomial {
  need(a.size * b.size <= LARGEST, "polynomials too large for this checker");
  if (a.size === 0 || b.size === 0) return ZERO;
  const result = new Map<string, Term>();
  for (const one of a.values()) {
    for (const two of b.values()) {
      const powers = timesPowers(one.powers, two.powers);
      addTerm(result, powers.join(), product(one.coefficient, two.coefficient), powers);
    }
  }
  return result;
}

export function power(value: Polynomial, exponent: number): Polynomial {
  if (exponent >= 0) return Array.from({ length: exponent }).reduce<Polynomial>((result) => multiply(result, value), ONE);
  return power(inverse(value), -exponent);
}

/** 1 / value, for a value of one term. */
export function inverse(value: Polynomial): Polynomial {
  const [term] = value.values();
  need(value.size === 1 && term !== undefined, "division by a value that has not exactly one term");
  return monomial(quotient(rational(1n), term.coefficient), term.powers.map(([name, exponent]) => [name, -exponent]));
}

export function isConstant(value: Polynomial): boolean {
  return value.size === 0 || (value.size === 1 && value.has(""));
}

export function variablesOf(value: Polynomial): Set<number> {
  return new Set([...value.values()].flatMap(({ powers }) => powers.map(([name]) => name)));
}

/** The value as a polynomial in one variable: exponent -> coefficient, none 0. */
export function coefficientsIn(value: Polynomial, name: number): Map<number, Polynomial> {
  const found = new Map<number, Map<string, Term>>();
  for (const { coefficient, powers } of value.values()) {
    const exponent = powers.find((item) => item[0] === name)?.[1] ?? 0;
    const rest = powers.filter((item) => item[0] !== name);
    const terms = found.get(exponent) ?? new Map<string, Term>();
    found.set(exponent, terms);
    terms.set(rest.join(), { coefficient, powers: rest });
  }
  return found;
}

/** Lexicographic: the smallest variable in which they differ decides. */
function compare(a: readonly Power[], b: readonly Power[]): number {
  for (let n = 0; ; n++) {
    const [one, two] = [a[n], b[n]];
    if (one === undefined || two === undefined) return (one === undefined ? 0 : 1) - (two === undefined ? 0 : 1);
    if (one[0] !== two[0]) return two[0] - one[0];
    if (one[1] !== two[1]) return one[1] - two[1];
  }
}

function leading(value: Polynomial): Term {
  return [...value.values()].reduce((best, term) => (compare(term.powers, best.powers) > 0 ? term : best));
}

/** value / by over the rationals, if that leaves no rest. */
export function divide(value: Polynomial, by: Polynomial): Polynomial | undefined {
  const head = leading(by);
  let rest = value;
  let result = ZERO;
  while (rest.size > 0) {
    const top = leading(rest);
    const powers = timesPowers(top.powers, head.powers.map(([name, exponent]): Power => [name, -exponent]));
    if (powers.some(([, exponent]) => exponent < 0)) return undefined;
    const step = monomial(quotient(top.coefficient, head.coefficient), powers);
    result = add(result, step);
    rest = add(rest, negative(multiply(step, by)));
  }
  return result;
}

/** The greatest common divisor of the coefficients, integers, of all of these; 1 if there are none. */
export function content(values: readonly Polynomial[]): bigint {
  let common = 0n;
  for (const value of values) {
    for (const { coefficient } of value.values()) {
      common = gcd(common, coefficient.p);
      if (common === 1n) return 1n;
    }
  }
  return common === 0n ? 1n : common;
}

/** `"p"` or `"p/q"` in lowest terms. */
export function readRational(value: unknown, at: string): Rational {
  need(typeof value === "string" && value.length <= 1000, `${at}: expected a rational number in a string of at most 1000 characters`);
  const parts = /^(-?(?:0|[1-9][0-9]*))(?:\/([1-9][0-9]*))?$/.exec(value);
  need(parts !== null && value !== "-0", `${at}: not a rational number`);
  const p = BigInt(parts[1] as string);
  if (parts[2] === undefined) return rational(p);
  const q = BigInt(parts[2]);
  need(q >= 2n && gcd(p, q) === 1n && p !== 0n, `${at}: not in lowest terms`);
  return { p, q };
}
