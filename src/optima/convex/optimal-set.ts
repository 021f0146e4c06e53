/**
 * All optima of a convex program at once (Mishkin and Pilanci 2023, theorem 1 and section 3): fit and point of the dual are unique, and the optimal networks are
 * {neuron k with weight a_k: a >= 0, sum_k a_k z_k = fit} over the neurons of the equicorrelation set, z_k what the neuron k gives with the weight 1. It is a polytope, as
 * sum a = nu^T fit / lambda on it.
 *
 * Exact where the point of the dual is rational (`exact-optimum.ts`), otherwise to tolerances that are said. Two symmetries are left out: neurons may be permuted, and each may be split into
 * several of the same direction whose weights sum to its own. So "unique" means unique up to these.
 */
import { ORDERED_RATIONALS } from "../../exact/ordered-field.js";
import type { Rational } from "../../exact/rational.js";
import { type EqualityBlock, type EquicorrelationSet, type Neuron, combination, equicorrelationSet } from "./equicorrelation.js";
import { type ExactOptimum, exactOptimum, exactRank, numbers, transposed } from "./exact-optimum.js";
import { DEPENDENT, Polytope } from "./polytope.js";
import type { Block, ConvexProgram, Solution } from "./program.js";
import { type Vertex, verticesOf } from "./vertices.js";

export interface OptimalSetOptions {
  /** Of the equicorrelation set in doubles, relative to lambda; see `equicorrelationSet`. Exact sets have none. */
  readonly tolerance?: number;
  /** lambda^2, where lambda is an irrational number that its double rounds; see `exactOptimum`. */
  readonly lambdaSquared?: Rational;
  /** Do not look for rational numbers. */
  readonly inexact?: boolean;
  /** Of more neurons than this, those that can have weight, no vertices are listed; 18 by default. */
  readonly mostNeurons?: number;
}

/** A member of the optimal set. */
export interface Member {
  /** The weight of each neuron of the set. */
  readonly weights: Float64Array;
  /** As blocks of the program, one for each neuron with weight, at its first gate. `networkOf` makes the network of them. */
  readonly blocks: readonly Block[];
  /** The sum of |v|_1 over the neurons' vectors v. */
  readonly l1: number;
  /** The sum of |v|_2^2. */
  readonly squares: number;
}

/** A vertex of the polytope: a network whose neurons' outputs are linearly independent, so that none can be left out (irreducible, minimal). */
export interface MinimalNetwork extends Member {
  /** The neurons with weight, ascending. */
  readonly support: readonly number[];
  /** In an exact set: weights divided by lambda, without rounding. */
  readonly exactWeights?: readonly Rational[];
}

export interface OptimalSet {
  readonly program: ConvexProgram;
  /** Of all optima, n numbers: rounded from rationals if the set is exact. */
  readonly fit: Float64Array;
  /** nu, n numbers. */
  readonly dual: Float64Array;
  readonly equicorrelation: EquicorrelationSet;
  /** The sum of the neurons' weights, the same for all members. */
  readonly sumOfNorms: number;
  /** Is everything here proved in rational numbers, but for the smallest `squares`? Then `exactOptimum` holds them; if not, `inexactBecause` says why. */
  readonly exact: boolean;
  /** Conditions of optimality proved in rational numbers; may be there without an exact set, when that has too many neurons for its vertices. */
  readonly exactOptimum: ExactOptimum | undefined;
  readonly inexactBecause: string | undefined;
  /** Of the neurons' outputs. In doubles: singular values above `rankThreshold` times the largest. */
  readonly rank: number;
  readonly rankThreshold: number;
  /** Which neurons have weight in some member. In doubles: more than 1e-8 of the sum of weights, the solver of linear programs says. */
  readonly possible: readonly boolean[];
  /** Of the affine hull of the networks, in weights of neurons. */
  readonly dimension: number;
  /** The same in blocks of the program, of which several may be one neuron. */
  readonly dimensionInBlocks: number;
  /** One network, up to permutation and splitting: dimension 0. */
  readonly unique: boolean;
  /** One solution of the program: `dimensionInBlocks` is 0. */
  readonly uniqueInBlocks: boolean;
  /** Are all neurons' outputs linearly independent? That alone makes the network unique. */
  readonly independent: boolean;
  /** All minimal networks; nothing if there are too many neurons for a list, as `verticesMissing` says. */
  readonly vertices: readonly MinimalNetwork[] | undefined;
  readonly verticesMissing: string | undefined;
  /** How many vertices the polytope has in blocks: for each neuron of a vertex one of its blocks. */
  readonly verticesInBlocks: bigint | undefined;
  /** Members of smallest and largest l1 norm; both are at vertices. */
  readonly l1: { readonly smallest: Member; readonly largest: Member };
  /** Members of smallest and largest sum of squares, each neuron in one piece: the smallest is unique, the largest at a vertex and known if the vertices are. */
  readonly squares: { readonly smallest: Member; readonly largest: Member | undefined };
}

/**
 * @throws RangeError when an option is out of range, or when it cannot be told in doubles whether the neurons' outputs are dependent; SolverFailure when the solver of linear programs fails
 */
export async function optimalSet(program: ConvexProgram, solution: Solution, options: OptimalSetOptions = {}): Promise<OptimalSet> {
  const { tolerance, lambdaSquared, inexact = false, mostNeurons = 18 } = options;
  const seen = equicorrelationSet(program, solution, tolerance);
  const attempt = inexact ? "doubles were asked for" : exactOptimum(program, seen.dual, solution.blocks, lambdaSquared === undefined ? {} : { lambdaSquared });
  const exact = typeof attempt === "string" ? undefined : attempt;
  const equicorrelation = exact === undefined ? seen : rounded(program, exact);
  const { neurons } = equicorrelation;
  const fit = exact === undefined ? combination(neurons, equicorrelation.weights, program.n) : numbers(exact.fit);
  const polytope = new Polytope(neurons, equicorrelation.weights, program.n);

  const doubtful = exact === undefined || neurons.length > mostNeurons ? polytope.doubtful() : undefined;
  if (doubtful !== undefined) throw new RangeError(`outputs of its neurons are dependent or nearly so (a singular value of ${doubtful.toExponential(1)} relative to the largest): doubles do not tell`);

  let vertices: MinimalNetwork[] | undefined;
  let verticesMissing: string | undefined;
  let exactVertices: Vertex<Rational>[] | undefined;
  let possible: boolean[] | undefined;
  if (exact !== undefined && neurons.length <= mostNeurons) {
    exactVertices = verticesOf(transposed(exact.neurons.map(({ output }) => output)), exact.fit, neurons.length, ORDERED_RATIONALS);
    vertices = exactVertices?.map(({ support, values }) => ({ ...memberOf(equicorrelation, numbers(values).map((weight) => weight * program.lambda)), support, exactWeights: values }));
  }
  if (vertices !== undefined) possible = neurons.map((_, k) => vertices!.some(({ weights }) => weights[k]! > 0));
  possible ??= await polytope.possible();
  const candidates = Array.from(neurons.keys()).filter((k) => possible[k]);
  if (vertices === undefined) {
    const found = candidates.length <= mostNeurons ? polytope.vertices(candidates) : undefined;
    vertices = found?.map(({ support, weights }) => ({ ...memberOf(equicorrelation, weights), support }));
    if (found === undefined) verticesMissing = candidates.length > mostNeurons ? `${candidates.length} neurons can have weight, more than ${mostNeurons}` : "there are too many";
  }
  const rank = exactVertices === undefined ? polytope.rank(Array.from(neurons.keys())) : exactRank(exact!.neurons);
  const rankOfPossible = exactVertices === undefined ? polytope.rank(candidates) : exactRank(candidates.map((k) => exact!.neurons[k]!));
  const dimension = candidates.length - rankOfPossible;
  const dimensionInBlocks = dimension + candidates.reduce((sum, k) => sum + neurons[k]!.blocks.length - 1, 0);
  const sizes = neurons.map(({ direction }) => direction.reduce((sum, entry) => sum + Math.abs(entry), 0));
  const byL1 = async (sense: 1 | -1): Promise<Member> => {
    if (vertices !== undefined) return vertices.reduce((best, vertex) => (sense * vertex.l1 < sense * best.l1 ? vertex : best));
    return memberOf(equicorrelation, await polytope.extreme(sizes.map((size) => sense * size)));
  };
  return {
    program,
    fit,
    dual: equicorrelation.dual,
    equicorrelation,
    sumOfNorms: equicorrelation.weights.reduce((sum, weight) => sum + weight, 0),
    exact: exactVertices !== undefined,
    exactOptimum: exact,
    inexactBecause: typeof attempt === "string" ? attempt : exactVertices === undefined ? "the vertices are too many for rational arithmetic" : undefined,
    rank,
    rankThreshold: exactVertices === undefined ? DEPENDENT : 0,
    possible,
    dimension,
    dimensionInBlocks,
    unique: dimension === 0,
    uniqueInBlocks: dimensionInBlocks === 0,
    independent: rank === neurons.length,
    vertices,
    verticesMissing,
    verticesInBlocks: vertices?.reduce((sum, { support }) => sum + support.reduce((product, k) => product * BigInt(neurons[k]!.blocks.length), 1n), 0n),
    l1: { smallest: await byL1(1), largest: await byL1(-1) },
    squares: {
      smallest: memberOf(equicorrelation, polytope.leastSquares(candidates)),
      largest: vertices?.reduce((best, vertex) => (vertex.squares > best.squares ? vertex : best)),
    },
  };
}

/** The member of the set with these weights of its neurons. */
export function memberOf({ neurons, blocks }: EquicorrelationSet, weights: Float64Array): Member {
  const vectors = neurons.flatMap(({ sign, direction, blocks: [first] }, k): Block[] =>
    weights[k]! > 0 ? [{ gate: blocks[first!]!.gate, sign, vector: direction.map((entry) => entry * weights[k]!) }] : [],
  );
  return {
    weights,
    blocks: vectors,
    l1: vectors.reduce((sum, { vector }) => sum + vector.reduce((size, entry) => size + Math.abs(entry), 0), 0),
    squares: weights.reduce((sum, weight) => sum + weight * weight, 0),
  };
}

/** An exact equicorrelation set, its numbers rounded to doubles. */
function rounded({ lambda }: ConvexProgram, exact: ExactOptimum): EquicorrelationSet {
  const blocks: EqualityBlock[] = [];
  const neurons = exact.neurons.map(({ sign, ray, output, gates }): Neuron => {
    const direction = numbers(ray).map((entry) => entry / lambda);
    const at = blocks.length;
    blocks.push(...gates.map((gate) => ({ gate, sign, norm: lambda, direction })));
    return { sign, direction, output: numbers(output).map((entry) => entry / lambda), blocks: gates.map((_, k) => at + k) };
  });
  return {
    dual: numbers(exact.dual),
    blocks,
    neurons,
    tolerance: 0,
    deviation: 0,
    margin: exact.nextSquared === undefined ? Infinity : 1 - Math.sqrt(exact.nextSquared.dividedBy(exact.lambdaSquared).toNumber()),
    outsideIsZero: true,
    weights: numbers(exact.weights).map((weight) => weight * lambda),
    fitError: 0,
  };
}
