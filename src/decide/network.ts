/**
 * The verdicts `finite` and `cube`: is the set of functions of the ReLU network closed, on every finite data set, on a cube?
 * Both hold for networks with free biases in every layer only.
 */
import type { CubeProof, FiniteProof } from "../certificate/proof.js";
import type { Mask } from "../pattern/mask.js";
import { pruneDead } from "../pattern/live.js";
import { decideCrossingInputs } from "../rules/crossing-inputs.js";
import type { Found } from "../rules/found.js";
import { decideSharedOutput } from "../rules/shared-output.js";

/**
 * `finite`: one layer, yes; one hidden layer, T6 (complete); more, `no` when the linear counterpart is not closed (T2), else undecided.
 * @param linear what is known of the linear counterpart
 */
export function decideFinite(masks: readonly Mask[], linear: Found | undefined): Found<FiniteProof> | undefined {
  if (masks.length === 1) return { closed: true, proof: { rule: "single-layer", evidence: {} } };
  if (masks.length === 2) return decideSharedOutput(pruneDead(masks)[1]!);
  return throughLinear(linear);
}

/** `cube`: one layer, yes; one hidden layer, T7 where it applies; otherwise `no` when the linear counterpart is not closed (T2). */
export function decideCube(masks: readonly Mask[], linear: Found | undefined): Found<CubeProof> | undefined {
  if (masks.length === 1) return { closed: true, proof: { rule: "single-layer", evidence: {} } };
  const shallow = masks.length === 2 ? decideCrossingInputs(pruneDead(masks)) : undefined;
  return shallow ?? throughLinear(linear);
}

/** T2 [Le, Riccietti, Gribonval 2023]: a linear counterpart that is not closed decides both. */
function throughLinear(linear: Found | undefined): Found<FiniteProof & CubeProof> | undefined {
  return linear?.closed === false ? { closed: false, proof: { rule: "linear-counterpart", evidence: { linear: linear.proof } } } : undefined;
}

/**
 * `finite` for the dense network of the same widths, to say whether a `no` comes from pruning: yes for one layer; T6 for one hidden layer;
 * `null` for more, where the dense linear counterpart (matrices of bounded rank) is closed and nothing else is known.
 */
export function denseFinite(widths: readonly number[]): boolean | null {
  if (widths.length === 2) return true;
  if (widths.length > 3) return null;
  return widths[1] === 1 || widths[2] === 1;
}
