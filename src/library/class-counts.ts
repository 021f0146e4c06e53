/**
 * Two-layer patterns of few hidden neurons without free entries, as counts: how many rows and how many columns there are of each class, a nonempty set of neurons. That is the
 * pattern up to the order of its rows and columns; a key makes it one up to the order of the neurons and transposition too.
 */
import { comesBefore, permutedClasses } from "../pattern/canonical.js";
import { type Rectangles, rowClasses, transposed } from "../pattern/rectangles.js";
import { emptySets, setOf } from "../pattern/sets.js";

/** Item K: the rows (columns) whose class is K, neurons as bits; item 0 is 0. Every neuron is met by a row and by a column. */
export interface ClassCounts {
  readonly width: number;
  readonly rows: Uint8Array;
  readonly columns: Uint8Array;
}

export type Side = "rows" | "columns";

export const SIDES: readonly Side[] = ["rows", "columns"];

/** @param state without free entries, at most 255 lines of one class; rows and columns that meet no neuron do not count */
export function countsOf(state: Rectangles): ClassCounts {
  const width = state.neurons.length;
  const counted = (classes: readonly bigint[]): Uint8Array => {
    const counts = new Uint8Array(1 << width);
    for (const set of classes) if (set !== 0n) counts[Number(set)]!++;
    return counts;
  };
  return { width, rows: counted(rowClasses(state)), columns: counted(rowClasses(transposed(state))) };
}

/** Rows and columns in the order of their classes, read as numbers. */
export function rectanglesOfCounts({ width, rows, columns }: ClassCounts): Rectangles {
  const [rowClass, columnClass] = [rows, columns].map((counts) => [...counts].flatMap((copies, K) => Array.from({ length: copies }, () => K))) as [number[], number[]];
  const meeting = (classes: readonly number[], k: number): bigint => setOf(classes.flatMap((K, i) => ((K >> k) & 1 ? [i] : [])));
  const neurons = Array.from({ length: width }, (_, k) => ({ rows: meeting(rowClass, k), cols: meeting(columnClass, k) }));
  return { m: rowClass.length, n: columnClass.length, neurons, free: emptySets(rowClass.length) };
}

/** Equal for two patterns exactly if one is the other up to the order of the neurons and transposition. */
export function keyOf(counts: ClassCounts): string {
  const tables = permutedClasses(counts.width);
  let [first, second, best] = [counts.rows, counts.columns, tables[0]!];
  for (const table of tables) {
    if (comesBefore(counts.rows, counts.columns, table, first, second, best)) [first, second, best] = [counts.rows, counts.columns, table];
    if (comesBefore(counts.columns, counts.rows, table, first, second, best)) [first, second, best] = [counts.columns, counts.rows, table];
  }
  let key = "";
  for (let K = 1; K < best.length; K++) key += String.fromCharCode(first[best[K]!]!);
  for (let K = 1; K < best.length; K++) key += String.fromCharCode(second[best[K]!]!);
  return key;
}

/** A pattern with this key, the same for all that have it. */
export function fromKey(key: string): ClassCounts {
  const classes = key.length / 2;
  const counted = (from: number): Uint8Array => Uint8Array.from({ length: classes + 1 }, (_, K) => (K === 0 ? 0 : key.charCodeAt(from + K - 1)));
  return { width: Math.log2(classes + 1), rows: counted(0), columns: counted(classes) };
}

/** The number of rows and columns. */
export function linesOf({ rows, columns }: ClassCounts): number {
  return sum(rows) + sum(columns);
}

export function sum(counts: Uint8Array): number {
  let all = 0;
  for (const copies of counts) all += copies;
  return all;
}

/** With one more line of class K. */
export function withLine(counts: ClassCounts, side: Side, K: number): ClassCounts {
  const lines = counts[side].slice();
  lines[K]!++;
  return { ...counts, [side]: lines };
}

/** Without one line of class K. Neurons that are met by no line of that side any more are left out; lines that then meet none too. */
export function withoutLine(counts: ClassCounts, side: Side, K: number): ClassCounts {
  const lines = counts[side].slice();
  lines[K]!--;
  const met = lines.reduce((union, copies, set) => (copies > 0 ? union | set : union), 0);
  const rest = { ...counts, [side]: lines };
  return met === (1 << counts.width) - 1 ? rest : onNeurons(rest, met);
}

/** The neurons of `kept` only, renumbered in their order. Each is met by a row and by a column. */
function onNeurons({ width, rows, columns }: ClassCounts, kept: number): ClassCounts {
  const neurons = Array.from({ length: width }, (_, k) => k).filter((k) => (kept >> k) & 1);
  const cut = (counts: Uint8Array): Uint8Array => {
    const left = new Uint8Array(1 << neurons.length);
    counts.forEach((copies, set) => (left[neurons.reduce((K, k, bit) => K | (((set >> k) & 1) << bit), 0)]! += copies));
    left[0] = 0;
    return left;
  };
  return { width: neurons.length, rows: cut(rows), columns: cut(columns) };
}

/** Some classes, each with a line and any two nested, that have together more lines than `bound` of the largest; the largest first. Nothing if there are none. */
export function crowdedChain(lines: Uint8Array, bound: (K: number) => number): number[] | undefined {
  const heaviest = new Uint8Array(lines.length);
  const below = new Uint8Array(lines.length);
  for (let K = 1; K < lines.length; K++) {
    // Proper subsets; their chains are known, as they are smaller numbers.
    let [most, at] = [0, 0];
    for (let part = (K - 1) & K; part > 0; part = (part - 1) & K) if (heaviest[part]! > most) [most, at] = [heaviest[part]!, part];
    heaviest[K] = most + lines[K]!;
    below[K] = at;
    if (lines[K] === 0 || heaviest[K]! <= bound(K)) continue;
    const chain: number[] = [];
    for (let part = K; part > 0; part = below[part]!) if (lines[part]! > 0) chain.push(part);
    return chain;
  }
  return undefined;
}

/** The number of neurons in a class. */
export function neuronsIn(K: number): number {
  let count = 0;
  for (let bits = K; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** b(K) of docs/theory.md 4.2 for lines of one side: |K|, or the number of lines of the other side that meet K if that is less. */
export function rankBound(others: Uint8Array, K: number): number {
  let meeting = 0;
  for (let set = 1; set < others.length; set++) if ((set & K) !== 0) meeting += others[set]!;
  return Math.min(neuronsIn(K), meeting);
}
