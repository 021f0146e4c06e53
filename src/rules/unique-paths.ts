import type { Proof } from "../certificate/proof.js";
import type { PathPlanes } from "../pattern/paths.js";

/** It says nothing more: the checker counts the paths itself. */
export const UNIQUE_PATHS: Proof = { rule: "unique-paths", evidence: {} };

/**
 * C1 unique paths [own, docs/theory.md 3.2]: at most one path between any input and any output => L is closed, at every depth.
 * FFT butterflies, Monarch factors and tree-like patterns are of this kind. Says nothing when some pair has two paths.
 */
export function findUniquePaths(planes: PathPlanes): Proof | undefined {
  const atOutputs = planes.twice[planes.twice.length - 1]!;
  return atOutputs.every((word) => word === 0) ? UNIQUE_PATHS : undefined;
}
