import type { CubeEvidence } from "../../certificate/proof.js";
import { has } from "../../pattern/mask.js";
import type { LayeredGoal, Step } from "../goal.js";
import { isComplete, outputComponents } from "../output-components.js";

/** T7, not closed: in a complete component with two outputs or more, two hidden neurons' input supports cross. Linear cost. */
export function checkCrossingInputs(goal: LayeredGoal, evidence: CubeEvidence["crossing-inputs"], step: Step): void {
  step.proves("not closed");
  const [a, b] = evidence.neurons;
  const [p, q, r] = evidence.inputs;
  const component = outputComponents(goal, step).find(({ hidden }) => hidden.includes(a));
  step.require(component !== undefined && a !== b && component.hidden.includes(b), "neurons", "two different neurons of one component expected");
  step.require(component.outputs.length >= 2, "neurons", "their component must have two outputs or more");
  step.require(isComplete(goal, component), "neurons", "their component must be complete bipartite");
  const first = goal.masks[0]!;
  const feeds = (input: number, neuron: number): boolean => input < first.cols && has(first, neuron, input);
  step.require(feeds(p, a) && !feeds(p, b), "inputs[0]", `an input of neuron ${a} only expected`);
  step.require(feeds(q, b) && !feeds(q, a), "inputs[1]", `an input of neuron ${b} only expected`);
  step.require(feeds(r, a) && feeds(r, b), "inputs[2]", "an input of both neurons expected");
}
