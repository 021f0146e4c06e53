/**
 * Growth of the weights of two families of networks compared, as far as they are comparable: a training run's beside that of an exact family.
 *
 * A single weight's exponent means nothing: multiplying what enters a hidden neuron by c > 0 and what leaves it by 1/c changes the weights and not
 * the network. Sums of exponents along paths from an input to an output do not change. So each edge is given the largest
 * sum over the paths through it, the exponent of the fastest-growing product of weights there. It is found in two passes over the edges (up: the largest sum from
 * the inputs; down: to the outputs), and two families that differ by rescaling have the same.
 *
 * Products that stay bounded are not compared: sums below 0 count as 0, since how fast a product vanishes may differ between families with one limit.
 * Hidden neurons with equal places in the pattern may change roles, so the best fit over all permutations of hidden neurons that keep the
 * masks is taken. Biases are left out. What is not divided out: symmetries of the linear counterpart that add one neuron's weights to another's (theory 4,
 * R1), which can change the exponents of the slower of two paths.
 */
import type { Counterexample } from "../certificate/counterexample.js";
import { type Mask, has } from "../pattern/mask.js";
import type { EdgeGrowth } from "./diagnosis.js";

export type EdgeExponent = Pick<EdgeGrowth, "layer" | "out" | "in" | "exponent">;

export interface ComparedEdge {
  /** Numbered as in the fitted family. */
  readonly layer: number;
  readonly out: number;
  readonly in: number;
  /** The largest sum of exponents over paths through the edge, 0 where all are below. */
  readonly fitted: number;
  readonly exact: number;
}

export interface GrowthComparison {
  /** Does every edge agree within the tolerance? */
  readonly match: boolean;
  /** The largest difference over the largest exact exponent; over 1 where that is 0. */
  readonly deviation: number;
  /** Per hidden layer, the neuron of the exact family that stands for each neuron of the fitted one. */
  readonly neurons: number[][];
  readonly edges: ComparedEdge[];
}

/** Permutations looked at; a pattern with more of them is compared under the first ones, one with more hidden neurons under the identity. */
const MOST_PERMUTATIONS = 5040;
const MOST_NEURONS = 500;
const MOST_STEPS = 200_000;

/** The exponents of |weight| against 1 / loss of an exact family, from its orders in eps. Weights that are not listed vanish. */
export function exactGrowth({ family, loss }: Pick<Counterexample, "family" | "loss">): EdgeExponent[] {
  return family.weights.flatMap((layer, l) =>
    layer.map(({ output, input, weight }) => ({ layer: l + 1, out: output, in: input, exponent: -weight.valuation / loss.valuation })),
  );
}

/** @param tolerance the largest difference allowed, as a share of the largest exact exponent */
export function compareGrowth(masks: readonly Mask[], fitted: readonly EdgeExponent[], exact: readonly EdgeExponent[], tolerance = 0.1): GrowthComparison {
  const [ours, theirs] = [pathExponents(masks, fitted), pathExponents(masks, exact)];
  const largest = Math.max(0, ...theirs.flatMap((layer) => [...layer.values()]));
  let best: GrowthComparison | undefined;
  for (const permutation of hiddenPermutations(masks)) {
    const edges = masks.flatMap((mask, l) =>
      entriesOf(mask).map(([i, j]): ComparedEdge => {
        const image = permutation[l + 1]![i]! * mask.cols + permutation[l]![j]!;
        return { layer: l + 1, out: i, in: j, fitted: ours[l]!.get(i * mask.cols + j)!, exact: theirs[l]!.get(image)! };
      }),
    );
    const deviation = edges.reduce((worst, edge) => Math.max(worst, Math.abs(edge.fitted - edge.exact)), 0) / (largest || 1);
    if (best === undefined || deviation < best.deviation) {
      best = { match: deviation <= tolerance, deviation, neurons: permutation.slice(1, -1).map((layer) => [...layer]), edges };
    }
  }
  return best!;
}

/** Per layer, by out * cols + in: the largest sum of exponents over paths through the edge, at least 0. An edge without exponent is no path. */
export function pathExponents(masks: readonly Mask[], growth: readonly EdgeExponent[]): Map<number, number>[] {
  const own = masks.map(() => new Map<number, number>());
  for (const { layer, out, in: input, exponent } of growth) own[layer - 1]!.set(out * masks[layer - 1]!.cols + input, exponent ?? -Infinity);
  const at = (l: number, i: number, j: number): number => own[l]!.get(i * masks[l]!.cols + j) ?? -Infinity;
  const up: number[][] = [Array.from({ length: masks[0]!.cols }, () => 0)];
  masks.forEach((mask, l) => {
    const sums = Array.from({ length: mask.rows }, () => -Infinity);
    for (const [i, j] of entriesOf(mask)) sums[i] = Math.max(sums[i]!, up[l]![j]! + at(l, i, j));
    up.push(sums);
  });
  let down = Array.from({ length: masks.at(-1)!.rows }, () => 0);
  const through = masks.map(() => new Map<number, number>());
  for (let l = masks.length - 1; l >= 0; l--) {
    const mask = masks[l]!;
    const below = Array.from({ length: mask.cols }, () => -Infinity);
    for (const [i, j] of entriesOf(mask)) {
      through[l]!.set(i * mask.cols + j, Math.max(0, up[l]![j]! + at(l, i, j) + down[i]!));
      below[j] = Math.max(below[j]!, at(l, i, j) + down[i]!);
    }
    down = below;
  }
  return through;
}

function entriesOf(mask: Mask): [number, number][] {
  return Array.from({ length: mask.rows }, (_, i) => i).flatMap((i) =>
    Array.from(mask.index.subarray(mask.start[i], mask.start[i + 1]), (j): [number, number] => [i, j]),
  );
}

/** Permutations per layer of neurons, inputs and outputs in place, under which every mask goes into itself; the identity is the first. */
export function* hiddenPermutations(masks: readonly Mask[]): Generator<number[][]> {
  let [found, steps] = [0, 0];
  const identity = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const columnCounts = masks.map((mask) => {
    const counts = new Int32Array(mask.cols);
    for (const j of mask.index) counts[j]!++;
    return counts;
  });
  /** May neuron i of the layer above mask l go to k, given where the layer below goes? */
  const fits = (l: number, i: number, k: number, below: readonly number[]): boolean => {
    const mask = masks[l]!;
    const [from, to] = [mask.start[i]!, mask.start[i + 1]!];
    if (to - from !== mask.start[k + 1]! - mask.start[k]!) return false;
    for (let e = from; e < to; e++) if (!has(mask, k, below[mask.index[e]!]!)) return false;
    return true;
  };
  if (masks.slice(0, -1).reduce((sum, { rows }) => sum + rows, 0) > MOST_NEURONS) {
    yield [identity(masks[0]!.cols), ...masks.map(({ rows }) => identity(rows))];
    return;
  }
  function* layersFrom(l: number, done: number[][]): Generator<number[][]> {
    const below = done.at(-1)!;
    const { rows } = masks[l]!;
    if (l === masks.length - 1) {
      const outputs = identity(rows);
      if (outputs.every((i) => fits(l, i, i, below))) {
        found++;
        yield [...done, outputs];
      }
      return;
    }
    const image = Array.from({ length: rows }, () => -1);
    const taken = new Uint8Array(rows);
    function* neuronsFrom(i: number): Generator<number[][]> {
      if (i === rows) {
        yield* layersFrom(l + 1, [...done, [...image]]);
        return;
      }
      for (let n = -1; n < rows; n++) {
        // The neuron itself first, so that the identity comes first.
        const k = n < 0 ? i : n;
        if (found >= MOST_PERMUTATIONS || (found > 0 && steps++ > MOST_STEPS)) return;
        if ((n >= 0 && k === i) || taken[k] === 1 || columnCounts[l + 1]![k] !== columnCounts[l + 1]![i] || !fits(l, i, k, below)) continue;
        taken[k] = 1;
        image[i] = k;
        yield* neuronsFrom(i + 1);
        taken[k] = 0;
      }
    }
    yield* neuronsFrom(0);
  }
  yield* layersFrom(0, [identity(masks[0]!.cols)]);
}
