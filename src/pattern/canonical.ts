/**
 * Canonical form of a two-layer goal under permutations of rows, of columns and of neurons, and transposition: two goals have the same
 * key exactly if a symmetry carries one to the other. Rows and columns that meet no neuron do not count.
 *
 * Few neurons and no free entries: the goal is known from how many rows and how many columns there are of each class, so the least of
 * these lists over all permutations of the neurons is canonical. Otherwise a canonical labelling (labelling.ts) of the graph of rows, columns and neurons; equal ones
 * are merged first.
 */
import { type ColouredGraph, type Labelled, canonicalLabelling, compareWords } from "./labelling.js";
import { type Rectangles, hasFreeEntries, normal, rowClasses, transposed } from "./rectangles.js";
import { members, setOf, size, totalSize } from "./sets.js";
import type { Symmetry } from "./symmetry.js";

export interface CanonicalForm {
  /** Equal for two goals exactly if they are isomorphic. */
  readonly key: string;
  /** Carries the representative, which all goals with this key share, to the goal. */
  readonly symmetry: Symmetry;
}

/** Up to this many neurons, without free entries, all their permutations are tried. */
const MAX_PERMUTED = 5;

/** Edges looked at and vertices moved before the search for a canonical labelling gives up: some milliseconds. */
const MAX_WORK = 2 ** 20;

/**
 * The canonical form of a goal in normal form, or nothing when it takes more than `maxWork` elementary steps to find. Whether it does may
 * depend on the order of rows, columns and neurons; the form does not.
 */
export function canonicalForm(state: Rectangles, maxWork = MAX_WORK): CanonicalForm | undefined {
  if (state.neurons.length <= MAX_PERMUTED && !hasFreeEntries(state)) return byClasses(state);
  return byRefinement(state, maxWork);
}

/** The representative of the goal's class: its rows and columns in canonical order, none of them without a neuron, neurons in order of their sets. */
export function representative(state: Rectangles, { symmetry }: CanonicalForm): Rectangles {
  const rowAt = new Map(symmetry.rows.map((i, a) => [i, a]));
  const columnAt = new Map(symmetry.columns.map((j, b) => [j, b]));
  const carried = (set: bigint, to: ReadonlyMap<number, number>): bigint => setOf(members(set).map((x) => to.get(x)!));
  const neurons = state.neurons.map(({ rows, cols }) => ({ rows: carried(rows, rowAt), cols: carried(cols, columnAt) }));
  const free = symmetry.rows.map((i) => carried(state.free[i]!, columnAt));
  const shown = { m: symmetry.rows.length, n: symmetry.columns.length, neurons, free };
  const turned = symmetry.transposed ? transposed(shown) : shown;
  return normal({ ...turned, neurons: [...turned.neurons].sort((a, b) => order(a.rows, b.rows) || order(a.cols, b.cols)) });
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Few neurons, nothing free: rows and columns counted by class.

/** For each permutation of r neurons, the image of each class, a number whose bits are neurons. */
const PERMUTED: (readonly Uint8Array[] | undefined)[] = [];

export function permutedClasses(r: number): readonly Uint8Array[] {
  return (PERMUTED[r] ??= permutations(r).map((to) =>
    Uint8Array.from({ length: 1 << r }, (_, set) => to.reduce((moved, place, k) => moved | (((set >> k) & 1) << place), 0)),
  ));
}

function permutations(r: number): number[][] {
  if (r === 0) return [[]];
  return permutations(r - 1).flatMap((rest) => Array.from({ length: r }, (_, at) => [...rest.slice(0, at), r - 1, ...rest.slice(at)]));
}

function byClasses(state: Rectangles): CanonicalForm {
  const r = state.neurons.length;
  const count = 1 << r;
  const rowClass = new Uint8Array(state.m);
  const columnClass = new Uint8Array(state.n);
  for (let k = 0; k < r; k++) {
    markClass(rowClass, state.neurons[k]!.rows, 1 << k);
    markClass(columnClass, state.neurons[k]!.cols, 1 << k);
  }
  const rows = countsOf(rowClass, count);
  const columns = countsOf(columnClass, count);
  const tables = permutedClasses(r);
  let best = tables[0]!;
  let turned = false;
  for (const table of tables) {
    if (comesBefore(rows, columns, table, turned ? columns : rows, turned ? rows : columns, best)) [best, turned] = [table, false];
    if (comesBefore(columns, rows, table, turned ? columns : rows, turned ? rows : columns, best)) [best, turned] = [table, true];
  }
  let key = `${r}`;
  const [first, second] = turned ? [columns, rows] : [rows, columns];
  for (let K = 1; K < count; K++) key += `,${first[best[K]!]!}`;
  for (let K = 1; K < count; K++) key += `,${second[best[K]!]!}`;
  return { key, symmetry: { rows: byPlace(rowClass, rows, best), columns: byPlace(columnClass, columns, best), transposed: turned } };
}

function markClass(classes: Uint8Array, set: bigint, bit: number): void {
  if (classes.length > 31) {
    for (const i of members(set)) classes[i]! |= bit;
    return;
  }
  for (let bits = Number(set); bits !== 0; bits &= bits - 1) classes[31 - Math.clz32(bits & -bits)]! |= bit;
}

function countsOf(classes: Uint8Array, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (let i = 0; i < classes.length; i++) counts[classes[i]!]!++;
  return counts;
}

/** By class: how many rows (columns) there are of it. */
type Counts = Int32Array | Uint8Array;

/** Do the counts (a, b), classes renamed by `table`, come before (c, d) renamed by `other`? Larger counts come first. */
export function comesBefore(a: Counts, b: Counts, table: Uint8Array, c: Counts, d: Counts, other: Uint8Array): boolean {
  for (let K = 1; K < table.length; K++) {
    const difference = a[table[K]!]! - c[other[K]!]!;
    if (difference !== 0) return difference > 0;
  }
  for (let K = 1; K < table.length; K++) {
    const difference = b[table[K]!]! - d[other[K]!]!;
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** The members that meet a neuron, by the place of their class, then ascending. */
function byPlace(classes: Uint8Array, counts: Int32Array, table: Uint8Array): number[] {
  const next = new Int32Array(counts.length);
  let before = 0;
  for (let K = 1; K < table.length; K++) {
    next[table[K]!] = before;
    before += counts[table[K]!]!;
  }
  const list = Array.from({ length: before }, () => 0);
  for (let i = 0; i < classes.length; i++) if (classes[i] !== 0) list[next[classes[i]!]!++] = i;
  return list;
}

// Anything else: a labelled graph.

/** Rows, columns and neurons as vertices 0, 1, ...; equal ones merged. Edges: row to neuron, column to neuron, row to column where the entry is free. */
interface Graph extends ColouredGraph {
  /** The rows (columns, neurons) that each vertex stands for, ascending. */
  readonly merged: readonly number[][];
  readonly rows: number;
  readonly columns: number;
}

function byRefinement(state: Rectangles, maxWork: number): CanonicalForm | undefined {
  const entries = state.neurons.reduce((sum, { rows, cols }) => sum + size(rows) + size(cols), state.m + state.n);
  if (entries + totalSize(state.free) > maxWork / 8) return undefined;
  const work = { left: maxWork };
  const graphs = [graphOf(state)];
  const { rows, columns } = graphs[0]!;
  if (rows >= columns) graphs.push(graphOf(transposed(state)));
  if (rows > columns) graphs.shift();
  let best: { labelled: Labelled; graph: Graph; turned: boolean } | undefined;
  for (const [g, graph] of graphs.entries()) {
    const labelled = canonicalLabelling(graph, work);
    if (labelled === undefined) return undefined;
    const turned = rows > columns || g === 1;
    if (best === undefined || compareWords(labelled.words, best.labelled.words) < 0) best = { labelled, graph, turned };
  }
  const { labelled, graph, turned } = best!;
  const named = (from: number, to: number): number[] => [...labelled.vertexAt.subarray(from, to)].flatMap((v) => graph.merged[v]!);
  const first = named(0, graph.rows);
  const second = named(graph.rows, graph.rows + graph.columns);
  const key = `:${graph.rows},${graph.columns},${Array.from(labelled.words, (word) => word.toString(36)).join()}`;
  return { key, symmetry: { rows: turned ? second : first, columns: turned ? first : second, transposed: turned } };
}

function graphOf(state: Rectangles): Graph {
  const other = transposed(state);
  const rows = merge(rowClasses(state).map((set, i) => (set === 0n ? undefined : `${set.toString(36)}|${state.free[i]!.toString(36)}`)));
  const columns = merge(rowClasses(other).map((set, j) => (set === 0n ? undefined : `${set.toString(36)}|${other.free[j]!.toString(36)}`)));
  const neurons = merge(state.neurons.map((neuron) => `${neuron.rows.toString(36)}*${neuron.cols.toString(36)}`));
  const merged = [...rows, ...columns, ...neurons];
  const rowVertex = new Map(rows.map(([i], v) => [i!, v]));
  const columnVertex = new Map(columns.map(([j], v) => [j!, rows.length + v]));
  const neighbours = merged.map((): number[] => []);
  const join = (a: number, b: number | undefined): void => {
    if (b === undefined) return;
    neighbours[a]!.push(b);
    neighbours[b]!.push(a);
  };
  neurons.forEach(([k], v) => {
    for (const i of members(state.neurons[k!]!.rows)) join(rows.length + columns.length + v, rowVertex.get(i));
    for (const j of members(state.neurons[k!]!.cols)) join(rows.length + columns.length + v, columnVertex.get(j));
  });
  for (const [i, v] of rowVertex) for (const j of members(state.free[i]!)) join(v, columnVertex.get(j));
  const start = new Int32Array(merged.length + 1);
  neighbours.forEach((list, v) => (start[v + 1] = start[v]! + list.length));
  const kind = merged.map((_, v) => (v < rows.length ? 0 : v < rows.length + columns.length ? 1 : 2));
  const weight = merged.map(({ length }) => length);
  return { merged, rows: rows.length, columns: columns.length, kind, weight, start, to: Int32Array.from(neighbours.flat()) };
}

/** Numbers with equal names, in order of their first; those without a name are left out. */
function merge(names: readonly (string | undefined)[]): number[][] {
  const groups = new Map<string, number[]>();
  names.forEach((name, x) => {
    if (name === undefined) return;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [x]);
    else group.push(x);
  });
  return [...groups.values()];
}
