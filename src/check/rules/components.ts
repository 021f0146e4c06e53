import type { LinearEvidence } from "../../certificate/proof.js";
import { components } from "../../pattern/layers.js";
import { type LayeredGoal, type Step, layered } from "../goal.js";
import { checkParts } from "../parts.js";

/** L is the product of the counterparts of the connected components. Linear cost. */
export function checkComponents(goal: LayeredGoal, evidence: LinearEvidence["components"], step: Step): void {
  const parts = components(goal.masks);
  step.require(parts.length >= 1, "", "a goal with at least one edge expected");
  checkParts(parts.map(layered), evidence, step);
}
