/**
 * Path counts between inputs and neurons, saturated at two, as bit planes: for every neuron one bit per input in the plane
 * "at least one path" and one in the plane "at least two". 32 inputs are handled by one operation, 128 by the kernel (planes/).
 *
 * Cost: (number of edges) * ceil(N_0 / 32) word operations at most, less where rows fill up; memory two planes of N_l * N_0 bits per layer.
 */
import { type Mask, bitRows, maskOfBits, transpose } from "./mask.js";
import { rowWords } from "./packed-mask.js";
import { type ScanOptions, planesAbove } from "./planes/scan.js";

export interface PathPlanes {
  /** Words per neuron: ceil(N_0 / 32). Bit k of a neuron's words is input k. */
  readonly words: number;
  /** any[l], l = 1..L: neuron v of layer l is reached from input k. any[0] is empty: an input reaches itself. Not to be written to. */
  readonly any: readonly Uint32Array[];
  /** twice[l]: ... by at least two paths. */
  readonly twice: readonly Uint32Array[];
}

/** The number of words that `pathPlanes` and `reachedOutputs` take, from above. */
export function planeWords(masks: readonly Mask[]): number {
  const inputs = rowWords(masks[0]!.cols);
  const outputs = rowWords(masks[masks.length - 1]!.rows);
  return masks.reduce((sum, mask, l) => sum + 2 * mask.rows * inputs + (l === 0 ? 0 : mask.cols * outputs), 0);
}

export function pathPlanes(masks: readonly Mask[], options: ScanOptions = {}): PathPlanes {
  const words = rowWords(masks[0]!.cols);
  const any: Uint32Array[] = [new Uint32Array(0), bitRows(masks[0]!)];
  const twice: Uint32Array[] = [new Uint32Array(0), new Uint32Array(masks[0]!.rows * words)];
  for (let l = 1; l < masks.length; l++) {
    const planes = planesAbove({ any: any[l]!, twice: l === 1 ? undefined : twice[l]! }, masks[l]!, words, options);
    any.push(planes.any);
    twice.push(planes.twice);
  }
  return { words, any, twice };
}

/** For l = 1..L-1, at place l: the outputs that each neuron of layer l reaches, as a mask with a row for each neuron; for every hidden neuron's block of the minor scan. */
export function reachedOutputs(masks: readonly Mask[], options: ScanOptions = {}): (Mask | undefined)[] {
  const outputs = masks[masks.length - 1]!.rows;
  const reach: (Mask | undefined)[] = [];
  for (let l = masks.length - 1; l >= 1; l--) {
    const upward = transpose(masks[l]!);
    const above = reach[l + 1];
    reach[l] =
      above === undefined
        ? upward
        : maskOfBits(upward.rows, outputs, planesAbove({ any: bitRows(above), twice: undefined }, upward, rowWords(outputs), options).any);
  }
  return reach;
}
