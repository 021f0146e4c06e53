import type { LinearEvidence } from "../../certificate/proof.js";
import { transposed } from "../../pattern/rectangles.js";
import { members, size, totalSize } from "../../pattern/sets.js";
import { image, metBy, sameGoal } from "../../pattern/symmetry.js";
import type { Step, TwoLayerGoal } from "../goal.js";
import { affordMembers, affordSets } from "../limits.js";

/** R1: the goal is a lemma's with other numbers, perhaps transposed. Linear cost in the size of both goals. */
export function checkUse({ state }: TwoLayerGoal, evidence: LinearEvidence["use"], step: Step): void {
  step.require(step.lemmas !== undefined, "", "a lemma is used outside of lemmas");
  const lemma = step.lemmas[evidence.lemma];
  step.require(lemma !== undefined, "lemma", `${step.lemmas.length} lemmas are proved before this step`);
  step.proves(lemma.claim);
  const own = lemma.goal.state;
  for (const { m, n, neurons, free } of [own, state]) {
    const sets = neurons.length + free.filter((set) => set !== 0n).length;
    affordSets(4 * sets, m + n, step.effort);
    const count = neurons.reduce((sum, { rows, cols }) => sum + size(rows) + size(cols), 0) + totalSize(free);
    affordMembers(2 * count, own.m + own.n + state.m + state.n, step.effort);
  }
  const met = metBy(evidence.transposed ? transposed(own) : own);
  requireMap(evidence.rows, members(met.rows).length, state.m, "rows", step);
  requireMap(evidence.columns, members(met.cols).length, state.n, "columns", step);
  step.require(sameGoal(image(own, evidence, state.m, state.n), state), "", "the lemma, renumbered like this, is about another goal");
}

function requireMap(list: readonly number[], length: number, bound: number, key: "rows" | "columns", step: Step): void {
  step.require(list.length === length, key, `${length} numbers expected: the ${key} of the lemma that meet a neuron`);
  const seen = new Set<number>();
  for (const [a, to] of list.entries()) {
    step.require(to < bound && !seen.has(to), `${key}[${a}]`, `different numbers below ${bound} expected`);
    seen.add(to);
  }
}
