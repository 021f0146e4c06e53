import type { Proof } from "../certificate/proof.js";
import { type SparseRow, kernelMod, rankMod } from "../exact/modular.js";
import { GENERIC_BOUND, Random } from "../exact/random.js";
import { type ModularProduct, columnMapRows, productMod } from "../pattern/factor-map.js";
import { productSupport } from "../pattern/layers.js";
import { type Mask, kept, row, transpose } from "../pattern/mask.js";
import type { Budget } from "./budget.js";

/** Elimination costs equations^2 * edges: 2^27 is a fraction of a second. */
const MAX_WORK = 2 ** 27;
/** Entries of dense matrices over the neurons of a layer and the ends, and edges times ends: beyond, products alone would take seconds. */
const MAX_PRODUCT = 2 ** 29;

/**
 * C3' generic pair [own, docs/theory.md 3.6]: W_1 and one more factor W_f do the work together. Some inputs are *taken*: their columns of
 * W_1 are fixed, and W_f is solved for their columns of the product. If a matrix K in the kernel of these equations, put in the place of
 * W_f, still lets every other column of W_1 reach all its entries, then L is everything on its support: add a large multiple of K to the
 * solution. The same with the chain transposed. With nothing taken this is a generic factor, with everything taken a middle factor.
 *
 * The inputs taken are those that fail with the current K, until none does. Incomplete: a failure proves nothing.
 *
 * @param masks pruned, two layers or more
 */
export function findGenericPair(masks: readonly Mask[], budget: Budget): Proof | undefined {
  const ends = Math.max(masks[0]!.rows, masks[masks.length - 1]!.cols);
  if (masks.reduce((sum, mask) => sum + kept(mask), 0) * ends > MAX_PRODUCT) return undefined;
  for (const free of ["first", "last"] as const) {
    const chain = free === "first" ? masks : masks.map(transpose).reverse();
    for (let layer = 2; layer <= chain.length; layer++) {
      const evidence = takeColumns(chain, layer, budget);
      if (evidence !== undefined) return { rule: "generic-pair", evidence: { free, layer, ...evidence } };
    }
  }
  return undefined;
}

function takeColumns(masks: readonly Mask[], layer: number, budget: Budget) {
  const random = new Random(layer);
  const free = masks[layer - 1]!;
  const fedBy = transpose(masks[0]!);
  const reached = transpose(productSupport(masks));
  const values = masks.map((mask, l) => (l === 0 || l === layer - 1 ? [] : random.positives(kept(mask), GENERIC_BOUND)));
  const below = productMod(masks.slice(1, layer - 1), values.slice(1, layer - 1), masks[0]!.rows);
  const above = productMod(masks.slice(layer), values.slice(layer), free.rows);
  const column = new Map<number, number[]>();
  let needed = 0;
  for (;;) {
    budget.spend();
    const taken = [...column.keys()].sort((a, b) => a - b);
    const equations = taken.flatMap((k) => {
      const fed = row(fedBy, k);
      return columnMapRows(free, below, above, new Map(column.get(k)!.map((value, e) => [fed[e]!, value])), row(reached, k));
    });
    const kernel = kernelMod(equations, random.positives(kept(free), GENERIC_BOUND));
    if (kernel === undefined) return undefined;
    const inside = productMod(masks.slice(1), [...values.slice(1, layer - 1), kernel, ...values.slice(layer)], masks[0]!.rows);
    let failed = 0;
    for (let k = 0; k < fedBy.rows; k++) {
      if (column.has(k)) continue;
      budget.spend();
      const fed = row(fedBy, k);
      const outputs = row(reached, k);
      if (outputs.length <= fed.length && rankMod(submatrix(inside, outputs, fed), fed.length) === outputs.length) continue;
      column.set(k, random.positives(fed.length, GENERIC_BOUND));
      failed++;
      needed += outputs.length;
      if (needed > kept(free) || needed ** 2 * kept(free) > MAX_WORK) return undefined;
    }
    if (failed === 0) return { taken, columns: taken.map((k) => column.get(k)!), values, kernel };
  }
}

/** The given rows and columns of a modular matrix, for `rankMod`. */
function submatrix({ value, cols }: ModularProduct, rows: Int32Array, columns: Int32Array): SparseRow[] {
  const names = Array.from(columns, (_, e) => e);
  return Array.from(rows, (i) => ({ columns: names, values: Array.from(columns, (h) => value[i * cols + h]!) }));
}
