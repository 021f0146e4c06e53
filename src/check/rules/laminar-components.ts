import type { CubeEvidence } from "../../certificate/proof.js";
import { row } from "../../pattern/mask.js";
import { setOf } from "../../pattern/sets.js";
import type { LayeredGoal, Step } from "../goal.js";
import { affordPairs, affordSets } from "../limits.js";
import { areLaminar } from "../laminar.js";
import { isComplete, outputComponents } from "../output-components.js";

/**
 * T7, closed: every component between hidden neurons and outputs has one output, or is complete bipartite with laminar input supports.
 * Cost: quadratic in the different input supports of a component.
 */
export function checkLaminarComponents(goal: LayeredGoal, _evidence: CubeEvidence["laminar-components"], step: Step): void {
  step.proves("closed");
  for (const component of outputComponents(goal, step)) {
    if (component.outputs.length === 1) continue;
    const name = `the component of hidden neuron ${component.hidden[0]}`;
    step.require(isComplete(goal, component), "", `${name} has two outputs or more and is not complete bipartite`);
    const inputs = goal.masks[0]!.cols;
    affordSets(component.hidden.length, inputs, step.effort);
    affordPairs(component.hidden.length, inputs, step.effort);
    const supports = component.hidden.map((h) => setOf(row(goal.masks[0]!, h)));
    step.require(areLaminar(supports), "", `${name} has input supports that overlap without being nested`);
  }
}
