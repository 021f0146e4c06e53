import type { LinearEvidence } from "../../certificate/proof.js";
import { row, transpose } from "../../pattern/mask.js";
import type { LayeredGoal, Step } from "../goal.js";
import { STEPS_PER_VISIT } from "../limits.js";

/**
 * C1: at most one path between any input and any output. The goal is pruned, so a neuron reached twice from one input has two
 * paths to some output: it is enough that no neuron is reached twice.
 * Cost: for each neuron of layer 1, and for each input that feeds two or more, the edges reachable from it, at most one per neuron.
 */
export function checkUniquePaths(goal: LayeredGoal, _evidence: LinearEvidence["unique-paths"], step: Step): void {
  step.proves("closed");
  const forward = goal.masks.map(transpose);
  const reachedFrom = goal.masks.map((mask) => new Int32Array(mask.rows).fill(-1));
  // Inputs that feed one neuron only share what lies above it.
  const done = new Uint8Array(goal.masks[0]!.rows);
  let front: number[] = [];
  let next: number[] = [];
  for (let k = 0; k < forward[0]!.rows; k++) {
    const fed = row(forward[0]!, k);
    if (fed.length === 1 && done[fed[0]!] === 1) continue;
    if (fed.length === 1) done[fed[0]!] = 1;
    front[0] = k;
    let count = 1;
    for (const [l, { start, index }] of forward.entries()) {
      const reached = reachedFrom[l]!;
      let found = 0;
      for (let f = 0; f < count; f++) {
        const to = start[front[f]! + 1]!;
        for (let e = start[front[f]!]!; e < to; e++) {
          const i = index[e]!;
          if (reached[i] === k) step.require(false, "", `two paths lead from input ${k} to neuron ${i} of layer ${l + 1}`);
          reached[i] = k;
          next[found++] = i;
        }
      }
      step.effort.spend(STEPS_PER_VISIT * (1 + found));
      if (found === 0) break;
      [front, next] = [next, front];
      count = found;
    }
  }
}
