import type { Parts } from "../certificate/proof.js";
import type { Goal, Step } from "./goal.js";

/**
 * Checks the evidence of a rule that cuts its goal into `count` parts: all of them for closed and full, one for not closed. A part is
 * made when its turn comes, so that only one is held at a time.
 */
export function checkParts(count: number, part: (c: number) => Goal, evidence: Parts, step: Step): void {
  if ("parts" in evidence) {
    step.proves("closed", "full");
    step.require(evidence.parts.length === count, "parts", `${count} parts expected, ${evidence.parts.length} found`);
    evidence.parts.forEach((proof, c) => step.prove(part(c), proof, `parts[${c}]`));
  } else {
    step.proves("not closed");
    step.require(evidence.part < count, "part", `there are ${count} parts`);
    step.prove(part(evidence.part), evidence.then, "then");
  }
}
