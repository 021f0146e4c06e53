import type { LinearEvidence } from "../../certificate/proof.js";
import { contains, setOf } from "../../pattern/sets.js";
import type { Step, TwoLayerGoal } from "../goal.js";

/**
 * N1'' block minor: on outputs I, J and inputs K, L the blocks I x K, I x L, J x K are made by a + b - 1 neurons only, too few for A_IL and A_JK
 * of ranks a and b beside A_IK = 0. Cost: neurons times the members of the four lists.
 */
export function checkBlockMinor(goal: TwoLayerGoal, evidence: LinearEvidence["block-minor"], step: Step): void {
  step.proves("not closed");
  const { neurons, free, m, n } = goal.state;
  const [I, J] = evidence.outputs;
  const [K, L] = evidence.inputs;
  const [first, second] = evidence.neurons;
  const [a, b] = [I.length, J.length];
  step.require(a >= 1 && b >= 1 && L.length === a && K.length === b, "", "|I| = |L| >= 1 and |J| = |K| >= 1 expected");
  step.require(first.length === a && second.length === b && first[0] === second[0], "neurons", "|I| and |J| neurons with a common first one expected");
  const distinct = (list: readonly number[], bound: number): boolean => new Set(list).size === list.length && list.every((x) => x < bound);
  step.require(distinct([...I, ...J], m), "outputs", `different outputs below ${m} expected`);
  step.require(distinct([...K, ...L], n), "inputs", `different inputs below ${n} expected`);
  step.require(distinct([...first, ...second.slice(1)], neurons.length), "neurons", `different neurons below ${neurons.length} expected`);

  const joined = (v: number, i: number, k: number): boolean => contains(neurons[v]!.rows, i) && contains(neurons[v]!.cols, k);
  first.forEach((v, s) => step.require(joined(v, I[s]!, L[s]!), `neurons[0][${s}]`, `it must feed output ${I[s]} and be fed by input ${L[s]}`));
  second.forEach((v, t) => step.require(joined(v, J[t]!, K[t]!), `neurons[1][${t}]`, `it must feed output ${J[t]} and be fed by input ${K[t]}`));

  const [setI, setJ, setK, setL] = [setOf(I), setOf(J), setOf(K), setOf(L)];
  const noneFree = (rows: readonly number[], cols: bigint): boolean => rows.every((i) => (free[i]! & cols) === 0n);
  step.require(noneFree(I, setK | setL) && noneFree(J, setK), "", "the blocks I x K, I x L, J x K must have no free entry");
  const own = new Set([...first, ...second]);
  neurons.forEach(({ rows, cols }, v) => {
    const meets = ((rows & setI) !== 0n && (cols & (setK | setL)) !== 0n) || ((rows & setJ) !== 0n && (cols & setK) !== 0n);
    step.require(!meets || own.has(v), "neurons", `neuron ${v} meets one of the blocks I x K, I x L, J x K too`);
  });

  const [j, l] = [J[0]!, L[0]!];
  if (evidence.other === null) {
    step.require(contains(free[j]!, l), "other", `entry (${j}, ${l}) is not free: another neuron must cover it`);
  } else {
    const inRange = evidence.other < neurons.length && !own.has(evidence.other);
    step.require(inRange && joined(evidence.other, j, l), "other", `a neuron besides the listed ones that covers entry (${j}, ${l}) expected`);
  }
}
