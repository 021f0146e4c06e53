/**
 * From a solution in doubles to a proof in rationals: the network of its blocks, a point of the dual with multipliers that is feasible exactly, and what both prove, computed by
 * the checker itself. Nothing leaves here that the checker does not accept.
 */
import {
  type CertifiedGate,
  type CertifiedNeuron,
  type Multipliers,
  OPTIMUM_CERTIFICATE_FORMAT,
  type OptimumCertificate,
  optimumCertificateToJson,
} from "../../certificate/optimum.js";
import { Effort } from "../../check/limits.js";
import { checkOptimum, dualValue, largestDualSquare, objective } from "../../check/optimum.js";
import { Rational } from "../../exact/rational.js";
import { doubleAtLeast, doubleAtMost } from "../../exact/rounding.js";
import { ConeProjection } from "./cone.js";
import { networkOf } from "./network.js";
import type { ConvexProgram, Gate, Solution } from "./program.js";
import { largestEntry } from "./vectors.js";

/** A gate whose plain gradient is this much below lambda, relatively, needs no multipliers. */
const SLACK = 1e-12;

/** Bits of multipliers: few where a gate has room, all of a double's elsewhere. */
const MULTIPLIER_BITS = [6, 12, 24];
const ROOM = 1e-6;

/** Numbers of the dual are rounded to multiples of 2^-GRID_BITS times the size of their largest. */
const GRID_BITS = 64;

/**
 * The certificate of a solution: its `value` is at least the objective of the solution's network, exactly computed and rounded up to a double, its `dualBound` at most
 * the value of a feasible point of the dual, rounded down. The bound is that of `solution.dual` up to some units of the last place, as far as this is feasible up to rounding.
 *
 * With gates that are not complete a neuron has to lie in the cone of a gate of the list exactly: it is moved there by a tiny multiple of the gate's own vector.
 * @throws RangeError when the weight of a point is neither 1 nor 1 / n; when the document would be larger than the checker takes
 */
export function certifyOptimum(program: ConvexProgram, solution: Pick<Solution, "blocks" | "dual">, cones = new ConeProjection(program)): OptimumCertificate {
  const { n, d, X, y, loss, lambda, model, supports, complete } = program;
  const points = Array.from({ length: n }, (_, j) => Array.from(X.subarray(j * d, (j + 1) * d), (x) => Rational.ofNumber(x)));
  const targets = Array.from(y, (target) => Rational.ofNumber(target));
  const dual = roundedDual(program, solution.dual);
  const nu = Float64Array.from(dual, (number) => number.toNumber());
  const gates = program.gates.map((gate, i) => certifiedGate(program, gate, i, nu, cones));
  const numbers = numbersOfGates(program);
  const draft: OptimumCertificate = {
    points,
    targets,
    bias: program.bias === true,
    loss,
    scaling: scalingOf(program),
    lambda: Rational.ofNumber(lambda),
    model,
    supports: supports.map((columns, s) => ({ columns: [...columns], gates: gates.filter((_, i) => program.gates[i]!.support === s) })),
    complete,
    dual,
    neurons: neuronsOf(program, solution, numbers),
    value: Rational.zero,
    dualBound: Rational.zero,
  };
  const feasible = scaledDown(draft);
  const certificate = {
    ...feasible,
    value: Rational.ofNumber(doubleAtLeast(objective(feasible, new Effort()))),
    dualBound: Rational.ofNumber(doubleAtMost(dualValue(feasible, new Effort()))),
  };
  const result = checkOptimum(optimumCertificateToJson(certificate));
  if (!result.ok) throw new RangeError(`no ${OPTIMUM_CERTIFICATE_FORMAT}: ${result.place}: ${result.reason}`);
  return certificate;
}

function scalingOf({ weight, n }: ConvexProgram): "mean" | "sum" {
  if (weight === 1 / n) return "mean";
  if (weight === 1) return "sum";
  throw new RangeError(`the weight of a point is 1 or 1 / ${n}, not ${weight}`);
}

/** The dual in rationals with short denominators; within its bounds for logistic loss. */
function roundedDual(program: ConvexProgram, dual: Float64Array): Rational[] {
  const weight = scalingOf(program) === "mean" ? Rational.of(1, program.n) : Rational.one;
  const grid = gridBelow(largestEntry(dual));
  return Array.from(dual, (number, j) => {
    const rounded = onGrid(number, grid);
    if (program.loss === "squared") return rounded;
    const y = Rational.ofNumber(program.y[j]!);
    const t = rounded.times(y);
    return t.sign < 0 ? Rational.zero : t.compare(weight) > 0 ? weight.times(y) : rounded;
  });
}

/** The exponent of the power of two GRID_BITS below a number's size; at most 0, and such that its inverse is a double. */
function gridBelow(size: number): number {
  return size === 0 ? 0 : Math.min(0, Math.max(-1022, Math.floor(Math.log2(size)) - GRID_BITS));
}

/** The multiple of 2^exponent that is nearest to a number. A division by a power of two is exact, so only the rounding rounds. */
function onGrid(number: number, exponent: number): Rational {
  return Rational.of(BigInt(Math.round(number / 2 ** exponent)), 2n ** BigInt(-exponent));
}

/** The number with so many leading bits. */
function withBits(number: number, bits: number): number {
  if (number === 0) return number;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(number))) - bits);
  return Math.round(number / unit) * unit;
}

function certifiedGate(program: ConvexProgram, gate: Gate, number: number, nu: Float64Array, cones: ConeProjection): CertifiedGate {
  const { d, X, lambda, model, supports } = program;
  const columns = supports[gate.support]!;
  const gradient = new Float64Array(d);
  gate.active.forEach((open, j) => {
    if (open) for (const c of columns) gradient[c]! += nu[j]! * X[j * d + c]!;
  });
  const entries = { active: gate.active.join(""), point: gate.point.map((x) => Rational.of(x)) };
  if (model === "gated" || Math.hypot(...gradient) <= lambda * (1 - SLACK)) return { ...entries, plus: [], minus: [] };
  const multipliersFor = (sign: 1 | -1): Multipliers => {
    const { multipliers: rho } = cones.project(number, sign, nu);
    let chosen = rho;
    for (const bits of MULTIPLIER_BITS) {
      const short = rho.map((x) => withBits(x, bits));
      if (normWith(program, gate, gradient, sign, short) > lambda * (1 - ROOM)) continue;
      chosen = short;
      break;
    }
    const grid = gridBelow(largestEntry(chosen));
    return [...chosen.keys()].filter((j) => chosen[j]! > 0).map((j): [number, Rational] => [j, onGrid(chosen[j]!, grid)]).filter(([, x]) => x.sign > 0);
  };
  return { ...entries, plus: multipliersFor(1), minus: multipliersFor(-1) };
}

/** |s X' D nu + (2D - I) X rho| in doubles. */
function normWith({ d, X, supports }: ConvexProgram, gate: Gate, gradient: Float64Array, sign: 1 | -1, rho: Float64Array): number {
  const vector = gradient.map((x) => sign * x);
  rho.forEach((multiplier, j) => {
    if (multiplier === 0) return;
    for (const c of supports[gate.support]!) vector[c]! += (gate.active[j] ? multiplier : -multiplier) * X[j * d + c]!;
  });
  return Math.hypot(...vector);
}

/** Dual and multipliers times the largest factor that makes them feasible, at most 1: the gates' vectors are linear in both. */
function scaledDown(draft: OptimumCertificate): OptimumCertificate {
  const { square } = largestDualSquare(draft, new Effort());
  const limit = draft.lambda.times(draft.lambda);
  if (square.compare(limit) <= 0) return draft;
  let factor = Rational.ofNumber(Math.sqrt(limit.dividedBy(square).toNumber()));
  // The root is rounded: some units of its last place may have to go.
  while (factor.times(factor).times(square).compare(limit) > 0) factor = factor.times(Rational.of(2n ** 54n - 1n, 2n ** 54n));
  const shorter = (list: Multipliers): Multipliers => list.map(([j, x]) => [j, x.times(factor)]);
  return {
    ...draft,
    dual: draft.dual.map((x) => x.times(factor)),
    supports: draft.supports.map(({ columns, gates }) => ({ columns, gates: gates.map((gate) => ({ ...gate, plus: shorter(gate.plus), minus: shorter(gate.minus) })) })),
  };
}

/** For each gate of the program its support and its number there. */
function numbersOfGates({ supports, gates }: ConvexProgram): [support: number, gate: number][] {
  const counts = supports.map(() => 0);
  return gates.map(({ support }) => [support, counts[support]!++]);
}

/** The neurons of the network of the blocks. */
function neuronsOf(program: ConvexProgram, { blocks }: Pick<Solution, "blocks">, numbers: readonly (readonly [number, number])[]): CertifiedNeuron[] {
  const { model, complete } = program;
  const network = networkOf(program, blocks);
  const open = blocks.filter(({ vector }) => vector.some((x) => x !== 0));
  return network.weights[0].map((row, k) => {
    const doubles = [...row, ...(program.bias === true ? [network.biases[0][k]!] : [])];
    const output = Rational.ofNumber(network.weights[1][0]![k]!);
    if (model === "gated") return { gate: numbers[open[k]!.gate]!, weights: doubles.map((x) => Rational.ofNumber(x)), output };
    return { gate: undefined, weights: complete ? doubles.map((x) => Rational.ofNumber(x)) : movedIntoCone(program, doubles), output };
  });
}

/** The vector plus the least multiple, of those tried, of a gate's point that takes it into the gate's closed cone. The gate is the one that it violates least. */
function movedIntoCone(program: ConvexProgram, doubles: readonly number[]): Rational[] {
  const { n, d, X, supports, gates } = program;
  const products = Float64Array.from({ length: n }, (_, j) => doubles.reduce((sum, x, c) => sum + x * X[j * d + c]!, 0));
  const violation = ({ active }: Gate): number => products.reduce((most, x, j) => Math.max(most, active[j] ? -x : x), 0);
  const fitting = gates.filter(({ support }) => doubles.every((x, c) => x === 0 || supports[support]!.includes(c)));
  const gate = fitting.reduce<Gate | undefined>((best, other) => (best === undefined || violation(other) < violation(best) ? other : best), undefined);
  if (gate === undefined) throw new RangeError("a neuron with inputs outside of all supports");
  const weights = doubles.map((x) => Rational.ofNumber(x));
  const rows = Array.from({ length: n }, (_, j) => Array.from(X.subarray(j * d, (j + 1) * d), (x) => Rational.ofNumber(x)));
  const dot = (row: readonly Rational[], vector: readonly Rational[]): Rational => row.reduce((sum, x, c) => sum.plus(x.times(vector[c]!)), Rational.zero);
  const inner = gate.point.map((x) => Rational.of(x));
  const along = rows.map((row) => dot(row, inner));
  const before = rows.map((row) => dot(row, weights));
  // The least t with (before + t along) on the right side everywhere: a quotient wherever it is on the wrong one.
  const t = before.reduce((most, x, j) => (along[j]!.sign * x.sign < 0 ? larger(most, x.dividedBy(along[j]!).negated()) : most), Rational.zero);
  const step = t.isZero ? t : Rational.ofNumber(doubleAtLeast(t));
  return weights.map((x, c) => x.plus(step.times(inner[c]!)));
}

function larger(a: Rational, b: Rational): Rational {
  return a.compare(b) >= 0 ? a : b;
}
