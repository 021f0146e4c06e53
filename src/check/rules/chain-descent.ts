import type { LinearEvidence } from "../../certificate/proof.js";
import { deleteRows, hasFreeEntries, rowClasses } from "../../pattern/rectangles.js";
import { isSubset, setOf, size } from "../../pattern/sets.js";
import { isAscending } from "../ascending.js";
import { type Step, type TwoLayerGoal, twoLayer } from "../goal.js";
import { affordGoal, affordSets } from "../limits.js";
import { onSide, rankBound } from "../sides.js";

/**
 * R3: more rows with classes in a chain than their rank can be; L is closed iff it is without any one of them. Rows of one
 * class are interchangeable, so one case per class suffices. Linear cost.
 */
export function checkChainDescent(goal: TwoLayerGoal, evidence: LinearEvidence["chain-descent"], step: Step): void {
  step.proves("closed", "not closed");
  step.require(!hasFreeEntries(goal.state), "", "no free entries expected");
  const state = onSide(goal.state, evidence.side);
  const { chain } = evidence;
  step.require(isAscending(chain, state.m), "chain", `ascending numbers below ${state.m} expected, at least one`);
  affordSets(state.m, state.neurons.length, step.effort);
  const classes = rowClasses(state);
  const sizes = classes.map(size);
  const sets = chain.toSorted((a, b) => sizes[a]! - sizes[b]!).map((i) => classes[i]!);
  step.require(sets[0] !== 0n, "chain", "every member must meet a neuron");
  step.require(
    sets.every((set, e) => e === 0 || isSubset(sets[e - 1]!, set)),
    "chain",
    "the classes are not comparable",
  );
  const bound = rankBound(state, sets[sets.length - 1]!);
  step.require(chain.length > bound, "chain", `more than ${bound} members expected, found ${chain.length}`);
  const without = (i: number) => {
    step.effort.within(() => affordGoal(state, step.effort));
    return twoLayer(onSide(deleteRows(state, setOf([i])), evidence.side));
  };
  const inChain = new Set(chain);

  if ("cases" in evidence) {
    step.proves("closed");
    const covered = new Set<bigint>();
    evidence.cases.forEach(({ deleted, then }, c) => {
      step.require(inChain.has(deleted), `cases[${c}].deleted`, "a member of the chain expected");
      covered.add(classes[deleted]!);
      step.prove(without(deleted), then, `cases[${c}].then`);
    });
    const missing = chain.find((i) => !covered.has(classes[i]!));
    step.require(missing === undefined, "cases", `no case for the class of ${missing}`);
  } else {
    step.proves("not closed");
    step.require(inChain.has(evidence.deleted), "deleted", "a member of the chain expected");
    step.prove(without(evidence.deleted), evidence.then, "then");
  }
}
