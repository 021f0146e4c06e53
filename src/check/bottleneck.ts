/** What passes through few neurons has small rank: the determinants in proofs of unreachability (docs/certificates.md, rule `degeneration`). */
import type { Bottleneck } from "../certificate/proof.js";
import { Parametric, RATIONALS } from "../exact/parametric.js";
import type { Rational } from "../exact/rational.js";
import { type Mask, row, transpose } from "../pattern/mask.js";
import { isAscending } from "./ascending.js";
import type { Condition } from "./goal.js";
import { ONE, type Value, ZERO } from "./known-products.js";
import { STEPS_PER_ITEM, type Effort, affordMasks, affordParametric } from "./limits.js";

/** The minor, pruned, and the product that is said to be out of reach; null where anything goes. */
export interface Target {
  readonly masks: readonly Mask[];
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  /** limit[a][b] belongs to outputs[a] and inputs[b]. */
  readonly limit: readonly (readonly (Rational | null)[])[];
}

/** factor times a product of unknowns, each to the power 1 at most. */
export interface Term {
  readonly unknowns: bigint;
  readonly factor: Value;
}

export type Operation = (a: Value, b: Value) => Value;

export function requireBottleneck({ masks, ...target }: Target, { outputs, inputs, layer, neurons }: Bottleneck, key: string, step: Condition): void {
  const isPart = (list: readonly number[], of: readonly number[]): boolean => isAscending(list, Infinity) && list.every((x) => of.includes(x));
  step.require(isPart(outputs, target.outputs), `${key}.outputs`, "ascending outputs of the minor expected, at least one");
  step.require(isPart(inputs, target.inputs) && inputs.length === outputs.length, `${key}.inputs`, `${outputs.length} ascending inputs of the minor expected`);
  step.require(layer >= 1 && layer < masks.length, `${key}.layer`, `a layer from 1 to ${masks.length - 1} expected`);
  const isFew = isAscending(neurons, masks[layer - 1]!.rows) && neurons.length < outputs.length;
  step.require(isFew, `${key}.neurons`, `ascending neurons of layer ${layer} expected, fewer than ${outputs.length}`);
}

/**
 * A determinant at the root of a tree, where nothing is known of any path: it only matters which entries have a path inside the neurons and which one outside, so no
 * path needs to be listed, and there may be any number of them. Cost: the edges, for each output and input.
 */
export function checkFirstDeterminant(target: Target, part: Bottleneck, key: string, step: Condition): void {
  requireBottleneck(target, part, key, step);
  const { outputs, inputs, layer, neurons } = part;
  const { masks, limit } = target;
  affordMasks(masks, step.effort);
  step.effort.spend((outputs.length + inputs.length + 1) * masks.reduce((sum, mask) => sum + mask.rows + mask.index.length, 0) * STEPS_PER_ITEM);
  const through = new Set(neurons);
  const below = inputs.map((k) => reachedFrom(masks, k, layer));
  const flipped = masks.map(transpose).reverse();
  const above = outputs.map((i) => reachedFrom(flipped, i, masks.length - layer));
  let unknowns = 0;
  const matrix = outputs.map((output, a) =>
    inputs.map((input, b): Term => {
      const passed = [...below[b]!].filter((v) => above[a]!.has(v));
      if (!passed.some((v) => through.has(v))) return { unknowns: 0n, factor: ZERO };
      const wanted = limit[target.outputs.indexOf(output)]![target.inputs.indexOf(input)]!;
      if (wanted !== null && passed.every((v) => through.has(v))) return { unknowns: 0n, factor: Parametric.constant(RATIONALS, wanted) };
      return { unknowns: 1n << BigInt(unknowns++), factor: ONE };
    }),
  );
  const afforded = (work: Operation): Operation => (a, b) => {
    affordParametric(a, b, step.effort);
    return work(a, b);
  };
  affordDeterminant(outputs.length, step.effort);
  const coefficients = determinant(matrix, afforded((a, b) => a.plus(b)), afforded((a, b) => a.times(b)));
  // One more unknown product would be found out, which contradicts nothing here.
  step.require(coefficients.size === 1 && coefficients.has(0n), key, "no contradiction");
}

/** The neurons of a layer that paths from a neuron of the first one reach. */
function reachedFrom(masks: readonly Mask[], from: number, layer: number): Set<number> {
  let reached = new Set([from]);
  for (const mask of masks.slice(0, layer)) {
    const next = new Set<number>();
    for (let v = 0; v < mask.rows; v++) if (row(mask, v).some((w) => reached.has(w))) next.add(v);
    reached = next;
  }
  return reached;
}

export function affordDeterminant(size: number, effort: Effort): void {
  effort.spend(factorial(size) * size * STEPS_PER_ITEM);
  effort.hold(factorial(size) * 64);
}

/** The determinant of a matrix of terms, an unknown occurring in one entry only: coefficients by set of unknowns, none of them 0. */
export function determinant(matrix: readonly (readonly Term[])[], plus: Operation, times: Operation): Map<bigint, Value> {
  const sum = new Map<bigint, Value>();
  const expand = (from: number, columns: readonly number[], unknowns: bigint, factor: Value): void => {
    if (from === matrix.length) {
      sum.set(unknowns, plus(sum.get(unknowns) ?? ZERO, factor));
      return;
    }
    columns.forEach((column, at) => {
      const entry = matrix[from]![column]!;
      if (entry.factor.isZero) return;
      const signed = at % 2 === 0 ? entry.factor : entry.factor.negated();
      expand(from + 1, columns.toSpliced(at, 1), unknowns | entry.unknowns, times(factor, signed));
    });
  };
  expand(0, [...matrix.keys()], 0n, ONE);
  for (const [set, factor] of sum) if (factor.isZero) sum.delete(set);
  return sum;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
