import type { LinearEvidence } from "../../certificate/proof.js";
import { components } from "../../pattern/layers.js";
import { type LayeredGoal, type Step, layered } from "../goal.js";
import { checkParts } from "../parts.js";

/** L is the product of the counterparts of its independent parts. Cost: that of finding which hidden neurons share an entry. */
export function checkComponents(goal: LayeredGoal, evidence: LinearEvidence["components"], step: Step): void {
  step.require(goal.masks.length >= 2, "", "two layers or more expected");
  const parts = components(goal.masks);
  step.require(parts.length >= 1, "", "a goal with at least one edge expected");
  checkParts(parts.map(layered), evidence, step);
}
