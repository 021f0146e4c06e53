/** F4 backwards: weights of a pattern with an added edge, as weights without it (docs/theory.md 3.8). */
import type { LinearEvidence } from "../certificate/proof.js";
import { Laurent } from "../exact/laurent.js";
import { Rational } from "../exact/rational.js";
import type { LayerWeights } from "./product.js";

/** A layer's weights by output, then by input. */
type Layer = Map<number, Map<number, Laurent>>;

/**
 * Weights with 0 at the added edge, with the same product up to terms of an order that grows with `precision`: where a series is divided by another, so
 * many terms are kept.
 */
export function withoutEdge(layers: readonly LayerWeights[], { layer, outputs: [top, low], inputs: [left, right] }: Omit<LinearEvidence["added-edge"], "then">, precision: number): LayerWeights[] {
  const tables = layers.map(tableOf);
  const [below, own, above] = [tables[layer - 2]!, tables[layer - 1]!, tables[layer]!];
  const at = (i: number, k: number): Laurent => own.get(i)?.get(k) ?? Laurent.zero;
  const drop = (): LayerWeights[] => {
    put(own, top, right, Laurent.zero);
    return tables.map(listOf);
  };
  if (at(top, right).isZero) return drop();
  /** `factor` times row `from` of a layer is added to its row `to`. */
  const addRow = (table: Layer, to: number, from: number, factor: Laurent): void => {
    for (const [k, weight] of table.get(from) ?? []) put(table, to, k, (table.get(to)?.get(k) ?? Laurent.zero).plus(factor.times(weight)));
  };
  const addColumn = (table: Layer, to: number, from: number, factor: Laurent): void => {
    for (const [i, line] of table) if (line.has(from)) put(table, i, to, (line.get(to) ?? Laurent.zero).plus(factor.times(line.get(from)!)));
  };
  const rowMove = (factor: Laurent): void => {
    addRow(own, top, low, factor);
    addColumn(above, low, top, factor.negated());
  };
  const columnMove = (factor: Laurent): void => {
    addColumn(own, right, left, factor);
    addRow(below, left, right, factor.negated());
  };
  const ratio = (over: Laurent): Laurent => at(top, right).quotient(over, at(top, right).valuation - over.valuation + precision).negated();

  if (at(top, left).isZero && at(low, right).isZero) {
    if (at(low, left).isZero) {
      // Neither has another weight in the block: a weight so small that the limit does not notice takes the place of the 0.
      put(own, low, left, Laurent.monomial(Rational.one, precision));
    }
    rowMove(Laurent.one);
  }
  if (!at(low, right).isZero) rowMove(ratio(at(low, right)));
  else columnMove(ratio(at(top, left)));
  return drop();
}

function tableOf(weights: LayerWeights): Layer {
  const table: Layer = new Map();
  for (const { output, input, weight } of weights) put(table, output, input, weight);
  return table;
}

function put(table: Layer, output: number, input: number, weight: Laurent): void {
  const line = table.get(output) ?? new Map<number, Laurent>();
  table.set(output, line);
  if (weight.isZero) line.delete(input);
  else line.set(input, weight);
}

function listOf(table: Layer): LayerWeights {
  return [...table].flatMap(([output, line]) => [...line].map(([input, weight]) => ({ output, input, weight })));
}
