import type { LinearEvidence } from "../../certificate/proof.js";
import { deleteRows, hasFreeEntries, rowClasses } from "../../pattern/rectangles.js";
import { setOf } from "../../pattern/sets.js";
import { isAscending } from "../ascending.js";
import { type Step, type TwoLayerGoal, twoLayer } from "../goal.js";
import { onSide, rankBound } from "../sides.js";

/** R2: a class of rows (columns) that occurs often may be cut to as many copies as its rank can be. Linear cost. */
export function checkCap(goal: TwoLayerGoal, evidence: LinearEvidence["cap"], step: Step): void {
  step.proves("closed", "not closed");
  step.require(!hasFreeEntries(goal.state), "", "no free entries expected");
  const state = onSide(goal.state, evidence.side);
  step.require(isAscending(evidence.deleted, state.m), "deleted", `ascending numbers below ${state.m} expected, at least one`);
  const deleted = setOf(evidence.deleted);
  const classes = rowClasses(state);
  const copies = new Map<bigint, number>();
  classes.forEach((set, i) => {
    if (!evidence.deleted.includes(i)) copies.set(set, (copies.get(set) ?? 0) + 1);
  });
  evidence.deleted.forEach((i, e) => {
    const set = classes[i]!;
    const needed = rankBound(state, set);
    step.require(set !== 0n, `deleted[${e}]`, `number ${i} meets no neuron`);
    step.require((copies.get(set) ?? 0) >= needed, `deleted[${e}]`, `${needed} copies of its class must stay, found ${copies.get(set) ?? 0}`);
  });
  step.prove(twoLayer(onSide(deleteRows(state, deleted), evidence.side)), evidence.then, "then");
}
