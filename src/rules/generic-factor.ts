import type { Proof } from "../certificate/proof.js";
import { productSupport } from "../pattern/layers.js";
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
  const paths = findPaths(turned, budget);
  return paths && { paths };
}

/** For every input, vertex-disjoint paths from layer 1 to each output it reaches; nothing when one input has too few. `turned`: the transposed masks. */
function findPaths(turned: readonly Mask[], budget: Budget): number[][][] | undefined {
  const [fedBy, ...forward] = turned as [Mask, ...Mask[]];
  const reached = productSupport(turned.toReversed());
  for (let k = 0; k < fedBy.rows; k++) if (count(fedBy, k) < count(reached, k)) return undefined;

  const search = new DisjointPaths(forward);
  const found: number[][][] = [];
  let previous: number[][] = [];
  for (let k = 0; k < fedBy.rows; k++) {
    budget.spend();
    const starts = row(fedBy, k);
    const wanted = count(reached, k);
    // Neighbouring inputs of a dense mask share their systems: the last one is used again where it fits.
    if (previous.length !== wanted || !previous.every((path) => starts.includes(path[0]!))) {
      previous = search.find(starts, wanted);
      if (previous.length < wanted) return undefined;
    }
    found.push(previous);
  }
  return found;
}

const count = (mask: Mask, i: number): number => mask.start[i + 1]! - mask.start[i]!;
