/**
 * The last resort of `unreachable.ts`: equations in parameters, none of which can be solved, and multiples of them that add up to a product of parameters that are not zero.
 */
import type { Parametric } from "../exact/parametric.js";
import { findCombination } from "../exact/combination.js";
import { fractionOf } from "../exact/modular.js";
import { type Monomial, Polynomial } from "../exact/polynomial.js";

/** Numbers of limits are small. Larger ones are taken for residues that stand for nothing. */
const MAX_NUMBER = 200;
const LIMITS = { degree: 3, size: 160 };
/** The largest exponent of a certificate. */
const MAX_POWER = 8;

/** coefficient * product of parameters to powers of at least 1. */
export interface FactorTerm {
  readonly coefficient: string;
  readonly powers: readonly (readonly [parameter: number, exponent: number])[];
}

/**
 * Factors for expressions that are all zero, such that the sum of the multiples is a number other than 0 times parameters that are not; nothing if none are found. Residues are
 * taken for the smallest fractions that they stand for.
 */
export function contradictingFactors(equations: readonly Parametric<number>[], isNonzero: (parameter: number) => boolean): FactorTerm[][] | undefined {
  const cleared = equations.map((equation) => clear(equation, isNonzero));
  if (!cleared.every((equation) => equation !== undefined)) return undefined;
  const polynomials = cleared.map(({ polynomial }) => polynomial);
  const nonzero = [...new Set(polynomials.flatMap(({ variables }) => variables))].filter(isNonzero).sort((a, b) => a - b);
  const all = Polynomial.sum([{ monomial: nonzero.map((variable) => ({ variable, exponent: 1 })), coefficient: 1n }]);
  for (const target of nonzero.length > 0 ? [ONE, all] : [ONE]) {
    const found = findCombination(target, polynomials, LIMITS);
    if (found !== undefined) return factorsOf(found.cofactors, cleared);
  }
  return undefined;
}

const ONE = Polynomial.constant(1n);

/** polynomial = an integer * the parameters to the powers `shift` * the expression. */
interface Cleared {
  readonly polynomial: Polynomial;
  readonly scale: bigint;
  readonly shift: ReadonlyMap<number, number>;
}

/** Without denominators and negative powers, and divided by the parameters that are not zero as often as they divide it. */
function clear({ terms }: Parametric<number>, isNonzero: (parameter: number) => boolean): Cleared | undefined {
  const fractions = terms.map(({ coefficient }) => fractionOf(coefficient, MAX_NUMBER));
  if (!fractions.every((fraction) => fraction !== undefined)) return undefined;
  const scale = fractions.reduce((product, [, denominator]) => product * BigInt(denominator), 1n);
  const count = Math.max(0, ...terms.map(({ exponents }) => exponents.length));
  const shift = new Map<number, number>();
  for (let t = 0; t < count; t++) {
    const least = Math.min(...terms.map(({ exponents }) => exponents[t] ?? 0));
    if (least < 0 || (least > 0 && isNonzero(t))) shift.set(t, -least);
  }
  const polynomial = Polynomial.sum(
    terms.map(({ exponents }, n) => {
      const [numerator, denominator] = fractions[n]!;
      const powers = Array.from({ length: count }, (_, t) => ({ variable: t, exponent: (exponents[t] ?? 0) + (shift.get(t) ?? 0) }));
      const monomial: Monomial = powers.filter(({ exponent }) => exponent > 0);
      return { monomial, coefficient: (BigInt(numerator) * scale) / BigInt(denominator) };
    }),
  );
  return { polynomial, scale, shift };
}

/** The cofactors as factors of the expressions. Negative powers are of parameters that are not zero: all factors are multiplied by what takes them away. */
function factorsOf(cofactors: readonly Polynomial[], cleared: readonly Cleared[]): FactorTerm[][] | undefined {
  const lift = new Map<number, number>();
  const factors = cofactors.map((cofactor, n) =>
    cofactor.terms().map(({ monomial, coefficient }) => {
      const exponents = new Map(monomial.map(({ variable, exponent }) => [variable, exponent]));
      for (const [t, power] of cleared[n]!.shift) exponents.set(t, (exponents.get(t) ?? 0) + power);
      for (const [t, exponent] of exponents) lift.set(t, Math.max(lift.get(t) ?? 0, -exponent));
      return { coefficient: coefficient * cleared[n]!.scale, exponents };
    }),
  );
  const lifted = factors.map((terms) =>
    terms.map(({ coefficient, exponents }) => {
      for (const [t, power] of lift) exponents.set(t, (exponents.get(t) ?? 0) + power);
      return { coefficient: `${coefficient}`, powers: [...exponents].filter(([, exponent]) => exponent > 0).sort(([a], [b]) => a - b) };
    }),
  );
  return lifted.flat().every(({ powers }) => powers.every(([, exponent]) => exponent <= MAX_POWER)) ? lifted : undefined;
}
