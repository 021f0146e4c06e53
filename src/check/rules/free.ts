import type { LinearEvidence } from "../../certificate/proof.js";
import { hasFullRowRank, rankWork } from "../../exact/modular.js";
import { frozenMapRows } from "../../pattern/factor-map.js";
import { freeNeurons } from "../../pattern/rectangles.js";
import { setOf, size } from "../../pattern/sets.js";
import { affordFrozen } from "../limits.js";
import { type Step, type TwoLayerGoal, twoLayer } from "../goal.js";

/**
 * R4: neurons with one side frozen reach every entry of their rectangles; these entries become free and the neurons go.
 * Cost: the square of the number of entries times the number of unknowns, less where the matrix has blocks.
 */
export function checkFree(goal: TwoLayerGoal, evidence: LinearEvidence["free"], step: Step): void {
  const { state } = goal;
  const { frozen } = evidence;
  step.require(frozen.length > 0, "frozen", "at least one neuron expected");
  frozen.forEach(({ neuron, side, values }, e) => {
    const at = `frozen[${e}]`;
    step.require(neuron < state.neurons.length, `${at}.neuron`, `the goal has ${state.neurons.length} neurons`);
    step.require(e === 0 || frozen[e - 1]!.neuron < neuron, `${at}.neuron`, "ascending neurons expected");
    const rectangle = state.neurons[neuron]!;
    const wanted = size(side === "rows" ? rectangle.rows : rectangle.cols);
    step.require(values.length === wanted, `${at}.values`, `${wanted} integers expected, ${values.length} found`);
  });
  affordFrozen(state, frozen, step.effort);
  const rows = frozenMapRows(state, frozen);
  step.effort.spend(rankWork(rows));
  step.require(hasFullRowRank(rows), "frozen", "the rank modulo p is smaller than the number of entries");
  step.prove(twoLayer(freeNeurons(state, setOf(frozen.map(({ neuron }) => neuron)))), evidence.then, "then");
}
