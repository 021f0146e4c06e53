import type { LinearEvidence } from "../../certificate/proof.js";
import { hasFreeEntries, shapeComponents } from "../../pattern/rectangles.js";
import { contains } from "../../pattern/sets.js";
import type { Step, TwoLayerGoal } from "../goal.js";

/** R5: one neuron with a connected shape is closed iff its shape is the whole rectangle. Cost: the entries of the rectangle. */
export function checkOneNeuron(goal: TwoLayerGoal, evidence: LinearEvidence["one-neuron"], step: Step): void {
  step.proves("closed", "not closed");
  const { state } = goal;
  const [neuron, ...others] = state.neurons;
  step.require(neuron !== undefined && others.length === 0, "", `one neuron expected, found ${state.neurons.length}`);
  const [shape, ...more] = shapeComponents(neuron, state.free);
  const connected = shape !== undefined && more.length === 0 && shape.rows === neuron.rows && shape.cols === neuron.cols;
  step.require(connected, "", "the neuron's shape must be connected and touch all its rows and columns");
  if (!("outputs" in evidence)) {
    step.proves("closed");
    step.require(!hasFreeEntries(state), "", "no free entries expected");
    return;
  }
  step.proves("not closed");
  const [i, j] = evidence.outputs as [number, number];
  const [k, l] = evidence.inputs as [number, number];
  step.require(i !== j && contains(neuron.rows, i) && contains(neuron.rows, j), "outputs", "two different rows of the neuron expected");
  step.require(k !== l && contains(neuron.cols, k) && contains(neuron.cols, l), "inputs", "two different columns of the neuron expected");
  const free = (row: number, column: number): boolean => contains(state.free[row]!, column);
  step.require(!free(i, k) && !free(i, l) && !free(j, k) && free(j, l), "", "exactly the entry (j, l) of the minor must be free");
}
