import type { LinearEvidence } from "../../certificate/proof.js";
import { split } from "../../pattern/rectangles.js";
import { type Step, type TwoLayerGoal, twoLayer } from "../goal.js";
import { checkParts } from "../parts.js";

/** Neurons cut into the components of their shapes, and parts that share no entry outside F. Cost: quadratic in the neurons. */
export function checkSplit(goal: TwoLayerGoal, evidence: LinearEvidence["split"], step: Step): void {
  checkParts(split(goal.state).map(twoLayer), evidence, step);
}
