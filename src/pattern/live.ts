/**
 * Dead neurons and their removal.
 *
 * A neuron is live when some path of kept edges from an input to an output passes through it. Edges that touch a
 * dead neuron lie on no path, so the set L of products W_L ... W_1 does not change when they are deleted; neurons keep
 * their numbers, they only lose their edges. For the ReLU network: a hidden neuron that no input reaches is a
 * constant, absorbed by the next bias; one that reaches no output does not matter (docs/theory.md, section 1).
 */
import { type Mask, restrictMask } from "./mask.js";
import { PackedMask, bitsOfMarks, rowWords } from "./packed-mask.js";

/** For layers 0 (inputs) to L (outputs): 1 where the neuron is live. Linear in the number of edges, for packed masks in their words. */
export function liveNeurons(masks: readonly Mask[]): Uint8Array[] {
  const live: Uint8Array[] = [new Uint8Array(masks[0]!.cols).fill(1)];
  for (const [l, mask] of masks.entries()) live.push(reachedBy(mask, live[l]!));
  for (let l = masks.length - 1; l >= 0; l--) {
    const feeds = feeding(masks[l]!, live[l + 1]!);
    const here = live[l]!;
    for (let j = 0; j < here.length; j++) here[j]! &= feeds[j]!;
  }
  return live;
}

/** The rows with an entry in a column that is marked by 1, marked alike. */
export function reachedBy(mask: Mask, below: Uint8Array): Uint8Array {
  const reached = new Uint8Array(mask.rows);
  if (mask instanceof PackedMask) {
    const words = rowWords(mask.cols);
    const marked = bitsOfMarks(below);
    for (let i = 0; i < mask.rows; i++) {
      for (let w = 0; w < words && reached[i] === 0; w++) if ((mask.bits[i * words + w]! & marked[w]!) !== 0) reached[i] = 1;
    }
    return reached;
  }
  for (let i = 0; i < mask.rows; i++) {
    const end = mask.start[i + 1]!;
    for (let e = mask.start[i]!; e < end && reached[i] === 0; e++) reached[i] = below[mask.index[e]!]!;
  }
  return reached;
}

/** The columns with an entry in a row that is marked by 1, marked alike. */
export function feeding(mask: Mask, above: Uint8Array): Uint8Array {
  const feeds = new Uint8Array(mask.cols);
  if (mask instanceof PackedMask) {
    const words = rowWords(mask.cols);
    const union = new Uint32Array(words);
    for (let i = 0; i < mask.rows; i++) if (above[i] === 1) for (let w = 0; w < words; w++) union[w]! |= mask.bits[i * words + w]!;
    return feeds.map((_, j) => (union[j >>> 5]! >>> (j & 31)) & 1);
  }
  for (let i = 0; i < mask.rows; i++) {
    if (above[i] === 1) for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) feeds[mask.index[e]!] = 1;
  }
  return feeds;
}

/** The masks without the edges that lie on no path from an input to an output. */
export function pruneDead(masks: readonly Mask[]): Mask[] {
  const live = liveNeurons(masks);
  return masks.map((mask, l) => restrictMask(mask, live[l + 1]!, live[l]!));
}
