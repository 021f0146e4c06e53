/** Determinants that must vanish, since few neurons carry all that they are made of: what they say of the one entry that is not known (docs/theory.md 4.9). */
import type { Finding, State } from "./known-products.js";
import { type Value, inverse, negated, plus, times } from "./residue-values.js";

/** Unknown entries of a determinant that is worth expanding. */
const MAX_UNKNOWNS = 12;

/** The entry of a matrix of what passes through some neurons. */
export interface Cell {
  readonly isKnown: boolean;
  readonly value: Value;
  /** If not known: how many products inside are not, one of them, the sum of the others, and whether it is one product and not zero. */
  readonly open: number;
  readonly path: number;
  readonly rest: Value;
  readonly isNonzero: boolean;
}

/** What the determinant on these rows and columns gives, when it has to vanish. */
export function lookAtMinor(state: State, cells: readonly Cell[], rows: readonly number[], columns: readonly number[], width: number): Finding | undefined {
  const unknowns: Cell[] = [];
  const bit = new Map<Cell, number>();
  for (const a of rows) {
    for (const b of columns) {
      const cell = cells[a * width + b]!;
      if (cell.isKnown) continue;
      bit.set(cell, 1 << unknowns.length);
      if (unknowns.push(cell) > MAX_UNKNOWNS) return undefined;
    }
  }
  const terms = expandMinor(cells, rows, columns, width, bit);
  let common = -1;
  for (const [set, factor] of terms) if (factor !== 0) common &= set;
  unknowns.forEach((cell, x) => {
    if (!cell.isNonzero) common &= ~(1 << x);
  });
  let constant: Value = 0;
  let slope: { set: number; factor: Value } | undefined;
  for (const [set, factor] of terms) {
    if (factor === 0) continue;
    const rest = set & ~common;
    if (rest === 0) constant = factor;
    else if (slope !== undefined) return undefined;
    else slope = { set: rest, factor };
  }
  if (slope === undefined) return state.solve(constant);
  if ((slope.set & (slope.set - 1)) !== 0 || !state.isUnit(slope.factor)) return undefined;
  const cell = unknowns[31 - Math.clz32(slope.set)]!;
  if (cell.open !== 1) return undefined;
  return { path: cell.path, value: negated(plus(times(constant, inverse(slope.factor)), cell.rest)) };
}

/** The determinant on these rows and columns: coefficients by the set of cells, as bits, that are not known. */
export function expandMinor(cells: readonly Cell[], rows: readonly number[], columns: readonly number[], width: number, bit: ReadonlyMap<Cell, number>): Map<number, Value> {
  const terms = new Map<number, Value>();
  const expand = (from: number, left: readonly number[], set: number, factor: Value): void => {
    if (from === rows.length) {
      terms.set(set, plus(terms.get(set) ?? 0, factor));
      return;
    }
    left.forEach((column, at) => {
      const cell = cells[rows[from]! * width + column]!;
      if (cell.isKnown && cell.value === 0) return;
      const value = cell.isKnown ? times(factor, cell.value) : factor;
      expand(from + 1, left.toSpliced(at, 1), set | (bit.get(cell) ?? 0), at % 2 === 0 ? value : negated(value));
    });
  };
  expand(0, columns, 0, 1);
  return terms;
}

/** The subsets of {0, ..., n - 1} with `size` members, ascending. */
export function* subsets(n: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = from; first + size <= n; first++) for (const rest of subsets(n, size - 1, first + 1)) yield [first, ...rest];
}
