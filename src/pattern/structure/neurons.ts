/** Which neurons a signal reaches and from which it gets through, what that leaves dead, and where a network is cut. */
import { type Mask, kept } from "../mask.js";
import { ones, rowWords } from "../packed-mask.js";
import { eachWord } from "./words.js";

/** One layer of neurons; layer 0 are the inputs, layer L the outputs. A neuron is dead when no path from an input to an output passes through it. */
export interface NeuronCounts {
  readonly layer: number;
  readonly width: number;
  readonly dead: number;
  /** Neurons that no input reaches. */
  readonly unreached: number;
  /** Neurons from which no output is reached. Neurons that are both count in both. */
  readonly leadNowhere: number;
  /** The first few dead ones, ascending. */
  readonly first: readonly number[];
}

/** A layer of weights, numbered from 1, at which paths end although they get there. */
export interface Cut {
  readonly layer: number;
  /** All paths from the inputs end here: inputs reach the layer below, and nothing above. */
  readonly endsInputs: boolean;
  /** All paths to the outputs begin above: the layer above reaches outputs, and nothing below does. */
  readonly endsOutputs: boolean;
  /** No weight is kept. */
  readonly empty: boolean;
  /** A weight that would open a path if it were kept alone; only where inputs reach the layer below and outputs are reached from the layer above. */
  readonly repair?: { readonly out: number; readonly in: number };
}

export interface Connectivity {
  readonly neurons: readonly NeuronCounts[];
  /** Kept weights on some path from an input to an output, for each layer. */
  readonly liveEdges: readonly number[];
  readonly cuts: readonly Cut[];
}

/** Dead neurons that are named one by one. */
const MAX_NAMED = 6;

/**
 * Dead neurons, live edges and cuts. In a network without any path every layer is without a live edge; `cuts` are the layers to blame: those without weights,
 * the one at which all paths from the inputs end, the one above which all paths to the outputs begin. Two passes over the words that are not empty, and one
 * more for the edges.
 */
export function connectivity(masks: readonly Mask[]): Connectivity {
  const widths = [masks[0]!.cols, ...masks.map(({ rows }) => rows)];
  const reached = [full(widths[0]!)];
  for (const [l, mask] of masks.entries()) reached.push(reachedFrom(mask, reached[l]!));
  const leading = [full(widths[masks.length]!)];
  for (const mask of masks.toReversed()) leading.unshift(leadingTo(mask, leading[0]!));
  const neurons = widths.map((width, layer) => neuronCounts(layer, width, reached[layer]!, leading[layer]!));
  const live = reached.map((bits, layer) => bits.map((word, w) => word & leading[layer]![w]!));
  const cuts = masks.flatMap((mask, l) => cutAt(mask, l + 1, [reached[l]!, reached[l + 1]!], [leading[l]!, leading[l + 1]!]));
  return { neurons, liveEdges: masks.map((mask, l) => edgesBetween(mask, live[l + 1]!, live[l]!)), cuts };
}

type BelowAndAbove = readonly [below: Uint32Array, above: Uint32Array];

function cutAt(mask: Mask, layer: number, reached: BelowAndAbove, leading: BelowAndAbove): Cut[] {
  const [from, to] = [firstOf(reached[0]), firstOf(leading[1])];
  const endsInputs = from !== undefined && firstOf(reached[1]) === undefined;
  const endsOutputs = to !== undefined && firstOf(leading[0]) === undefined;
  const empty = kept(mask) === 0;
  if (!endsInputs && !endsOutputs && !empty) return [];
  return [{ layer, endsInputs, endsOutputs, empty, ...(from === undefined || to === undefined ? {} : { repair: { out: to, in: from } }) }];
}

/** The smallest member of a set. */
function firstOf(bits: Uint32Array): number | undefined {
  const w = bits.findIndex((word) => word !== 0);
  return w === -1 ? undefined : 32 * w + 31 - Math.clz32(bits[w]! & -bits[w]!);
}

/** The bits 0 to width - 1. */
function full(width: number): Uint32Array {
  const bits = new Uint32Array(rowWords(width)).fill(0xffffffff);
  if (width % 32 !== 0) bits[bits.length - 1] = 2 ** (width % 32) - 1;
  return bits;
}

const isSet = (bits: Uint32Array, i: number): boolean => ((bits[i >>> 5]! >>> (i & 31)) & 1) === 1;

function reachedFrom(mask: Mask, below: Uint32Array): Uint32Array {
  const reached = new Uint32Array(rowWords(mask.rows));
  eachWord(mask, (i, w, word) => {
    if ((word & below[w]!) !== 0) reached[i >>> 5]! |= 1 << (i & 31);
  });
  return reached;
}

function leadingTo(mask: Mask, above: Uint32Array): Uint32Array {
  const leading = new Uint32Array(rowWords(mask.cols));
  eachWord(mask, (i, w, word) => {
    if (isSet(above, i)) leading[w]! |= word;
  });
  return leading;
}

function edgesBetween(mask: Mask, above: Uint32Array, below: Uint32Array): number {
  let count = 0;
  eachWord(mask, (i, w, word) => {
    if (isSet(above, i)) count += ones(word & below[w]!);
  });
  return count;
}

function neuronCounts(layer: number, width: number, reached: Uint32Array, leading: Uint32Array): NeuronCounts {
  let [dead, unreached, leadNowhere] = [0, 0, 0];
  const first: number[] = [];
  for (let i = 0; i < width; i++) {
    const [isReached, leads] = [isSet(reached, i), isSet(leading, i)];
    if (!isReached) unreached++;
    if (!leads) leadNowhere++;
    if (isReached && leads) continue;
    dead++;
    if (first.length < MAX_NAMED) first.push(i);
  }
  return { layer, width, dead, unreached, leadNowhere, first };
}
