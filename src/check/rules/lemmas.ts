import type { LinearEvidence, TwoLayerJson } from "../../certificate/proof.js";
import { emptySets, setOf } from "../../pattern/sets.js";
import { isAscending } from "../ascending.js";
import { type Lemma, type Step, type TwoLayerGoal, twoLayer } from "../goal.js";
import { affordMembers, affordSets } from "../limits.js";

/** As for the widths of a pattern. */
const MAX_SIDE = 4194304;

/** Statements about goals of their own, each proved once, in order; what follows may use them. Cost: that of their proofs. */
export function checkLemmas(goal: TwoLayerGoal, evidence: LinearEvidence["lemmas"], step: Step): void {
  step.proves("closed", "not closed");
  step.require(step.lemmas === undefined, "", "lemmas stand inside other lemmas");
  step.require(evidence.lemmas.length > 0, "lemmas", "at least one lemma expected");
  const proved: Lemma[] = [];
  evidence.lemmas.forEach(({ goal: own, closed, proof }, s) => {
    const lemma: Lemma = { goal: goalOf(own, `lemmas[${s}].goal`, step), claim: closed ? "closed" : "not closed" };
    step.prove(lemma.goal, proof, `lemmas[${s}].proof`, lemma.claim, proved);
    proved.push(lemma);
  });
  step.prove(goal, evidence.then, "then", undefined, proved);
}

function goalOf({ rows: m, columns: n, neurons, free }: TwoLayerJson, key: string, step: Step): TwoLayerGoal {
  step.require(m >= 1 && m <= MAX_SIDE, `${key}.rows`, `1 to ${MAX_SIDE} rows expected`);
  step.require(n >= 1 && n <= MAX_SIDE, `${key}.columns`, `1 to ${MAX_SIDE} columns expected`);
  affordSets(neurons.length + Math.min(free.length, m), m + n, step.effort);
  affordMembers(free.length, n, step.effort);
  neurons.forEach(([rows, columns], k) => {
    step.require(isAscending(rows, m), `${key}.neurons[${k}][0]`, `ascending numbers below ${m} expected, at least one`);
    step.require(isAscending(columns, n), `${key}.neurons[${k}][1]`, `ascending numbers below ${n} expected, at least one`);
    affordMembers(rows.length + columns.length, m + n, step.effort);
  });
  const sets = emptySets(m);
  free.forEach(([i, j], e) => {
    step.require(i < m && j < n, `${key}.free[${e}]`, `an entry of ${m} rows and ${n} columns expected`);
    const before = free[e - 1];
    step.require(before === undefined || before[0] < i || (before[0] === i && before[1] < j), `${key}.free[${e}]`, "ascending entries expected");
    sets[i]! |= 1n << BigInt(j);
  });
  return twoLayer({ m, n, neurons: neurons.map(([rows, columns]) => ({ rows: setOf(rows), cols: setOf(columns) })), free: sets });
}
