import type { LinearEvidence } from "../../certificate/proof.js";
import { kernelMod, multiplyMod, rankMod, residue } from "../../exact/modular.js";
import { columnMapRows, productMod } from "../../pattern/factor-map.js";
import { productSupport } from "../../pattern/layers.js";
import { kept, row, transpose } from "../../pattern/mask.js";
import { isAscending } from "../ascending.js";
import type { LayeredGoal, Step } from "../goal.js";

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

  const below = productMod(masks.slice(1, layer - 1), values.slice(1, layer - 1), masks[0]!.rows);
  const above = productMod(masks.slice(layer), values.slice(layer), free.rows);
  const reached = transpose(productSupport(masks));
  const equations = taken.flatMap((k, t) => {
    const fed = row(fedBy, k);
    step.require(columns[t]!.length === fed.length, `columns[${t}]`, `${fed.length} integers expected, ${columns[t]!.length} found`);
    return columnMapRows(free, below, above, new Map(columns[t]!.map((value, e) => [fed[e]!, value])), row(reached, k));
  });
  const solvable = kernelMod(equations, kernel) !== undefined;
  step.require(solvable, "columns", "the equations of the taken columns are dependent modulo p");
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
    const lines = Array.from(outputs, (i) => ({
      columns: Array.from(fed, (_, e) => e),
      values: Array.from(fed, (h) => inside.value[i * inside.cols + h]!),
    }));
    step.require(rankMod(lines, fed.length) === outputs.length, "kernel", `column ${k} does not reach its ${outputs.length} entries`);
  }
}
