import type { LinearEvidence } from "../certificate/proof.js";
import { belowFrame, frameColumns, mayPrecede } from "../pattern/frame.js";
import { pruneDead } from "../pattern/live.js";
import { type Mask, transpose } from "../pattern/mask.js";
import { size } from "../pattern/sets.js";

/** Neurons beside the factor beyond which their pairs are not compared. */
const MAX_NEURONS = 400;

export interface OrthonormalFactor {
  readonly evidence: Omit<LinearEvidence["orthonormal-factor"], "then">;
  /** What has to be closed, pruned. */
  readonly rest: Mask[];
}

/**
 * C4 orthonormal factor [own, docs/theory.md 3.7]: the ways to split orthonormal columns off the last factor, or orthonormal rows off the first; if what is left is closed, so is the
 * whole. At most one way for each end: a neuron with fewer outputs comes first, of equal ones that with more inputs; if this order will not do, none will.
 *
 * @param masks pruned, two layers or more
 */
export function orthonormalFactors(masks: readonly Mask[]): OrthonormalFactor[] {
  return (["last", "first"] as const).flatMap((factor) => {
    const chain = factor === "last" ? masks : masks.map(transpose).reverse();
    if (chain[chain.length - 2]!.rows > MAX_NEURONS) return [];
    const columns = frameColumns(chain);
    const order = [...columns.keys()]
      .filter((h) => columns[h]!.outputs !== 0n)
      .sort((g, h) => size(columns[g]!.outputs) - size(columns[h]!.outputs) || size(columns[h]!.inputs) - size(columns[g]!.inputs) || g - h);
    if (!order.every((g, n) => order.slice(0, n).every((h) => mayPrecede(columns[h]!, columns[g]!)))) return [];
    const rest = belowFrame(chain, columns, order);
    return [{ evidence: { factor, order }, rest: pruneDead(factor === "last" ? rest : rest.map(transpose).reverse()) }];
  });
}
