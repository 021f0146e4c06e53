import type { LinearEvidence } from "../../certificate/proof.js";
import { piecesByPart, piecesOf } from "../../pattern/rectangles.js";
import { type Step, type TwoLayerGoal, twoLayer } from "../goal.js";
import { affordPairs } from "../limits.js";
import { checkParts } from "../parts.js";

/** Neurons cut into the components of their shapes, and parts that share no entry outside F. Cost: quadratic in the neurons. */
export function checkSplit(goal: TwoLayerGoal, evidence: LinearEvidence["split"], step: Step): void {
  const { state } = goal;
  const { effort } = step;
  const pieces = piecesOf(state, (rows) => effort.spend((rows * (state.m + state.n)) / 32));
  affordPairs(pieces.length, state.m + state.n, effort);
  const parts = piecesByPart(pieces, state.free);
  checkParts(
    parts.length,
    (c) => {
      effort.spend(state.m + state.n);
      return twoLayer({ ...state, neurons: parts[c]! });
    },
    evidence,
    step,
  );
}
