import type { LinearEvidence } from "../../certificate/proof.js";
import type { Step, TwoLayerGoal } from "../goal.js";

/** No neurons are left: L + R^F = R^F. Constant cost. */
export function checkLinearSpace(goal: TwoLayerGoal, _evidence: LinearEvidence["linear-space"], step: Step): void {
  step.proves("closed", "full");
  const left = goal.state.neurons.length;
  step.require(left === 0, "", `no neurons expected, ${left} are left`);
}
