/**
 * Hidden neurons that take no part, brought back at random (own). With no weights to it, or none from it, a neuron's other side has derivatives 0, and the norm takes away what is left there; then all of them are 0, and
 * no small step changes that. With weights a to it and b from it the loss falls by some c a b, but they take a budget worth lambda (a + b) from the others: below a = b = 2 lambda / c it does not pay. So neurons are
 * lost along a front, with ReLU above all, that only finite weights bring back.
 */
import { startingParameters } from "../../training/start.js";
import type { ParetoProblem } from "./problem.js";

/**
 * For each parameter 1 if it is a weight or the bias of a dead neuron: a hidden one with kept weights to it and from it, all of which are 0 on one side, or on both. The bias is on the side of the weights to it.
 */
export function ofDeadNeurons({ network }: ParetoProblem, parameters: Float64Array): Uint8Array {
  const { layers, size } = network;
  const result = new Uint8Array(size);
  for (let l = 0; l + 1 < layers.length; l++) {
    const [below, above] = [layers[l]!, layers[l + 1]!];
    for (let i = 0; i < below.mask.rows; i++) {
      const incoming: number[] = [];
      const outgoing: number[] = [];
      for (let e = below.mask.start[i]!; e < below.mask.start[i + 1]!; e++) incoming.push(below.weights + e);
      for (let e = above.columns.start[i]!; e < above.columns.start[i + 1]!; e++) outgoing.push(above.weights + above.columns.edge[e]!);
      if (incoming.length === 0 || outgoing.length === 0) continue;
      if (below.biases >= 0) incoming.push(below.biases + i);
      const isDead = [incoming, outgoing].some((side) => side.every((k) => parameters[k] === 0));
      if (isDead) for (const k of [...incoming, ...outgoing]) result[k] = 1;
    }
  }
  return result;
}

/**
 * The parameters, with those of dead neurons drawn as for training; undefined where there are none.
 * @param norm what the sum of their absolute values is to be
 */
export function redrawn(problem: ParetoProblem, parameters: Float64Array, norm: number, seed: number): Float64Array | undefined {
  const dead = ofDeadNeurons(problem, parameters);
  const fresh = startingParameters(problem.network, seed);
  let sum = 0;
  for (let k = 0; k < fresh.length; k++) if (dead[k] === 1) sum += Math.abs(fresh[k]!);
  return sum === 0 ? undefined : parameters.map((value, k) => (dead[k] === 1 ? (norm / sum) * fresh[k]! : value));
}
