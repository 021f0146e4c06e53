import type { LinearEvidence } from "../../certificate/proof.js";
import { componentRoots, productSupport } from "../../pattern/layers.js";
import { row } from "../../pattern/mask.js";
import { type LayeredGoal, type Step, layered } from "../goal.js";
import { MAX_ENTRIES, affordMasks, affordSupport } from "../limits.js";
import { checkParts } from "../parts.js";

/** L is the product of the counterparts of its independent parts. Cost: that of finding which hidden neurons share an entry. */
export function checkComponents(goal: LayeredGoal, evidence: LinearEvidence["components"], step: Step): void {
  step.require(goal.masks.length >= 2, "", "two layers or more expected");
  const { masks } = goal;
  affordSupport(masks.slice(0, -1), step.effort);
  const below = productSupport(masks.slice(0, -1), MAX_ENTRIES);
  step.effort.spend(masks[masks.length - 1]!.index.reduce((sum, v) => sum + row(below, v).length, 0));
  const { roots, part } = componentRoots(masks, below);
  step.require(roots.length >= 1, "", "a goal with at least one edge expected");
  checkParts(
    roots.length,
    (c) => {
      // Its masks are held while its proof is checked: `prove` counts them.
      step.effort.within(() => affordMasks(masks, step.effort));
      return layered(part(roots[c]!));
    },
    evidence,
    step,
  );
}
