/**
 * The optima of a convex program along lambda, from lambdaMax, where the network becomes 0, downwards (docs/optimum.md, "The path in lambda"; Mishkin and Pilanci
 * 2023, section 4, on continuity).
 *
 * Value and fit are continuous functions of lambda; the value is concave and its slope is the sum of norms. Between kinks the neurons of the equicorrelation set stay the same: their signs, and for
 * each the points on either side of its hyperplane and on it. The weights are continuous where they are unique; at a kink where the optimal set is
 * larger than on both sides they may jump.
 */
import { Matrix, QrDecomposition } from "ml-matrix";
import { PATH_DEFAULTS } from "./defaults.js";
import { type Neuron, equicorrelationSet } from "./equicorrelation.js";
import { dualOf, dualValueOf, lossOf } from "./losses.js";
import { nonnegativeLeastSquares } from "./nonnegative.js";
import { pruneOptimally } from "./prune.js";
import type { Block, ConvexProgram, Solution } from "./program.js";
import { fitOf, lambdaMax, solve } from "./solve.js";
import { directionDistance, lengthOf } from "./vectors.js";

export interface PathOptions {
  /** Values of lambda, in equal ratios from lambdaMax on; 30, at least 2. */
  readonly points?: number;
  /** The last of them over lambdaMax; 1e-3. */
  readonly smallestRatio?: number;
  /** The relative gap of every solution; 1e-12. */
  readonly tolerance?: number;
  /** The relative width to which kinks are enclosed; 1e-6. */
  readonly kinkTolerance?: number;
  /** The most programs that are solved to enclose kinks; 1000. With 0 none is. */
  readonly refinements?: number;
  /** Called in every iteration of every solution; true ends the path with the points so far, what it throws ends it without. */
  readonly stop?: () => boolean;
  readonly onProgress?: (progress: { readonly solved: number; readonly lambda: number; readonly lambdaMax: number }) => void;
}

/** A neuron of the equicorrelation set: one that optimal networks may have. */
export interface PathNeuron {
  readonly sign: 1 | -1;
  /** The number of its input support. */
  readonly support: number;
  readonly direction: Float64Array;
  /** "+", "-" or "0" (cosine at most 1e-6) for each point: the side of the neuron's hyperplane it is on. Of a gated neuron: "+" where the gate is open, "-" elsewhere. */
  readonly points: string;
}

export interface PathPoint {
  readonly lambda: number;
  readonly value: number;
  readonly dualBound: number;
  readonly gap: number;
  readonly loss: number;
  readonly sumOfNorms: number;
  readonly fit: Float64Array;
  /** Of the network after optimal pruning. */
  readonly blocks: readonly Block[];
  readonly neurons: number;
  readonly equicorrelation: readonly PathNeuron[];
  /** Of the equicorrelation set, since the point before, which has a larger lambda. Neurons are the same if their signs and sides are. */
  readonly entering: readonly PathNeuron[];
  readonly leaving: readonly PathNeuron[];
  /** Is there only one optimal network, up to the order of neurons and the splitting into parallel ones? */
  readonly unique: boolean;
  /** Is it an end of the interval around a kink, not one of the equal ratios? */
  readonly refined: boolean;
}

/** A change of the equicorrelation set between `upper` and `lower`, seen with lambda falling. */
export interface PathKink {
  readonly upper: number;
  readonly lower: number;
  readonly entering: readonly PathNeuron[];
  readonly leaving: readonly PathNeuron[];
  /**
   * The distance between the weights at both ends, where both are unique, over their size: the sum of norms, or f(0) / lambdaMax where that is larger, as close to lambdaMax, where all weights vanish.
   * Else null.
   */
  readonly distance: number | null;
  /** Is that above 1e-3? null where the weights are not unique at both ends. */
  readonly jumps: boolean | null;
}

export interface Path {
  readonly lambdaMax: number;
  /** Lambda falling. */
  readonly points: readonly PathPoint[];
  /** Lambda falling. Two kinks between neighbouring points that undo each other are not seen. */
  readonly kinks: readonly PathKink[];
  /** Was every change between neighbouring points enclosed? If not, `refinements` was too small. */
  readonly enclosed: boolean;
  /** Did it reach the smallest lambda? If not, it was stopped. */
  readonly complete: boolean;
  /** Programs solved. */
  readonly solved: number;
}

/** Of lambda: neurons whose norm is nearer to it than this belong to the equicorrelation set. */
const EQUAL = 1e-7;
const ON_HYPERPLANE = 1e-6;
/** A combination of unit vectors with weights of sum 1 that is nearer to a span than this lies in it. */
const DEPENDENT = 1e-8;
const JUMP = 1e-3;
/** Directions nearer than this are compared as one. */
const NEAR = 1e-2;
/** A pruned block nearer than this to a neuron of the set is that neuron. */
const SAME_NEURON = 1e-3;

/**
 * The path of a program; its own lambda does not count. Where lambdaMax is 0 the network is 0 for every lambda: no points.
 *
 * Work: `points` - 1 programs, each solved from its neighbour's solution, and for each kink the binary logarithm of (ratio of neighbours - 1) / kinkTolerance more, about 18 with the defaults.
 * @throws RangeError when an option is out of its range
 */
export function path(program: ConvexProgram, options: PathOptions = {}): Path {
  const { points: count = PATH_DEFAULTS.points, smallestRatio = PATH_DEFAULTS.smallestRatio, tolerance = PATH_DEFAULTS.tolerance } = options;
  const { kinkTolerance = PATH_DEFAULTS.kinkTolerance, refinements = PATH_DEFAULTS.refinements, stop, onProgress } = options;
  if (!Number.isInteger(count) || count < 2) throw new RangeError(`points: expected an integer of at least 2, found ${count}`);
  if (!(smallestRatio > 0 && smallestRatio < 1)) throw new RangeError(`smallestRatio: expected a number between 0 and 1, found ${smallestRatio}`);
  if (!(kinkTolerance > 0 && kinkTolerance < 1)) throw new RangeError(`kinkTolerance: expected a number between 0 and 1, found ${kinkTolerance}`);
  if (!Number.isInteger(refinements) || refinements < 0) throw new RangeError(`refinements: expected a whole number, found ${refinements}`);
  const greatest = lambdaMax(program);
  if (greatest === 0) return { lambdaMax: 0, points: [], kinks: [], enclosed: true, complete: true, solved: 0 };

  let solved = 0;
  let stopped = false;
  /** Nothing once the path is stopped. */
  const at = (lambda: number, start: Solution): Station | undefined => {
    if (stopped) return undefined;
    const there = { ...program, lambda };
    const solution = solve(there, { start, tolerance, ...(stop === undefined ? {} : { stop }) });
    stopped = stop?.() === true;
    if (stopped) return undefined;
    solved++;
    onProgress?.({ solved, lambda, lambdaMax: greatest });
    return stationOf(there, solution);
  };

  const first = { ...program, lambda: greatest };
  const top = stationOf(first, zeroNetwork(first));
  const unit = top.solution.value / greatest;
  let enclosed = true;
  let left = refinements;
  const kinks: PathKink[] = [];
  /** Calls itself on both halves until nothing changes, or until the interval is narrow: then it holds a kink, and its ends become points. */
  const enclose = (upper: Station, lower: Station, into: Station[]): void => {
    if (sameSet(upper.neurons, lower.neurons)) return;
    if (upper.lambda <= lower.lambda * (1 + kinkTolerance)) {
      kinks.push(kinkOf(upper, lower, unit));
      for (const end of [upper, lower]) if (!into.includes(end)) into.push(end);
      return;
    }
    const middle = left > 0 ? at(Math.sqrt(upper.lambda * lower.lambda), upper.solution) : undefined;
    if (middle === undefined) {
      enclosed = false;
      return;
    }
    left--;
    enclose(upper, middle, into);
    enclose(middle, lower, into);
  };

  const stations: { station: Station; refined: boolean }[] = [{ station: top, refined: false }];
  for (let k = 1; k < count; k++) {
    const before = stations.at(-1)!.station;
    const station = at(greatest * smallestRatio ** (k / (count - 1)), before.solution);
    if (station === undefined) break;
    const between: Station[] = [];
    enclose(before, station, between);
    for (const end of between) if (end !== before && end !== station) stations.push({ station: end, refined: true });
    stations.push({ station, refined: false });
  }
  const points = stations.map(({ station, refined }, k): PathPoint => {
    const before = stations[k - 1]?.station.neurons ?? [];
    const { solution, pruned, neurons, unique, lambda } = station;
    const { value, dualBound, gap, loss, sumOfNorms, fit } = solution;
    const { entering, leaving } = changes(before, neurons);
    return { lambda, value, dualBound, gap, loss, sumOfNorms, fit, blocks: pruned, neurons: pruned.length, equicorrelation: neurons, entering, leaving, unique, refined };
  });
  return { lambdaMax: greatest, points, kinks, enclosed, complete: !stopped, solved };
}

/** The optimum at lambdaMax: not left to rounding. */
function zeroNetwork(program: ConvexProgram): Solution {
  const fit = new Float64Array(program.n);
  const [loss, dual] = [lossOf(program, fit), dualOf(program, fit)];
  const dualBound = dualValueOf(program, dual);
  return { blocks: [], fit, loss, sumOfNorms: 0, value: loss, dual, dualBound, gap: loss - dualBound };
}

/** What is known at one lambda. */
interface Station {
  readonly lambda: number;
  readonly solution: Solution;
  readonly pruned: readonly Block[];
  readonly neurons: readonly PathNeuron[];
  readonly unique: boolean;
}

function stationOf(program: ConvexProgram, solution: Solution): Station {
  const set = equicorrelationSet(program, solution, EQUAL);
  const neurons = set.neurons.map(({ sign, direction, blocks: [first] }): PathNeuron => {
    const { gate } = set.blocks[first!]!;
    return { sign, support: program.gates[gate]!.support, direction, points: sides(program, gate, direction) };
  });
  const pruned = pruneOptimally(program, solution).blocks;
  const hasWeight = ({ sign, direction, blocks }: Neuron): boolean =>
    pruned.some((block) => (program.model === "gated" ? block.gate === set.blocks[blocks[0]!]!.gate : block.sign === sign && directionDistance(block.vector, direction) < SAME_NEURON));
  const unique = isUnique(
    program.n,
    pruned.map((block) => fitOf(program, [block])),
    set.neurons.filter((neuron) => !hasWeight(neuron)).map(({ output }) => output),
  );
  return { lambda: program.lambda, solution, pruned, neurons, unique };
}

/**
 * Are the positive weights of linearly independent outputs the only ones >= 0 of these and other outputs that give the same fit? Others exist exactly if a combination of the other outputs with
 * weights >= 0 and sum 1 lies in the span of the first ones: looked for by nonnegative least squares, orthogonally to that span.
 */
function isUnique(n: number, outputs: readonly Float64Array[], others: readonly Float64Array[]): boolean {
  if (others.length === 0) return true;
  const basis = outputs.length === 0 ? undefined : new QrDecomposition(new Matrix(outputs.map((output) => [...output])).transpose()).orthogonalMatrix;
  const columns = others.map((output) => {
    let column = Matrix.columnVector(output).div(lengthOf(output));
    if (basis !== undefined) column = Matrix.sub(column, basis.mmul(basis.transpose().mmul(column)));
    return Float64Array.of(...column.to1DArray(), 1);
  });
  const right = new Float64Array(n + 1);
  right[n] = 1;
  const weights = nonnegativeLeastSquares(columns, right);
  const left = right.map((entry, j) => columns.reduce((rest, column, k) => rest - weights[k]! * column[j]!, entry));
  return lengthOf(left) > DEPENDENT;
}

function sides({ n, d, X, gates, model }: ConvexProgram, gate: number, direction: Float64Array): string {
  let text = "";
  for (let j = 0; j < n; j++) {
    let [value, square] = [0, 0];
    for (let i = 0; i < d; i++) {
      value += X[j * d + i]! * direction[i]!;
      square += X[j * d + i]! ** 2;
    }
    const side = model === "gated" ? gates[gate]!.active[j]! - 0.5 : Math.abs(value) <= ON_HYPERPLANE * Math.sqrt(square) ? 0 : value;
    text += side > 0 ? "+" : side < 0 ? "-" : "0";
  }
  return text;
}

function changes(before: readonly PathNeuron[], after: readonly PathNeuron[]): { entering: PathNeuron[]; leaving: PathNeuron[] } {
  const without = (all: readonly PathNeuron[], others: readonly PathNeuron[]): PathNeuron[] =>
    all.filter(({ sign, support, points }) => !others.some((other) => other.sign === sign && other.support === support && other.points === points));
  return { entering: without(after, before), leaving: without(before, after) };
}

function sameSet(a: readonly PathNeuron[], b: readonly PathNeuron[]): boolean {
  const { entering, leaving } = changes(a, b);
  return entering.length === 0 && leaving.length === 0;
}

function kinkOf(upper: Station, lower: Station, unit: number): PathKink {
  const size = Math.max(unit, lower.solution.sumOfNorms);
  const distance = upper.unique && lower.unique ? weightDistance(upper, lower) / size : null;
  return { upper: upper.lambda, lower: lower.lambda, ...changes(upper.neurons, lower.neurons), distance, jumps: distance === null ? null : distance > JUMP };
}

/** Neurons of one sign and of near directions are added up, then compared. */
function weightDistance(upper: Station, lower: Station): number {
  const groups: { sign: 1 | -1; first: Float64Array; sum: Float64Array }[] = [];
  for (const [station, factor] of [[upper, 1], [lower, -1]] as const) {
    for (const { sign, vector } of station.pruned) {
      let group = groups.find((other) => other.sign === sign && directionDistance(other.first, vector) < NEAR);
      if (group === undefined) groups.push((group = { sign, first: vector, sum: new Float64Array(vector.length) }));
      for (let i = 0; i < vector.length; i++) group.sum[i]! += factor * vector[i]!;
    }
  }
  return groups.reduce((total, { sum }) => total + lengthOf(sum), 0);
}
