/**
 * Interpolating networks with few parameters, by settling a few points with each neuron; for many inputs often with as many parameters as there are outputs other than 0.
 *
 * One neuron comes after another. It has as many free weights as it settles points, all with residuals of one sign: these weights are the solution of a linear system, and
 * positive there is active there. It must not be active on points settled before; on others it may be, and changes their residuals. What is free, an affine part or a constant,
 * comes first and settles as many points as it has independent columns. So a network that is found has at most one parameter for each point (own; with m inputs more than points,
 * half of the random supports have a wanted sign at one point). Supports are drawn at random and changed column by column, as long as the neuron becomes less active on settled
 * points.
 *
 * The search is in doubles. A network is solved for again in rational numbers, and returned if it interpolates exactly.
 */
import { solutionOver } from "../../exact/echelon.js";
import { ORDERED_RATIONALS } from "../../exact/ordered-field.js";
import { Random } from "../../exact/random.js";
import { Rational } from "../../exact/rational.js";
import { hiddenClasses } from "./blocks.js";
import { type AffinePart, type RationalNetwork, type RationalNeuron, type SparsestProblem, countOf, interpolates } from "./problem.js";

export interface SettlingOptions {
  /** Networks that are begun; 2000 by default. */
  readonly rounds?: number;
  readonly seed?: number;
  /** A network with so few parameters ends the search. */
  readonly goal?: number;
  /** Asked before each network; true ends the search. */
  readonly stop?: () => boolean;
}

/** A step: the weights in these columns are such that these points are settled. */
interface Step {
  /** Of the d + 1 columns. */
  readonly columns: readonly number[];
  readonly points: readonly number[];
  /** 0: affine, without ReLU. */
  readonly sign: -1 | 0 | 1;
}

interface Found {
  readonly step: Step;
  /** The number of the neuron's class. */
  readonly place: number;
  readonly weights: Float64Array;
}

const DEFAULT_ROUNDS = 2000;
/** Groups of points tried for a neuron, and supports for a group. */
const GROUPS = 12;
const SUPPORTS = 4;
/** Of the largest output: residuals below count as 0. */
const NOTHING = 1e-9;

/** The network with the fewest parameters of those that were found; nothing if there was none. The problem counts parameters. */
export function settledNetwork(problem: SparsestProblem, { rounds = DEFAULT_ROUNDS, seed = 1, goal = 0, stop }: SettlingOptions = {}): RationalNetwork | undefined {
  const settling = new Settling(problem, new Random(seed));
  let best: RationalNetwork | undefined;
  let fewest = Infinity;
  for (let round = 0; round < rounds && fewest > goal && stop?.() !== true; round++) {
    const steps = settling.steps(fewest);
    const network = steps && exactNetwork(problem, steps);
    if (network === undefined || countOf(network, problem) >= fewest) continue;
    best = network;
    fewest = countOf(network, problem);
  }
  return best;
}

class Settling {
  readonly #random: Random;
  readonly #rows: readonly Float64Array[];
  readonly #outputs: Float64Array;
  readonly #classes: readonly { readonly counted: readonly number[]; readonly free: readonly number[]; readonly neurons: number }[];
  readonly #affine: readonly number[];
  readonly #constant: boolean;
  /** Inputs that are different at all points. */
  readonly #distinct: readonly number[];
  readonly #tolerance: number;

  constructor(problem: SparsestProblem, random: Random) {
    const { inputs, outputs, skip, countBias } = problem;
    const d = inputs[0]?.length ?? 0;
    this.#random = random;
    this.#rows = inputs.map((x) => Float64Array.from([...x.map((entry) => entry.toNumber()), 1]));
    this.#outputs = Float64Array.from(outputs, (y) => y.toNumber());
    this.#classes = hiddenClasses(problem).map(({ columns, neurons }) => ({
      counted: columns.filter((c) => c < d || countBias),
      free: columns.filter((c) => c === d && !countBias),
      neurons,
    }));
    this.#affine = skip ? Array.from({ length: d + 1 }, (_, c) => c) : [];
    this.#constant = !skip && this.#classes.some(({ free }) => free.length > 0);
    this.#distinct = Array.from({ length: d }, (_, c) => c).filter((c) => new Set(inputs.map((x) => x[c]!.toString())).size === inputs.length);
    this.#tolerance = NOTHING * this.#outputs.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  }

  /** Nothing if it came to no end, or has as many parameters as `most`. */
  steps(most: number): Step[] | undefined {
    const random = this.#random;
    const d = this.#rows[0]!.length - 1;
    const residual = this.#outputs.slice();
    const left = this.#classes.map(({ neurons }) => neurons);
    const steps: Step[] = [];
    const settled = new Set<number>();
    let cost = 0;
    // In every third round points are settled in the order of one input: then a neuron of that input and a bias can always settle the next one.
    const sweep = this.#distinct.length > 0 && random.below(3) === 0 ? this.#distinct[random.below(this.#distinct.length)]! : undefined;
    const order = sweep === undefined ? this.#shuffled(residual.keys()) : Array.from(residual.keys()).sort((i, j) => this.#rows[i]![sweep]! - this.#rows[j]![sweep]!);
    // Are points that need nothing to be left alone?
    const isCareful = sweep === undefined && random.below(2) === 0;
    const first = this.#affine.length > 0 ? this.#affine : this.#constant && random.below(4) > 0 ? [d] : [];
    if (first.length > 0) {
      const points = this.#independent(order, first);
      const weights = this.#solution(points, first, residual, 1);
      if (weights === undefined) return undefined;
      const sign = this.#affine.length > 0 ? 0 : residual[points[0]!]! < 0 ? -1 : 1;
      if (sign !== 0) {
        const place = this.#classes.findIndex(({ free }, k) => free.length > 0 && left[k]! > 0);
        left[place]!--;
      }
      steps.push({ columns: first, points, sign });
      for (let j = 0; j < residual.length; j++) residual[j]! -= this.#valueAt(j, first, weights);
      for (const j of points) settled.add(j);
    }
    for (;;) {
      const open = order.filter((j) => !settled.has(j) && Math.abs(residual[j]!) > this.#tolerance);
      if (open.length === 0) return steps;
      // What a sweep has passed stays as it is.
      if (sweep !== undefined) for (const j of order.slice(0, order.indexOf(open[0]!))) settled.add(j);
      const avoided = Array.from(residual.keys()).filter((j) => settled.has(j) || (isCareful && Math.abs(residual[j]!) <= this.#tolerance));
      const budget = most - 1 - cost;
      const found = this.#neuron(open, avoided, residual, left, budget, sweep !== undefined) ?? (sweep === undefined ? undefined : this.#next(open[0]!, avoided, residual, left, budget, sweep));
      if (found === undefined) return undefined;
      const { step, place, weights } = found;
      left[place]!--;
      cost += step.columns.length - this.#classes[place]!.free.filter((c) => step.columns.includes(c)).length;
      steps.push(step);
      for (let j = 0; j < residual.length; j++) residual[j]! -= step.sign * Math.max(0, this.#valueAt(j, step.columns, weights));
      for (const j of step.points) {
        settled.add(j);
        residual[j] = 0;
      }
    }
  }

  #neuron(
    open: readonly number[],
    avoided: readonly number[],
    residual: Float64Array,
    left: readonly number[],
    most: number,
    isSweep: boolean,
  ): Found | undefined {
    const random = this.#random;
    const places = Array.from(this.#classes.keys()).filter((k) => left[k]! > 0);
    if (places.length === 0) return undefined;
    for (let group = 0; group < GROUPS; group++) {
      const place = places[random.below(places.length)]!;
      const { counted, free } = this.#classes[place]!;
      const sign = residual[open[isSweep ? 0 : random.below(open.length)]!]! < 0 ? -1 : 1;
      const other = open.findIndex((j) => residual[j]! * sign <= 0);
      const same = isSweep ? open.slice(0, other < 0 ? open.length : other) : this.#shuffled(open.filter((j) => residual[j]! * sign > 0));
      const largest = Math.min(same.length, Math.min(counted.length, most) + free.length);
      if (largest === 0) continue;
      const size = random.below(3) > 0 ? largest : 1 + random.below(largest);
      const points = same.slice(0, size);
      for (let support = 0; support < SUPPORTS; support++) {
        const found = this.#support(points, counted, free, avoided, residual, sign);
        if (found !== undefined) return { step: { columns: found.columns, points, sign }, place, weights: found.weights };
      }
    }
    return undefined;
  }

  /** A neuron of one input and a bias that settles the next point of a sweep, and is 0 at the last one before. */
  #next(point: number, avoided: readonly number[], residual: Float64Array, left: readonly number[], most: number, sweep: number): Found | undefined {
    const bias = this.#rows[0]!.length - 1;
    const place = this.#classes.findIndex(({ counted, free }, k) => left[k]! > 0 && counted.includes(sweep) && (counted.includes(bias) || free.length > 0));
    if (place < 0 || most < (this.#classes[place]!.free.length > 0 ? 1 : 2)) return undefined;
    const last = avoided.toSorted((i, j) => this.#rows[j]![sweep]! - this.#rows[i]![sweep]!)[0];
    const step: Step = { columns: last === undefined ? [bias] : [sweep, bias], points: last === undefined ? [point] : [point, last], sign: residual[point]! < 0 ? -1 : 1 };
    const weights = this.#solution(step.points, step.columns, residual, step.sign);
    return weights && { step, place, weights };
  }

  /** As many columns as points, with which the neuron is not active where it should not be: those at random, then changed one by one for the better. */
  #support(
    points: readonly number[],
    counted: readonly number[],
    free: readonly number[],
    avoided: readonly number[],
    residual: Float64Array,
    sign: number,
  ): { columns: number[]; weights: Float64Array } | undefined {
    const order = this.#shuffled(counted);
    const inside = points.length - Math.min(free.length, points.length);
    const freeColumns = free.slice(0, points.length);
    const judge = (columns: readonly number[]): { weights: Float64Array; activity: number } | undefined => {
      const weights = this.#solution(points, columns, residual, sign);
      if (weights === undefined) return undefined;
      let activity = 0;
      for (const j of avoided) activity += Math.max(0, this.#valueAt(j, columns, weights) - this.#tolerance);
      return { weights, activity };
    };
    let columns = [...order.slice(0, inside), ...freeColumns];
    let best = judge(columns);
    for (let from = inside; from < order.length && best?.activity !== 0; from++) {
      // Each of the other columns may take the place of one of these.
      for (let at = 0; at < inside; at++) {
        const changed = columns.with(at, order[from]!);
        const other = judge(changed);
        if (other === undefined || (best !== undefined && other.activity >= best.activity)) continue;
        columns = changed;
        best = other;
        break;
      }
    }
    return best?.activity === 0 ? { columns, weights: best.weights } : undefined;
  }

  #valueAt(j: number, columns: readonly number[], weights: Float64Array): number {
    const row = this.#rows[j]!;
    let sum = 0;
    for (let k = 0; k < columns.length; k++) sum += row[columns[k]!]! * weights[k]!;
    return sum;
  }

  /** Weights in as many columns as points (or more: then some are 0) with these values there; nothing if doubles see none. */
  #solution(points: readonly number[], columns: readonly number[], residual: Float64Array, sign: number): Float64Array | undefined {
    const [height, width] = [points.length, columns.length + 1];
    const matrix = points.map((j) => {
      const row = new Float64Array(width);
      for (let k = 0; k < columns.length; k++) row[k] = this.#rows[j]![columns[k]!]!;
      row[width - 1] = sign * residual[j]!;
      return row;
    });
    const pivots: number[] = [];
    for (let k = 0; k < height; k++) {
      // The largest entry of the row's rest is the pivot.
      const row = matrix[k]!;
      let pivot = -1;
      for (let c = 0; c < width - 1; c++) if (Math.abs(row[c]!) > (pivot < 0 ? 1e-9 : Math.abs(row[pivot]!))) pivot = c;
      if (pivot < 0) return undefined;
      pivots.push(pivot);
      for (let l = 0; l < height; l++) {
        if (l === k) continue;
        const other = matrix[l]!;
        const factor = other[pivot]! / row[pivot]!;
        if (factor === 0) continue;
        for (let c = 0; c < width; c++) other[c]! -= factor * row[c]!;
        other[pivot] = 0;
      }
    }
    const weights = new Float64Array(columns.length);
    for (const [k, pivot] of pivots.entries()) weights[pivot] = matrix[k]![width - 1]! / matrix[k]![pivot]!;
    return weights;
  }

  /** The first points on which the columns have independent rows. */
  #independent(order: readonly number[], columns: readonly number[]): number[] {
    const points: number[] = [];
    const zero = new Float64Array(this.#rows.length);
    for (const j of order) if (points.length < columns.length && this.#solution([...points, j], columns, zero, 1) !== undefined) points.push(j);
    return points;
  }

  #shuffled(list: Iterable<number>): number[] {
    const shuffled = [...list];
    for (let k = shuffled.length - 1; k > 0; k--) {
      const other = this.#random.below(k + 1);
      [shuffled[k], shuffled[other]] = [shuffled[other]!, shuffled[k]!];
    }
    return shuffled;
  }
}

/** The same steps in rational numbers; nothing if they do not give a network that interpolates. */
function exactNetwork(problem: SparsestProblem, steps: readonly Step[]): RationalNetwork | undefined {
  const { inputs, outputs } = problem;
  const d = inputs[0]?.length ?? 0;
  const rows = inputs.map((x) => [...x, Rational.one]);
  let residual = [...outputs];
  const neurons: RationalNeuron[] = [];
  let skip: AffinePart | undefined = problem.skip ? { weights: Array.from({ length: d }, () => Rational.zero), bias: Rational.zero } : undefined;
  for (const { columns, points, sign } of steps) {
    const values = points.map((j) => (sign < 0 ? residual[j]!.negated() : residual[j]!));
    const solution = solutionOver(ORDERED_RATIONALS, points.map((j) => columns.map((c) => rows[j]![c]!)), values);
    if (solution === undefined) return undefined;
    const whole = Array.from({ length: d + 1 }, () => Rational.zero);
    for (const [k, c] of columns.entries()) whole[c] = solution[k]!;
    const part: AffinePart = { weights: whole.slice(0, d), bias: whole[d]! };
    if (sign === 0) skip = part;
    else if (solution.some((weight) => !weight.isZero)) neurons.push({ output: Rational.of(sign), ...part });
    residual = residual.map((y, j) => {
      const value = columns.reduce((sum, c, k) => sum.plus(rows[j]![c]!.times(solution[k]!)), Rational.zero);
      return sign !== 0 && value.sign <= 0 ? y : y.minus(sign < 0 ? value.negated() : value);
    });
    if (points.some((j) => !residual[j]!.isZero)) return undefined;
  }
  const network: RationalNetwork = { neurons, skip };
  return interpolates(network, problem) ? network : undefined;
}
