import type { LinearEvidence } from "../../certificate/proof.js";
import { select } from "../../pattern/layers.js";
import { isAscending } from "../ascending.js";
import { type LayeredGoal, type Step, layered } from "../goal.js";

/** F1: the counterpart kept to some outputs and inputs is L cut with a coordinate subspace. Linear cost. */
export function checkMinor(goal: LayeredGoal, evidence: LinearEvidence["minor"], step: Step): void {
  step.proves("not closed");
  const { masks } = goal;
  const { outputs, inputs } = evidence;
  const rows = masks[masks.length - 1]!.rows;
  const cols = masks[0]!.cols;
  step.require(isAscending(outputs, rows), "outputs", `ascending outputs below ${rows} expected, at least one`);
  step.require(isAscending(inputs, cols), "inputs", `ascending inputs below ${cols} expected, at least one`);
  step.prove(layered(select(masks, outputs, inputs)), evidence.then, "then");
}
