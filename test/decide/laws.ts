/**
 * What must hold between the verdicts of related patterns, whatever the patterns are. Each law is written once, here, and run over random
 * patterns of depth 1 to 4 by laws.test.ts.
 *
 * A law changes a pattern so that the truth of some properties does not change. Verdicts may then differ by "undecided" at most; where
 * the rules are complete (`isComplete`) not even by that.
 */
import fc from "fast-check";
import type { Property } from "../../src/certificate/proof.js";
import type { Verdicts } from "../../src/decide/decide.js";
import { pruneDead } from "../../src/pattern/live.js";
import { type Mask, has, maskOf, transpose } from "../../src/pattern/mask.js";
import { allPaths, orderedPairs, pathsBetween, range } from "./build.js";

export interface Law {
  readonly name: string;
  /** The properties whose truth the change keeps. */
  readonly keeps: readonly Property[];
  /** The changed masks; `choose(n)` gives a number below n. */
  readonly change: (masks: readonly Mask[], choose: (n: number) => number) => Mask[];
}

const ALL: readonly Property[] = ["linear", "finite", "cube"];

/** Rows or columns put in another order: place x takes what was at `order[x]`. */
function reordered(mask: Mask, rows: readonly number[] | null, cols: readonly number[] | null): Mask {
  return maskOf(mask.rows, mask.cols, (i, j) => has(mask, rows?.[i] ?? i, cols?.[j] ?? j));
}

function shuffled(n: number, choose: (n: number) => number): number[] {
  const order = range(n);
  order.forEach((_, x) => {
    const y = x + choose(n - x);
    [order[x], order[y]] = [order[y]!, order[x]!];
  });
  return order;
}

/** Layer `l` of neurons (0 inputs, L outputs) in another order. */
function permuteLayer(masks: readonly Mask[], l: number, choose: (n: number) => number): Mask[] {
  const order = shuffled(l === 0 ? masks[0]!.cols : masks[l - 1]!.rows, choose);
  return masks.map((mask, m) => (m === l - 1 ? reordered(mask, order, null) : m === l ? reordered(mask, null, order) : mask));
}

/** One more neuron in layer `l`, last; `fed` and `feeds` say which of its possible edges are kept. */
function addNeuron(masks: readonly Mask[], l: number, fed: (j: number) => boolean, feeds: (i: number) => boolean): Mask[] {
  return masks.map((mask, m) => {
    if (m === l - 1) return maskOf(mask.rows + 1, mask.cols, (i, j) => (i === mask.rows ? fed(j) : has(mask, i, j)));
    if (m === l) return maskOf(mask.rows, mask.cols + 1, (i, j) => (j === mask.cols ? feeds(i) : has(mask, i, j)));
    return mask;
  });
}

const never = (): boolean => false;

/** A hidden layer, or 0 when there is none: the change is then the identity. */
const someHidden = (masks: readonly Mask[], choose: (n: number) => number): number => (masks.length === 1 ? 0 : 1 + choose(masks.length - 1));

export const LAWS: readonly Law[] = [
  { name: "inputs in another order", keeps: ALL, change: (masks, choose) => permuteLayer(masks, 0, choose) },
  { name: "outputs in another order", keeps: ALL, change: (masks, choose) => permuteLayer(masks, masks.length, choose) },
  {
    name: "hidden neurons of a layer in another order",
    keeps: ALL,
    change: (masks, choose) => {
      const l = someHidden(masks, choose);
      return l === 0 ? [...masks] : permuteLayer(masks, l, choose);
    },
  },
  { name: "the transposed chain", keeps: ["linear"], change: (masks) => masks.map(transpose).reverse() },
  {
    name: "a further hidden neuron without inputs",
    keeps: ALL,
    change: (masks, choose) => {
      const l = someHidden(masks, choose);
      return l === 0 ? [...masks] : addNeuron(masks, l, never, () => choose(2) === 0);
    },
  },
  {
    name: "a further hidden neuron without outputs",
    keeps: ALL,
    change: (masks, choose) => {
      const l = someHidden(masks, choose);
      return l === 0 ? [...masks] : addNeuron(masks, l, () => choose(2) === 0, never);
    },
  },
  { name: "a further input that feeds nothing", keeps: ALL, change: (masks) => addNeuron(masks, 0, never, never) },
  { name: "a further output that nothing feeds", keeps: ALL, change: (masks) => addNeuron(masks, masks.length, never, never) },
  {
    name: "an identity layer put in between",
    keeps: ["linear"],
    change: (masks, choose) => {
      const l = choose(masks.length + 1);
      const n = l === 0 ? masks[0]!.cols : masks[l - 1]!.rows;
      return [...masks.slice(0, l), maskOf(n, n, (i, j) => i === j), ...masks.slice(l)];
    },
  },
  { name: "dead edges deleted", keeps: ALL, change: (masks) => pruneDead(masks) },
];

/** Two verdicts on the same question: never yes against no. */
export function contradict(a: boolean | null, b: boolean | null): boolean {
  return a !== null && b !== null && a !== b;
}

/**
 * Does `decide` promise a verdict for `linear`? One layer; unique paths; a cut minor; two layers with at most two live hidden
 * neurons. Read naively.
 */
export function isComplete(masks: readonly Mask[]): boolean {
  const paths = allPaths(masks);
  if (masks.length === 1) return true;
  if (masks.length === 2 && new Set(paths.map((path) => path[1])).size <= 2) return true;
  if (new Set(paths.map((path) => `${path[0]},${path.at(-1)}`)).size === paths.length) return true;
  return hasCutMinor(masks);
}

function hasCutMinor(masks: readonly Mask[]): boolean {
  const paths = pathsBetween(masks);
  return range(masks.length - 1).some((below) =>
    orderedPairs(masks.at(-1)!.rows).some(([i, j]) =>
      orderedPairs(masks[0]!.cols).some(([k, l]) => {
        const [direct, a, b, last] = [paths(i, k), paths(i, l), paths(j, k), paths(j, l)];
        if (direct.length === 0 || a.length === 0 || b.length === 0) return false;
        const h = direct[0]![below + 1];
        const through = (path: number[]): boolean => path[below + 1] === h;
        return direct.every(through) && a.every(through) && b.every(through) && !last.every(through);
      }),
    ),
  );
}

/** What the three verdicts of one pattern owe each other (all biases free); the names of the broken ones. */
export function brokenImplications(depth: number, { linear, finite, cube }: Verdicts): string[] {
  const implications: [string, boolean][] = [
    ["one layer: all closed", depth > 1 || (linear.closed === true && finite.closed === true && cube.closed === true)],
    ["linear no gives finite no", linear.closed !== false || finite.closed === false],
    ["linear no gives cube no", linear.closed !== false || cube.closed === false],
    ["finite yes gives linear yes", depth !== 2 || finite.closed !== true || linear.closed === true],
    ["finite yes gives cube yes", depth !== 2 || finite.closed !== true || cube.closed === true],
    ["cube no gives finite no", depth !== 2 || cube.closed !== false || finite.closed === false],
    ["one hidden layer: finite is decided", depth !== 2 || finite.closed !== null],
    ["two hidden layers: finite and cube are decided by linear no only", depth < 3 || linear.closed === false || (finite.closed === null && cube.closed === null)],
  ];
  return implications.filter(([, holds]) => !holds).map(([name]) => name);
}

/** Random numbers below n for a law, replayable by their seed. */
export const anyChoices: fc.Arbitrary<(n: number) => number> = fc.noShrink(fc.infiniteStream(fc.nat({ max: 2 ** 30 }))).map((stream) => (n) => (stream.next().value as number) % n);

