import type { LinearEvidence } from "../../certificate/proof.js";
import { hasFullRowRank } from "../../exact/modular.js";
import { kept } from "../../pattern/mask.js";
import { middleFactorRows } from "../../pattern/factor-map.js";
import type { LayeredGoal, Step } from "../goal.js";

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
  step.require(hasFullRowRank(middleFactorRows(masks, layer, values)), "values", "the rank modulo p is smaller than the number of entries with a path");
}
