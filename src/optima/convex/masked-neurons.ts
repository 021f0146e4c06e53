/**
 * Networks with one hidden layer, one output and a mask, as the convex program sees them: kinds of hidden neurons by what they see, how many there are of each kind,
 * and whether the neurons of a network that was found have room in the mask.
 */
import { type Mask, row } from "../../pattern/mask.js";
import { badInput } from "../../pattern/fault.js";
import type { Pattern } from "../../pattern/pattern.js";
import type { ShallowNetwork } from "./network.js";

export interface MaskedNeurons {
  /** Are the biases of the hidden neurons free? */
  readonly bias: boolean;
  /** The different sets of inputs that live hidden neurons see, ascending, in the order of their first neurons. */
  readonly supports: readonly (readonly number[])[];
  /** The hidden neurons that see each of them. */
  readonly neurons: readonly (readonly number[])[];
  /** Hidden neurons without a kept weight to the output, or with neither a kept input nor a free bias: they add nothing, and an optimum has them at 0. */
  readonly dead: readonly number[];
}

/**
 * The kinds of hidden neurons of a pattern d-h-1.
 * @throws Fault when the pattern has other layers, when the output has a free bias, which the convex program does not have, or when no hidden neuron is live
 */
export function maskedNeurons({ widths, masks, bias }: Pattern): MaskedNeurons {
  if (widths.length !== 3 || widths[2] !== 1) throw badInput("widths", "inputs, one hidden layer and one output", widths.join("-"));
  const [hiddenMask, outputMask] = masks as [Mask, Mask];
  const [free, outputBias] = bias as [boolean, boolean];
  if (outputBias) throw badInput("bias", `no free bias of the output, which the convex program does not have: [${free}, false], or no biases at all`, `[${free}, true]`);
  const kinds = new Map<string, { support: number[]; neurons: number[] }>();
  const dead: number[] = [];
  const heard = new Set(row(outputMask, 0));
  for (let k = 0; k < hiddenMask.rows; k++) {
    const support = [...row(hiddenMask, k)];
    if (!heard.has(k) || (support.length === 0 && !free)) {
      dead.push(k);
      continue;
    }
    const key = support.join();
    const kind = kinds.get(key) ?? { support, neurons: [] };
    kind.neurons.push(k);
    kinds.set(key, kind);
  }
  if (kinds.size === 0) throw badInput("masks", "a hidden neuron on a path from an input, or a bias, to the output", "none");
  return { bias: free, supports: [...kinds.values()].map(({ support }) => support), neurons: [...kinds.values()].map(({ neurons }) => neurons), dead };
}

/**
 * A hidden neuron of the mask for each neuron of a network, no two the same, each seeing all inputs that the network's neuron has a weight other than 0 for; undefined when there is
 * none. Augmenting paths: at most neurons times hidden neurons of the mask times their number of looks.
 */
export function roomFor(network: ShallowNetwork, { supports, neurons }: MaskedNeurons): number[] | undefined {
  const seen = supports.map((support) => new Set(support));
  const places = network.weights[0].map((weights) =>
    neurons.flatMap((list, s) => (weights.every((weight, i) => weight === 0 || seen[s]!.has(i)) ? list : [])),
  );
  const takenBy = new Map<number, number>();
  const place = (k: number, tried: Set<number>): boolean => {
    for (const hidden of places[k]!) {
      if (tried.has(hidden)) continue;
      tried.add(hidden);
      const other = takenBy.get(hidden);
      if (other === undefined || place(other, tried)) {
        takenBy.set(hidden, k);
        return true;
      }
    }
    return false;
  };
  for (let k = 0; k < places.length; k++) if (!place(k, new Set())) return undefined;
  const room = Array.from({ length: places.length }, () => -1);
  for (const [hidden, k] of takenBy) room[k] = hidden;
  return room;
}
