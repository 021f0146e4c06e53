/** From a network in doubles that interpolates nearly, at a vertex or near one, to a rational one that interpolates exactly and has the same zeros. */
import { simplestNear } from "../../../exact/continued-fraction.js";
import { echelonForm } from "../../../exact/echelon.js";
import { RATIONALS } from "../../../exact/parametric.js";
import { Rational } from "../../../exact/rational.js";
import type { AffinePart, RationalNetwork, RationalNeuron, SparsestProblem } from "../problem.js";
import { interpolates } from "../problem.js";
import type { HiddenLayer } from "./hidden-layer.js";
import { signsOf } from "./merge.js";
import type { TrainingPoints } from "./points.js";

/** Inner values up to this, relative to the lengths of weights and point, are taken to be 0: first where doubles are as good as they can be. */
const ZEROS = [1e-9, 1e-7, 1e-11, 0];
/** Unknowns that the equations leave free are the simplest rationals so near to the doubles, relative to the largest entry. */
const FREE = 1e-3;
/** Equations times unknowns squared; above it rational elimination takes too long. */
const MOST_WORK = 3_000_000;

/**
 * The unknowns are the entries of u that are not 0, and the affine part; the equations: interpolation with the layer's activation patterns, and inner value 0 where it is 0 up to a tolerance. They
 * are solved in rational numbers, and the network is run on the data, exactly. Nothing where it does not interpolate, or the system is too large.
 */
export function exactNetwork(problem: SparsestProblem, points: TrainingPoints, layer: HiddenLayer): RationalNetwork | undefined {
  for (const zero of ZEROS) {
    const network = solved(problem, points, layer, zero);
    if (network !== undefined && interpolates(network, problem)) return network;
  }
  return undefined;
}

function solved({ inputs, outputs, skip }: SparsestProblem, points: TrainingPoints, layer: HiddenLayer, zero: number): RationalNetwork | undefined {
  const { n, m, height, unit, centre } = points;
  const rows = inputs.map((row) => [...row, Rational.one]);
  const unknowns: { k: number; c: number; near: number }[] = [];
  for (let k = 0; k < layer.size; k++) {
    const scale = (Math.abs(layer.v[k]!) * height) / unit;
    let bias = scale * layer.w[k * m + m - 1]!;
    for (let c = 0; c < m - 1; c++) bias -= scale * layer.w[k * m + c]! * centre[c]!;
    for (let c = 0; c < m - 1; c++) if (layer.w[k * m + c] !== 0) unknowns.push({ k, c, near: scale * layer.w[k * m + c]! });
    // A bias that costs nothing need not be 0 because it is near 0.
    if (layer.w[k * m + m - 1] !== 0 || (!points.penalised.bias && layer.allowed[k * m + m - 1] === 1)) unknowns.push({ k, c: m - 1, near: bias });
  }
  const width = unknowns.length + (skip ? m : 0);
  const equations: Rational[][] = outputs.map((y) => [...Array.from({ length: width }, () => Rational.zero), y]);
  const signs = Array.from({ length: layer.size }, (_, k) => signsOf(layer, k, points, zero));
  if ((n + signs.reduce((sum, list) => sum + list.filter((sign) => sign === 0).length, 0)) * width * width > MOST_WORK) return undefined;
  for (let i = 0; i < n; i++) {
    for (const [e, { k, c }] of unknowns.entries()) {
      if (signs[k]![i]! > 0) equations[i]![e] = layer.v[k]! > 0 ? rows[i]![c]! : rows[i]![c]!.negated();
    }
    if (skip) for (let c = 0; c < m; c++) equations[i]![unknowns.length + c] = rows[i]![c]!;
    for (let k = 0; k < layer.size; k++) {
      if (signs[k]![i] !== 0) continue;
      equations.push([...unknowns.map((unknown) => (unknown.k === k ? rows[i]![unknown.c]! : Rational.zero)), ...Array.from({ length: width - unknowns.length + 1 }, () => Rational.zero)]);
    }
  }
  // The affine part last: where something is free, it is there first.
  const { rows: reduced, pivots } = echelonForm(RATIONALS, equations, width);
  if (reduced.slice(pivots.length).some((row) => !row[width]!.isZero)) return undefined;
  const largest = unknowns.reduce((most, { near }) => Math.max(most, Math.abs(near)), 0);
  const values = Array.from({ length: width }, (_, e) => (e < unknowns.length && !pivots.includes(e) ? simplestNear(unknowns[e]!.near, FREE * largest) : Rational.zero));
  for (const [r, column] of pivots.entries()) {
    values[column] = reduced[r]!.slice(0, width).reduce((rest, entry, e) => (e === column || entry.isZero || values[e]!.isZero ? rest : rest.minus(entry.times(values[e]!))), reduced[r]![width]!);
  }
  const affine: AffinePart | undefined = skip ? { weights: values.slice(unknowns.length, -1), bias: values.at(-1)! } : undefined;
  return { neurons: neuronsOf(layer, unknowns, values, m - 1), skip: affine };
}

/** Without those that have become 0. One input: the weight is 1 or -1; several: the output weight. */
function neuronsOf(layer: HiddenLayer, unknowns: readonly { k: number; c: number }[], values: readonly Rational[], d: number): RationalNeuron[] {
  const all = Array.from({ length: layer.size }, () => Array.from({ length: d + 1 }, () => Rational.zero));
  for (const [e, { k, c }] of unknowns.entries()) all[k]![c] = values[e]!;
  return all.flatMap((u, k) => {
    if (u.every(({ isZero }) => isZero)) return [];
    const sign = Rational.of(layer.v[k]! > 0 ? 1 : -1);
    if (d > 1 || u[0]!.isZero) return [{ output: sign, weights: u.slice(0, d), bias: u[d]! }];
    const size = u[0]!.abs();
    return [{ output: sign.times(size), weights: [u[0]!.dividedBy(size)], bias: u[1]!.dividedBy(size) }];
  });
}
