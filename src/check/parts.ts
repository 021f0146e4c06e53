import type { Parts } from "../certificate/proof.js";
import type { Goal, Step } from "./goal.js";

/** Checks the evidence of a rule that cuts its goal into parts: all of them for closed and full, one for not closed. */
export function checkParts(goals: readonly Goal[], evidence: Parts, step: Step): void {
  if ("parts" in evidence) {
    step.proves("closed", "full");
    step.require(evidence.parts.length === goals.length, "parts", `${goals.length} parts expected, ${evidence.parts.length} found`);
    evidence.parts.forEach((proof, c) => step.prove(goals[c]!, proof, `parts[${c}]`));
  } else {
    step.proves("not closed");
    step.require(evidence.part < goals.length, "part", `there are ${goals.length} parts`);
    step.prove(goals[evidence.part]!, evidence.then, "then");
  }
}
