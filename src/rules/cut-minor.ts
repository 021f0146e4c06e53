import { type Mask, transpose } from "../pattern/mask.js";
import type { PathPlanes } from "../pattern/paths.js";
import { type ScanOptions, planesAbove } from "../pattern/planes/scan.js";
import { type CrossedProof, findCrossedMinor } from "./crossed-minor.js";

/**
 * N1' cut minor [own, docs/theory.md 3.4]: if all paths from k to i, from k to j and from l to i, at least one each, pass through one hidden
 * neuron h, and some path from l to j avoids h, then L is not closed. An LU minor is the case of single paths.
 *
 * A path meets each layer once, so "all paths from k to i pass through h" means: h is the only neuron of its layer between them.
 * B_h is made of these entries (crossed-minor.ts). Complete for minors of this kind. In two layers a path is a hidden neuron, and these are the LU minors.
 *
 * @param masks pruned masks
 * @param planes their path planes
 */
export function findCutMinor(masks: readonly Mask[], planes: PathPlanes, options: ScanOptions = {}): CrossedProof | undefined {
  const evidence = findCrossedMinor(masks, planes, (layer, reach) => singlePassage(planes, layer, reach, options), options);
  return evidence && { rule: "cut-minor", evidence };
}

/** For each output, the inputs that are joined to it through exactly one neuron of the layer: the paths of two steps, first to the layer and then to the output. */
function singlePassage({ any, words }: PathPlanes, layer: number, reach: Mask, options: ScanOptions): Uint32Array {
  const through = planesAbove({ any: any[layer]!, twice: undefined }, transpose(reach), words, options);
  return through.any.map((word, at) => word & ~through.twice[at]!);
}
