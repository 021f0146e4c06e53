import type { LinearEvidence } from "../../certificate/proof.js";
import { has, row } from "../../pattern/mask.js";
import { STEPS_PER_VISIT } from "../limits.js";
import type { LayeredGoal, Step } from "../goal.js";

/**
 * Two layers; each hidden neuron makes the entries of one output or of one input free, and these cover everything.
 * Cost: the number of (output, input) pairs over all hidden neurons.
 */
export function checkStarCover(goal: LayeredGoal, evidence: LinearEvidence["star-cover"], step: Step): void {
  step.proves("closed", "full");
  step.require(goal.masks.length === 2, "", `two layers expected, the goal has ${goal.masks.length}`);
  const first = goal.masks[0]!;
  const second = goal.masks[1]!;
  const { stars } = evidence;
  step.require(stars.length === first.rows, "stars", `${first.rows} stars expected, ${stars.length} found`);
  stars.forEach((star, h) => {
    const at = `stars[${h}]`;
    if (star === null) {
      step.require(row(first, h).length === 0, at, `hidden neuron ${h} is live, a star is expected`);
      return;
    }
    const [kind, end] = star;
    const own = kind === "output" ? end < second.rows && has(second, end, h) : end < first.cols && has(first, h, end);
    step.require(own, at, `${kind} ${end} is not joined to hidden neuron ${h}`);
  });
  const pairs = second.index.reduce((sum, h) => sum + row(first, h).length, 0);
  step.effort.spend(STEPS_PER_VISIT * pairs);
  // Output by output, so that memory does not grow with the number of entries.
  const coveredIn = new Int32Array(first.cols).fill(-1);
  for (let i = 0; i < second.rows; i++) {
    const hidden = row(second, i);
    for (const h of hidden) {
      const [kind, end] = stars[h]!;
      if (kind === "input") coveredIn[end] = i;
      else if (end === i) for (const k of row(first, h)) coveredIn[k] = i;
    }
    for (const h of hidden) {
      for (const k of row(first, h)) step.require(coveredIn[k] === i, "stars", `entry (${i}, ${k}) is not covered`);
    }
  }
}
