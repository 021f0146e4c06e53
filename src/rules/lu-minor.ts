import { type Mask, restrictMask } from "../pattern/mask.js";
import type { PathPlanes } from "../pattern/paths.js";
import type { ScanOptions } from "../pattern/planes/scan.js";
import { type CrossedProof, findCrossedMinor } from "./crossed-minor.js";

/**
 * N1 LU minor [two layers: Le, Riccietti, Gribonval 2023; any depth: own, docs/theory.md 3.4]: if P(i,k) = P(i,l) = P(j,k) = 1, these paths
 * meet in one hidden neuron, and P(j,l) >= 2, then L is not closed.
 *
 * For a hidden neuron h let B_h be the 0/1 matrix, over outputs reached by h and inputs reaching h, of the entries with exactly
 * one path. A minor through h exists iff two rows of B_h overlap without being equal (crossed-minor.ts). Complete: without a
 * witness here there is no LU minor at all.
 *
 * @param masks pruned masks
 * @param planes their path planes
 */
export function findLuMinor(masks: readonly Mask[], planes: PathPlanes, options: ScanOptions = {}): CrossedProof | undefined {
  const any = planes.any[masks.length]!;
  const twice = planes.twice[masks.length]!;
  const once = any.map((word, at) => word & ~twice[at]!);
  // Outputs without an entry are in no B_h: often that is nearly all of them.
  const last = masks[masks.length - 1]!;
  const used = Uint8Array.from({ length: last.rows }, (_, i) => (hasBits(once, i * planes.words, planes.words) ? 1 : 0));
  if (!used.includes(1)) return undefined;
  const upper = restrictMask(last, used, new Uint8Array(last.cols).fill(1));
  const evidence = findCrossedMinor(masks.with(-1, upper), planes, () => once, options);
  return evidence && { rule: "lu-minor", evidence };
}

function hasBits(plane: Uint32Array, from: number, words: number): boolean {
  for (let at = from; at < from + words; at++) if (plane[at] !== 0) return true;
  return false;
}
