/** What an explanation says about the pattern itself, before any theorem: kept weights, live neurons, paths, the product. */
import { type Mask, kept, maskStrings } from "../../pattern/mask.js";
import { liveNeurons, pruneDead } from "../../pattern/live.js";
import { pathPlanes } from "../../pattern/paths.js";
import type { Pattern } from "../../pattern/pattern.js";
import { type Entry, MAX_SIDE, countPaths, isSmallProduct, writeProduct } from "./product.js";

export interface LayerFacts {
  /** From 1. */
  readonly layer: number;
  readonly outputs: number;
  readonly inputs: number;
  readonly kept: number;
  /** Kept weights that lie on a path from an input to an output. */
  readonly onPaths: number;
  /** The mask, one string of 0 and 1 for each output, when it fits a line. */
  readonly mask: readonly string[] | null;
}

export interface NeuronFacts {
  /** 0 (inputs) to L (outputs). */
  readonly layer: number;
  readonly neurons: number;
  readonly dead: number;
  /** The first dead neurons. */
  readonly deadNeurons: readonly number[];
}

/** How many (output, input) pairs are joined by no path, by one, by two or more. */
export interface PairCounts {
  readonly none: number;
  readonly one: number;
  readonly several: number;
}

export interface Facts {
  readonly layers: readonly LayerFacts[];
  readonly neurons: readonly NeuronFacts[];
  /** Null when the pattern is too wide to count. */
  readonly pairs: PairCounts | null;
  /** paths[output][input], for small patterns. */
  readonly paths: readonly (readonly bigint[])[] | null;
  /** All entries of the product, row by row, for small patterns. */
  readonly product: readonly Entry[] | null;
}

/** Rows and columns of a mask that is drawn. */
const MAX_DRAWN = 16;
/** Dead neurons named in each layer. */
const MAX_DEAD = 20;
/** Words in a plane of path counts (128 MB), and edges for exact counts. */
const MAX_PLANE_WORDS = 1 << 25;
const MAX_COUNTED_EDGES = 100_000;

export async function factsOf({ widths, masks }: Pattern): Promise<Facts> {
  const live = liveNeurons(masks);
  const pruned = pruneDead(masks);
  const outputs = [...Array(widths[widths.length - 1]!).keys()];
  const inputs = [...Array(widths[0]!).keys()];
  const edges = pruned.reduce((sum, mask) => sum + kept(mask), 0);
  const counted = outputs.length <= MAX_SIDE && inputs.length <= MAX_SIDE && edges <= MAX_COUNTED_EDGES;
  const paths = counted ? countPaths(pruned, outputs, inputs) : null;
  return {
    layers: masks.map((mask, l) => ({
      layer: l + 1,
      outputs: mask.rows,
      inputs: mask.cols,
      kept: kept(mask),
      onPaths: kept(pruned[l]!),
      mask: mask.rows <= MAX_DRAWN && mask.cols <= MAX_DRAWN ? maskStrings(mask) : null,
    })),
    neurons: live.map((flags, layer) => {
      const dead = [...flags.keys()].filter((v) => flags[v] === 0);
      return { layer, neurons: flags.length, dead: dead.length, deadNeurons: dead.slice(0, MAX_DEAD) };
    }),
    pairs: pairCounts(pruned, widths),
    paths,
    product: paths !== null && isSmallProduct(paths, masks.length) ? await writeProduct(pruned, outputs, inputs) : null,
  };
}

function pairCounts(pruned: readonly Mask[], widths: readonly number[]): PairCounts | null {
  const words = Math.ceil(widths[0]! / 32);
  if (words * widths.reduce((sum, width) => sum + width, 0) > MAX_PLANE_WORDS) return null;
  const { any, twice } = pathPlanes(pruned);
  const reached = bitCount(any[pruned.length]!);
  const several = bitCount(twice[pruned.length]!);
  return { none: widths[0]! * widths[widths.length - 1]! - reached, one: reached - several, several };
}

function bitCount(words: Uint32Array): number {
  let count = 0;
  for (let word of words) for (; word !== 0; word &= word - 1) count++;
  return count;
}
