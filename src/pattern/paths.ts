/**
 * Path counts between inputs and neurons, saturated at two, as bit planes: for every neuron one bit per input in the plane
 * "at least one path" and one in the plane "at least two". 32 inputs are handled by one operation.
 *
 * Cost: (number of edges) * ceil(N_0 / 32) word operations; memory two planes of N_l * N_0 bits per layer.
 */
import { type Mask, bitRows, row } from "./mask.js";

export interface PathPlanes {
  /** Words per neuron: ceil(N_0 / 32). Bit k of a neuron's words is input k. */
  readonly words: number;
  /** any[l], l = 1..L: neuron v of layer l is reached from input k. any[0] is empty: an input reaches itself. */
  readonly any: readonly Uint32Array[];
  /** twice[l]: ... by at least two paths. */
  readonly twice: readonly Uint32Array[];
}

/** The number of words that `pathPlanes` takes. */
export function planeWords(masks: readonly Mask[]): number {
  const words = (masks[0]!.cols + 31) >>> 5;
  return masks.reduce((sum, mask) => sum + 2 * mask.rows * words, 0);
}

export function pathPlanes(masks: readonly Mask[]): PathPlanes {
  const words = (masks[0]!.cols + 31) >>> 5;
  const any = [new Uint32Array(0), bitRows(masks[0]!)];
  const twice = [new Uint32Array(0), new Uint32Array(masks[0]!.rows * words)];
  for (let l = 1; l < masks.length; l++) {
    const mask = masks[l]!;
    const anyBelow = any[l]!;
    const twiceBelow = twice[l]!;
    const anyHere = new Uint32Array(mask.rows * words);
    const twiceHere = new Uint32Array(mask.rows * words);
    for (let i = 0; i < mask.rows; i++) {
      const to = i * words;
      for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
        const from = mask.index[e]! * words;
        for (let w = 0; w < words; w++) {
          const one = anyBelow[from + w]!;
          twiceHere[to + w]! |= twiceBelow[from + w]! | (one & anyHere[to + w]!);
          anyHere[to + w]! |= one;
        }
      }
    }
    any.push(anyHere);
    twice.push(twiceHere);
  }
  return { words, any, twice };
}

/** The outputs that each neuron of layers 0..L reaches, ascending; for every hidden neuron's block of the minor scan. */
export function reachedOutputs(masks: readonly Mask[], layer: number): Int32Array[] {
  let reach: Int32Array[] = Array.from({ length: masks[masks.length - 1]!.rows }, (_, i) => Int32Array.of(i));
  for (let l = masks.length - 1; l >= layer; l--) {
    const mask = masks[l]!;
    const below: Set<number>[] = Array.from({ length: mask.cols }, () => new Set());
    for (let v = 0; v < mask.rows; v++) for (const j of row(mask, v)) for (const i of reach[v]!) below[j]!.add(i);
    reach = below.map((set) => Int32Array.from(set).sort());
  }
  return reach;
}
