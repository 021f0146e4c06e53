import type { LinearEvidence } from "../../certificate/proof.js";
import { Polynomial } from "../../exact/polynomial.js";
import { type FrozenVector, ownSide } from "../../pattern/normal-form.js";
import { freeNeurons, openRows } from "../../pattern/rectangles.js";
import { contains, members, setOf, totalSize } from "../../pattern/sets.js";
import { replayPivots, replayForms, requireForms } from "../frozen-tree.js";
import { type Step, type TwoLayerGoal, twoLayer } from "../goal.js";

/** R6: for every value of the assisting neurons' frozen vectors, vectors of the freed neurons with which both reach every entry of the freed. */
export function checkAssistedFree({ state }: TwoLayerGoal, evidence: LinearEvidence["assisted-free"], step: Step): void {
  const { frozen, freed, trees, then } = evidence;
  requireForms(state, frozen, step);
  step.require(freed.length > 0, "freed", "at least one neuron expected");
  freed.forEach(({ neuron }, g) => {
    step.require(neuron < state.neurons.length, `freed[${g}].neuron`, `the goal has ${state.neurons.length} neurons`);
    step.require(g === 0 || freed[g - 1]!.neuron < neuron, `freed[${g}].neuron`, "ascending neurons expected");
    step.require(!frozen.some((form) => form.neuron === neuron), `freed[${g}].neuron`, "an assisting neuron cannot be freed");
  });
  const set = setOf(freed.map(({ neuron }) => neuron));
  const entries = openRows(state, freed.map(({ neuron }) => state.neurons[neuron]!));
  const count = totalSize(entries);
  replayForms(
    state,
    frozen,
    trees,
    (leaf, vectors, branch, place) => {
      const { values } = leaf;
      step.require(values !== undefined && values.length === freed.length, `${place}.values`, `${freed.length} vectors expected`);
      const chosen = freed.map(({ neuron, side }, g): FrozenVector => {
        const own = members(ownSide(state, neuron, side));
        step.require(values[g]!.length === own.length, `${place}.values[${g}]`, `${own.length} integers expected, ${values[g]!.length} found`);
        return { neuron, side, values: new Map(own.map((at, e) => [at, Polynomial.constant(BigInt(values[g]![e]!))])) };
      });
      const found = replayPivots(state, [...vectors, ...chosen], (i, j) => contains(entries[i]!, j), leaf.pivots, branch, place, step);
      step.require(found.inside === count, `${place}.pivots`, `pivots in all ${count} entries of the freed neurons expected, ${found.inside} found`);
    },
    step,
  );
  step.prove(twoLayer(freeNeurons(state, set)), then, "then");
}
