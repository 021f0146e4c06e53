import type { FiniteEvidence } from "../../certificate/proof.js";
import { has } from "../../pattern/mask.js";
import type { LayeredGoal, Step } from "../goal.js";

/** T6, not closed: a hidden neuron feeds two outputs and shares one of them with another. Logarithmic cost. */
export function checkSharedOutput(goal: LayeredGoal, evidence: FiniteEvidence["shared-output"], step: Step): void {
  step.proves("not closed");
  step.require(goal.masks.length === 2, "", `two layers expected, the pattern has ${goal.masks.length}`);
  const second = goal.masks[1]!;
  const { neuron, other, outputs } = evidence;
  const [i, j] = outputs;
  step.require(i !== j && i < second.rows && j < second.rows, "outputs", `two different outputs below ${second.rows} expected`);
  step.require(neuron !== other && neuron < second.cols && other < second.cols, "other", `two different hidden neurons below ${second.cols} expected`);
  step.require(has(second, i, neuron) && has(second, j, neuron), "neuron", `hidden neuron ${neuron} must feed both outputs`);
  step.require(has(second, j, other), "other", `hidden neuron ${other} must feed output ${j}`);
}
