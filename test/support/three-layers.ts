/** Patterns of three layers with one or two neurons in each hidden layer, one of each kind. */
import { pruneDead } from "../../src/pattern/live.js";
import { type Mask, kept, maskOf, row, sameMask, transpose } from "../../src/pattern/mask.js";
import { normal } from "../../src/pattern/rectangles.js";
import { setOf } from "../../src/pattern/sets.js";
import { decideTwoNeurons } from "../../src/rules/two-neurons.js";

/** By subset of hidden neurons, as bits: how many inputs (outputs) are joined to just these. */
type Counts = readonly number[];

/**
 * All patterns N0-N1-N2-N3 with N1, N2 <= 2 and at most `ends` inputs and outputs, none of them and no hidden neuron dead and no edge either, up to the order of the
 * neurons in each layer and reversal.
 */
export function threeLayerPatterns(ends: number): Mask[][] {
  const seen = new Set<string>();
  const patterns: Mask[][] = [];
  for (const [below, above] of [[1, 1], [1, 2], [2, 1], [2, 2]] as const) {
    for (let bits = 0; bits < 1 << (below * above); bits++) {
      const middle = maskOf(above, below, (g, h) => (bits >> (g * below + h)) % 2 === 1);
      if ([middle, transpose(middle)].some((mask) => Array.from({ length: mask.rows }, (_, i) => row(mask, i)).some((list) => list.length === 0))) continue;
      for (const inputs of counts(1 << below, ends)) {
        for (const outputs of counts(1 << above, ends)) {
          const masks = [transpose(endMask(below, inputs)), middle, endMask(above, outputs)];
          if (!pruneDead(masks).every((mask, l) => sameMask(mask, masks[l]!))) continue;
          const name = nameOf(bits, below, above, inputs, outputs);
          if (seen.has(name)) continue;
          seen.add(name);
          patterns.push(masks);
        }
      }
    }
  }
  return patterns;
}

/** Numbers of ends by class, class 0 empty, at least one and at most `ends` in all. */
function counts(classes: number, ends: number): Counts[] {
  let lists: number[][] = [[0]];
  for (let c = 1; c < classes; c++) {
    lists = lists.flatMap((list) => Array.from({ length: ends + 1 - list.reduce((sum, n) => sum + n, 0) }, (_, n) => [...list, n]));
  }
  return lists.filter((list) => list.some((n) => n > 0));
}

/** The ends as rows, the hidden neurons as columns. */
function endMask(hidden: number, byClass: Counts): Mask {
  const classes = byClass.flatMap((count, c) => Array.from({ length: count }, () => c));
  return maskOf(classes.length, hidden, (i, h) => (classes[i]! >> h) % 2 === 1);
}

/** The same for two patterns that differ in the order of neurons or are each other's reversal. */
function nameOf(bits: number, below: number, above: number, inputs: Counts, outputs: Counts): string {
  const names: string[] = [];
  for (const flipBelow of below === 2 ? [false, true] : [false]) {
    for (const flipAbove of above === 2 ? [false, true] : [false]) {
      const edge = (g: number, h: number): number => (bits >> ((flipAbove ? 1 - g : g) * below + (flipBelow ? 1 - h : h))) & 1;
      const [first, last] = [swapped(inputs, flipBelow), swapped(outputs, flipAbove)];
      const list = (rows: number, cols: number, at: (i: number, j: number) => number): number[] =>
        Array.from({ length: rows * cols }, (_, e) => at(Math.floor(e / cols), e % cols));
      names.push(JSON.stringify([below, above, list(above, below, edge), first, last]));
      names.push(JSON.stringify([above, below, list(below, above, (h, g) => edge(g, h)), last, first]));
    }
  }
  return names.sort()[0]!;
}

/** Classes 1 and 2 exchanged. */
function swapped(list: Counts, flip: boolean): Counts {
  return flip ? [list[0]!, list[2]!, list[1]!, list[3]!] : list;
}

/** What D3 (docs/theory.md 3.9) says of a pattern of `threeLayerPatterns`: closed? */
export function closedByD3(masks: readonly Mask[]): boolean {
  const [first, middle, last] = masks as [Mask, Mask, Mask];
  const inputs = (h: number): bigint => setOf(row(first, h));
  const outputs = (g: number): bigint => setOf(row(transpose(last), g));
  if (first.rows === 1 || last.cols === 1) return true;
  const all = (a: bigint, b: bigint): boolean => (a & ~b) !== 0n && (b & ~a) !== 0n && (a & b) !== 0n;
  if (kept(middle) === 4) {
    return !(all(outputs(0), outputs(1)) && first.cols >= 2) && !(all(inputs(0), inputs(1)) && last.rows >= 2);
  }
  // Named such that the edges are (top, left), (low, right) and perhaps (low, left).
  const top = row(middle, 0).length === 1 ? 0 : 1;
  const left = row(middle, top)[0]!;
  const [r1, r2, c1, c2] = [outputs(top), outputs(1 - top), inputs(left), inputs(1 - left)];
  if (kept(middle) === 3 && (c1 & ~c2) !== 0n && (r2 & ~r1) !== 0n) {
    return !((r1 & ~r2) !== 0n && (c1 & c2) !== 0n) && !((r1 & r2) !== 0n && (c2 & ~c1) !== 0n);
  }
  const neurons = [
    { rows: r1, cols: c1 },
    { rows: r2, cols: c2 },
  ];
  return decideTwoNeurons(normal({ m: last.rows, n: first.cols, neurons, free: Array.from({ length: last.rows }, () => 0n) })).closed;
}
