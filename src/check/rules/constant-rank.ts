import type { LinearEvidence } from "../../certificate/proof.js";
import { replayPivots, replayForms, requireForms } from "../frozen-tree.js";
import type { Step, TwoLayerGoal } from "../goal.js";

/** R7: every neuron frozen on one side, in normal form; the spaces that the other sides span have the same dimension at every value. */
export function checkConstantRank({ state }: TwoLayerGoal, evidence: LinearEvidence["constant-rank"], step: Step): void {
  step.proves("closed");
  requireForms(state, evidence.frozen, step);
  step.require(evidence.frozen.length === state.neurons.length, "frozen", `all ${state.neurons.length} neurons of the goal expected`);
  replayForms(
    state,
    evidence.frozen,
    evidence.trees,
    (leaf, vectors, branch, place) => {
      const { outside: rank } = replayPivots(state, vectors, () => false, leaf.pivots, branch, place, step);
      step.require(rank === evidence.dimension, `${place}.pivots`, `dimension ${rank} here, ${evidence.dimension} claimed`);
    },
    step,
  );
}
