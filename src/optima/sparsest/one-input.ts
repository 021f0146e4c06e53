/**
 * What is known of all interpolants with one input, beside a sparsest one: all of fewest knots, the l^p minimiser and its bounds, up to which p it is a sparsest one, the function through the points by straight lines,
 * and networks without affine part.
 */
import { type SlopeBounds, slopeBounds } from "./bounds.js";
import { powerSum } from "./changes.js";
import type { Points } from "./data.js";
import { type FewestKnots, fewestKnots } from "./fewest-knots.js";
import { type Interpolant, alongChords } from "./interpolant.js";
import { type PlainNetwork, plainNetwork } from "./plain-network.js";
import { type PowerMinimiser, powerMinimiser } from "./power-minimiser.js";
import { type SparsestStructures, sparsestStructures } from "./structures.js";
import { type Threshold, sparsityThreshold } from "./threshold.js";

/** All with a free affine part, apart from `plain`. */
export interface OneInput {
  /** A sparsest one: the l^p minimiser where that is one. */
  readonly sparsest: Interpolant;
  readonly fewest: FewestKnots;
  readonly structures: SparsestStructures;
  readonly minimiser: PowerMinimiser;
  readonly bounds: SlopeBounds;
  readonly threshold: Threshold;
  /** Along all chords: straight lines from point to point. */
  readonly straight: Interpolant;
  /** Without affine part. */
  readonly plain: PlainNetwork;
}

/** Structures that are listed, and their knots in all: there may be more of them than can be counted in a lifetime. */
const MOST_LISTED = 16;
const LISTED_KNOTS = 2000;

/** @throws Fault when p is not in (0, 1] */
export function oneInput(points: Points, p: number): OneInput {
  const fewest = fewestKnots(points);
  const minimiser = powerMinimiser(points, p);
  return {
    sparsest: minimiser.sparsest ? minimiser.interpolant : fewest.interpolant,
    fewest,
    structures: sparsestStructures(points, { limit: Math.min(MOST_LISTED, Math.floor(LISTED_KNOTS / Math.max(1, fewest.count))) }),
    minimiser,
    bounds: slopeBounds(points),
    threshold: sparsityThreshold(points),
    straight: alongChords(points, points.slopes.map((_, chord) => chord)),
    plain: plainNetwork(points),
  };
}

/** Sum of |slope change|^p. */
export function pathNormOfFunction({ knots }: Pick<Interpolant, "knots">, p: number): number {
  return powerSum(knots.map(({ change }) => change.abs()), p);
}
