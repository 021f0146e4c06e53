import type { LinearEvidence } from "../../certificate/proof.js";
import type { LayeredGoal, Step } from "../goal.js";
import { checkRanges, pathCounts, reachedFrom } from "../crossed-minor.js";

/**
 * N1: entries (i,k), (i,l), (j,k) with one path each, all three through one hidden neuron, and (j,l) with two or more.
 * Cost: linear in the edges above the first layer, of packed masks in their words; of the first layer only columns k and l.
 */
export function checkLuMinor(goal: LayeredGoal, evidence: LinearEvidence["lu-minor"], step: Step): void {
  step.proves("not closed");
  const { masks } = goal;
  checkRanges(masks, evidence, step);
  const [i, j] = evidence.outputs;
  const [k, l] = evidence.inputs;
  const { layer, index } = evidence.neuron;
  const fromK = pathCounts(masks, k);
  const fromL = pathCounts(masks, l);
  const last = masks.length;
  const once = (counts: Uint8Array[], output: number, input: number): void =>
    step.require(counts[last]![output] === 1, "", `one path from input ${input} to output ${output} expected, found ${atLeast(counts[last]![output]!)}`);
  once(fromK, i, k);
  once(fromL, i, l);
  once(fromK, j, k);
  step.require(fromL[last]![j] === 2, "", `two or more paths from input ${l} to output ${j} expected, found ${fromL[last]![j]}`);

  // With one path in all, "the path runs through the neuron" is the same as "input reaches it and it reaches the output".
  step.require(fromK[layer]![index] !== 0 && fromL[layer]![index] !== 0, "neuron", "both inputs must reach it");
  const above = reachedFrom(masks, layer, index);
  step.require(above[i] === 1 && above[j] === 1, "neuron", "it must reach both outputs");
}

function atLeast(count: number): string {
  return count === 2 ? "2 or more" : `${count}`;
}
