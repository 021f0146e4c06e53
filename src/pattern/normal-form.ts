/**
 * Two layers with one vector of each chosen neuron frozen: normal forms of the frozen vectors, and the space that the other vectors span
 * (docs/theory.md 4.11).
 *
 * A neuron k with frozen rows stands for all matrices u v^T with u fixed on R_k and v free on C_k; with frozen columns for the transposed.
 * "Own" is the frozen side, "other" the free one. Replacing u_k by u_k + t u_h changes no sum of such matrices, modulo R^F, when
 * R_h is inside R_k and R_h x (C_k minus C_h) inside F: a *move* from h to k. So u_k may be taken with zeros at the pivots of a chain of earlier
 * neurons that move into it and into each other, and with 1 at a pivot of its own.
 */
import { Polynomial } from "../exact/polynomial.js";
import { type Rectangles, entriesOfRows, openRows } from "./rectangles.js";
import { contains, isSubset, members, size } from "./sets.js";

export type FrozenSide = "rows" | "columns";

/** A frozen neuron with the chain of neurons whose pivots are cleared from it, first cleared first. */
export interface NormalForm {
  readonly neuron: number;
  readonly side: FrozenSide;
  readonly chain: number[];
}

/** One vector of a neuron held fixed: a polynomial for each member of the frozen side. */
export interface FrozenVector {
  readonly neuron: number;
  readonly side: FrozenSide;
  readonly values: ReadonlyMap<number, Polynomial>;
}

export function ownSide(state: Rectangles, neuron: number, side: FrozenSide): bigint {
  const { rows, cols } = state.neurons[neuron]!;
  return side === "rows" ? rows : cols;
}

/** May a multiple of the frozen vector of h be added to that of k, both frozen on `side`? */
export function moves(state: Rectangles, side: FrozenSide, h: number, k: number): boolean {
  if (!isSubset(ownSide(state, h, side), ownSide(state, k, side))) return false;
  const other = side === "rows" ? "columns" : "rows";
  const beyond = ownSide(state, k, other) & ~ownSide(state, h, other);
  if (beyond === 0n) return true;
  const own = ownSide(state, h, side);
  const [rows, cols] = side === "rows" ? [own, beyond] : [beyond, own];
  return members(rows).every((i) => isSubset(cols, state.free[i]!));
}

/** Its chain alone spans everything on the frozen side: the neuron adds nothing. */
export function isRedundant(state: Rectangles, { neuron, side, chain }: NormalForm): boolean {
  return chain.length >= size(ownSide(state, neuron, side));
}

/**
 * All choices of pivots, one for each form that is not redundant, in order, the last varying fastest: a member of the frozen side that is no pivot of the chain.
 */
export function* pivotChoices(state: Rectangles, forms: readonly NormalForm[]): Generator<ReadonlyMap<number, number>> {
  yield* choose(state, forms.filter((form) => !isRedundant(state, form)), new Map());
}

function* choose(state: Rectangles, forms: readonly NormalForm[], pivots: ReadonlyMap<number, number>): Generator<ReadonlyMap<number, number>> {
  const [form, ...rest] = forms;
  if (form === undefined) yield pivots;
  else for (const pivot of room(state, form, pivots)) yield* choose(state, rest, new Map([...pivots, [form.neuron, pivot]]));
}

/** The places of the frozen side that are no pivots of the chain, ascending. */
export function room(state: Rectangles, { neuron, side, chain }: NormalForm, pivots: ReadonlyMap<number, number>): number[] {
  const taken = chain.map((h) => pivots.get(h)!);
  return members(ownSide(state, neuron, side)).filter((place) => !taken.includes(place));
}

/** The variable that stands for the frozen weight of a neuron at a row (column). */
export function frozenVariable(state: Rectangles, neuron: number, place: number): number {
  return neuron * Math.max(state.m, state.n) + place;
}

/** The variable that stands for the entry (i, j) of a matrix. */
export function entryVariable(state: Rectangles, i: number, j: number): number {
  return i * state.n + j;
}

/** The vectors in normal form: 0 at the pivots of the chain and before the own pivot, 1 at the own pivot, a variable elsewhere. Redundant neurons are left out. */
export function frozenVectors(state: Rectangles, forms: readonly NormalForm[], pivots: ReadonlyMap<number, number>): FrozenVector[] {
  return forms
    .filter((form) => !isRedundant(state, form))
    .map((form) => {
      const { neuron, side } = form;
      const pivot = pivots.get(neuron)!;
      const values = new Map(members(ownSide(state, neuron, side)).map((place) => [place, Polynomial.zero]));
      for (const place of room(state, form, pivots)) {
        if (place === pivot) values.set(place, Polynomial.constant(1n));
        else if (place > pivot) values.set(place, Polynomial.variable(frozenVariable(state, neuron, place)));
      }
      return { neuron, side, values };
    });
}

/** The matrices u v^T with one side frozen, as vectors: a row per entry, a column per free weight. */
export interface Spanning {
  /** The entries (i, j) of the rectangles outside F, in order. */
  readonly entries: readonly (readonly [number, number])[];
  /** The free weight of each column: (neuron, column j) for frozen rows, (neuron, row i) for frozen columns. */
  readonly weights: readonly (readonly [number, number])[];
  readonly matrix: readonly (readonly Polynomial[])[];
}

export function spanning(state: Rectangles, vectors: readonly FrozenVector[]): Spanning {
  const entries = entriesOfRows(openRows(state, vectors.map(({ neuron }) => state.neurons[neuron]!)));
  const columns = vectors.flatMap(({ neuron, side, values }) =>
    members(ownSide(state, neuron, side === "rows" ? "columns" : "rows")).map((other) => ({ neuron, side, values, other })),
  );
  const matrix = entries.map(([i, j]) =>
    columns.map(({ neuron, side, values, other }) => {
      const { rows, cols } = state.neurons[neuron]!;
      const [own, here] = side === "rows" ? [i, j] : [j, i];
      return here === other && contains(rows, i) && contains(cols, j) ? values.get(own)! : Polynomial.zero;
    }),
  );
  return { entries, weights: columns.map(({ neuron, other }) => [neuron, other] as const), matrix };
}
