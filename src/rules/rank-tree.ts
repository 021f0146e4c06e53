/**
 * The case distinctions that prove a rank for all values of the variables: split where a pivot may be zero, eliminate where none can be.
 */
import type { Cases, FrozenLeaf, FrozenTree, SplitPolynomial } from "../certificate/proof.js";
import { Branch, clearColumn } from "../exact/elimination.js";
import { Polynomial } from "../exact/polynomial.js";
import type { Spanning } from "../pattern/normal-form.js";

/** Products of terms that the trees of one search may take, unless said otherwise, and splits in a row. */
const MAX_WORK = 200_000;
const MAX_DEPTH = 8;

/** No tree was found: the rank varies, or the search is out of its depth. */
export class NoTree extends Error {}

export type Pivot = [i: number, j: number, neuron: number, place: number];

/** The polynomial by which the cases part, and the variable to solve for where it is zero. */
export interface Split {
  readonly variable: number;
  readonly polynomial: Polynomial;
}

export type Elimination = { readonly pivots: Pivot[] } | { readonly split: Split } | undefined;

/** A branch is decided, or has to be split, or neither. */
export type Solution = { readonly leaf: FrozenLeaf } | { readonly split: Split } | undefined;

/** What all trees of one search may still cost. */
export class Work {
  #left: number;

  constructor(products = MAX_WORK) {
    this.#left = products;
  }

  spend = (products: number): void => {
    this.#left -= products + 1;
    if (this.#left < 0) throw new NoTree("too much work");
  };
}

/**
 * Eliminates on one branch. Rows outside `inside` come first, until they are zero; then those inside. Ends with the pivots, or
 * with a split that would let it go on, or with nothing: a row inside has become zero, or no split is simple enough.
 * @param target the right-hand side of linear equations, one polynomial per entry, that the elimination has to solve
 */
export function eliminate(
  space: Spanning,
  inside: (i: number, j: number) => boolean,
  branch: Branch,
  work: Work,
  target?: readonly Polynomial[],
): Elimination {
  const width = space.weights.length;
  let rows = space.entries.map((entry, e) => {
    const values = target === undefined ? space.matrix[e]! : [...space.matrix[e]!, target[e]!];
    return { entry, own: inside(...entry), values: branch.reduce(values) };
  });
  const pivots: Pivot[] = [];
  for (const phase of [false, true]) {
    for (;;) {
      const here = rows.filter(({ own }) => own === phase);
      if (phase && here.some(({ values }) => values.every((value) => value.isZero))) return undefined;
      const best = bestPivot(here, width, branch, work);
      if (best === undefined) break;
      if ("unknown" in best) {
        const split = splitFor(best.unknown, branch);
        return split && { split };
      }
      const { row, column } = best;
      pivots.push([...row.entry, ...space.weights[column]!]);
      rows = rows.filter((other) => other !== row);
      rows = rows.map((other) => (other.values[column]!.isZero ? other : { ...other, values: clearColumn(other.values, row.values, column, work.spend) }));
    }
  }
  // What is left of the right-hand side must vanish: where it does not everywhere, it is split where it may.
  const left = rows.find(({ values }) => values.some((value) => !value.isZero));
  if (left === undefined) return { pivots };
  const split = splitFor(branch.unknownFactor(left.values[width]!), branch);
  return split && { split };
}

interface Row {
  readonly entry: readonly [number, number];
  readonly values: readonly Polynomial[];
}

/** The simplest entry known to be nonzero; if there is none, the simplest that may be; nothing when all are zero. */
function bestPivot(rows: readonly Row[], width: number, branch: Branch, work: Work): { row: Row; column: number } | { unknown: Polynomial } | undefined {
  let known: { row: Row; column: number; cost: number } | undefined;
  let unknown: Polynomial | undefined;
  for (const row of rows) {
    const weight = row.values.reduce((sum, value) => sum + value.size, 0);
    for (const [column, value] of row.values.entries()) {
      if (value.isZero || column >= width) continue;
      const cost = value.size * 100 + weight;
      if (known !== undefined && cost >= known.cost) continue;
      work.spend(value.size);
      const rest = branch.unknownFactor(value);
      if (rest.isConstant) known = { row, column, cost };
      else if (unknown === undefined || rest.size < unknown.size) unknown = rest;
    }
  }
  return known ?? (unknown && { unknown });
}

/** A split on a variable that divides the polynomial; on the polynomial, if it can be solved for a variable; or on what stands in the way of that. */
function splitFor(polynomial: Polynomial, branch: Branch): Split | undefined {
  for (const variable of polynomial.variables) {
    if (polynomial.substitute(variable, Polynomial.zero).isZero) return { variable, polynomial: Polynomial.variable(variable) };
  }
  const linear = polynomial.variables.map((variable) => ({ variable, coefficients: polynomial.coefficients(variable) })).filter(({ coefficients }) => coefficients.length === 2);
  const solvable = linear.find(({ coefficients }) => coefficients[1]!.isConstant) ?? linear.find(({ coefficients }) => branch.isNonzero(coefficients[1]!));
  if (solvable !== undefined) return { variable: solvable.variable, polynomial };
  const slopes = linear.map(({ coefficients }) => branch.unknownFactor(coefficients[1]!)).sort((a, b) => a.size - b.size);
  return slopes[0] && splitFor(slopes[0], branch);
}

/** Solves a branch, and where it has to be split both halves. @throws NoTree */
export function grow(solve: (branch: Branch) => Solution, branch: Branch, width: number, depth = 0): FrozenTree {
  const solution = solve(branch);
  if (solution === undefined || depth > MAX_DEPTH) throw new NoTree("no split leads on");
  if ("leaf" in solution) return solution.leaf;
  return parted<FrozenLeaf>(solution.split, branch, width, (next) => grow(solve, next, width, depth + 1));
}

/** The node of a split, both halves grown. */
export function parted<L>({ variable, polynomial }: Split, branch: Branch, width: number, grown: (branch: Branch) => Cases<L>): Cases<L> {
  return {
    split: [Math.floor(variable / width), variable % width],
    polynomial: polynomialJson(polynomial, width),
    zero: grown(branch.with(branch.solve(variable, polynomial)!)),
    nonzero: grown(branch.without(polynomial)),
  };
}

export function polynomialJson(polynomial: Polynomial, width: number): SplitPolynomial {
  return polynomial.terms().map(({ monomial, coefficient }) => {
    if (coefficient > BigInt(Number.MAX_SAFE_INTEGER) || -coefficient > BigInt(Number.MAX_SAFE_INTEGER)) throw new NoTree("a coefficient too large");
    return [Number(coefficient), monomial.map(({ variable, exponent }) => [Math.floor(variable / width), variable % width, exponent] as [number, number, number])];
  });
}
