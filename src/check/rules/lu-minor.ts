import type { LinearEvidence } from "../../certificate/proof.js";
import { type Mask, row } from "../../pattern/mask.js";
import type { LayeredGoal, Step } from "../goal.js";

/**
 * N1: entries (i,k), (i,l), (j,k) with one path each, all three through one hidden neuron, and (j,l) with two or more.
 * Cost: linear in the edges.
 */
export function checkLuMinor(goal: LayeredGoal, evidence: LinearEvidence["lu-minor"], step: Step): void {
  step.proves("not closed");
  const { masks } = goal;
  const [i, j] = evidence.outputs;
  const [k, l] = evidence.inputs;
  const { layer, index } = evidence.neuron;
  const outputs = masks[masks.length - 1]!.rows;
  const inputs = masks[0]!.cols;
  step.require(i !== j && i < outputs && j < outputs, "outputs", `two different outputs below ${outputs} expected`);
  step.require(k !== l && k < inputs && l < inputs, "inputs", `two different inputs below ${inputs} expected`);
  step.require(layer >= 1 && layer < masks.length, "neuron.layer", `a hidden layer from 1 to ${masks.length - 1} expected`);
  step.require(index < masks[layer]!.cols, "neuron.index", `layer ${layer} has ${masks[layer]!.cols} neurons`);

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

/** For each layer 0..L, the number of paths from input k to each neuron, counted as 0, 1 or 2 for "two or more". */
function pathCounts(masks: readonly Mask[], k: number): Uint8Array[] {
  const start = new Uint8Array(masks[0]!.cols);
  start[k] = 1;
  const counts = [start];
  for (const [l, mask] of masks.entries()) {
    const here = new Uint8Array(mask.rows);
    for (let i = 0; i < mask.rows; i++) here[i] = row(mask, i).reduce((sum, j) => Math.min(2, sum + counts[l]![j]!), 0);
    counts.push(here);
  }
  return counts;
}

/** Outputs reached from a neuron of layer `layer`: 1 where reached. */
function reachedFrom(masks: readonly Mask[], layer: number, index: number): Uint8Array {
  let reached = new Uint8Array(masks[layer]!.cols);
  reached[index] = 1;
  for (const mask of masks.slice(layer)) {
    const next = new Uint8Array(mask.rows);
    for (let i = 0; i < mask.rows; i++) next[i] = row(mask, i).some((j) => reached[j] === 1) ? 1 : 0;
    reached = next;
  }
  return reached;
}
