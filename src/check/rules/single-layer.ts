import type { LinearEvidence } from "../../certificate/proof.js";
import type { LayeredGoal, Step } from "../goal.js";

/** One layer: L = R^S is a coordinate subspace. Constant cost. */
export function checkSingleLayer(goal: LayeredGoal, _evidence: LinearEvidence["single-layer"], step: Step): void {
  step.proves("closed", "full");
  step.require(goal.masks.length === 1, "", `one layer expected, the goal has ${goal.masks.length}`);
}
