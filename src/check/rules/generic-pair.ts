import type { LinearEvidence } from "../../certificate/proof.js";
import { kernelMod, multiplyMod, rankMod, residue } from "../../exact/modular.js";
import { columnMapRows, productMod } from "../../pattern/factor-map.js";
import { productSupport } from "../../pattern/layers.js";
import { kept, row, transpose } from "../../pattern/mask.js";
import { isAscending } from "../ascending.js";
import type { LayeredGoal, Step } from "../goal.js";
import { MAX_ENTRIES, affordMatrix, affordProduct, affordSupport } from "../limits.js";

/**
 * C3': some columns of W_1 fixed and W_f used for them, the other columns of W_1 used for the rest (docs/certificates.md). Cost: elimination
 * of the taken columns' equations, their number squared times the edges of W_f, and a small rank for every other column.
 */
export function checkGenericPair(goal: LayeredGoal, evidence: LinearEvidence["generic-pair"], step: Step): void {
  step.proves("closed", "full");
  const masks = evidence.free === "first" ? goal.masks : goal.masks.map(transpose).reverse();
  const { layer, taken, columns, values, kernel } = evidence;
  step.require(layer >= 2 && layer <= masks.length, "layer", `a layer from 2 to ${masks.length} expected`);
  const free = masks[layer - 1]!;
  const fedBy = transpose(masks[0]!);
  step.require(taken.length === 0 || isAscending(taken, fedBy.rows), "taken", `ascending numbers below ${fedBy.rows} expected`);
  step.require(columns.length === taken.length, "columns", `${taken.length} lists expected, ${columns.length} found`);
  step.require(values.length === masks.length, "values", `${masks.length} lists expected, ${values.length} found`);
  masks.forEach((mask, l) => {
    const wanted = l === 0 || l === layer - 1 ? 0 : kept(mask);
    step.require(values[l]!.length === wanted, `values[${l}]`, `${wanted} integers expected, ${values[l]!.length} found`);
  });
  step.require(kernel.length === kept(free), "kernel", `${kept(free)} integers expected, ${kernel.length} found`);

  const { effort } = step;
  affordProduct(masks.slice(1, layer - 1), masks[0]!.rows, effort);
  affordProduct(masks.slice(layer), free.rows, effort);
  affordProduct(masks.slice(1), masks[0]!.rows, effort);
  affordSupport(masks, effort);
  const below = productMod(masks.slice(1, layer - 1), values.slice(1, layer - 1), masks[0]!.rows);
  const above = productMod(masks.slice(layer), values.slice(layer), free.rows);
  const reached = transpose(productSupport(masks, MAX_ENTRIES));
  effort.hold(8 * kept(reached));
  const needed = taken.reduce((sum, k) => sum + row(reached, k).length, 0);
  const dependent = "the equations of the taken columns are dependent modulo p";
  step.require(needed <= kept(free), "columns", dependent);
  affordMatrix(needed, kept(free) + free.rows, effort);
  effort.spend(needed ** 2 * kept(free) + taken.length * below.rows);
  const equations = taken.flatMap((k, t) => {
    const fed = row(fedBy, k);
    step.require(columns[t]!.length === fed.length, `columns[${t}]`, `${fed.length} integers expected, ${columns[t]!.length} found`);
    return columnMapRows(free, below, above, new Map(columns[t]!.map((value, e) => [fed[e]!, value])), row(reached, k));
  });
  const solvable = kernelMod(equations, kernel) !== undefined;
  step.require(solvable, "columns", dependent);
  equations.forEach((line) => {
    const sum = line.columns.reduce((total, e, at) => residue(total + multiplyMod(line.values[at]!, residue(kernel[e]!))), 0);
    step.require(sum === 0, "kernel", "it must vanish on every taken column");
  });

  const inside = productMod(masks.slice(1), [...values.slice(1, layer - 1), kernel, ...values.slice(layer)], masks[0]!.rows);
  const isTaken = new Set(taken);
  for (let k = 0; k < fedBy.rows; k++) {
    if (isTaken.has(k)) continue;
    const fed = row(fedBy, k);
    const outputs = row(reached, k);
    const tooFew = `column ${k} does not reach its ${outputs.length} entries`;
    step.require(outputs.length <= fed.length, "kernel", tooFew);
    effort.spend(outputs.length ** 2 * fed.length);
    effort.within(() => affordMatrix(outputs.length, 3 * fed.length, effort));
    const lines = Array.from(outputs, (i) => ({
      columns: Array.from(fed, (_, e) => e),
      values: Array.from(fed, (h) => inside.value[i * inside.cols + h]!),
    }));
    step.require(rankMod(lines, fed.length) === outputs.length, "kernel", tooFew);
  }
}
