import type { LinearEvidence } from "../../certificate/proof.js";
import { hasFullRowRank, rankWork } from "../../exact/modular.js";
import { type Mask, kept, transpose } from "../../pattern/mask.js";
import { middleFactorRows } from "../../pattern/factor-map.js";
import { productSupport } from "../../pattern/layers.js";
import type { LayeredGoal, Step } from "../goal.js";
import { MAX_ENTRIES, affordMatrix, affordProduct, affordSupport } from "../limits.js";

/**
 * C3 with any one factor free: with the others fixed at integers, the product is linear in the free factor, and this linear map
 * reaches all of R^S. Cost: the square of |S| times the edges of the free layer, less where the matrix has blocks.
 */
export function checkMiddleFactor(goal: LayeredGoal, evidence: LinearEvidence["middle-factor"], step: Step): void {
  step.proves("closed", "full");
  const { masks } = goal;
  const { layer, values } = evidence;
  step.require(masks.length >= 2, "", "two layers or more expected");
  step.require(layer >= 1 && layer <= masks.length, "layer", `a layer from 1 to ${masks.length} expected`);
  step.require(values.length === masks.length, "values", `${masks.length} lists expected, ${values.length} found`);
  masks.forEach((mask, l) => {
    const wanted = l === layer - 1 ? 0 : kept(mask);
    step.require(values[l]!.length === wanted, `values[${l}]`, `${wanted} integers expected, ${values[l]!.length} found`);
  });
  const tooFew = "the rank modulo p is smaller than the number of entries with a path";
  const { effort } = step;
  const free = masks[layer - 1]!;
  affordSupport(masks, effort);
  const entries = kept(productSupport(masks, MAX_ENTRIES));
  step.require(entries <= kept(free), "values", tooFew);
  affordMatrix(entries, kept(free), effort);
  affordProduct(masks.slice(0, layer - 1), free.cols, effort);
  affordProduct(masks.slice(layer), free.rows, effort);
  // Every pair of an output and an input is looked at, with every neuron and every edge of the free layer.
  const live = (mask: Mask): number => new Set(mask.index).size;
  effort.spend(live(transpose(masks[masks.length - 1]!)) * live(masks[0]!) * (free.rows + kept(free)));
  const rows = middleFactorRows(masks, layer, values);
  effort.spend(rankWork(rows));
  step.require(hasFullRowRank(rows), "values", tooFew);
}
