import type { LinearEvidence } from "../../certificate/proof.js";
import { belowFrame, frameColumns, mayPrecede } from "../../pattern/frame.js";
import { transpose } from "../../pattern/mask.js";
import { type LayeredGoal, type Step, layered } from "../goal.js";
import { affordMasks, affordPairs, affordSets } from "../limits.js";

/**
 * C4: if orthonormal columns can be split off the last (first) factor and what is left is closed, the whole is closed.
 * Cost: all pairs of neurons next to that factor.
 */
export function checkOrthonormalFactor(goal: LayeredGoal, evidence: LinearEvidence["orthonormal-factor"], step: Step): void {
  step.proves("closed");
  step.require(goal.masks.length >= 2, "", "two layers or more expected");
  affordMasks(goal.masks, step.effort);
  const masks = evidence.factor === "last" ? goal.masks : goal.masks.map(transpose).reverse();
  const [below, last] = [masks[masks.length - 2]!, masks[masks.length - 1]!];
  affordSets(below.rows, Math.max(last.rows, below.cols), step.effort);
  const columns = frameColumns(masks);
  const { order } = evidence;
  const met = new Set<number>();
  for (const [n, h] of order.entries()) {
    step.require(h < columns.length && columns[h]!.outputs !== 0n && !met.has(h), `order[${n}]`, "each neuron with edges once expected");
    met.add(h);
  }
  step.require(columns.every(({ outputs }, h) => outputs === 0n || met.has(h)), "order", "each neuron with edges once expected");
  affordPairs(order.length, Math.max(last.rows, below.cols), step.effort);
  order.forEach((g, n) => {
    const earlier = order.slice(0, n).find((h) => !mayPrecede(columns[h]!, columns[g]!));
    step.require(earlier === undefined, `order[${n}]`, `neuron ${earlier} cannot come before neuron ${g}`);
  });
  const rest = belowFrame(masks, columns, order);
  step.prove(layered(evidence.factor === "last" ? rest : rest.map(transpose).reverse()), evidence.then, "then");
}
