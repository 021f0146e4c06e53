import type { Proof } from "../certificate/proof.js";
import type { Mask } from "../pattern/mask.js";
import type { PathPlanes } from "../pattern/paths.js";
import type { ScanOptions } from "../pattern/planes/scan.js";
import { findCrossedMinor } from "./crossed-minor.js";

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
export function findLuMinor(masks: readonly Mask[], planes: PathPlanes, options: ScanOptions = {}): Proof | undefined {
  const any = planes.any[masks.length]!;
  const twice = planes.twice[masks.length]!;
  const once = any.map((word, at) => word & ~twice[at]!);
  const evidence = findCrossedMinor(masks, planes, () => once, options);
  return evidence && { rule: "lu-minor", evidence };
}
