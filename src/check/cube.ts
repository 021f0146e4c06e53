/** The rules for `cube` (docs/certificates.md, section 6). The goal is the pruned list of masks, all biases are free. */
import type { AnyProof, CubeEvidence, CubeProof } from "../certificate/proof.js";
import { has, row } from "../pattern/mask.js";
import { setOf } from "../pattern/sets.js";
import { type LayeredGoal, type Step, Refusal } from "./goal.js";
import { laminar } from "./laminar.js";
import { type OutputComponent, outputComponents } from "./output-components.js";

export function checkCube(goal: LayeredGoal, proof: AnyProof, step: Step): void {
  const { rule, evidence } = proof as CubeProof;
  switch (rule) {
    case "single-layer":
      step.proves("closed");
      step.require(goal.masks.length === 1, "", `one layer expected, the pattern has ${goal.masks.length}`);
      return;
    case "laminar-components":
      checkLaminarComponents(goal, step);
      return;
    case "crossing-inputs":
      checkCrossingInputs(goal, evidence, step);
      return;
    case "linear-counterpart":
      step.proves("not closed");
      step.prove(goal, evidence.linear, "linear", "not closed");
      return;
    default:
      throw new Refusal(step.place, `${String(rule)} is not a rule for cube`);
  }
}

/** T7, closed: every component has one output, or is complete bipartite with laminar input supports. */
function checkLaminarComponents(goal: LayeredGoal, step: Step): void {
  step.proves("closed");
  for (const component of outputComponents(goal, step)) {
    if (component.outputs.length === 1) continue;
    const name = `the component of hidden neuron ${component.hidden[0]}`;
    step.require(isComplete(goal, component), "", `${name} has two outputs or more and is not complete bipartite`);
    const supports = component.hidden.map((h) => setOf(row(goal.masks[0]!, h)));
    step.require(laminar(supports), "", `${name} has input supports that overlap without being nested`);
  }
}

/** T7, not closed: in a complete component with two outputs, two hidden neurons' input supports cross. */
function checkCrossingInputs(goal: LayeredGoal, evidence: CubeEvidence["crossing-inputs"], step: Step): void {
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

function isComplete(goal: LayeredGoal, component: OutputComponent): boolean {
  return component.outputs.every((i) => row(goal.masks[1]!, i).length === component.hidden.length);
}
