import type { LinearEvidence } from "../../certificate/proof.js";
import { type Mask, restrictMask } from "../../pattern/mask.js";
import type { LayeredGoal, Step } from "../goal.js";
import { checkRanges, pathCounts, reachedFrom } from "../crossed-minor.js";

/**
 * N1': all paths k -> i, k -> j and l -> i, at least one each, pass through one hidden neuron; some path l -> j avoids it.
 * Cost: linear in the edges, of packed masks in their words.
 */
export function checkCutMinor(goal: LayeredGoal, evidence: LinearEvidence["cut-minor"], step: Step): void {
  step.proves("not closed");
  const { masks } = goal;
  checkRanges(masks, evidence, step);
  const [i, j] = evidence.outputs;
  const [k, l] = evidence.inputs;
  const { layer, index } = evidence.neuron;
  const reaches = (input: number): boolean => pathCounts(masks, input)[layer]![index] !== 0;
  step.require(reaches(k) && reaches(l), "neuron", "both inputs must reach it");
  const above = reachedFrom(masks, layer, index);
  step.require(above[i] === 1 && above[j] === 1, "neuron", "it must reach both outputs");

  const without = masks.map((mask, m) => (m === layer - 1 ? withoutRow(mask, index) : mask));
  const fromK = pathCounts(without, k)[masks.length]!;
  const fromL = pathCounts(without, l)[masks.length]!;
  const noDetour = (counts: Uint8Array, output: number, input: number): void =>
    step.require(counts[output] === 0, "", `a path from input ${input} to output ${output} avoids the neuron`);
  noDetour(fromK, i, k);
  noDetour(fromK, j, k);
  noDetour(fromL, i, l);
  step.require(fromL[j] !== 0, "", `no path from input ${l} to output ${j} avoids the neuron`);
}

function withoutRow(mask: Mask, index: number): Mask {
  return restrictMask(mask, new Uint8Array(mask.rows).fill(1).fill(0, index, index + 1), new Uint8Array(mask.cols).fill(1));
}
