/**
 * Trees of cases over real variables (docs/certificates.md, section 4): the part that `assisted-free`, `constant-rank` and `everything` share.
 */
import type { Cases, FrozenForm, FrozenLeaf, FrozenTree, SplitPolynomial } from "../certificate/proof.js";
import { Branch, clearColumn } from "../exact/elimination.js";
import { type OnWork, Polynomial } from "../exact/polynomial.js";
import { type FrozenVector, frozenVariable, frozenVectors, isRedundant, moves, ownSide, pivotChoices, spanning } from "../pattern/normal-form.js";
import type { Rectangles } from "../pattern/rectangles.js";
import { contains, size } from "../pattern/sets.js";
import type { Step } from "./goal.js";
import { STEPS_PER_TERM, TooLarge } from "./limits.js";

/** More terms than any product here has; above, the checker might not have the memory. */
const MAX_PRODUCTS = 2 ** 18;
/** Of one variable in one term of a polynomial given. */
const MAX_EXPONENT = 8;

const TOO_MANY = "too large to be checked: its polynomials have too many terms";

/** Spends the step's effort on products of terms; none too large for the memory. */
export function productsOf(step: Step): OnWork {
  return (products) => {
    if (!(products <= MAX_PRODUCTS)) throw new TooLarge(TOO_MANY);
    step.effort.spend((products + 1) * STEPS_PER_TERM);
  };
}

/** Different neurons of the goal, each with a chain of earlier ones that is a chain for each of its members too. */
export function requireForms(state: Rectangles, forms: readonly FrozenForm[], step: Step): void {
  const earlier = new Map<number, FrozenForm>();
  forms.forEach((form, f) => {
    const { neuron, side, chain } = form;
    const at = `frozen[${f}]`;
    step.require(neuron < state.neurons.length, `${at}.neuron`, `the goal has ${state.neurons.length} neurons`);
    step.require(!earlier.has(neuron), `${at}.neuron`, "a neuron that has not been listed expected");
    chain.forEach((h, c) => {
      const below = earlier.get(h);
      step.effort.spend((c + 1) * state.m * state.n);
      step.require(below !== undefined && !isRedundant(state, below) && below.side === side, `${at}.chain[${c}]`, `an earlier neuron frozen on ${side}, not redundant, expected`);
      step.require(below.chain.length === c && below.chain.every((g, b) => g === chain[b]), `${at}.chain[${c}]`, "its own chain is not what stands before it here");
      step.require(moves(state, side, h, neuron), `${at}.chain[${c}]`, `neuron ${h} does not move into neuron ${neuron}`);
    });
    earlier.set(neuron, form);
  });
}

/** One tree for each choice of pivots, in order; `leaf` is told the branch and the vectors of the choice. */
export function replayForms(
  state: Rectangles,
  forms: readonly FrozenForm[],
  trees: readonly FrozenTree[],
  leaf: (leaf: FrozenLeaf, vectors: FrozenVector[], branch: Branch, place: string) => void,
  step: Step,
): void {
  const sides = new Map(forms.map(({ neuron, side }) => [neuron, side]));
  const variable: Variable = (neuron, index) => {
    const side = sides.get(neuron);
    return side !== undefined && contains(ownSide(state, neuron, side), index) ? frozenVariable(state, neuron, index) : undefined;
  };
  let count = 0;
  for (const pivots of pivotChoices(state, forms)) {
    step.effort.spend(state.neurons.length * (state.m + state.n) * STEPS_PER_TERM);
    const tree = trees[count];
    step.require(tree !== undefined, "trees", `only ${count} trees, but there are more choices of pivots`);
    const vectors = frozenVectors(state, forms, pivots);
    replayCases<FrozenLeaf>(tree, variable, Branch.metered(productsOf(step)), `trees[${count}]`, (found, branch, place) => leaf(found, vectors, branch, place), step);
    count++;
  }
  step.require(trees.length === count, "trees", `${count} trees expected, one for each choice of pivots, ${trees.length} found`);
}

/** The number of the variable that a pair of indices stands for, if it does. */
export type Variable = (a: number, b: number) => number | undefined;

/** Every end of a tree of cases, with what is known there: in each split a polynomial in open variables is zero, and solved for one of them, or not. */
export function replayCases<L extends object>(
  tree: Cases<L>,
  variable: Variable,
  branch: Branch,
  place: string,
  leaf: (leaf: L, branch: Branch, place: string) => void,
  step: Step,
): void {
  if (!("split" in tree)) {
    leaf(tree as L, branch, place);
    return;
  }
  const chosen = variable(...tree.split);
  step.require(chosen !== undefined, `${place}.split`, "a variable expected");
  const polynomial = readPolynomial(tree.polynomial, variable, `${place}.polynomial`, step);
  const known = new Set(branch.equalities.map((equality) => equality.variable));
  step.require(!polynomial.variables.some((v) => known.has(v)), `${place}.polynomial`, "a polynomial in variables that are still open expected");
  const work = branch.nonzero.reduce((sum, factor) => sum + factor.size, 1) * (1 + polynomial.size) ** 2;
  step.require(work <= MAX_PRODUCTS, `${place}.polynomial`, "too large to be checked: its polynomials have too many terms");
  step.effort.spend(work * STEPS_PER_TERM);
  const equality = branch.solve(chosen, polynomial);
  step.require(equality !== undefined, `${place}.split`, "a variable of degree one expected, its coefficient known to be nonzero");
  replayCases(tree.zero, variable, branch.with(equality), `${place}.zero`, leaf, step);
  replayCases(tree.nonzero, variable, branch.without(polynomial), `${place}.nonzero`, leaf, step);
}

export function readPolynomial(terms: SplitPolynomial, variable: Variable, place: string, step: Step): Polynomial {
  return terms.reduce((sum, [coefficient, powers], t) => {
    let term = Polynomial.constant(BigInt(coefficient));
    for (const [a, b, exponent] of powers) {
      const known = variable(a, b);
      step.require(known !== undefined, `${place}[${t}]`, "a variable expected");
      step.require(exponent >= 1 && exponent <= MAX_EXPONENT, `${place}[${t}]`, `an exponent from 1 to ${MAX_EXPONENT} expected`);
      for (let e = 0; e < exponent; e++) term = term.times(Polynomial.variable(known));
    }
    step.effort.spend((sum.size + powers.length + 1) * STEPS_PER_TERM);
    return sum.plus(term);
  }, Polynomial.zero);
}

/**
 * Replays an elimination, of the matrix that these vectors span, by the listed pivots. Rows that are not `inside` may be pivots only first; from the first pivot
 * inside on all others must be zero, and at the end too.
 * With a `target`, a right-hand side for each entry that is carried along and must become zero too, and no row inside, the pivots solve linear equations.
 * Returns the number of pivots inside and outside.
 */
export function replayPivots(
  state: Rectangles,
  vectors: readonly FrozenVector[],
  inside: (i: number, j: number) => boolean,
  pivots: FrozenLeaf["pivots"],
  branch: Branch,
  place: string,
  step: Step,
  target?: (i: number, j: number) => Polynomial,
): { readonly inside: number; readonly outside: number } {
  const spend = productsOf(step);
  const sides = vectors.map(({ neuron }) => state.neurons[neuron]!).map(({ rows, cols }) => [size(rows), size(cols)] as const);
  const most = Math.min(sides.reduce((sum, [rows, cols]) => sum + rows * cols, 0), state.m * state.n);
  spend(most * sides.reduce((sum, [rows, cols]) => sum + rows + cols, 0));
  const space = spanning(state, vectors);
  let rows = space.entries.map((entry, e) => {
    const values = target === undefined ? space.matrix[e]! : [...space.matrix[e]!, target(...entry)];
    return { entry, own: inside(...entry), values: branch.reduce(values) };
  });
  const outsideIsZero = (at: string): void => {
    const left = rows.find(({ own, values }) => !own && values.some((value) => !value.isZero));
    step.require(left === undefined, at, `entry (${left?.entry.join(", ")}) is not eliminated yet`);
  };
  const count = { inside: 0, outside: 0 };
  pivots.forEach(([i, j, neuron, index], p) => {
    const at = `${place}.pivots[${p}]`;
    const row = rows.find(({ entry }) => entry[0] === i && entry[1] === j);
    const column = space.weights.findIndex(([k, x]) => k === neuron && x === index);
    step.require(row !== undefined && column >= 0, at, "an entry that is left and a free weight expected");
    const pivot = row.values[column]!;
    step.require(branch.isNonzero(pivot), at, "the pivot is not known to be nonzero here");
    if (row.own && count.inside === 0) outsideIsZero(at);
    step.require(row.own || count.inside === 0, at, "an entry of the freed neurons expected");
    count[row.own ? "inside" : "outside"]++;
    rows = rows.filter((other) => other !== row);
    rows = rows.map((other) => (other.values[column]!.isZero ? other : { ...other, values: clearColumn(other.values, row.values, column, spend) }));
    spend(rows.length * space.weights.length);
  });
  outsideIsZero(`${place}.pivots`);
  return count;
}
