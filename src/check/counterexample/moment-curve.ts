import type { Data, MomentCurve } from "../../certificate/counterexample.js";
import { type SparseRow, rankMod, residueOfRational } from "../../exact/modular.js";
import { Rational } from "../../exact/rational.js";
import { contract, select } from "../../pattern/layers.js";
import { liveNeurons } from "../../pattern/live.js";
import { type Mask, maskOfEdges, row } from "../../pattern/mask.js";
import type { Pattern } from "../../pattern/pattern.js";
import { isAscending } from "../ascending.js";
import type { Condition } from "../goal.js";
import { MAX_ENTRIES, STEPS_PER_ITEM, affordDotProduct, affordMasks, affordSupport, affordValueAt } from "../limits.js";
import { checkUnreachable } from "../unreachable.js";

/**
 * T2': the points lie on a curve of degree d in the d chosen inputs, so many that d + 1 of them are in one piece of any network; there it would be the
 * limit, which no weights have as their product. Cost: the points times d, paths counted from the chosen inputs, and the proof about the limit.
 */
export function checkMomentCurve({ masks, widths }: Pattern, { points, targets }: Data, evidence: MomentCurve, step: Condition): void {
  const { outputs, inputs, limit, curve, parameters } = evidence;
  const [first, last] = [widths[0]!, widths.at(-1)!];
  step.require(masks.length >= 2, "", "two layers or more expected");
  step.require(isAscending(outputs, last), "outputs", `ascending outputs below ${last} expected, at least one`);
  step.require(isAscending(inputs, first), "inputs", `ascending inputs below ${first} expected, at least one`);
  const degree = inputs.length;
  step.require(limit.length === outputs.length && limit.every((line) => line.length === degree), "limit", `${outputs.length} rows of ${degree} numbers expected`);

  step.require(curve.length === degree && curve.every((line) => line.length === degree + 1), "curve", `${degree} polynomials of ${degree + 1} coefficients expected`);
  step.effort.spend(degree ** 3 * STEPS_PER_ITEM ** 2);
  step.require(isRegular(curve.map((line) => line.slice(1)), step), "curve", "the polynomials and 1 are linearly dependent");

  step.require(parameters.length === points.length, "parameters", `${points.length} numbers expected, one for each point`);
  step.require(new Set(parameters.map(String)).size === parameters.length, "parameters", "different numbers expected");
  step.effort.spend(points.length * (first + degree * (degree + outputs.length)) * STEPS_PER_ITEM ** 2);
  const isChosen = new Map(inputs.map((k, b) => [k, b]));
  points.forEach((point, p) => {
    point.forEach((x, k) => {
      const at = isChosen.get(k);
      if (at !== undefined) affordValueAt(curve[at]!, parameters[p]!, step.effort);
      const wanted = at === undefined ? Rational.zero : valueAt(curve[at]!, parameters[p]!);
      step.require(x.equals(wanted), `parameters[${p}]`, at === undefined ? `input ${k} of point ${p} is not 0` : `input ${k} of point ${p} is not on the curve`);
    });
    const chosen = inputs.map((k) => point[k]!);
    outputs.forEach((i, a) => {
      affordDotProduct(limit[a]!, chosen, step.effort);
      const wanted = chosen.reduce((sum, x, b) => sum.plus(limit[a]![b]!.times(x)), Rational.zero);
      step.require(targets[p]![i]!.equals(wanted), `limit[${a}]`, `output ${i} of target ${p} is another`);
    });
  });

  affordMasks(masks, step.effort);
  const minor = select(masks, outputs, inputs);
  const hidden = liveNeurons(minor).slice(1, -1);
  const pieces = hidden.reduce((product, live) => product * BigInt(1 + degree * live.filter((flag) => flag === 1).length), BigInt(degree));
  step.require(BigInt(points.length) > pieces, "parameters", `more than ${pieces} points expected, found ${points.length}`);

  checkUnreachable({ masks: relaxed(minor, evidence, step), outputs, inputs, limit }, evidence.unreachable, "unreachable", step);
}

/** Layers taken together and edges added, which makes no product impossible; then pruned again. */
function relaxed(minor: readonly Mask[], { outputs, inputs, through, added }: MomentCurve, step: Condition): Mask[] {
  const last = minor.length;
  step.require(isAscending(through, last + 1) && through[0] === 0 && through.at(-1) === last, "through", `ascending layers from 0 to ${last} expected`);
  let layers = [...minor];
  for (let s = through.length - 1; s > 0; s--) {
    const [from, to] = [through[s - 1]! + 1, through[s]!];
    if (from === to) continue;
    affordSupport(layers.slice(from - 1, to), step.effort);
    layers = contract(layers, from, to, MAX_ENTRIES);
  }
  added.forEach(([layer, output, input], e) => {
    const mask = layers[layer - 1];
    step.require(mask !== undefined && output < mask.rows && input < mask.cols, `added[${e}]`, "an edge between the layers looked at expected");
  });
  if (added.length > 0) {
    layers = layers.map((mask, l) => {
      const edges = new Map(Array.from({ length: mask.rows }, (_, v) => Array.from(row(mask, v), (w): [string, [number, number]] => [`${v},${w}`, [v, w]])).flat());
      for (const [layer, output, input] of added) if (layer === l + 1) edges.set(`${output},${input}`, [output, input]);
      return maskOfEdges(mask.rows, mask.cols, edges.values());
    });
  }
  affordMasks(layers, step.effort);
  return select(layers, outputs, inputs);
}

/** By Horner's rule. */
function valueAt(coefficients: readonly Rational[], t: Rational): Rational {
  return coefficients.reduceRight((sum, c) => sum.times(t).plus(c), Rational.zero);
}

/** Is the determinant of the square matrix not zero modulo the prime? Then it is not zero. */
function isRegular(matrix: readonly (readonly Rational[])[], step: Condition): boolean {
  const rows = matrix.map((line): SparseRow => ({
    columns: line.map((_, c) => c),
    values: line.map((value) => {
      const residue = residueOfRational(value);
      step.require(residue !== undefined, "curve", "denominators that the prime does not divide expected");
      return residue;
    }),
  }));
  return rankMod(rows, matrix.length) === matrix.length;
}
