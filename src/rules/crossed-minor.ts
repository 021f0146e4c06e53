import type { LinearEvidence } from "../certificate/proof.js";
import type { Mask } from "../pattern/mask.js";
import { type PathPlanes, reachedOutputs } from "../pattern/paths.js";
import { type ScanOptions, firstCrossing } from "../pattern/planes/scan.js";

/** Outputs i, j and inputs k, l, with entries (i, k), (i, l), (j, k) in B_h and (j, l) not, where h is the neuron. */
type CrossedMinor = LinearEvidence["lu-minor"] & LinearEvidence["cut-minor"];

/** A proof by such a minor. */
export type CrossedProof = { readonly rule: "lu-minor" | "cut-minor"; readonly evidence: CrossedMinor };

/**
 * What the searches for LU and cut minors share. For a hidden neuron h let B_h be a 0/1 matrix over the outputs that h reaches and the inputs
 * that reach h: a minor through h exists iff two rows of B_h overlap without being equal. Layers from the last hidden one down, neurons and rows ascending: the first minor is returned,
 * whatever the options.
 *
 * @param masks pruned masks
 * @param planes their path planes
 * @param single gives for each output, as bits, the inputs of B_h before these are restricted to the ones that reach h; `reach` are
 *   the outputs that each neuron of the layer reaches
 * Cost: (sum over hidden neurons of outputs reached that have any entry) * ceil(N_0 / 32) word operations at most, less where a neuron has few inputs.
 */
export function findCrossedMinor(
  masks: readonly Mask[],
  planes: PathPlanes,
  single: (layer: number, reach: Mask) => Uint32Array,
  options: ScanOptions,
): CrossedMinor | undefined {
  const reach = reachedOutputs(masks, options);
  for (let layer = masks.length - 1; layer >= 1; layer--) {
    const outputs = reach[layer]!;
    const found = firstCrossing(planes.any[layer]!, outputs, single(layer, outputs), planes.words, options);
    if (found !== undefined) return { outputs: [...found.rows], inputs: [...found.columns], neuron: { layer, index: found.neuron } };
  }
  return undefined;
}
