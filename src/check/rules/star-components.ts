import type { FiniteEvidence } from "../../certificate/proof.js";
import type { LayeredGoal, Step } from "../goal.js";
import { outputComponents } from "../output-components.js";

/** T6, closed: every component between hidden neurons and outputs has one output or one hidden neuron. Linear cost. */
export function checkStarComponents(goal: LayeredGoal, _evidence: FiniteEvidence["star-components"], step: Step): void {
  step.proves("closed");
  for (const { hidden, outputs } of outputComponents(goal, step)) {
    step.require(
      hidden.length === 1 || outputs.length === 1,
      "",
      `hidden neurons ${hidden.slice(0, 2).join(", ")} and outputs ${outputs.slice(0, 2).join(", ")} lie in one component`,
    );
  }
}
