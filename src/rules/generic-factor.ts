import type { Proof } from "../certificate/proof.js";
import { reachBits } from "../pattern/layers.js";
import { type Mask, row, transpose } from "../pattern/mask.js";
import type { Budget } from "./budget.js";
import { DisjointPaths } from "./disjoint-paths.js";

/**
 * C3 generic factor [own, docs/theory.md 3.6; rank by Lindstrom, Gessel and Viennot]: fix all factors but W_1 at generic values. If for every
 * input k there are as many vertex-disjoint paths from the neurons that k feeds to the outputs as k reaches outputs, then L is
 * everything on its support, so closed. The same with W_L free, inputs and outputs exchanged.
 *
 * @param masks pruned, two layers or more
 * Tried first where the counts of neurons allow it. Cost: one system of paths for each input (output).
 */
export function findGenericFactor(masks: readonly Mask[], budget: Budget): Proof | undefined {
  const first = findPaths(masks, budget);
  if (first !== undefined) return { rule: "generic-factor", evidence: { free: "first", paths: first } };
  const last = findPaths(masks.map(transpose).reverse(), budget);
  if (last === undefined) return undefined;
  return { rule: "generic-factor", evidence: { free: "last", paths: last.map((system) => system.map((path) => path.toReversed())) } };
}

/** For every input, vertex-disjoint paths from layer 1 to each output it reaches; nothing when one input has too few. */
function findPaths(masks: readonly Mask[], budget: Budget): number[][][] | undefined {
  const [first, ...rest] = masks;
  const fedBy = transpose(first!);
  const forward = rest.map(transpose);
  const counts = reachCounts(masks);
  for (let k = 0; k < fedBy.rows; k++) if (row(fedBy, k).length < counts[k]!) return undefined;

  const search = new DisjointPaths(forward);
  const found: number[][][] = [];
  let previous: number[][] = [];
  for (let k = 0; k < fedBy.rows; k++) {
    budget.spend();
    const starts = row(fedBy, k);
    const wanted = counts[k]!;
    // Neighbouring inputs of a dense mask share their systems: the last one is used again where it fits.
    if (previous.length !== wanted || !previous.every((path) => starts.includes(path[0]!))) {
      previous = search.find(starts, wanted);
      if (previous.length < wanted) return undefined;
    }
    found.push(previous);
  }
  return found;
}

/** The number of outputs that each input reaches. */
function reachCounts(masks: readonly Mask[]): Int32Array {
  const words = (masks[masks.length - 1]!.rows + 31) >>> 5;
  // Bits over the outputs, for each input: the transposed chain.
  const bits = reachBits(masks.map(transpose).reverse());
  return Int32Array.from({ length: masks[0]!.cols }, (_, k) => {
    let count = 0;
    for (let w = 0; w < words; w++) for (let word = bits[k * words + w]!; word !== 0; word &= word - 1) count++;
    return count;
  });
}
