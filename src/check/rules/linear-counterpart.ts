import type { CubeEvidence, FiniteEvidence } from "../../certificate/proof.js";
import type { LayeredGoal, Step } from "../goal.js";

type Evidence = FiniteEvidence["linear-counterpart"] | CubeEvidence["linear-counterpart"];

/** T2: a linear counterpart that is not closed makes `finite` and `cube` fail. Cost: that of the proof about it. */
export function checkLinearCounterpart(goal: LayeredGoal, evidence: Evidence, step: Step): void {
  step.proves("not closed");
  step.prove(goal, evidence.linear, "linear", "not closed");
}
