import type { Proof } from "../certificate/proof.js";
import { reachBits } from "../pattern/layers.js";
import { type Mask, row, transpose } from "../pattern/mask.js";
import type { Budget } from "./budget.js";
import { DisjointPaths } from "./disjoint-paths.js";
import { type EndRepairs, findMatchings } from "./layered-matching.js";

/**
 * C3 generic factor [own, docs/theory.md 3.6; rank by Lindstrom, Gessel and Viennot]: fix all factors but W_1 at generic values. If for every
 * input k there are as many vertex-disjoint paths from the neurons that k feeds to the outputs as k reaches outputs, then L is
 * everything on its support, so closed. The same with W_L free, inputs and outputs exchanged.
 *
 * @param masks pruned, two layers or more
 * Tried first where the counts of neurons allow it. By matchings layer by layer, which is quick and leaves little to write down; where these fail, with three layers or more, by augmenting whole
 * paths. Cost: for every input (output) some words for each output it reaches, times the layers; or one system of paths.
 */
export function findGenericFactor(masks: readonly Mask[], budget: Budget): Proof | undefined {
  const turned = masks.map(transpose);
  const first = findPathsBehind(masks, turned, budget);
  if (first !== undefined) return { rule: "generic-factor", evidence: { free: "first", ...first } };
  const last = findPathsBehind(turned.toReversed(), masks.toReversed(), budget);
  if (last === undefined) return undefined;
  const evidence = "paths" in last ? { paths: last.paths.map((system) => system.map((path) => path.toReversed())) } : last;
  return { rule: "generic-factor", evidence: { free: "last", ...evidence } };
}

/** The same for the first factor alone; `turned`: the transposed masks, in the same order. */
function findPathsBehind(masks: readonly Mask[], turned: readonly Mask[], budget: Budget): { repairs: EndRepairs[] } | { paths: number[][][] } | undefined {
  const layers = masks.slice(1).map((mask, l) => ({ mask, transposed: turned[l + 1]! }));
  const repairs = findMatchings(turned[0]!, layers, budget);
  if (repairs === "none") return undefined;
  if (repairs !== "unknown") return { repairs };
  const paths = findPaths(masks, budget);
  return paths && { paths };
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
