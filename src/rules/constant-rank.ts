import type { FrozenTree, Proof } from "../certificate/proof.js";
import { rankMod } from "../exact/modular.js";
import { Random } from "../exact/random.js";
import { Branch } from "../exact/elimination.js";
import { frozenMapRows } from "../pattern/factor-map.js";
import { type NormalForm, frozenVectors, pivotChoices, spanning } from "../pattern/normal-form.js";
import type { Rectangles } from "../pattern/rectangles.js";
import type { Budget } from "./budget.js";
import { allSides, normalForms, randomPoint } from "./normal-forms.js";
import { NoTree, type Solution, Work, eliminate, grow } from "./rank-tree.js";

/** Neurons beyond which not all sides are tried. */
const MAX_NEURONS = 6;
/** Random points at which the rank must be the same before a proof is tried. */
const POINTS = 12;

/**
 * R7 constant rank [own, docs/theory.md 4.11]: freeze one side of every neuron, in normal form; L + R^F is the union, over a compact set of frozen
 * vectors, of the linear spaces that the other sides span modulo R^F. If these have one dimension, L + R^F is closed.
 * All choices of sides are tried; cost: 2^r of them, for each up to the product of the frozen sides' sizes eliminations.
 */
export function findConstantRank(state: Rectangles, budget: Budget): Proof | undefined {
  const neurons = state.neurons.map((_, k) => k);
  if (neurons.length > MAX_NEURONS) return undefined;
  for (const sides of allSides(neurons)) {
    budget.spend();
    const forms = normalForms(state, sides);
    if (forms === undefined) continue;
    const dimension = commonRank(state, forms);
    if (dimension === undefined) continue;
    try {
      return { rule: "constant-rank", evidence: { frozen: forms, dimension, trees: trees(state, forms, dimension) } };
    } catch (error) {
      if (!(error instanceof NoTree)) throw error;
    }
  }
  return undefined;
}

/** The rank modulo p at random points, if it is the same at all of them. */
function commonRank(state: Rectangles, forms: readonly NormalForm[]): number | undefined {
  const random = new Random(1);
  let common: number | undefined;
  for (let point = 0; point < POINTS; point++) {
    const frozen = randomPoint(state, forms, random);
    const rank = rankMod(frozenMapRows(state, frozen), frozen.length * Math.max(state.m, state.n));
    if (common !== undefined && rank !== common) return undefined;
    common = rank;
  }
  return common;
}

function trees(state: Rectangles, forms: readonly NormalForm[], dimension: number): FrozenTree[] {
  const width = Math.max(state.m, state.n);
  const work = new Work();
  return Array.from(pivotChoices(state, forms), (pivots) => {
    const space = spanning(state, frozenVectors(state, forms, pivots));
    const solve = (branch: Branch): Solution => {
      const found = eliminate(space, () => false, branch, work);
      if (found === undefined || "split" in found) return found;
      return found.pivots.length === dimension ? { leaf: found } : undefined;
    };
    return grow(solve, Branch.start, width);
  });
}
