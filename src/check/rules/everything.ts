import type { ClearingStep, EverythingLeaf, EverythingTree, LinearEvidence } from "../../certificate/proof.js";
import { Polynomial } from "../../exact/polynomial.js";
import { Branch } from "../../exact/elimination.js";
import { clearedEntry, isClearable } from "../../pattern/line-moves.js";
import { type FrozenVector, entryVariable, ownSide } from "../../pattern/normal-form.js";
import { openRows } from "../../pattern/rectangles.js";
import { contains, members } from "../../pattern/sets.js";
import { type Variable, productsOf, readPolynomial, replayCases, replayPivots } from "../frozen-tree.js";
import type { Step, TwoLayerGoal } from "../goal.js";
import { STEPS_PER_TERM } from "../limits.js";

/** R8: for every matrix on the support, case by case, frozen vectors with which the linear equations for the other sides have a solution. */
export function checkEverything({ state }: TwoLayerGoal, { tree }: LinearEvidence["everything"], step: Step): void {
  step.proves("closed", "full");
  const asked = openRows(state);
  const variable: Variable = (i, j) => (i < state.m && contains(asked[i]!, j) ? entryVariable(state, i, j) : undefined);
  const replay = (below: EverythingTree, from: Branch, at: string): void => {
    replayCases<EverythingLeaf | ClearingStep>(
      below,
      variable,
      from,
      at,
      (found, branch, place) => {
        if (!("clear" in found)) {
          requireSolution(found, branch, place);
          return;
        }
        const { side, pivot, target } = found.clear;
        const lines = side === "rows" ? state.m : state.n;
        step.effort.spend((branch.equalities.length + branch.nonzero.length + lines) * (state.m + state.n) * STEPS_PER_TERM);
        step.require(variable(...pivot) !== undefined, `${place}.clear.pivot`, "an entry of the support that is not free expected");
        step.require(target < lines, `${place}.clear.target`, `the goal has ${lines} ${side}`);
        step.require(isClearable(state, asked, branch, found.clear), `${place}.clear`, "this entry cannot be taken to be zero here");
        replay(found.then, branch.withZero(variable(...clearedEntry(found.clear))!), `${place}.then`);
      },
      step,
    );
  };
  const requireSolution = ({ frozen, pivots }: EverythingLeaf, branch: Branch, place: string): void => {
    step.require(frozen.length === state.neurons.length, `${place}.frozen`, `a vector for each of the ${state.neurons.length} neurons expected`);
    const vectors = frozen.map(({ side, values }, neuron): FrozenVector => {
      const own = members(ownSide(state, neuron, side));
      const at = `${place}.frozen[${neuron}].values`;
      step.require(values.length === own.length, at, `${own.length} polynomials expected, ${values.length} found`);
      return { neuron, side, values: new Map(own.map((index, e) => [index, readPolynomial(values[e]!, variable, `${at}[${e}]`, step)])) };
    });
    const entry = (i: number, j: number): Polynomial => Polynomial.variable(entryVariable(state, i, j));
    replayPivots(state, vectors, () => false, pivots, branch, place, step, entry);
  };
  replay(tree, Branch.metered(productsOf(step)), "tree");
}
