/**
 * Path counts between inputs and neurons, saturated at two, as bit planes: for every neuron one bit per input in the plane
 * "at least one path" and one in the plane "at least two". 32 inputs are handled by one operation.
 *
 * Cost: (number of edges) * ceil(N_0 / 32) word operations; memory two planes of N_l * N_0 bits per layer.
 */
import { type Mask, row } from "./mask.js";

export interface PathPlanes {
  /** Words per neuron: ceil(N_0 / 32). Bit k of a neuron's words is input k. */
  readonly words: number;
  /** any[l], l = 0..L: neuron v of layer l is reached from input k. */
  readonly any: readonly Uint32Array[];
  /** twice[l]: ... by at least two paths. */
  readonly twice: readonly Uint32Array[];
}

export function pathPlanes(masks: readonly Mask[]): PathPlanes {
  const inputs = masks[0]!.cols;
  const words = (inputs + 31) >>> 5;
  const start = new Uint32Array(inputs * words);
  for (let k = 0; k < inputs; k++) start[k * words + (k >>> 5)] = 1 << (k & 31);
  const any = [start];
  const twice = [new Uint32Array(inputs * words)];
  for (const [l, mask] of masks.entries()) {
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
