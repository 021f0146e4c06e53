/**
 * The mask suite: pruning masks on which the share of decided verdicts is measured.
 *
 * Shapes: two classifiers of the digits, one of Iris, an autoencoder. Kinds: trained and pruned by
 * magnitude (read from `trained.json`), and the seeded ones made here. Every (kind, shape, share) occurs
 * once, and what it gives is in the suite whatever it looks like; README.md says how they were chosen.
 */
import { readFileSync } from "node:fs";
import { type Mask, maskOf } from "../../src/pattern/mask.js";
import { type Pattern, makePattern } from "../../src/pattern/pattern.js";
import { fullMask } from "../support/patterns.js";

export interface SuiteMask {
  readonly name: string;
  readonly pattern: Pattern;
}

const SHAPES: readonly (readonly number[])[] = [
  [64, 128, 64, 10],
  [64, 32, 10],
  [4, 16, 16, 3],
  [64, 16, 64],
];

/** Shares of the weights taken away. */
const SHARES = [0.5, 0.7, 0.8, 0.9, 0.95, 0.98];

/** All masks, always the same, in the same order. */
export function maskSuite(): SuiteMask[] {
  return [...trained(), ...seeded()];
}

interface TrainedMask {
  readonly kind: string;
  readonly pruned: number;
  readonly widths: readonly number[];
  /** One per layer: the entries row by row, eight to a byte, the first in the highest bit, in base64. */
  readonly masks: readonly string[];
}

function trained(): SuiteMask[] {
  const file = new URL("trained.json", import.meta.url);
  const { masks: entries } = JSON.parse(readFileSync(file, "utf8")) as { masks: TrainedMask[] };
  return entries.map(({ kind, pruned, widths, masks }) =>
    suiteMask(
      kind,
      widths,
      pruned,
      masks.map((text, l) => unpacked(text, widths[l + 1]!, widths[l]!)),
    ),
  );
}

function unpacked(text: string, rows: number, cols: number): Mask {
  const bytes = Buffer.from(text, "base64");
  return maskOf(rows, cols, (i, j) => {
    const bit = i * cols + j;
    return ((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1) === 1;
  });
}

/** The masks of one layer stack, given the random numbers of this mask. */
type Maker = (widths: readonly number[], pruned: number, random: () => number) => Mask[];

function seeded(): SuiteMask[] {
  const families: [kind: string, shares: readonly number[], make: Maker][] = [
    ["random", SHARES, uniform],
    ["random-2:4", [0.5], (widths, _pruned, random) => groups(widths, 2, 4, random)],
    ["random-1:4", [0.75], (widths, _pruned, random) => groups(widths, 1, 4, random)],
    ["fan-in", SHARES, fanIn],
    ["blocks", SHARES, blocks],
    ["neurons", [0.5, 0.8], neurons],
  ];
  return families.flatMap(([kind, shares, make]) =>
    SHAPES.flatMap((widths) =>
      shares.map((pruned) =>
        suiteMask(kind, widths, pruned, make(widths, pruned, randomNumbers(suiteName(kind, widths, pruned)))),
      ),
    ),
  );
}

function suiteName(kind: string, widths: readonly number[], pruned: number): string {
  return `${kind} ${widths.join("-")} ${Math.round(100 * pruned)}%`;
}

function suiteMask(kind: string, widths: readonly number[], pruned: number, masks: readonly Mask[]): SuiteMask {
  const name = suiteName(kind, widths, pruned);
  return { name, pattern: makePattern(name, masks, { tags: [kind] }) };
}

/** A set of entries over all layers together, uniform among those of the right size (the random twin of global pruning). */
function uniform(widths: readonly number[], pruned: number, random: () => number): Mask[] {
  const sizes = shapesOf(widths).map(([rows, cols]) => rows * cols);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const chosen = sample(total, Math.round((1 - pruned) * total), random);
  return shapesOf(widths).map(([rows, cols], l) => {
    const first = sizes.slice(0, l).reduce((sum, size) => sum + size, 0);
    return maskOf(rows, cols, (i, j) => chosen.has(first + i * cols + j));
  });
}

/** In each row n of every m consecutive inputs. */
function groups(widths: readonly number[], n: number, m: number, random: () => number): Mask[] {
  return shapesOf(widths).map(([rows, cols]) => {
    const chosen = Array.from({ length: (rows * cols) / m }, () => sample(m, n, random));
    return maskOf(rows, cols, (i, j) => chosen[Math.floor((i * cols + j) / m)]!.has(j % m));
  });
}

/** The same number of inputs for every neuron of a layer, at least one, chosen uniformly. */
function fanIn(widths: readonly number[], pruned: number, random: () => number): Mask[] {
  return shapesOf(widths).map(([rows, cols]) => {
    const count = Math.max(1, Math.round((1 - pruned) * cols));
    const chosen = Array.from({ length: rows }, () => sample(cols, count, random));
    return maskOf(rows, cols, (i, j) => chosen[i]!.has(j));
  });
}

/** Square blocks, 4 x 4 (2 x 2 for the narrow network), cut off at the border; in each layer the share kept, at least one. */
function blocks(widths: readonly number[], pruned: number, random: () => number): Mask[] {
  const side = Math.max(...widths) >= 64 ? 4 : 2;
  return shapesOf(widths).map(([rows, cols]) => {
    const across = Math.ceil(cols / side);
    const count = Math.ceil(rows / side) * across;
    const chosen = sample(count, Math.max(1, Math.round((1 - pruned) * count)), random);
    return maskOf(rows, cols, (i, j) => chosen.has(Math.floor(i / side) * across + Math.floor(j / side)));
  });
}

/** Whole hidden neurons go, and what is left is dense; `pruned` is the share of the neurons. */
function neurons(widths: readonly number[], pruned: number, random: () => number): Mask[] {
  const alive = widths.map((width, l) =>
    l === 0 || l === widths.length - 1 ? undefined : sample(width, Math.max(1, Math.round((1 - pruned) * width)), random),
  );
  return shapesOf(widths).map(([rows, cols], l) => {
    const [below, above] = [alive[l], alive[l + 1]];
    if (below === undefined && above === undefined) return fullMask(rows, cols);
    return maskOf(rows, cols, (i, j) => (above?.has(i) ?? true) && (below?.has(j) ?? true));
  });
}

/** Rows and columns of each layer's weight matrix. */
function shapesOf(widths: readonly number[]): [rows: number, cols: number][] {
  return widths.slice(1).map((rows, l) => [rows, widths[l]!]);
}

/** `count` of the numbers 0 .. total - 1, uniformly without repeats: the first steps of a Fisher-Yates shuffle. */
function sample(total: number, count: number, random: () => number): Set<number> {
  const numbers = Array.from({ length: total }, (_, k) => k);
  for (let k = 0; k < count; k++) {
    const other = k + Math.floor(random() * (total - k));
    [numbers[k], numbers[other]] = [numbers[other]!, numbers[k]!];
  }
  return new Set(numbers.slice(0, count));
}

/** Uniform numbers in [0, 1) that depend on the name only: mulberry32, started at the FNV-1a hash of the name. */
function randomNumbers(name: string): () => number {
  let state = 0x811c9dc5;
  for (let k = 0; k < name.length; k++) state = Math.imul(state ^ name.charCodeAt(k), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
