import type { LinearEvidence } from "../../certificate/proof.js";
import { row, transpose } from "../../pattern/mask.js";
import type { LayeredGoal, Step } from "../goal.js";

/**
 * C1: at most one path between any input and any output. The goal is pruned, so a neuron reached twice from one input has two
 * paths to some output: it is enough that no neuron is reached twice.
 * Cost: for each input the edges reachable from it, at most one per neuron.
 */
export function checkUniquePaths(goal: LayeredGoal, _evidence: LinearEvidence["unique-paths"], step: Step): void {
  step.proves("closed");
  const forward = goal.masks.map(transpose);
  const reachedFrom = goal.masks.map((mask) => new Int32Array(mask.rows).fill(-1));
  for (let k = 0; k < forward[0]!.rows; k++) {
    let front = [k];
    forward.forEach((mask, l) => {
      const next: number[] = [];
      for (const j of front) {
        for (const i of row(mask, j)) {
          step.require(reachedFrom[l]![i] !== k, "", `two paths lead from input ${k} to neuron ${i} of layer ${l + 1}`);
          reachedFrom[l]![i] = k;
          next.push(i);
        }
      }
      front = next;
    });
  }
}
