/**
 * Dead neurons and their removal.
 *
 * A neuron is live when some path of kept edges from an input to an output passes through it. Edges that touch a
 * dead neuron lie on no path, so the set L of products W_L ... W_1 does not change when they are deleted; neurons keep
 * their numbers, they only lose their edges. For the ReLU network: a hidden neuron that no input reaches is a
 * constant, absorbed by the next bias; one that reaches no output does not matter (docs/theory.md, section 1).
 */
import { type Mask, filterMask } from "./mask.js";

/** For layers 0 (inputs) to L (outputs): 1 where the neuron is live. Linear in the number of edges. */
export function liveNeurons(masks: readonly Mask[]): Uint8Array[] {
  const live: Uint8Array[] = [new Uint8Array(masks[0]!.cols).fill(1)];
  for (const [l, mask] of masks.entries()) {
    const below = live[l]!;
    const reached = new Uint8Array(mask.rows);
    for (let i = 0; i < mask.rows; i++) {
      const end = mask.start[i + 1]!;
      for (let e = mask.start[i]!; e < end && reached[i] === 0; e++) reached[i] = below[mask.index[e]!]!;
    }
    live.push(reached);
  }
  for (let l = masks.length - 1; l >= 0; l--) {
    const mask = masks[l]!;
    const above = live[l + 1]!;
    const feeds = new Uint8Array(mask.cols);
    for (let i = 0; i < mask.rows; i++) {
      if (above[i] === 1) for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) feeds[mask.index[e]!] = 1;
    }
    const here = live[l]!;
    for (let j = 0; j < here.length; j++) here[j]! &= feeds[j]!;
  }
  return live;
}

/** The masks without the edges that lie on no path from an input to an output. */
export function pruneDead(masks: readonly Mask[]): Mask[] {
  const live = liveNeurons(masks);
  return masks.map((mask, l) => filterMask(mask, (i, j) => live[l + 1]![i] === 1 && live[l]![j] === 1));
}
