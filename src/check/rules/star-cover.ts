import type { LinearEvidence } from "../../certificate/proof.js";
import { has, row, transpose } from "../../pattern/mask.js";
import { productSupport } from "../../pattern/layers.js";
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
  const fedBy = transpose(second);
  const { stars } = evidence;
  step.require(stars.length === first.rows, "stars", `${first.rows} stars expected, ${stars.length} found`);
  const covered = new Uint8Array(second.rows * first.cols);
  stars.forEach((star, h) => {
    const outputs = row(fedBy, h);
    const inputs = row(first, h);
    if (star === null) {
      step.require(inputs.length === 0, `stars[${h}]`, `hidden neuron ${h} is live, a star is expected`);
      return;
    }
    const [kind, at] = star;
    const own = kind === "output" ? at < second.rows && has(second, at, h) : at < first.cols && has(first, h, at);
    step.require(own, `stars[${h}]`, `${kind} ${at} is not joined to hidden neuron ${h}`);
    if (kind === "output") for (const k of inputs) covered[at * first.cols + k] = 1;
    else for (const i of outputs) covered[i * first.cols + at] = 1;
  });
  const support = productSupport(goal.masks);
  for (let i = 0; i < support.rows; i++) {
    for (const k of row(support, i)) step.require(covered[i * first.cols + k] === 1, "stars", `entry (${i}, ${k}) is not covered`);
  }
}
