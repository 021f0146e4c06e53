/** The rules for `finite` (docs/certificates.md, section 5). The goal is the pruned list of masks, all biases are free. */
import type { AnyProof, FiniteEvidence, FiniteProof } from "../certificate/proof.js";
import { has, row } from "../pattern/mask.js";
import { type LayeredGoal, type Step, Refusal } from "./goal.js";
import { outputComponents } from "./output-components.js";

export function checkFinite(goal: LayeredGoal, proof: AnyProof, step: Step): void {
  const { rule, evidence } = proof as FiniteProof;
  switch (rule) {
    case "single-layer":
      step.proves("closed");
      step.require(goal.masks.length === 1, "", `one layer expected, the pattern has ${goal.masks.length}`);
      return;
    case "star-components":
      step.proves("closed");
      for (const { hidden, outputs } of outputComponents(goal, step)) {
        step.require(
          hidden.length === 1 || outputs.length === 1,
          "",
          `hidden neurons ${hidden.slice(0, 2).join(", ")} and outputs ${outputs.slice(0, 2).join(", ")} lie in one component`,
        );
      }
      return;
    case "shared-output":
      checkSharedOutput(goal, evidence, step);
      return;
    case "linear-counterpart":
      step.proves("not closed");
      step.prove(goal, evidence.linear, "linear", "not closed");
      return;
    default:
      throw new Refusal(step.place, `${String(rule)} is not a rule for finite`);
  }
}

/** T6: hidden neuron a feeds two outputs and shares one of them with hidden neuron b. */
function checkSharedOutput(goal: LayeredGoal, evidence: FiniteEvidence["shared-output"], step: Step): void {
  step.proves("not closed");
  step.require(goal.masks.length === 2, "", `two layers expected, the pattern has ${goal.masks.length}`);
  const second = goal.masks[1]!;
  const { neuron, other, outputs } = evidence;
  const [i, j] = outputs;
  step.require(i !== j && i < second.rows && j < second.rows, "outputs", `two different outputs below ${second.rows} expected`);
  step.require(neuron !== other && neuron < second.cols && other < second.cols, "other", `two different hidden neurons below ${second.cols} expected`);
  step.require(has(second, i, neuron) && has(second, j, neuron), "neuron", `hidden neuron ${neuron} must feed both outputs`);
  step.require(has(second, j, other), "other", `hidden neuron ${other} must feed output ${j}, which ${row(second, j).length} live neurons feed`);
}
