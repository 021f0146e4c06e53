/**
 * A polynomial as a combination of others, with cofactors of bounded degree: linear algebra on the products of the others with monomials.
 *
 * Such a combination proves that the target vanishes wherever the others do; for the target 1, or a monomial in numbers that are not zero, that they vanish nowhere together.
 * The converse holds over the complex numbers and for degrees high enough (Nullstellensatz); the degree here is small.
 */
import { commonDenominator, scaled } from "./integer-vector.js";
import { PRIME, inverseMod, multiplyMod, residueOf } from "./modular.js";
import { type Monomial, Polynomial, divideMonomials, multiplyMonomials, nameOf } from "./polynomial.js";
import { Rational, gcd } from "./rational.js";

/** scale * target = cofactors[0] * generators[0] + cofactors[1] * generators[1] + ..., scale not 0. */
export interface Combination {
  readonly scale: bigint;
  readonly cofactors: readonly Polynomial[];
}

export interface CombinationLimits {
  /** Total degree of the cofactors. */
  readonly degree: number;
  /** Products of a monomial and a generator, and monomials in them, that are looked at. */
  readonly size: number;
}

/**
 * A combination of the generators, with cofactors of least degree, that is the target up to an integer factor; nothing if there is none within the limits. Exact: what is given has been
 * multiplied out. What is not found modulo a fixed prime is not looked for, so one with unlucky denominators may be missed.
 *
 * Only products that hang together with the target's monomials are looked at: what is homogeneous in some grading stays small by itself. Cost: the cube of `size`, at most, for each degree.
 */
export function findCombination(target: Polynomial, generators: readonly Polynomial[], { degree, size }: CombinationLimits): Combination | undefined {
  if (target.isZero) return { scale: 1n, cofactors: generators.map(() => Polynomial.zero) };
  for (let d = 0; d <= degree; d++) {
    const span = Span.around(target, generators, d, size);
    const found = span?.combine();
    if (found !== undefined && isCombination(found, target, generators)) return found;
    if (span === undefined || !span.isCut) return undefined;
  }
  return undefined;
}

/** Does the equation hold? Multiplied out. */
export function isCombination({ scale, cofactors }: Combination, target: Polynomial, generators: readonly Polynomial[]): boolean {
  const sum = generators.reduce((total, generator, g) => total.plus(generator.times(cofactors[g]!)), Polynomial.zero);
  return scale !== 0n && sum.equals(target.times(Polynomial.constant(scale)));
}

/** A monomial times a generator. */
interface Product {
  readonly generator: number;
  readonly monomial: Monomial;
  /** Coefficients by the numbers of the monomials. */
  readonly terms: readonly (readonly [column: number, coefficient: bigint])[];
}

/** The products with monomials up to some degree that share monomials with the target, directly or through others. */
class Span {
  readonly products: Product[] = [];
  /** Was a product left out because of its degree? */
  isCut = false;
  readonly #columns = new Map<string, number>();
  readonly #monomials: Monomial[] = [];
  readonly #target: readonly (readonly [column: number, coefficient: bigint])[];

  private constructor(
    target: Polynomial,
    readonly generators: readonly Polynomial[],
  ) {
    this.#target = this.#numbered(target, []);
  }

  /** Nothing when there are too many. */
  static around(target: Polynomial, generators: readonly Polynomial[], degree: number, size: number): Span | undefined {
    const span = new Span(target, generators);
    const terms = generators.map((generator) => generator.terms());
    const seen = new Set<string>();
    for (let column = 0; column < span.#monomials.length; column++) {
      for (const [generator, list] of terms.entries()) {
        for (const { monomial } of list) {
          const by = divideMonomials(span.#monomials[column]!, monomial);
          if (by === undefined) continue;
          if (degreeOf(by) > degree) {
            span.isCut = true;
            continue;
          }
          const name = `${generator}: ${nameOf(by)}`;
          if (seen.has(name)) continue;
          seen.add(name);
          span.products.push({ generator, monomial: by, terms: span.#numbered(generators[generator]!, by) });
          if (span.products.length > size || span.#monomials.length > size) return undefined;
        }
      }
    }
    return span;
  }

  #numbered(polynomial: Polynomial, by: Monomial): [number, bigint][] {
    return polynomial.terms().map(({ monomial, coefficient }) => {
      const product = multiplyMonomials(monomial, by);
      const name = nameOf(product);
      const column = this.#columns.get(name) ?? this.#monomials.push(product) - 1;
      this.#columns.set(name, column);
      return [column, coefficient];
    });
  }

  /** The target from products that are independent modulo the prime: those that it needs there, with exact coefficients if they exist. */
  combine(): Combination | undefined {
    const needed = this.#needed();
    const solution = needed && solve(needed.map(({ terms }) => terms), this.#target, this.#monomials.length);
    if (needed === undefined || solution === undefined) return undefined;
    const terms = this.generators.map((): { monomial: Monomial; coefficient: bigint }[] => []);
    needed.forEach(({ generator, monomial }, n) => terms[generator]!.push({ monomial, coefficient: solution.values[n]! }));
    return { scale: solution.scale, cofactors: terms.map((list) => Polynomial.sum(list)) };
  }

  #needed(): Product[] | undefined {
    const echelon: { row: Float64Array; pivot: number; origin: Float64Array }[] = [];
    const kept: Product[] = [];
    const reduced = (terms: Product["terms"]): { row: Float64Array; origin: Float64Array } => {
      const row = new Float64Array(this.#monomials.length);
      // What was subtracted, in terms of the products kept.
      const origin = new Float64Array(kept.length);
      for (const [column, coefficient] of terms) row[column] = residueOf(coefficient);
      for (const { row: other, pivot, origin: theirs } of echelon) {
        const factor = row[pivot]!;
        if (factor === 0) continue;
        subtract(row, factor, other);
        subtract(origin, factor, theirs);
      }
      return { row, origin };
    };
    for (const product of this.products) {
      const { row, origin } = reduced(product.terms);
      const pivot = row.findIndex((value) => value !== 0);
      if (pivot < 0) continue;
      const inverse = inverseMod(row[pivot]!);
      kept.push(product);
      echelon.push({ row: row.map((value) => multiplyMod(value, inverse)), pivot, origin: Float64Array.from([...origin, 1], (value) => multiplyMod(value, inverse)) });
    }
    const { row, origin } = reduced(this.#target);
    return row.some((value) => value !== 0) ? undefined : kept.filter((_, n) => origin[n] !== 0);
  }
}

/** target -= factor * source modulo the prime; the source may be shorter. */
function subtract(target: Float64Array, factor: number, source: Float64Array): void {
  for (let c = 0; c < source.length; c++) {
    if (source[c] === 0) continue;
    const value = target[c]! - multiplyMod(factor, source[c]!);
    target[c] = value < 0 ? value + PRIME : value;
  }
}

/** Integers x and scale > 0 with the sum of x_n vectors[n] = scale * right, or nothing. The vectors must be independent. */
function solve(vectors: readonly Product["terms"][], right: Product["terms"], height: number): { scale: bigint; values: bigint[] } | undefined {
  const width = vectors.length;
  const byColumn = Array.from({ length: height }, () => Array.from({ length: width + 1 }, () => 0n));
  vectors.forEach((terms, n) => terms.forEach(([column, coefficient]) => (byColumn[column]![n] = coefficient)));
  for (const [column, coefficient] of right) byColumn[column]![width] = coefficient;
  let lines = byColumn.filter((line) => line.some((value) => value !== 0n));
  const pivots: bigint[][] = [];
  for (let n = 0; n < width; n++) {
    const pivot = lines.find((line) => line[n] !== 0n);
    if (pivot === undefined) return undefined;
    lines = lines.filter((line) => line !== pivot);
    for (const line of [...lines, ...pivots]) clear(line, pivot, n);
    pivots.push(pivot);
  }
  if (lines.some((line) => line[width] !== 0n)) return undefined;
  // Each pivot line now says: line[n] * x_n = line[width].
  const solution = pivots.map((line, n) => Rational.of(line[width]!, line[n]!));
  const scale = commonDenominator(solution);
  return { scale, values: solution.map((x) => scaled(x, scale)) };
}

/** line := a multiple of it minus one of the pivot line, so that it is 0 at n; common factors divided out. */
function clear(line: bigint[], pivot: readonly bigint[], n: number): void {
  if (line[n] === 0n) return;
  const common = gcd(line[n]!, pivot[n]!);
  const [mine, theirs] = [pivot[n]! / common, line[n]! / common];
  line.forEach((value, c) => (line[c] = value * mine - pivot[c]! * theirs));
  const content = line.reduce((all, value) => gcd(all, value), 0n);
  if (content > 1n) line.forEach((value, c) => (line[c] = value / content));
}

function degreeOf(monomial: Monomial): number {
  return monomial.reduce((sum, { exponent }) => sum + exponent, 0);
}
