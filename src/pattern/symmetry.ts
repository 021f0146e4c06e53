/**
 * Symmetries of two-layer goals: permuting rows, columns and neurons, and transposing, changes nothing about L + R^F being closed
 * (docs/theory.md, 4.1). Rows and columns that meet no neuron play no part, so a symmetry speaks of the others only.
 */
import { type Rectangles, normal, transposed } from "./rectangles.js";
import { emptySets, members, setOf } from "./sets.js";

/**
 * Carries a goal to another: transpose it if `transposed`; then its a-th row that meets a neuron (counted from 0, ascending) becomes row
 * `rows[a]`, its b-th such column becomes column `columns[b]`.
 */
export interface Symmetry {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly transposed: boolean;
}

/** The rows and the columns that meet a neuron. */
export function metBy({ neurons }: Pick<Rectangles, "neurons">): { rows: bigint; cols: bigint } {
  return neurons.reduce((met, { rows, cols }) => ({ rows: met.rows | rows, cols: met.cols | cols }), { rows: 0n, cols: 0n });
}

/**
 * The image of a goal, m rows and n columns in all, neurons in their order. The goal must be in normal form, the lists of `symmetry` as long as
 * there are rows and columns to carry, without repetition, below m and n.
 */
export function image(state: Rectangles, symmetry: Symmetry, m: number, n: number): Rectangles {
  const turned = symmetry.transposed ? transposed(state) : state;
  const met = metBy(turned);
  const rowTo = new Map(members(met.rows).map((i, a) => [i, symmetry.rows[a]!]));
  const columnTo = new Map(members(met.cols).map((j, b) => [j, symmetry.columns[b]!]));
  const carried = (set: bigint, to: ReadonlyMap<number, number>): bigint => setOf(members(set).map((x) => to.get(x)!));
  const free = emptySets(m);
  for (const [i, to] of rowTo) free[to] = carried(turned.free[i]!, columnTo);
  return normal({ m, n, neurons: turned.neurons.map(({ rows, cols }) => ({ rows: carried(rows, rowTo), cols: carried(cols, columnTo) })), free });
}

/** From one image of a goal to another, given how each came about from a goal all of whose rows and columns meet a neuron. */
export function between(from: Symmetry, to: Symmetry): Symmetry {
  const turned = from.transposed !== to.transposed;
  const [rows, columns] = turned ? [from.columns, from.rows] : [from.rows, from.columns];
  return { rows: ordered(to.rows, rows), columns: ordered(to.columns, columns), transposed: turned };
}

/** The values in the ascending order of their places. */
function ordered(values: readonly number[], places: readonly number[]): number[] {
  return [...places.keys()].sort((a, b) => places[a]! - places[b]!).map((a) => values[a]!);
}

/** Do the two goals have the same neurons, in any order, and the same free entries? */
export function sameGoal(a: Rectangles, b: Rectangles): boolean {
  if (a.m !== b.m || a.n !== b.n || a.neurons.length !== b.neurons.length) return false;
  if (a.free.some((set, i) => set !== b.free[i])) return false;
  const names = (state: Rectangles): string[] => state.neurons.map(({ rows, cols }) => `${rows.toString(16)}*${cols.toString(16)}`).sort();
  const others = names(b);
  return names(a).every((name, k) => name === others[k]);
}
