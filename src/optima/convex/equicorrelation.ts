/**
 * Which blocks may be other than 0 in an optimum, and in which direction (Mishkin and Pilanci 2023, section 3): nu = -grad f(fit) is the same for all optima, a block (i, s) of an
 * optimum is 0 where |P_K(s X^T D_i nu)| < lambda, and else a nonnegative multiple of d = P_K(s X^T D_i nu) / lambda, a unit vector. These blocks are the equicorrelation set.
 */
import { ConeProjection, blockAt, given, placeOf } from "./cone.js";
import { dualOf } from "./losses.js";
import { nonnegativeLeastSquares } from "./nonnegative.js";
import type { ConvexProgram, Solution } from "./program.js";
import { distance, largestEntry, lengthOf } from "./vectors.js";

/** A block of the program in the equicorrelation set. */
export interface EqualityBlock {
  readonly gate: number;
  readonly sign: 1 | -1;
  /** |P_K(s X^T D_i nu)|, lambda up to the tolerance. */
  readonly norm: number;
  /** d, a unit vector of d entries. */
  readonly direction: Float64Array;
}

/** A neuron that an optimal network may have: the ReLU blocks of one sign and direction lie on a common face of their cones and are one neuron. In the gated program every block is one. */
export interface Neuron {
  readonly sign: 1 | -1;
  readonly direction: Float64Array;
  /** s D X d: what the neuron gives with the weight 1; n numbers. */
  readonly output: Float64Array;
  /** Its blocks, as indices into `blocks`. */
  readonly blocks: readonly number[];
}

export interface EquicorrelationSet {
  /** The point nu that it was seen from, n numbers. */
  readonly dual: Float64Array;
  readonly blocks: readonly EqualityBlock[];
  readonly neurons: readonly Neuron[];
  /** Relative to lambda: a block belongs to the set if its norm is at least (1 - tolerance) lambda. */
  readonly tolerance: number;
  /** Relative to lambda: the largest deviation from lambda of the norm of a block of the solution that has weight; what the point nu is off by, as far as can be seen. */
  readonly deviation: number;
  /** Relative to lambda: by how much the largest norm outside of the set stays below lambda. Infinity if no block is outside. */
  readonly margin: number;
  /**
   * Is every block outside of the set 0 in every optimum? True if that follows from the gap, up to rounding in the norms: the dual is strongly concave and f is smooth, so that nu is at most
   * sqrt(2 weight gap) (squared loss) or sqrt(weight gap / 2) (logistic) away from its place (the gap-safe rule of Ndiaye, Fercoq, Gramfort and Salmon 2017).
   */
  readonly outsideIsZero: boolean;
  /** Nonnegative weights of the neurons that give the fit as nearly as nonnegative weights can: a point of the optimal set. */
  readonly weights: Float64Array;
  /** The largest entry of the difference of what these weights give and the solution's fit. */
  readonly fitError: number;
}

/** Tighter than this, relative to lambda, rounding decides. */
const LEAST_TOLERANCE = 1e-9;
/** Looser than this, blocks that do not belong are taken for equal. */
const MOST_TOLERANCE = 1e-3;
/** Unit vectors closer than this, or than the tolerance if that is larger, are one direction. */
const SAME_DIRECTION = 1e-7;
/** The shadow of a block (see there) is nearer to it than this. */
const SHADOW = 0.05;
/** Of the largest entry of the fit: what weights may miss before the tolerance is widened. */
const FIT_ERROR = 1e-8;
/** The same, where nothing better is to be had. */
const ROUNDING = 1e-14;

/**
 * The set as seen from the solution's point of the dual or from minus the gradient at its fit, whichever gives the fit more nearly: both are nu at the optimum.
 * @param tolerance relative to lambda; by default ten times the deviation, at least 1e-9, widened tenfold (up to 1e-3) while the neurons cannot give the fit to 1e-8
 * @throws RangeError when the tolerance is not in (0, 1)
 */
export function equicorrelationSet(program: ConvexProgram, solution: Solution, tolerance?: number): EquicorrelationSet {
  if (tolerance !== undefined && !(tolerance > 0 && tolerance < 1)) throw new RangeError(`a tolerance relative to lambda is between 0 and 1, not ${tolerance}`);
  const projection = new ConeProjection(program);
  const first = seenFrom(program, solution, solution.dual, projection, tolerance);
  if (first.fitError <= ROUNDING * largestEntry(solution.fit)) return first;
  const second = seenFrom(program, solution, dualOf(program, solution.fit), projection, tolerance);
  return second.fitError < first.fitError ? second : first;
}

function seenFrom(program: ConvexProgram, solution: Solution, dual: Float64Array, projection: ConeProjection, tolerance: number | undefined): EquicorrelationSet {
  const { lambda } = program;
  const norms = projection.norms(dual);
  const deviation = deviationOf(program, solution, dual, projection);
  let within = tolerance ?? Math.min(MOST_TOLERANCE, Math.max(LEAST_TOLERANCE, 10 * deviation));
  for (;;) {
    const places = Array.from(norms.keys()).filter((place) => norms[place]! >= (1 - within) * lambda);
    const near = places.map((place): EqualityBlock => {
      const { gate, sign } = blockAt(program, place);
      const { vector, norm } = projection.project(gate, sign, dual);
      return { gate, sign, norm, direction: vector.map((entry) => entry / norm) };
    });
    const blocks = program.model === "gated" ? near : near.filter((block) => !near.some((other) => isShadow(block, other)));
    const neurons = neuronsOf(program, blocks, Math.max(SAME_DIRECTION, within));
    const weights = nonnegativeWeights(neurons, solution.fit);
    const missed = combination(neurons, weights, program.n);
    const fitError = largestEntry(missed.map((entry, j) => entry - solution.fit[j]!));
    if (tolerance === undefined && fitError > FIT_ERROR * largestEntry(solution.fit) && within < MOST_TOLERANCE) {
      within = Math.min(MOST_TOLERANCE, 10 * within);
      continue;
    }
    const inside = new Set(blocks.map(({ gate, sign }) => placeOf(program, gate, sign)));
    const outside = Array.from(norms.keys()).filter((place) => !inside.has(place));
    const next = outside.reduce((most, place) => Math.max(most, norms[place]!), -Infinity);
    const gap = Math.max(0, solution.gap);
    const radius = Math.sqrt(program.loss === "squared" ? 2 * program.weight * gap : (program.weight * gap) / 2);
    return {
      dual,
      blocks,
      neurons,
      tolerance: within,
      deviation,
      margin: 1 - next / lambda,
      outsideIsZero: outside.every((place) => norms[place]! + radius * frobeniusNorm(program, blockAt(program, place).gate) < lambda),
      weights,
      fitError,
    };
  }
}

/** sum_k weights[k] * (what the neuron k gives); n numbers. */
export function combination(neurons: readonly Pick<Neuron, "output">[], weights: ArrayLike<number>, n: number): Float64Array {
  const sum = new Float64Array(n);
  for (const [k, { output }] of neurons.entries()) if (weights[k] !== 0) for (let j = 0; j < n; j++) sum[j]! += weights[k]! * output[j]!;
  return sum;
}

/** Blocks of the solution that carry next to nothing say nothing about nu. */
const CARRIES = 1e-6;

function deviationOf(program: ConvexProgram, { blocks, sumOfNorms }: Solution, dual: Float64Array, projection: ConeProjection): number {
  let most = 0;
  for (const { gate, sign, vector } of blocks) {
    if (lengthOf(vector) < CARRIES * sumOfNorms) continue;
    most = Math.max(most, Math.abs(projection.project(gate, sign, dual).norm / program.lambda - 1));
  }
  return most;
}

/**
 * A block whose direction is near a point's hyperplane has a shadow: its projection onto the cone on the other side, in a direction that differs by a small angle t, with a norm smaller by t^2 / 2 only, and so
 * within the tolerance. Of two blocks that both belong to the set the norms are equal, however near they are.
 */
function isShadow(block: EqualityBlock, other: EqualityBlock): boolean {
  if (block.sign !== other.sign || !(block.norm < other.norm)) return false;
  const angle = distance(block.direction, other.direction);
  return angle > SAME_DIRECTION && angle < SHADOW && block.norm < other.norm * (1 - angle ** 2 / 4);
}

/** Merges blocks of equal sign and direction. A new block joins the first neuron that it is near to. */
function neuronsOf(program: ConvexProgram, blocks: readonly EqualityBlock[], near: number): Neuron[] {
  const groups: number[][] = [];
  for (const [k, { sign, direction }] of blocks.entries()) {
    const same = program.model === "gated" ? undefined : groups.find(([first]) => blocks[first!]!.sign === sign && distance(blocks[first!]!.direction, direction) <= near);
    if (same === undefined) groups.push([k]);
    else same.push(k);
  }
  return groups.map((group) => {
    const { gate, sign, direction } = blocks[group[0]!]!;
    const output = new Float64Array(program.n);
    given(program, program.gates[gate]!, sign, direction, output);
    return { sign, direction, output, blocks: group };
  });
}

/** a >= 0 for which sum_k a_k (what the neuron k gives) is nearest to the fit; the neurons with a_k > 0 are linearly independent. */
export function nonnegativeWeights(neurons: readonly Pick<Neuron, "output">[], fit: Float64Array): Float64Array {
  return nonnegativeLeastSquares(neurons.map(({ output }) => output), fit);
}

/** Of D_i X on the gate's support: at least its spectral norm. */
function frobeniusNorm({ n, d, X, gates, supports }: ConvexProgram, gate: number): number {
  const { active, support } = gates[gate]!;
  let sum = 0;
  for (let j = 0; j < n; j++) if (active[j] === 1) for (const column of supports[support]!) sum += X[j * d + column]! ** 2;
  return Math.sqrt(sum);
}
