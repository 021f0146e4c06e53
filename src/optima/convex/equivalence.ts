/** What the minimum of a convex program says of the training problem of a network with a given number of neurons, or with a mask (own; docs/optimum.md, "What it holds for"). */
import { type MaskedNeurons, roomFor } from "./masked-neurons.js";
import type { ShallowNetwork } from "./network.js";
import type { ConvexProgram } from "./program.js";

export interface Equivalence {
  /**
   * equality: the training problem has the minimum of the program. lower-bound: it has this or a higher one. upper-bound: this or a lower one, as not all activation patterns are in the
   * program. open: not all are in it, and the network that was found is not one of the mask's.
   */
  readonly kind: "equality" | "lower-bound" | "upper-bound" | "open";
  /** Hidden neurons that are enough: those of the smallest network that was found. */
  readonly neurons: number;
  /** A sentence or two. */
  readonly why: string;
  /** With a mask, where a network that was found fits into it: for each of that network's neurons the hidden neuron that it becomes; the others are 0. */
  readonly room?: readonly number[];
}

/**
 * Any network gives a point of the program with all activation patterns and no higher objective: neurons of one pattern and sign are added up, and the norm of a sum is no more than the sum
 * of norms. So the program's minimum is a lower bound, for every number of neurons and every mask with these supports, and a network that attains it proves equality for all networks that have
 * room for it.
 * @param networks that attain the program's minimum, of any numbers of neurons; at least one
 */
export function equivalenceOf({ complete, model }: ConvexProgram, networks: readonly ShallowNetwork[], mask?: MaskedNeurons): Equivalence {
  const smallest = networks.reduce((least, network) => (network.widths[1] < least.widths[1] ? network : least));
  const neurons = smallest.widths[1];
  if (mask === undefined) {
    const kind = model === "gated" ? "gated ReLU network" : "ReLU network";
    const enough = `${neurons} hidden ${neurons === 1 ? "neuron" : "neurons"}`;
    if (!complete) return { kind: "upper-bound", neurons, why: `Upper bound, sampled: not all activation patterns are in the program. A ${kind} with ${enough} attains it; others may go below.` };
    const gates = model === "gated" ? ", its gates chosen" : "";
    const all = neurons === 0 ? `every ${kind}` : `every ${kind} with at least ${enough}${gates}`;
    return { kind: "equality", neurons, why: `The minimum is that of ${all}: all activation patterns are in the program, and the network found attains it.` };
  }
  // The smallest first: it is the likeliest to have room.
  const found = networks.toSorted((a, b) => a.widths[1] - b.widths[1]).map((network) => roomFor(network, mask)).find((room) => room !== undefined);
  if (found === undefined && !complete) return { kind: "open", neurons, why: "Sampled: not all activation patterns are in the program, and the networks found need more neurons of some support than the mask has. Neither bound is proved." };
  if (found === undefined) return { kind: "lower-bound", neurons, why: "Lower bound: the networks found need more neurons of some support than the mask has. With enough neurons of every support it is the minimum." };
  if (!complete) return { kind: "upper-bound", neurons, why: "Upper bound, sampled: not all activation patterns are in the program. The mask has room for the network found, which attains it; other weights may go below.", room: found };
  return { kind: "equality", neurons, why: "The minimum is that of the mask's network: all activation patterns of every support are in the program, and the mask has room for the network found, which attains it.", room: found };
}
