import type { LinearEvidence } from "../certificate/proof.js";
import type { Mask } from "../pattern/mask.js";
import { type PathPlanes, reachedOutputs } from "../pattern/paths.js";

/** Outputs i, j and inputs k, l, with entries (i, k), (i, l), (j, k) in B_h and (j, l) not, where h is the neuron. */
type CrossedMinor = LinearEvidence["lu-minor"] & LinearEvidence["cut-minor"];

/**
 * What the searches for LU and cut minors share. For a hidden neuron h let B_h be a 0/1 matrix over the outputs that h reaches and the inputs
 * that reach h: a minor through h exists iff two rows of B_h overlap without being equal. Neuron by neuron, rows are taken one by one: each must be
 * disjoint from all before it or equal to one of them.
 *
 * @param masks pruned masks
 * @param planes their path planes
 * @param single gives for each output, as bits, the inputs of B_h before these are restricted to the ones that reach h; `outputsOf` are
 *   the outputs that each neuron of the layer reaches
 * Cost: (sum over hidden neurons of outputs reached) * ceil(N_0 / 32) word operations.
 */
export function findCrossedMinor(
  masks: readonly Mask[],
  planes: PathPlanes,
  single: (layer: number, outputsOf: readonly Int32Array[]) => Uint32Array,
): CrossedMinor | undefined {
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
