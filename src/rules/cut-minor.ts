import type { Proof } from "../certificate/proof.js";
import type { Mask } from "../pattern/mask.js";
import type { PathPlanes } from "../pattern/paths.js";
import { findCrossedMinor } from "./crossed-minor.js";

/**
 * N1' cut minor [own, docs/theory.md 3.4]: if all paths from k to i, from k to j and from l to i, at least one each, pass through one hidden
 * neuron h, and some path from l to j avoids h, then L is not closed. An LU minor is the case of single paths.
 *
 * A path meets each layer once, so "all paths from k to i pass through h" means: h is the only neuron of its layer between them.
 * B_h is made of these entries (crossed-minor.ts). Complete for minors of this kind.
 *
 * @param masks pruned masks
 * @param planes their path planes
 */
export function findCutMinor(masks: readonly Mask[], planes: PathPlanes): Proof | undefined {
  const evidence = findCrossedMinor(masks, planes, (layer, outputsOf) => singlePassage(planes, masks, layer, outputsOf));
  return evidence && { rule: "cut-minor", evidence };
}

/** For each output, the inputs that are joined to it through exactly one neuron of the layer. */
function singlePassage(planes: PathPlanes, masks: readonly Mask[], layer: number, outputsOf: readonly Int32Array[]): Uint32Array {
  const { words } = planes;
  const inputsOf = planes.any[layer]!;
  const seen = new Uint32Array(masks[masks.length - 1]!.rows * words);
  const again = new Uint32Array(seen.length);
  outputsOf.forEach((outputs, h) => {
    for (const i of outputs) {
      for (let w = 0; w < words; w++) {
        const word = inputsOf[h * words + w]!;
        again[i * words + w]! |= seen[i * words + w]! & word;
        seen[i * words + w]! |= word;
      }
    }
  });
  return seen.map((word, at) => word & ~again[at]!);
}
