/**
 * R1 with free entries [own, docs/theory.md 4.1]: adding a multiple of one row (column) to another maps L + R^F onto itself when every neuron and every
 * free entry of the first is one of the second too. So on a branch of cases an entry beside a nonzero one may be taken to be zero, if nothing that is known
 * there is lost by it.
 */
import type { Branch } from "../exact/elimination.js";
import { Polynomial } from "../exact/polynomial.js";
import { entryVariable } from "./normal-form.js";
import type { FrozenSide } from "./normal-form.js";
import { type Rectangles, rowClasses, transposed } from "./rectangles.js";
import { contains, isSubset } from "./sets.js";

/** A nonzero entry (i, j), and the row (column) in which the entry beside it, in the same column (row), is cleared. */
export interface Clearing {
  readonly side: FrozenSide;
  readonly pivot: readonly [number, number];
  readonly target: number;
}

/** May multiples of row (column) `from` be added to `to`? */
export function mayAdd(state: Rectangles, side: FrozenSide, from: number, to: number): boolean {
  const { free, ...rest } = side === "rows" ? state : transposed(state);
  const classes = rowClasses({ free, ...rest });
  return from !== to && isSubset(classes[from]!, classes[to]!) && isSubset(free[from]!, free[to]!);
}

/** The entry that a clearing makes zero. */
export function clearedEntry({ side, pivot: [i, j], target }: Clearing): [number, number] {
  return side === "rows" ? [target, j] : [i, target];
}

/**
 * May the entry be taken to be zero on the branch? The pivot must be known to be nonzero, the move allowed, and what is known of the target line must be
 * only that some of its entries are zero, where those of the pivot's line are zero as well.
 * @param asked asked[i] = the columns j for which (i, j) is an entry of the matrix: in the support and not free; all others count as zero
 */
export function isClearable(state: Rectangles, asked: readonly bigint[], branch: Branch, clearing: Clearing): boolean {
  const { side, pivot, target } = clearing;
  const from = pivot[side === "rows" ? 0 : 1];
  const variable = (i: number, j: number): Polynomial => (contains(asked[i]!, j) ? Polynomial.variable(entryVariable(state, i, j)) : Polynomial.zero);
  if (!mayAdd(state, side, from, target) || !branch.isNonzero(branch.reduce([variable(...pivot)])[0]!)) return false;
  const [i, j] = clearedEntry(clearing);
  if (!contains(asked[i]!, j)) return false;
  const inTarget = (v: number): boolean => (side === "rows" ? Math.floor(v / state.n) : v % state.n) === target;
  if (branch.nonzero.some((factor) => factor.variables.some(inTarget))) return false;
  return branch.equalities.every((known) => {
    if (!inTarget(known.variable) && !known.slope.variables.some(inTarget) && !known.constant.variables.some(inTarget)) return true;
    if (!known.constant.isZero || !inTarget(known.variable) || known.variable === entryVariable(state, i, j)) return false;
    const [row, col] = [Math.floor(known.variable / state.n), known.variable % state.n];
    const beside = side === "rows" ? variable(from, col) : variable(row, from);
    return branch.reduce([beside])[0]!.isZero;
  });
}
