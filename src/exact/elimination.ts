/**
 * Fraction-free elimination over polynomials whose variables stand for all real numbers, case by case: on a *branch* some polynomials are known to be
 * zero, each solved for one variable, and some are known not to be. A pivot must be a product of the latter, so that every step
 * is right at every point of the branch.
 */
import { type OnWork, Polynomial, unmetered } from "./polynomial.js";

/** slope * variable + constant = 0, the slope nonzero at every point of the branch. */
export interface Equality {
  readonly variable: number;
  readonly slope: Polynomial;
  readonly constant: Polynomial;
}

/** What is known on one branch. Immutable. */
export class Branch {
  static readonly start = Branch.metered(unmetered);

  private constructor(
    /** In the order they became known; slope and constant hold no variable that was replaced before or here. */
    readonly equalities: readonly Equality[],
    /** Each without an integer that divides it, so that constants do not decide what it divides. */
    readonly nonzero: readonly Polynomial[],
    private readonly onWork: OnWork,
  ) {}

  /** Nothing known yet. `onWork` is told of all products of polynomials on this branch and those below it. */
  static metered(onWork: OnWork): Branch {
    return new Branch([], [], onWork);
  }

  /**
   * The polynomial, reduced, as slope * variable + constant with a slope known to be nonzero; nothing when it has another degree in the variable, or
   * the slope may vanish.
   */
  solve(variable: number, polynomial: Polynomial): Equality | undefined {
    const [constant, slope, ...higher] = polynomial.coefficients(variable);
    if (slope === undefined || higher.length > 0 || !this.isNonzero(slope)) return undefined;
    return { variable, slope, constant: constant! };
  }

  /** The branch where a variable, not replaced so far, is zero. */
  withZero(variable: number): Branch {
    return this.with({ variable, slope: ONE, constant: Polynomial.zero });
  }

  /** The branch where this holds too. */
  with(equality: Equality): Branch {
    return new Branch(
      [...this.equalities, equality],
      this.nonzero.map((factor) => replaced([factor], equality, this.onWork)[0]!.primitivePart()).filter((factor) => !factor.isConstant),
      this.onWork,
    );
  }

  /** The branch where a polynomial, reduced, is known to be nonzero too. */
  without(polynomial: Polynomial): Branch {
    return new Branch(this.equalities, [...this.nonzero, polynomial.primitivePart()], this.onWork);
  }

  /** A row with every replaced variable replaced, up to a common factor that is nonzero on the branch. */
  reduce(row: readonly Polynomial[]): readonly Polynomial[] {
    return this.equalities.reduce((reduced, equality) => replaced(reduced, equality, this.onWork), row);
  }

  /** What is left of a polynomial when all factors known to be nonzero are divided off, each as often as it goes. */
  unknownFactor(polynomial: Polynomial): Polynomial {
    let rest = polynomial;
    for (const factor of this.nonzero) {
      for (;;) {
        if (rest.isConstant) return rest;
        const quotient = rest.dividedBy(factor, this.onWork);
        if (quotient === undefined) break;
        rest = quotient;
      }
    }
    return rest;
  }

  /** Is it nonzero at every point of the branch, by what is known? */
  isNonzero(polynomial: Polynomial): boolean {
    if (polynomial.isZero) return false;
    return this.unknownFactor(polynomial).isConstant;
  }
}

/** Variable = -constant / slope in every entry, times the slope as often as it takes to have no denominators: the same for all. */
function replaced(row: readonly Polynomial[], { variable, slope, constant }: Equality, onWork: OnWork): readonly Polynomial[] {
  const coefficients = row.map((entry) => (entry.isConstant ? [entry] : entry.coefficients(variable)));
  const degree = coefficients.reduce((most, list) => Math.max(most, list.length - 1), 0);
  if (degree === 0) return row;
  const numerator = constant.negated();
  const product = metered(onWork);
  return coefficients.map((list) => {
    let sum = Polynomial.zero;
    // Horner in the numerator; the coefficient at e lacks degree - e factors of the slope.
    let power = Polynomial.constant(1n);
    for (let e = degree; e >= 0; e--) {
      sum = product(sum, numerator);
      const coefficient = list[e];
      if (coefficient !== undefined && !coefficient.isZero) sum = sum.plus(product(coefficient, power));
      if (e > 0) power = product(power, slope);
    }
    return sum;
  });
}

/**
 * `row` with its entry in `column` cleared by the pivot row, up to the factor pivot: pivot * row - entry * pivotRow, where ±1 need no multiplication.
 * The pivot is `pivotRow[column]`.
 */
export function clearColumn(row: readonly Polynomial[], pivotRow: readonly Polynomial[], column: number, onWork: OnWork): Polynomial[] {
  const entry = row[column]!;
  const pivot = pivotRow[column]!;
  const [scale, factor] = isOne(pivot) ? [undefined, entry] : isOne(pivot.negated()) ? [undefined, entry.negated()] : [pivot, entry];
  const product = metered(onWork);
  return row.map((value, c) => {
    if (c === column) return Polynomial.zero;
    const scaled = scale === undefined || value.isZero ? value : product(scale, value);
    return pivotRow[c]!.isZero ? scaled : scaled.minus(product(factor, pivotRow[c]!));
  });
}

/** Multiplication that says what it costs; long coefficients count for more. */
function metered(onWork: OnWork): (a: Polynomial, b: Polynomial) => Polynomial {
  return (a, b) => {
    onWork(a.weight * b.weight);
    return a.times(b);
  };
}

function isOne(polynomial: Polynomial): boolean {
  return polynomial.isConstant && polynomial.equals(ONE);
}

const ONE = Polynomial.constant(1n);
