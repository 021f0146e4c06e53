import type { LinearEvidence } from "../../certificate/proof.js";
import { componentRoots, productSupport } from "../../pattern/layers.js";
import { type Mask, row } from "../../pattern/mask.js";
import { type LayeredGoal, type Step, layered } from "../goal.js";
import { MAX_ENTRIES, affordMasks, affordSupport } from "../limits.js";
import { checkParts } from "../parts.js";

/** L is the product of the counterparts of its independent parts. Cost: that of finding which hidden neurons share an entry. */
export function checkComponents(goal: LayeredGoal, evidence: LinearEvidence["components"], step: Step): void {
  step.require(goal.masks.length >= 2, "", "two layers or more expected");
  const { masks } = goal;
  affordSupport(masks.slice(0, -1), step.effort);
  const below = productSupport(masks.slice(0, -1), MAX_ENTRIES);
  step.effort.spend(pathsOfTwo(below, masks[masks.length - 1]!));
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

/** Paths from an input over a neuron of `below` to an output. */
function pathsOfTwo({ start }: Mask, last: Mask): number {
  let paths = 0;
  for (let i = 0; i < last.rows; i++) for (const v of row(last, i)) paths += start[v + 1]! - start[v]!;
  return paths;
}
