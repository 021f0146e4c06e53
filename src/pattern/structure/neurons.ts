/** Which neurons a signal reaches and from which it gets through, what that leaves dead, and where a network is cut. */
import { feeding, reachedBy } from "../live.js";
import { type Mask, kept, restrictMask } from "../mask.js";

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
 * the one at which all paths from the inputs end, the one above which all paths to the outputs begin. Two passes over the edges, of packed masks over their
 * words, and one more to count.
 */
export function connectivity(masks: readonly Mask[]): Connectivity {
  const widths = [masks[0]!.cols, ...masks.map(({ rows }) => rows)];
  const reached = [all(widths[0]!)];
  for (const [l, mask] of masks.entries()) reached.push(reachedBy(mask, reached[l]!));
  const leading = [all(widths[masks.length]!)];
  for (const mask of masks.toReversed()) leading.unshift(feeding(mask, leading[0]!));
  const neurons = widths.map((width, layer) => neuronCounts(layer, width, reached[layer]!, leading[layer]!));
  const live = reached.map((marks, layer) => marks.map((mark, i) => mark & leading[layer]![i]!));
  const cuts = masks.flatMap((mask, l) => cutAt(mask, l + 1, [reached[l]!, reached[l + 1]!], [leading[l]!, leading[l + 1]!]));
  return { neurons, liveEdges: masks.map((mask, l) => kept(restrictMask(mask, live[l + 1]!, live[l]!))), cuts };
}

type BelowAndAbove = readonly [below: Uint8Array, above: Uint8Array];

function cutAt(mask: Mask, layer: number, reached: BelowAndAbove, leading: BelowAndAbove): Cut[] {
  const [from, to] = [firstOf(reached[0]), firstOf(leading[1])];
  const endsInputs = from !== undefined && firstOf(reached[1]) === undefined;
  const endsOutputs = to !== undefined && firstOf(leading[0]) === undefined;
  const empty = kept(mask) === 0;
  if (!endsInputs && !endsOutputs && !empty) return [];
  return [{ layer, endsInputs, endsOutputs, empty, ...(from === undefined || to === undefined ? {} : { repair: { out: to, in: from } }) }];
}

/** The first that is marked. */
function firstOf(marks: Uint8Array): number | undefined {
  const first = marks.indexOf(1);
  return first === -1 ? undefined : first;
}

const all = (width: number): Uint8Array => new Uint8Array(width).fill(1);

function neuronCounts(layer: number, width: number, reached: Uint8Array, leading: Uint8Array): NeuronCounts {
  let [dead, unreached, leadNowhere] = [0, 0, 0];
  const first: number[] = [];
  for (let i = 0; i < width; i++) {
    const [isReached, leads] = [reached[i] === 1, leading[i] === 1];
    if (!isReached) unreached++;
    if (!leads) leadNowhere++;
    if (isReached && leads) continue;
    dead++;
    if (first.length < MAX_NAMED) first.push(i);
  }
  return { layer, width, dead, unreached, leadNowhere, first };
}
