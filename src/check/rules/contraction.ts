import type { LinearEvidence } from "../../certificate/proof.js";
import { contract } from "../../pattern/layers.js";
import { type LayeredGoal, type Step, layered } from "../goal.js";
import { MAX_ENTRIES, affordSupport } from "../limits.js";

/**
 * F3: adjacent layers whose own counterpart is everything on its support S are one layer with support S; L does not change.
 * Cost: computing S, edges times inputs of the segment, in words of 32.
 */
export function checkContraction(goal: LayeredGoal, evidence: LinearEvidence["contraction"], step: Step): void {
  const [first, last] = evidence.layers;
  const { masks } = goal;
  step.require(1 <= first && first < last && last <= masks.length, "layers", `layers a < b from 1 to ${masks.length} expected`);
  step.prove(layered(masks.slice(first - 1, last)), evidence.full, "full", "full");
  affordSupport(masks.slice(first - 1, last), step.effort);
  step.prove(layered(contract(masks, first, last, MAX_ENTRIES)), evidence.then, "then");
}
