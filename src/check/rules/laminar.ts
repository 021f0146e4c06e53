import type { LinearEvidence } from "../../certificate/proof.js";
import { hasFreeEntries } from "../../pattern/rectangles.js";
import type { Step, TwoLayerGoal } from "../goal.js";
import { affordPairs } from "../limits.js";
import { areLaminar } from "../laminar.js";

/** R7, laminar case: one side common to all neurons, the other sides pairwise nested or disjoint. Quadratic in the neurons. */
export function checkLaminar(goal: TwoLayerGoal, evidence: LinearEvidence["laminar"], step: Step): void {
  step.proves("closed");
  const { state } = goal;
  const first = state.neurons[0];
  step.require(first !== undefined, "", "at least one neuron expected");
  step.require(!hasFreeEntries(state), "", "no free entries expected");
  const [common, other] = evidence.common === "rows" ? (["rows", "cols"] as const) : (["cols", "rows"] as const);
  step.require(
    state.neurons.every((neuron) => neuron[common] === first[common]),
    "common",
    `all neurons must have the same ${evidence.common}`,
  );
  affordPairs(state.neurons.length, Math.max(state.m, state.n), step.effort);
  step.require(areLaminar(state.neurons.map((neuron) => neuron[other])), "", "two neurons' other sides overlap without being nested");
}
