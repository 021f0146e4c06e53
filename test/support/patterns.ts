/** Patterns for tests: from strings, from rectangles, at random. */
import { Random } from "../../src/exact/random.js";
import { type Mask, maskOf, maskOfRows } from "../../src/pattern/mask.js";
import { type Rectangle, type Rectangles, normal, transposed } from "../../src/pattern/rectangles.js";
import { emptySets, members, setOf } from "../../src/pattern/sets.js";

/** One list of row strings per layer, as in a pattern file. */
export type MaskStrings = string[][];

/** Digits of a rectangle's rows and columns: `["01", "12"]` is rows 0, 1 and columns 1, 2. */
export type RectangleDigits = readonly [rows: string, cols: string];

export function mask(strings: readonly string[], cols = strings[0]?.length ?? 0): Mask {
  return maskOfRows(
    cols,
    strings.map((text) => [...text].flatMap((cell, j) => (cell === "1" ? [j] : []))),
  );
}

export function masks(strings: MaskStrings): Mask[] {
  return strings.map((layer) => mask(layer));
}

/** Everything kept. */
export function fullMask(rows: number, cols: number): Mask {
  return maskOf(rows, cols, () => true);
}

/** The JSON value of the pattern with these masks; widths are read off them. */
export function patternJson(strings: MaskStrings): Record<string, unknown> {
  const widths = [strings[0]![0]!.length, ...strings.map((layer) => layer.length)];
  return { format: "wellposed/pattern/1", name: "test", widths, masks: strings, bias: true };
}

const digits = (text: string): number[] => [...text].map(Number);

/** The masks of the two-layer pattern whose hidden neurons are these rectangles. */
export function rectangleMasks(m: number, n: number, neurons: readonly RectangleDigits[]): MaskStrings {
  const cell = (text: string, x: number): string => (digits(text).includes(x) ? "1" : "0");
  return [
    neurons.map(([, cols]) => Array.from({ length: n }, (_, k) => cell(cols, k)).join("")),
    Array.from({ length: m }, (_, i) => neurons.map(([rows]) => cell(rows, i)).join("")),
  ];
}

/** The two-layer goal with these rectangles; `free` lists pairs of digits "ij". */
export function rectangles(m: number, n: number, neurons: readonly RectangleDigits[], free: readonly string[] = []): Rectangles {
  return normal({
    m,
    n,
    neurons: neurons.map(([rows, cols]): Rectangle => ({ rows: setOf(digits(rows)), cols: setOf(digits(cols)) })),
    free: Array.from({ length: m }, (_, i) => setOf(free.filter((entry) => Number(entry[0]) === i).map((entry) => Number(entry[1])))),
  });
}

/** A rectangle's digits again. */
export function digitsOf({ rows, cols }: Rectangle): RectangleDigits {
  const text = (set: bigint): string => Array.from({ length: 10 }, (_, x) => x).filter((x) => (set >> BigInt(x)) & 1n).join("");
  return [text(rows), text(cols)];
}

/** Widths 1..`maxWidth`, `depth` layers, each layer with its own density; some layers lose whole rows so that neurons die. */
export function randomMasks(random: Random, depth: number, maxWidth: number): Mask[] {
  const widths = Array.from({ length: depth + 1 }, () => 1 + random.below(maxWidth));
  return Array.from({ length: depth }, (_, l) => {
    const density = 2 + random.below(9);
    const gap = random.below(6) === 0 ? random.below(widths[l + 1]!) : -1;
    return maskOf(widths[l + 1]!, widths[l]!, (i) => i !== gap && random.below(10) < density);
  });
}

/** A goal with 2..`size` rows and columns and at most `neurons` neurons; with `withFree` about half of the entries are free. */
export function randomRectangles(random: Random, size: number, neurons: number, withFree: boolean): Rectangles {
  const m = 2 + random.below(size - 1);
  const n = 2 + random.below(size - 1);
  return normal({
    m,
    n,
    neurons: Array.from({ length: random.below(neurons + 1) }, () => ({ rows: BigInt(random.below(1 << m)), cols: BigInt(random.below(1 << n)) })),
    free: Array.from({ length: m }, () => (withFree ? BigInt(random.below(1 << n)) : 0n)),
  });
}

/** All entries (i, j) with i < m and j < n. */
export function entries(m: number, n: number): [number, number][] {
  return Array.from({ length: m * n }, (_, at): [number, number] => [Math.floor(at / n), at % n]);
}

/** 0, ..., count - 1 in random order. */
export function shuffled(random: Random, count: number): number[] {
  const list = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
  return list;
}

/** Rows, columns and neurons in another order, transposed or not. */
export function renumbered(random: Random, state: Rectangles): Rectangles {
  const [rows, columns] = [shuffled(random, state.m), shuffled(random, state.n)];
  const moved = (set: bigint, to: readonly number[]): bigint => setOf(members(set).map((x) => to[x]!));
  const neurons = shuffled(random, state.neurons.length).map((k) => ({ rows: moved(state.neurons[k]!.rows, rows), cols: moved(state.neurons[k]!.cols, columns) }));
  const free = emptySets(state.m);
  state.free.forEach((set, i) => (free[rows[i]!] = moved(set, columns)));
  const image = normal({ ...state, neurons, free });
  return random.below(2) === 0 ? image : transposed(image);
}
