/**
 * All capped two-layer patterns of a width (docs/theory.md, 4.2): rule R2 leaves of every pattern with r hidden neurons one in which each
 * class of rows, and each of columns, occurs at most as often as it has neurons. So there are finitely many, and whoever
 * decides these decides every pattern of that width, whatever its size.
 */
import { permutedClasses } from "../pattern/canonical.js";
import type { Rectangles } from "../pattern/rectangles.js";
import { emptySets, setOf } from "../pattern/sets.js";

/** How many rows (columns) there are of each class K, a nonempty set of neurons as bits: item K; item 0 is 0. */
type Counts = readonly number[];

/**
 * One pattern of each class under permutations of rows, of columns and of the `width` neurons, and transposition, with every neuron met by a
 * row and by a column. Rows and columns stand in the order of their classes, read as numbers in binary; no row or column is without a neuron.
 * The order of the patterns is fixed. Width 3 has 62886, and the number grows very fast: width 4 has more than 4e12.
 */
export function* cappedPatterns(width: number): Generator<Rectangles> {
  const tables = permutedClasses(width);
  const all = aliveCounts(width);
  for (const rows of all) {
    const onRows = tables.map((table) => compare(renamed(rows, table), rows));
    if (onRows.some((sign) => sign < 0)) continue;
    const fixing = tables.filter((_, t) => onRows[t] === 0);
    for (const columns of all) {
      if (fixing.some((table) => compare(renamed(columns, table), columns) < 0)) continue;
      if (tables.some((table) => comparePairs(renamed(columns, table), renamed(rows, table), rows, columns) < 0)) continue;
      yield patternOf(width, rows, columns);
    }
  }
}

/** All counts in which class K occurs 0 to |K| times and every neuron at least once, in lexicographic order. */
function aliveCounts(width: number): Counts[] {
  const classes = Array.from({ length: (1 << width) - 1 }, (_, at) => at + 1);
  const all = classes.reduce<Counts[]>((lists, K) => lists.flatMap((list) => Array.from({ length: bitCount(K) + 1 }, (_, copies) => [...list, copies])), [[0]]);
  const everyone = (1 << width) - 1;
  return all.filter((counts) => counts.reduce((met, copies, K) => (copies > 0 ? met | K : met), 0) === everyone);
}

function renamed(counts: Counts, table: Uint8Array): Counts {
  return counts.map((_, K) => counts[table[K]!]!);
}

function compare(a: Counts, b: Counts): number {
  for (let K = 1; K < a.length; K++) if (a[K] !== b[K]) return a[K]! - b[K]!;
  return 0;
}

function comparePairs(a: Counts, b: Counts, c: Counts, d: Counts): number {
  return compare(a, c) || compare(b, d);
}

function patternOf(width: number, rows: Counts, columns: Counts): Rectangles {
  const list = (counts: Counts): number[] => counts.flatMap((copies, K) => Array.from({ length: copies }, () => K));
  const [rowClass, columnClass] = [list(rows), list(columns)];
  const meeting = (classes: readonly number[], k: number): bigint => setOf(classes.flatMap((K, i) => ((K >> k) & 1 ? [i] : [])));
  const neurons = Array.from({ length: width }, (_, k) => ({ rows: meeting(rowClass, k), cols: meeting(columnClass, k) }));
  return { m: rowClass.length, n: columnClass.length, neurons, free: emptySets(rowClass.length) };
}

function bitCount(set: number): number {
  let count = 0;
  for (let bits = set; bits !== 0; bits &= bits - 1) count++;
  return count;
}
