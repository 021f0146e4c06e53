/** Small patterns for tests: written out, random, and read naively (paths as lists, no bit planes, no sharing with src). */
import fc from "fast-check";
import { pruneDead } from "../../src/pattern/live.js";
import { type Mask, has, maskOf } from "../../src/pattern/mask.js";
import { type Pattern, makePattern } from "../../src/pattern/pattern.js";
import { type Rectangles, normal } from "../../src/pattern/rectangles.js";
import { setOf } from "../../src/pattern/sets.js";

/** One layer's cells: rows are outputs of the layer, columns inputs. */
export type Cells = readonly (readonly boolean[])[];

/** Rows of 0 and 1 as in a pattern file. */
export function maskFrom(rows: readonly string[]): Mask {
  return maskOf(rows.length, rows[0]!.length, (i, j) => rows[i]![j] === "1");
}

export function masksFrom(...layers: readonly string[][]): Mask[] {
  return layers.map(maskFrom);
}

export function patternFrom(...layers: readonly string[][]): Pattern {
  return makePattern("test", masksFrom(...layers));
}

export function cellsOf(masks: readonly Mask[]): Cells[] {
  return masks.map((mask) => Array.from({ length: mask.rows }, (_, i) => Array.from({ length: mask.cols }, (__, j) => has(mask, i, j))));
}

export function masksOfCells(layers: readonly Cells[], widths: readonly number[]): Mask[] {
  return layers.map((cells, l) => maskOf(widths[l + 1]!, widths[l]!, (i, j) => cells[i]![j]!));
}

export function patternOfCells(layers: readonly Cells[], widths: readonly number[]): Pattern {
  return makePattern("test", masksOfCells(layers, widths));
}

/** For messages: the masks as strings, to be pasted back into `patternFrom`. */
export function show(masks: readonly Mask[]): string {
  return JSON.stringify(cellsOf(masks).map((cells) => cells.map((row) => row.map(Number).join(""))));
}

export type RectangleList = readonly (readonly [rows: readonly number[], columns: readonly number[]])[];

/** A two-layer goal from rows and columns of each neuron, and free entries. */
export function rectangles(m: number, n: number, neurons: RectangleList, free: readonly (readonly [number, number])[] = []): Rectangles {
  return normal({
    m,
    n,
    neurons: neurons.map(([rows, cols]) => ({ rows: setOf(rows), cols: setOf(cols) })),
    free: Array.from({ length: m }, (_, i) => setOf(free.flatMap(([row, column]) => (row === i ? [column] : [])))),
  });
}

/** A two-layer pattern from rows and columns of each hidden neuron. */
export function twoLayers(m: number, n: number, neurons: RectangleList): Pattern {
  return makePattern("test", [
    maskOf(neurons.length, n, (h, k) => neurons[h]![1].includes(k)),
    maskOf(m, neurons.length, (i, h) => neurons[h]![0].includes(i)),
  ]);
}

/** All paths from inputs to outputs; a path lists its neurons, layers 0 to L. */
export function allPaths(masks: readonly Mask[]): number[][] {
  let paths = Array.from({ length: masks[0]!.cols }, (_, k) => [k]);
  for (const cells of cellsOf(masks)) {
    paths = paths.flatMap((path) => cells.flatMap((row, i) => (row[path.at(-1)!] ? [[...path, i]] : [])));
  }
  return paths;
}

/** Paths by their ends. */
export function pathsBetween(masks: readonly Mask[]): (output: number, input: number) => number[][] {
  const byEnds = new Map<string, number[][]>();
  for (const path of allPaths(masks)) {
    const name = `${path.at(-1)!},${path[0]!}`;
    byEnds.set(name, [...(byEnds.get(name) ?? []), path]);
  }
  return (output, input) => byEnds.get(`${output},${input}`) ?? [];
}

export function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

export function orderedPairs(n: number): [number, number][] {
  return range(n).flatMap((a) => range(n).flatMap((b): [number, number][] => (a === b ? [] : [[a, b]])));
}

/** All subsets of a list. */
export function subsetsOf<T>(list: readonly T[]): T[][] {
  return list.reduce<T[][]>((all, item) => [...all, ...all.map((some) => [...some, item])], [[]]);
}

export function permutationsOf(n: number): number[][] {
  if (n === 0) return [[]];
  return permutationsOf(n - 1).flatMap((rest) => range(n).map((at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]));
}

/** Random masks of the given widths, dead neurons included; three to nine of ten edges are kept, or as said. */
export function arbitraryMasks(widths: fc.Arbitrary<readonly number[]>, tenths = { min: 3, max: 9 }): fc.Arbitrary<Mask[]> {
  // Without bias: the generator's liking for extremes would make most of these masks nearly empty or full.
  const cells = fc.tuple(widths, fc.integer(tenths)).chain(([sizes, density]) =>
    fc
      .tuple(
        ...sizes.slice(1).map((rows, l) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: rows * sizes[l]!, maxLength: rows * sizes[l]! })),
      )
      .map((layers) => layers.map((layer, l) => maskOf(sizes[l + 1]!, sizes[l]!, (i, j) => layer[i * sizes[l]! + j]! < density))),
  );
  return fc.noBias(cells);
}

/** Widths for depth `least` to `most` with layers of 1 to `width` neurons, one neuron being rarer than the others. */
export function arbitraryWidths(least: number, most: number, width: number): fc.Arbitrary<number[]> {
  const one = fc.oneof({ arbitrary: fc.integer({ min: 2, max: width }), weight: 5 }, { arbitrary: fc.constant(1), weight: 1 });
  return fc.array(one, { minLength: least + 1, maxLength: most + 1 });
}

export function arbitraryPruned(least: number, most: number, width: number): fc.Arbitrary<Mask[]> {
  return arbitraryMasks(arbitraryWidths(least, most, width)).map((masks) => pruneDead(masks));
}

/** Random two-layer goals without free entries: up to `most` neurons on up to `side` rows and columns. */
export function arbitraryRectangles(side: number, most: number): fc.Arbitrary<Rectangles> {
  const any = fc.tuple(fc.integer({ min: 1, max: side }), fc.integer({ min: 1, max: side })).chain(([m, n]) => {
    const set = (size: number): fc.Arbitrary<number[]> => fc.subarray(range(size), { minLength: 1 });
    return fc.array(fc.tuple(set(m), set(n)), { minLength: 1, maxLength: most }).map((neurons) => rectangles(m, n, neurons));
  });
  return fc.noBias(any);
}

/** The rank over the rationals, by fraction-free elimination. */
export function exactRank(matrix: readonly (readonly bigint[])[]): number {
  let rows = matrix.map((row) => [...row]);
  let rank = 0;
  for (let c = 0; c < (matrix[0]?.length ?? 0); c++) {
    const pivot = rows.find((row) => row[c] !== 0n);
    if (pivot === undefined) continue;
    rank++;
    rows = rows.filter((row) => row !== pivot).map((row) => row.map((x, j) => x * pivot[c]! - row[c]! * pivot[j]!));
  }
  return rank;
}

/**
 * The rank of the derivative of the product of factors, as a map from the weights to the entries with a path, at the given weights (by
 * layer, then by the edges' names "out,in"): from the sum over paths, over the rationals. If L is everything on its support, it is full almost everywhere.
 */
export function derivativeRank(masks: readonly Mask[], weight: (layer: number, i: number, j: number) => bigint): { rank: number; entries: number } {
  const edges = new Map<string, number>();
  const name = (l: number, i: number, j: number): string => `${l}:${i},${j}`;
  cellsOf(masks).forEach((cells, l) => cells.forEach((row, i) => row.forEach((kept, j) => kept && edges.set(name(l, i, j), edges.size))));
  const rows = new Map<string, bigint[]>();
  for (const path of allPaths(masks)) {
    const ends = `${path.at(-1)!},${path[0]!}`;
    const line = rows.get(ends) ?? Array.from({ length: edges.size }, () => 0n);
    rows.set(ends, line);
    masks.forEach((_, free) => {
      const others = masks.reduce((product, __, l) => (l === free ? product : product * weight(l, path[l + 1]!, path[l]!)), 1n);
      line[edges.get(name(free, path[free + 1]!, path[free]!))!]! += others;
    });
  }
  return { rank: exactRank([...rows.values()]), entries: rows.size };
}
