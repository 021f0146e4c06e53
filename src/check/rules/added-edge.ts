import type { LinearEvidence } from "../../certificate/proof.js";
import { blockFault, withBlockFilled } from "../../pattern/triangular-block.js";
import { type LayeredGoal, type Step, layered } from "../goal.js";
import { affordMasks } from "../limits.js";

/** F4: the fourth edge of a 2 x 2 block between hidden neurons, whose weight neighbouring layers can take over, is added; L does not change. Cost: linear. */
export function checkAddedEdge(goal: LayeredGoal, evidence: LinearEvidence["added-edge"], step: Step): void {
  const { masks } = goal;
  const { layer, outputs, inputs } = evidence;
  step.require(1 < layer && layer < masks.length, "layer", `a layer between hidden neurons expected, from 2 to ${masks.length - 1}`);
  const { rows, cols } = masks[layer - 1]!;
  step.require(outputs.every((g) => g < rows) && outputs[0] !== outputs[1], "outputs", `two different neurons of layer ${layer} expected`);
  step.require(inputs.every((h) => h < cols) && inputs[0] !== inputs[1], "inputs", `two different neurons of layer ${layer - 1} expected`);
  affordMasks(masks, step.effort);
  const fault = blockFault(masks, { layer, outputs, inputs });
  step.require(fault === undefined, "", fault ?? "");
  step.prove(layered(withBlockFilled(masks, { layer, outputs, inputs })), evidence.then, "then");
}
