/** The optimal set as a result: its neurons, its polytope, its minimal networks and extreme members, each of these run on the data. */
import { type Check, check, networkChecks } from "./checks.js";
import { type ShallowNetwork, networkOf } from "./convex/network.js";
import type { MinimalNetwork, OptimalSet, Member } from "./convex/optimal-set.js";
import type { ConvexProgram, Solution } from "./convex/program.js";

/** A neuron that optimal networks may have. With weight a it is u = sqrt(a) * direction, and sign * sqrt(a) in the output layer. */
export interface OptimalNeuron {
  readonly sign: 1 | -1;
  /** A unit vector, the bias last where biases are free. */
  readonly direction: readonly number[];
  /** What it gives on the data with the weight 1. */
  readonly output: readonly number[];
  /** Blocks of the program that it is. */
  readonly blocks: number;
  /** Has it weight in some optimal network? */
  readonly possible: boolean;
}

export interface OptimalNetwork {
  /** Of each neuron of the set; they sum to `sumOfNorms`. */
  readonly weights: readonly number[];
  readonly neurons: number;
  /** The sum of |v|_1, and of |v|_2^2, over the blocks v, whose |v|_2 are the weights. */
  readonly l1: number;
  readonly squares: number;
  readonly network: ShallowNetwork;
}

export interface Vertex extends OptimalNetwork {
  /** The neurons with weight, ascending, from 0. */
  readonly support: readonly number[];
  /** Where the set is exact: weights divided by lambda, as rationals. */
  readonly exactWeights: readonly string[] | null;
}

export interface SetOfOptima {
  readonly neurons: readonly OptimalNeuron[];
  /** Of the polytope of optimal networks, and of that of solutions of the program, in which one neuron may be several blocks. */
  readonly dimension: number;
  readonly dimensionInBlocks: number;
  /** One network, up to the order of neurons and the splitting into parallel ones? One solution of the program? */
  readonly unique: boolean;
  readonly uniqueInBlocks: boolean;
  /** Proved in rational numbers, or why not. */
  readonly exact: boolean;
  readonly inexactBecause: string | null;
  /** Of the neurons' outputs. */
  readonly rank: number;
  /** The minimal (irreducible) networks, fewest neurons first; null where there are too many to be listed, and why. */
  readonly vertices: readonly Vertex[] | null;
  readonly verticesMissing: string | null;
  /** Vertices of the polytope of blocks; a string, as it may be large. */
  readonly verticesInBlocks: string | null;
  readonly l1: { readonly smallest: OptimalNetwork; readonly largest: OptimalNetwork };
  readonly squares: { readonly smallest: OptimalNetwork; readonly largest: OptimalNetwork | null };
  /** In doubles. tolerance: neurons within this share of lambda are in the set; margin: by what share all others miss it. */
  readonly tolerance: number;
  readonly margin: number;
  /** Does the gap prove that all other neurons have no weight in any optimum? */
  readonly outsideIsZero: boolean;
  /** What is not counted apart. */
  readonly symmetries: string;
}

export const SYMMETRIES =
  "Networks that differ in the order of their neurons count as one, and so do those that differ in splitting a neuron: (u, a) may be replaced by (sqrt(t) u, sqrt(t) a) and (sqrt(1-t) u, sqrt(1-t) a), with the same outputs and objective.";

/** Networks that are run on the data; of longer lists the others are not. */
const MOST_RUN = 200;

/** Every network in the result is run on the data: the checks are of the worst of them. */
export function setOfOptima(program: ConvexProgram, solution: Solution, set: OptimalSet): { told: SetOfOptima; checks: Check[] } {
  const { equicorrelation, possible, vertices, l1, squares } = set;
  const worst = new Map<string, Check>();
  let run = 0;
  const networkFor = ({ weights, blocks, l1: sum, squares: square }: Member): OptimalNetwork => {
    const network = networkOf(program, blocks);
    if (run++ < MOST_RUN) {
      for (const one of networkChecks("optimal set", network, program, solution).checks) if (one.value >= (worst.get(one.name)?.value ?? 0)) worst.set(one.name, one);
    }
    return { weights: [...weights], neurons: blocks.length, l1: sum, squares: square, network };
  };
  const vertexFor = (vertex: MinimalNetwork): Vertex => ({ ...networkFor(vertex), support: vertex.support, exactWeights: vertex.exactWeights?.map(String) ?? null });
  const told: SetOfOptima = {
    neurons: equicorrelation.neurons.map(({ sign, direction, output, blocks }, k) => ({ sign, direction: [...direction], output: [...output], blocks: blocks.length, possible: possible[k]! })),
    dimension: set.dimension,
    dimensionInBlocks: set.dimensionInBlocks,
    unique: set.unique,
    uniqueInBlocks: set.uniqueInBlocks,
    exact: set.exact,
    inexactBecause: set.inexactBecause ?? null,
    rank: set.rank,
    l1: { smallest: networkFor(l1.smallest), largest: networkFor(l1.largest) },
    squares: { smallest: networkFor(squares.smallest), largest: squares.largest === undefined ? null : networkFor(squares.largest) },
    vertices: vertices?.map(vertexFor) ?? null,
    verticesMissing: set.verticesMissing ?? null,
    verticesInBlocks: set.verticesInBlocks?.toString() ?? null,
    tolerance: equicorrelation.tolerance,
    margin: equicorrelation.margin,
    outsideIsZero: equicorrelation.outsideIsZero,
    symmetries: SYMMETRIES,
  };
  const fitError = set.fit.reduce((most, entry, j) => Math.max(most, Math.abs(entry - solution.fit[j]!)), 0);
  const largest = program.y.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  return { told, checks: [check("optimal set: fit", "largest distance of the set's fit from the solution's, over the largest target", largest === 0 ? fitError : fitError / largest, 1e-7), ...worst.values()] };
}
