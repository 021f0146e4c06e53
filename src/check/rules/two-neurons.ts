import type { LinearEvidence } from "../../certificate/proof.js";
import { type Rectangle, hasFreeEntries } from "../../pattern/rectangles.js";
import { contains, size } from "../../pattern/sets.js";
import type { Step, TwoLayerGoal } from "../goal.js";

/** D2: width two without free entries, decided by counting. Linear cost. */
export function checkTwoNeurons(goal: TwoLayerGoal, evidence: LinearEvidence["two-neurons"], step: Step): void {
  step.proves("closed", "not closed");
  const { state } = goal;
  const [one, two, ...others] = state.neurons;
  step.require(two !== undefined && others.length === 0, "", `two neurons expected, found ${state.neurons.length}`);
  step.require(!hasFreeEntries(state), "", "no free entries expected");
  if ("outputs" in evidence) {
    step.proves("not closed");
    checkObstruction(one!, two, evidence.outputs as number[], evidence.inputs as number[], step);
  } else {
    step.proves("closed");
    step.require(!hasObstruction(one!, two), "", "the two rectangles overlap in one of the forms (a), (b), (c): not closed");
  }
}

/** D2: an obstruction (a), (b) or (c) exists. */
function hasObstruction(one: Rectangle, two: Rectangle): boolean {
  const [a0, a1, a2] = [size(one.rows & two.rows), size(one.rows & ~two.rows), size(two.rows & ~one.rows)];
  const [b0, b1, b2] = [size(one.cols & two.cols), size(one.cols & ~two.cols), size(two.cols & ~one.cols)];
  if (a0 === 0 || b0 === 0) return false;
  return (a1 > 0 && b1 > 0) || (a2 > 0 && b2 > 0) || (a0 >= 2 && b1 > 0 && b2 > 0) || (b0 >= 2 && a1 > 0 && a2 > 0);
}

function checkObstruction(one: Rectangle, two: Rectangle, outputs: readonly number[], inputs: readonly number[], step: Step): void {
  const common = (side: "rows" | "cols", x: number): boolean => contains(one[side] & two[side], x);
  const own = (side: "rows" | "cols", mine: Rectangle, other: Rectangle, x: number): boolean => contains(mine[side] & ~other[side], x);
  /** `first` and `second` are own to different neurons. */
  const apart = (side: "rows" | "cols", first: number, second: number): boolean =>
    (own(side, one, two, first) && own(side, two, one, second)) || (own(side, two, one, first) && own(side, one, two, second));
  switch (`${outputs.length}x${inputs.length}`) {
    case "2x2": {
      const [c, e] = outputs as [number, number];
      const [d, g] = inputs as [number, number];
      step.require(common("rows", c), "outputs[0]", "a common row expected");
      step.require(common("cols", d), "inputs[0]", "a common column expected");
      const sameOwner = (own("rows", one, two, e) && own("cols", one, two, g)) || (own("rows", two, one, e) && own("cols", two, one, g));
      step.require(sameOwner, "", "the second output and the second input must be own to the same neuron");
      return;
    }
    case "2x3": {
      const [c, d] = outputs as [number, number];
      const [p, q, r] = inputs as [number, number, number];
      step.require(c !== d && common("rows", c) && common("rows", d), "outputs", "two different common rows expected");
      step.require(apart("cols", p, q) && common("cols", r), "inputs", "a column own to each neuron, then a common one expected");
      return;
    }
    case "3x2": {
      const [p, q, r] = outputs as [number, number, number];
      const [c, d] = inputs as [number, number];
      step.require(c !== d && common("cols", c) && common("cols", d), "inputs", "two different common columns expected");
      step.require(apart("rows", p, q) && common("rows", r), "outputs", "a row own to each neuron, then a common one expected");
      return;
    }
    default:
      step.require(false, "", "outputs and inputs of sizes 2 and 2, 2 and 3, or 3 and 2 expected");
  }
}
