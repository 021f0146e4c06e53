import type { LinearEvidence, Proof } from "../certificate/proof.js";
import type { Mask } from "../pattern/mask.js";
import { type PathPlanes, reachedOutputs } from "../pattern/paths.js";

/**
 * N1 LU minor [two layers: Le, Riccietti, Gribonval 2023; any depth: own, docs/theory.md 3.4]: if P(i,k) = P(i,l) = P(j,k) = 1, these paths
 * meet in one hidden neuron, and P(j,l) >= 2, then L is not closed.
 *
 * For a hidden neuron h let B_h be the 0/1 matrix, over outputs reached by h and inputs reaching h, of the entries with exactly
 * one path. A minor through h exists iff two rows of B_h overlap without being equal. Complete: without a witness here there is
 * no LU minor at all.
 *
 * @param masks pruned masks
 * @param planes their path planes
 * Cost: (sum over hidden neurons of outputs reached) * ceil(N_0 / 32) word operations.
 */
export function findLuMinor(masks: readonly Mask[], planes: PathPlanes): Proof | undefined {
  const any = planes.any[masks.length]!;
  const twice = planes.twice[masks.length]!;
  const once = any.map((word, at) => word & ~twice[at]!);
  const evidence = findOverlap(masks, planes, () => once);
  return evidence && { rule: "lu-minor", evidence };
}

/**
 * N1' cut minor [own, docs/theory.md 3.4]: the same conclusion when all paths from k to i, from k to j and from l to i pass through one hidden neuron h,
 * however many they are, and some path from l to j avoids h. An LU minor is the case of single paths.
 *
 * A path meets each layer once, so "all paths from k to i pass through h" means: h is the only neuron of its layer between them. The
 * same scan, with B_h made of these entries; the same cost. Complete for minors of this kind.
 */
export function findCutMinor(masks: readonly Mask[], planes: PathPlanes): Proof | undefined {
  const evidence = findOverlap(masks, planes, (layer, outputsOf) => singlePassage(planes, masks, layer, outputsOf));
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

type Minor = LinearEvidence["lu-minor"];

/**
 * Looks, neuron by neuron, for two rows of B_h that overlap without being equal. Rows are taken one by one: each must be
 * disjoint from all before it or equal to one of them. `single` gives, for each output, the inputs of B_h before these are
 * restricted to the ones that reach h.
 */
function findOverlap(
  masks: readonly Mask[],
  planes: PathPlanes,
  single: (layer: number, outputsOf: readonly Int32Array[]) => Uint32Array,
): Minor | undefined {
  const { words } = planes;
  const owner = new Int32Array(words * 32);
  const covered = new Uint32Array(words);
  const line = new Uint32Array(words);
  for (let layer = masks.length - 1; layer >= 1; layer--) {
    const inputsOf = planes.any[layer]!;
    const outputsOf = reachedOutputs(masks, layer);
    const entries = single(layer, outputsOf);
    for (let h = 0; h < outputsOf.length; h++) {
      covered.fill(0);
      for (const i of outputsOf[h]!) {
        let overlap = 0;
        for (let w = 0; w < words; w++) {
          line[w] = entries[i * words + w]! & inputsOf[h * words + w]!;
          overlap |= line[w]! & covered[w]!;
        }
        if (overlap === 0) {
          own(line, owner, covered, i);
          continue;
        }
        const shared = firstBit(line, covered);
        const other = owner[shared]!;
        // The row `other` of B_h against this one: a column in one of them only completes the minor.
        for (let w = 0; w < words; w++) {
          const otherWord = entries[other * words + w]! & inputsOf[h * words + w]!;
          const onlyOther = otherWord & ~line[w]!;
          const onlyThis = line[w]! & ~otherWord;
          if ((onlyOther | onlyThis) === 0) continue;
          const word = onlyThis !== 0 ? onlyThis : onlyOther;
          const l = w * 32 + 31 - Math.clz32(word & -word);
          return { outputs: onlyThis !== 0 ? [i, other] : [other, i], inputs: [shared, l], neuron: { layer, index: h } };
        }
      }
    }
  }
  return undefined;
}

/** Enters a new row: its columns are covered and belong to output i. */
function own(line: Uint32Array, owner: Int32Array, covered: Uint32Array, i: number): void {
  for (let w = 0; w < line.length; w++) {
    covered[w]! |= line[w]!;
    for (let bits = line[w]!; bits !== 0; bits &= bits - 1) owner[w * 32 + 31 - Math.clz32(bits & -bits)] = i;
  }
}

function firstBit(a: Uint32Array, b: Uint32Array): number {
  const w = a.findIndex((word, at) => (word & b[at]!) !== 0);
  const both = a[w]! & b[w]!;
  return w * 32 + 31 - Math.clz32(both & -both);
}
