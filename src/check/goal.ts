/**
 * Goals, claims and refusals: the vocabulary of the checker (docs/certificates.md, section 2).
 */
import type { Mask } from "../pattern/mask.js";
import { pruneDead } from "../pattern/live.js";
import { type Rectangles, normal } from "../pattern/rectangles.js";
import type { Proof } from "../certificate/proof.js";
import type { Effort } from "./limits.js";

/** What is to be shown of a goal. `full`: L (or L + R^F) is everything on its support. */
export type Claim = "closed" | "not closed" | "full";

/** A pattern's masks W_1, ..., W_L, pruned. Made by `layered` only. */
export interface LayeredGoal {
  readonly kind: "layered";
  readonly masks: readonly Mask[];
}

/** Rectangles with free entries, normalised. Made by `twoLayer` only. */
export interface TwoLayerGoal {
  readonly kind: "two-layer";
  readonly state: Rectangles;
}

export type Goal = LayeredGoal | TwoLayerGoal;

export function layered(masks: readonly Mask[]): LayeredGoal {
  return { kind: "layered", masks: pruneDead(masks) };
}

export function twoLayer(state: Rectangles): TwoLayerGoal {
  return { kind: "two-layer", state: normal(state) };
}

/** A statement about a two-layer goal, proved before. */
export interface Lemma {
  readonly goal: TwoLayerGoal;
  readonly claim: Claim;
}

/** The first step of a certificate that does not hold: where in the document, and what was found. */
export class Refusal extends Error {
  constructor(
    readonly place: string,
    readonly reason: string,
  ) {
    super(place === "" ? reason : `${place}: ${reason}`);
    this.name = "Refusal";
  }
}

/** For documents whose conditions know their places. @throws Refusal unless it holds */
export function require(holds: boolean, place: string, reason: string): asserts holds {
  if (!holds) throw new Refusal(place, reason);
}

/** What every step can do: say what it is about to cost, and refuse. */
export interface Condition {
  /** What the certificate may still cost; what a rule holds is given back when it returns. */
  readonly effort: Effort;
  /** Throws a refusal at `key` below this step's evidence unless `holds`. */
  require(holds: boolean, key: string, reason: string): asserts holds;
}

/**
 * One node of a proof as its rule sees it: the ways to refuse it, and to have a sub-proof checked. It knows its place in the
 * document and the claim. A rule returns when every condition holds and throws a `Refusal` otherwise.
 */
export interface Step extends Condition {
  /** The lemmas that this step may use, by number; nothing outside `lemmas`. */
  readonly lemmas: readonly Lemma[] | undefined;
  /** Throws unless the claim is one of those the rule can prove. */
  proves(...claims: Claim[]): void;
  /** Checks a sub-proof of `claim` for `goal`, which may use `lemmas`; claim and lemmas are this step's own unless said. */
  prove(goal: Goal, proof: Proof, key: string, claim?: Claim, lemmas?: readonly Lemma[]): void;
}
