import type { Proof } from "../certificate/proof.js";
import type { Mask } from "../pattern/mask.js";
import { rectanglesOf } from "../pattern/rectangles.js";
import { pruneDead } from "../pattern/live.js";
import type { Budget } from "./budget.js";
import { freeEverything } from "./free.js";
import { findGenericFactor } from "./generic-factor.js";
import { findGenericPair } from "./generic-pair.js";
import { findStarCover } from "./star-cover.js";

export interface ContractionStep {
  readonly layers: [number, number];
  readonly full: Proof;
}

/**
 * F3 contraction [own, docs/theory.md 3.5]: adjacent layers whose own counterpart is everything on its support S act as one layer with
 * support S; L does not change. Looks for the shortest such segment, first ones first. Not used for the whole chain: that is the
 * business of the rules that prove `full` themselves.
 *
 * @param masks pruned, three layers or more
 */
export function findContraction(masks: readonly Mask[], budget: Budget): ContractionStep | undefined {
  for (let length = 2; length < masks.length; length++) {
    for (let first = 1; first + length - 1 <= masks.length; first++) {
      budget.spend();
      const full = findFull(pruneDead(masks.slice(first - 1, first - 1 + length)), budget);
      if (full !== undefined) return { layers: [first, first + length - 1], full };
    }
  }
  return undefined;
}

/** A proof that L is everything on its support: by a generic factor, (two layers) a star cover or one side frozen per neuron, a generic pair. */
export function findFull(masks: readonly Mask[], budget: Budget): Proof | undefined {
  const generic = findGenericFactor(masks, budget);
  if (generic !== undefined) return generic;
  const shallow = masks.length === 2 ? (findStarCover(masks) ?? findAllFree(masks[0]!, masks[1]!, budget)) : undefined;
  return shallow ?? findGenericPair(masks, budget);
}

/** Neurons beyond which the rank of all of them at once is not tried. */
const MAX_NEURONS = 64;

function findAllFree(first: Mask, second: Mask, budget: Budget): Proof | undefined {
  if (first.rows > MAX_NEURONS) return undefined;
  const step = freeEverything(rectanglesOf(first, second), budget);
  return step && { rule: "free", evidence: { frozen: step.frozen, then: { rule: "linear-space", evidence: {} } } };
}
