/**
 * The structure of each layer's mask: N:M groups, blocks, whole neurons, bands, diagonal blocks. All of it is exact and holds for every entry; near misses of
 * N:M say how many groups fail and which is the first.
 *
 * A statement is only made where it says something. Each is one that a mask with as many entries in random places would contradict, in at least
 * `CONTRADICTIONS` places on average: so masks that are all ones, all zeros or too small to tell are said to have no structure.
 */
import { type Mask, kept, transpose } from "../mask.js";
import { equalRows } from "./blocks.js";
import { type RowEnds, band, diagonalBlocks, rowEnds } from "./diagonal.js";
import { type Group, type GroupCounts, firstGroup, groupCounts } from "./groups.js";
import { type NeuronCounts, type Cut, connectivity } from "./neurons.js";

/** Along `inputs`: groups of consecutive inputs of one output, in the rows of the mask. Along `outputs`: in its columns. */
export type Axis = "inputs" | "outputs";

/** In every group of m consecutive entries, exactly (or at most) n are kept, but for `failing` of `groups`. */
export interface GroupStructure {
  readonly axis: Axis;
  readonly kind: "exactly" | "at most";
  readonly n: number;
  readonly m: number;
  readonly groups: number;
  readonly failing: number;
  /** Of the failing groups, those with more than n entries kept. */
  readonly tooMany: number;
  /** The first that fails; entries `from` to `from + m - 1` of row (along inputs) or column (along outputs) `line`. */
  readonly first?: { readonly line: number; readonly from: number; readonly kept: number };
  /** What is left at the end of each line when m does not divide its length: so many entries, of which so many are kept. */
  readonly remainder?: { readonly length: number; readonly fewest: number; readonly most: number };
}

export interface LayerStructure {
  /** From 1: the weights between neuron layers `layer` - 1 and `layer`. */
  readonly layer: number;
  /** Outputs and inputs of the layer. */
  readonly rows: number;
  readonly cols: number;
  readonly kept: number;
  /** Kept weights on some path from an input of the network to an output. */
  readonly live: number;
  readonly emptyRows: number;
  readonly emptyColumns: number;
  readonly groups: readonly GroupStructure[];
  /** All aligned blocks of this size, those at the ends cut short, are all kept or all zero; no larger size has this. */
  readonly block?: { readonly rows: number; readonly cols: number };
  /** Kept is exactly what lies in one of these rows and one of these columns: neurons were pruned as a whole. */
  readonly whole?: { readonly rows: number; readonly cols: number };
  /** Entry (i, j) is kept only where from <= j - i <= to. */
  readonly band?: { readonly from: number; readonly to: number };
  /** Everything kept lies in so many diagonal blocks; their size when all are equal. */
  readonly diagonal?: { readonly blocks: number; readonly size?: { readonly rows: number; readonly cols: number } };
}

export interface Structure {
  readonly layers: readonly LayerStructure[];
  /** Neuron layers 0 (inputs) to L (outputs). */
  readonly neurons: readonly NeuronCounts[];
  readonly cuts: readonly Cut[];
}

/** The facts about each layer. Linear in the entries of packed masks and in the kept entries of others. */
export function structureOf(masks: readonly Mask[]): Structure {
  const { neurons, liveEdges, cuts } = connectivity(masks);
  return { layers: masks.map((mask, l) => layerStructure(mask, l + 1, liveEdges[l]!)), neurons, cuts };
}

const CONTRADICTIONS = 8;

/** Share of the mask that a band or diagonal blocks must leave out. */
const LEFT_OUT = 1 / 4;

function layerStructure(mask: Mask, layer: number, live: number): LayerStructure {
  const { rows, cols } = mask;
  const entries = kept(mask);
  const columns = transpose(mask);
  const [emptyRows, emptyColumns] = [empties(mask), empties(columns)];
  const base = { layer, rows, cols, kept: entries, live, emptyRows, emptyColumns };
  if (entries === 0 || entries === rows * cols) return { ...base, groups: [] };
  const equal = { rows: equalRows(mask), cols: equalRows(columns) };
  const ends = rowEnds(mask);
  // Where neurons were pruned as a whole, all rows that are not empty are equal, and all columns.
  const isWhole = entries === (rows - emptyRows) * (cols - emptyColumns);
  const repeats = isWhole ? { rows, cols } : equal;
  return {
    ...base,
    groups: [...groupStructures(mask, "inputs", repeats.rows), ...groupStructures(columns, "outputs", repeats.cols)],
    ...wholeAndBlock(base, equal, isWhole),
    ...nearDiagonal(mask, ends),
  };
}

function empties({ rows, start }: Mask): number {
  let count = 0;
  for (let i = 0; i < rows; i++) if (start[i] === start[i + 1]) count++;
  return count;
}

function wholeAndBlock(
  { rows, cols, kept: entries, emptyRows, emptyColumns }: Pick<LayerStructure, "rows" | "cols" | "kept" | "emptyRows" | "emptyColumns">,
  equal: { readonly rows: number; readonly cols: number },
  isWhole: boolean,
): Pick<LayerStructure, "whole" | "block"> {
  const density = entries / (rows * cols);
  // Two entries of a random mask differ with this chance.
  const differ = 2 * density * (1 - density);
  const left = { rows: rows - emptyRows, cols: cols - emptyColumns };
  const whole = isWhole && differ * (rows * cols - rows - cols) >= CONTRADICTIONS;
  const blocks = Math.ceil(rows / equal.rows) * Math.ceil(cols / equal.cols);
  const lines = Math.min(equal.rows, equal.cols) === 1 && (equal.rows === rows || equal.cols === cols);
  const block = equal.rows * equal.cols > 1 && differ * (rows * cols - blocks) >= CONTRADICTIONS && !(whole && lines);
  return { ...(whole ? { whole: left } : {}), ...(block ? { block: equal } : {}) };
}

function nearDiagonal(mask: Mask, ends: RowEnds): Pick<LayerStructure, "band" | "diagonal"> {
  const all = mask.rows * mask.cols;
  const saysSomething = (cells: number, cuts = 0): boolean =>
    (all - cells) / all >= LEFT_OUT && (kept(mask) * (all - cells)) / all >= CONTRADICTIONS + cuts * Math.log(all);
  const narrowest = band(mask, ends);
  const blocks = diagonalBlocks(mask, ends);
  // Blocks of any sizes could have been cut in many places: one of them fits by chance more easily.
  const cuts = blocks === undefined || blocks.size !== undefined ? 0 : blocks.blocks - 1;
  return {
    ...(narrowest !== undefined && saysSomething(narrowest.cells) ? { band: { from: narrowest.from, to: narrowest.to } } : {}),
    ...(blocks !== undefined && saysSomething(blocks.cells, cuts) ? { diagonal: { blocks: blocks.blocks, ...(blocks.size === undefined ? {} : { size: blocks.size }) } } : {}),
  };
}

/** Groups that fail may be at most this share of all, and of those that would fail by chance. */
const MOST_FAILING = 1 / 100;
const MOST_FAILING_BY_CHANCE = 1 / 20;

/** @param repeats so many rows are equal to each other, and are evidence only once */
function groupStructures(mask: Mask, axis: Axis, repeats: number): GroupStructure[] {
  const density = kept(mask) / (mask.rows * mask.cols);
  const found: (Bound & GroupCounts)[] = [];
  for (const counts of groupCounts(mask)) {
    const { size } = counts;
    const all = above(counts.counts, -1);
    const chances = binomial(size, density);
    /** Would a random mask contradict this, and in far more groups than this one does? */
    const saysSomething = (failing: number, chance: number): boolean =>
      (all / repeats) * chance >= CONTRADICTIONS && failing <= all * MOST_FAILING && failing <= all * chance * MOST_FAILING_BY_CHANCE;
    const usual = counts.counts.indexOf(Math.max(...counts.counts));
    const others = all - counts.counts[usual]!;
    if (usual > 0 && usual < size && saysSomething(others, 1 - chances[usual]!)) found.push({ ...counts, kind: "exactly", n: usual, m: size, failing: others });
    // The smallest bound that holds, and the smallest that nearly does.
    const bounds = [0, all * MOST_FAILING].map((allowed) => counts.counts.findIndex((_, n) => above(counts.counts, n) <= allowed));
    for (const n of new Set(bounds)) {
      const failing = above(counts.counts, n);
      if (n > 0 && n < size && saysSomething(failing, above(chances, n))) found.push({ ...counts, kind: "at most", n, m: size, failing });
    }
  }
  const telling = found.filter((one) => !found.some((other) => other !== one && isSaidBy(one, other)));
  return telling.map(({ kind, n, m, failing, counts, remainder, rest }) => ({
    axis,
    kind,
    n,
    m,
    groups: above(counts, -1),
    failing,
    tooMany: above(counts, n),
    ...(failing === 0 ? {} : { first: firstFailing(mask, { kind, n, m }) }),
    ...(remainder === 0 ? {} : { remainder: { length: remainder, fewest: rest.findIndex((count) => count > 0), most: rest.findLastIndex((count) => count > 0) } }),
  }));
}

type Bound = Pick<GroupStructure, "kind" | "n" | "m" | "failing">;

/**
 * Is `one` not worth saying beside `other`? Statements follow from stronger ones, near misses from near misses with the same defect; and a bound that only makes
 * room for the defects of a near miss says nothing.
 */
function isSaidBy(one: Bound, other: Bound): boolean {
  if (one.m % other.m === 0) {
    // Groups of `one` are made of those of `other`.
    const n = (other.n * one.m) / other.m;
    if (one.failing === 0 && other.failing > 0) return one.kind === "at most" && (one.m === other.m ? one.n > n : one.n >= n);
    return one.kind === "exactly" ? other.kind === "exactly" && n === one.n : n <= one.n;
  }
  // Groups of `one` are parts of those of `other`.
  return other.m % one.m === 0 && one.kind === "at most" && other.n <= one.n && (one.failing > 0 || other.failing === 0);
}

function firstFailing(mask: Mask, { kind, n, m }: Pick<Bound, "kind" | "n" | "m">): { readonly line: number; readonly from: number; readonly kept: number } {
  const { row, from, kept: found } = firstGroup(mask, m, kind === "exactly" ? (count) => count === n : (count) => count <= n) as Group;
  return { line: row, from, kept: found };
}

/** The sum of what stands behind place n. */
function above(values: readonly number[], n: number): number {
  let sum = 0;
  for (let k = values.length - 1; k > n; k--) sum += values[k]!;
  return sum;
}

/** The chances that 0, 1, ..., m of m entries are kept, each with chance p, 0 < p < 1. */
function binomial(m: number, p: number): number[] {
  let chances = [1];
  for (let k = 0; k < m; k++) chances = [...chances, 0].map((chance, n) => chance * (1 - p) + (n === 0 ? 0 : chances[n - 1]! * p));
  return chances;
}
