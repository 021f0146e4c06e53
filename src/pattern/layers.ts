/**
 * Operations on a list of masks W_1, ..., W_L that the theory uses at every depth: keeping some inputs and outputs,
 * replacing adjacent layers by the support of their product, and cutting into independent parts.
 * Neurons keep their numbers throughout; what is dropped only loses its edges.
 */
import { Partition } from "../exact/partition.js";
import { type Mask, bitRows, filterMask, maskOfBits, restrictMask, row, transpose } from "./mask.js";
import { pruneDead } from "./live.js";
import { PackedMask, ones, rowWords } from "./packed-mask.js";

/**
 * The masks with only the given outputs and inputs left (theory F1): the edges on paths from a kept input to a kept
 * output.
 */
export function select(masks: readonly Mask[], outputs: readonly number[], inputs: readonly number[]): Mask[] {
  const last = masks.length - 1;
  return pruneDead(
    masks.map((mask, l) => {
      if (l !== 0 && l !== last) return mask;
      return restrictMask(mask, l === last ? marks(mask.rows, outputs) : marks(mask.rows), l === 0 ? marks(mask.cols, inputs) : marks(mask.cols));
    }),
  );
}

/** 1 for the members, or for everything. */
function marks(count: number, members?: readonly number[]): Uint8Array {
  const marked = new Uint8Array(count).fill(members === undefined ? 1 : 0);
  for (const x of members ?? []) marked[x] = 1;
  return marked;
}

/** Words that a table of bits may take: 512 MB. Widths alone, without a single edge, may ask for more. */
const MAX_WORDS = 2 ** 27;

/**
 * Which inputs reach which neurons of the last layer, as bits: neuron i takes ceil(N_0 / 32) words, bit k of them is input k.
 * Cost: for each edge above the first layer, that many word operations.
 * @throws RangeError when the table would be too large
 */
export function reachBits(masks: readonly Mask[]): Uint32Array {
  const words = (masks[0]!.cols + 31) >>> 5;
  for (const mask of masks) if (mask.rows * words > MAX_WORDS) throw new RangeError(`${mask.rows} neurons with ${masks[0]!.cols} inputs`);
  let bits = bitRows(masks[0]!);
  for (const mask of masks.slice(1)) {
    const next = new Uint32Array(mask.rows * words);
    for (let i = 0; i < mask.rows; i++) {
      for (const j of row(mask, i)) for (let w = 0; w < words; w++) next[i * words + w]! |= bits[j * words + w]!;
    }
    bits = next;
  }
  return bits;
}

/**
 * The support of a product: entry (i, k) is kept when some path of `masks`, first layer first, leads from k to i.
 * @throws RangeError when there are more than `maxEntries`, before they are listed
 */
export function productSupport(masks: readonly Mask[], maxEntries = 2 ** 31 - 1): Mask {
  if (masks.length === 1) return masks[0]!;
  const cols = masks[0]!.cols;
  const bits = reachBits(masks);
  const rows = masks[masks.length - 1]!.rows;
  let entries = 0;
  for (const word of bits) entries += ones(word);
  if (entries > maxEntries) throw new RangeError(`a product with ${entries} entries`);
  return maskOfBits(rows, cols, bits);
}

/**
 * For each input the number of neurons of the last layer that it reaches: 32 of them in one traversal of the edges, so little memory. A neuron
 * that reaches all 32 is done with, so dense layers cost little too. `onSteps` is told after each traversal what it took.
 */
export function reachCounts(masks: readonly Mask[], onSteps?: (steps: number) => void): Int32Array {
  const last = masks[masks.length - 1]!;
  const upward = masks.slice(0, -1).map(transpose).reverse();
  const counts = new Int32Array(masks[0]!.cols);
  for (let from = 0; from < last.rows; from += 32) {
    const to = Math.min(from + 32, last.rows);
    let reached = new Int32Array(last.cols);
    for (let i = from; i < to; i++) for (let e = last.start[i]!; e < last.start[i + 1]!; e++) reached[last.index[e]!]! |= 1 << (i - from);
    let steps = last.start[to]! - last.start[from]! + 4 * last.cols;
    for (const { rows, start, index } of upward) {
      let all = 0;
      for (const bits of reached) all |= bits;
      const below = new Int32Array(rows);
      for (let j = 0; j < rows; j++) {
        let bits = 0;
        let e = start[j]!;
        for (const end = start[j + 1]!; e < end && bits !== all; e++) bits |= reached[index[e]!]!;
        below[j] = bits;
        steps += 4 + e - start[j]!;
      }
      reached = below;
    }
    for (let k = 0; k < counts.length; k++) for (let bits = reached[k]!; bits !== 0; bits &= bits - 1) counts[k]!++;
    onSteps?.(steps);
  }
  return counts;
}

/** The masks with layers `first` to `last` (numbered from 1, both included) replaced by one, the support of their product. */
export function contract(masks: readonly Mask[], first: number, last: number, maxEntries?: number): Mask[] {
  return [...masks.slice(0, first - 1), productSupport(masks.slice(first - 1, last), maxEntries), ...masks.slice(last)];
}

/**
 * Two layers or more, pruned: the independent parts of L, by smallest hidden neuron of layer 1. Hidden neurons belong together when an edge joins
 * them, or when they are in layer L-1, feed a common output and are reached from a common input. Parts then share no weight and no entry of
 * the product. Each is the list of masks with the other parts' edges deleted.
 *
 * Cost: the paths of length two from layer L-1's reached inputs to outputs, less once everything is found to be one part.
 */
export function components(masks: readonly Mask[]): Mask[][] {
  const { roots, part } = componentRoots(masks);
  return roots.map(part);
}

/** The same one by one: the parts' roots, and the part of a root. `below`: which inputs reach which neurons of layer L-1. */
export function componentRoots(masks: readonly Mask[], below = productSupport(masks.slice(0, -1))): { roots: number[]; part: (root: number) => Mask[] } {
  const groups = new HiddenGroups(masks);
  joinSharedEntries(masks, below, groups);
  const live = Array.from({ length: masks[0]!.rows }, (_, h) => h).filter((h) => masks[0]!.start[h]! < masks[0]!.start[h + 1]!);
  const roots = [...new Set(live.map((h) => groups.find(1, h)))];
  const last = masks.length - 1;
  const part = (root: number): Mask[] =>
    masks.map((mask, l) => filterMask(mask, (i, j) => (l === last ? groups.find(l, j) : groups.find(l + 1, i)) === root));
  return { roots, part };
}

/** Hidden neurons in groups (union-find): at first those joined by edges between hidden layers. */
class HiddenGroups {
  readonly #offset: number[] = [0, 0];
  readonly #partition: Partition;
  /** An upper bound for the number of groups: when it is 1, nothing is left to join. */
  count = 0;

  constructor(masks: readonly Mask[]) {
    for (const mask of masks.slice(0, -1)) this.#offset.push(this.#offset[this.#offset.length - 1]! + mask.rows);
    this.#partition = new Partition(this.#offset[masks.length]!);
    for (const mask of masks.slice(0, -1)) for (let i = 0; i < mask.rows; i++) if (mask.start[i]! < mask.start[i + 1]!) this.count++;
    for (let l = 1; l < masks.length - 1; l++) {
      for (let i = 0; i < masks[l]!.rows; i++) for (const j of row(masks[l]!, i)) this.join(this.find(l, j), this.find(l + 1, i));
    }
  }

  /** The name of a hidden neuron's group: the number of its smallest member, layers counted through. */
  find(layer: number, index: number): number {
    return this.#partition.find(this.#offset[layer]! + index);
  }

  /** Are these neurons of one group already? */
  areOne(layer: number, indices: Int32Array): boolean {
    const [first] = indices;
    return first === undefined || indices.every((index) => this.find(layer, index) === this.find(layer, first));
  }

  /** Makes one group of two, given by their names. */
  join(a: number, b: number): void {
    if (this.#partition.join(a, b)) this.count--;
  }
}

function joinSharedEntries(masks: readonly Mask[], below: Mask, groups: HiddenGroups): void {
  if (below instanceof PackedMask) {
    joinSharedBits(masks, below, groups);
    return;
  }
  const last = masks[masks.length - 1]!;
  const owner = new Int32Array(masks[0]!.cols);
  const stamp = new Int32Array(masks[0]!.cols).fill(-1);
  for (let i = 0; i < last.rows && groups.count > 1; i++) {
    const fed = row(last, i);
    if (groups.areOne(masks.length - 1, fed)) continue;
    for (const v of fed) {
      for (const k of row(below, v)) {
        if (stamp[k] === i) groups.join(groups.find(masks.length - 1, owner[k]!), groups.find(masks.length - 1, v));
        else {
          stamp[k] = i;
          owner[k] = v;
        }
      }
    }
  }
}

/** The same where `below` is packed: word by word, and bit by bit only where a neuron of another group has been. */
function joinSharedBits(masks: readonly Mask[], below: PackedMask, groups: HiddenGroups): void {
  const last = masks[masks.length - 1]!;
  const words = rowWords(below.cols);
  const owner = new Int32Array(words * 32);
  const covered = new Uint32Array(words);
  for (let i = 0; i < last.rows && groups.count > 1; i++) {
    const fed = row(last, i);
    if (groups.areOne(masks.length - 1, fed)) continue;
    covered.fill(0);
    for (const v of fed) {
      // Whoever was here last is of this neuron's group already.
      let joined = v;
      for (let w = 0; w < words; w++) {
        const word = below.bits[v * words + w]!;
        for (let shared = word & covered[w]!; shared !== 0; shared &= shared - 1) {
          const before = owner[w * 32 + 31 - Math.clz32(shared & -shared)]!;
          if (before !== joined) groups.join(groups.find(masks.length - 1, before), groups.find(masks.length - 1, v));
          joined = before;
        }
        for (let fresh = word & ~covered[w]!; fresh !== 0; fresh &= fresh - 1) owner[w * 32 + 31 - Math.clz32(fresh & -fresh)] = v;
        covered[w]! |= word;
      }
      if (groups.count <= 1) return;
    }
  }
}
