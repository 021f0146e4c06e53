import type { LinearEvidence } from "../../certificate/proof.js";
import { deleteRows, hasFreeEntries, rowClasses } from "../../pattern/rectangles.js";
import { setOf } from "../../pattern/sets.js";
import { isAscending } from "../ascending.js";
import { type Step, type TwoLayerGoal, twoLayer } from "../goal.js";
import { affordSets } from "../limits.js";
import { onSide, rankBound } from "../sides.js";

/** R2: a class of rows (columns) that occurs often may be cut to as many copies as its rank can be. Linear cost. */
export function checkCap(goal: TwoLayerGoal, evidence: LinearEvidence["cap"], step: Step): void {
  step.proves("closed", "not closed");
  step.require(!hasFreeEntries(goal.state), "", "no free entries expected");
  const state = onSide(goal.state, evidence.side);
  step.require(isAscending(evidence.deleted, state.m), "deleted", `ascending numbers below ${state.m} expected, at least one`);
  const deleted = setOf(evidence.deleted);
  affordSets(state.m, state.neurons.length, step.effort);
  const classes = rowClasses(state);
  const names = classes.map((set) => set.toString(16));
  const isDeleted = new Set(evidence.deleted);
  const copies = new Map<string, number>();
  names.forEach((name, i) => {
    if (!isDeleted.has(i)) copies.set(name, (copies.get(name) ?? 0) + 1);
  });
  const bounds = new Map<string, number>();
  evidence.deleted.forEach((i, e) => {
    const set = classes[i]!;
    const name = names[i]!;
    let needed = bounds.get(name);
    if (needed === undefined) {
      affordSets(state.neurons.length, state.n / 8, step.effort);
      bounds.set(name, (needed = rankBound(state, set)));
    }
    step.require(set !== 0n, `deleted[${e}]`, `number ${i} meets no neuron`);
    step.require((copies.get(name) ?? 0) >= needed, `deleted[${e}]`, `${needed} copies of its class must stay, found ${copies.get(name) ?? 0}`);
  });
  step.prove(twoLayer(onSide(deleteRows(state, deleted), evidence.side)), evidence.then, "then");
}
