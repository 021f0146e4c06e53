/** Smaller networks as results: those that are still optimal, and those beyond, each run on the data. */
import { type Check, FIT_TOLERANCE, OBJECTIVE_TOLERANCE, check, networkChecks } from "./checks.js";
import type { PrunedNetwork, Stage } from "./convex/approximate-pruning.js";
import type { FewestNeurons } from "./convex/fewest-neurons.js";
import { type ShallowNetwork, networkOf, objectiveOf } from "./convex/network.js";
import type { ConvexProgram, Solution } from "./convex/program.js";
import { pruneOptimally } from "./convex/prune.js";

export interface PrunedOptimum {
  readonly neurons: number;
  /** The network's objective, run on the data. */
  readonly value: number;
  readonly network: ShallowNetwork;
}

/**
 * The irreducible network with the same outputs and objective (Mishkin and Pilanci 2023, section 3.3). Where it fails a check, the network that it was made from stands in its place, `solution` is
 * undefined, and the checks say why.
 */
export function prunedOptimum(program: ConvexProgram, solution: Solution, network: ShallowNetwork): { pruned: PrunedOptimum; solution: Solution | undefined; checks: Check[] } {
  const found = pruneOptimally(program, solution);
  const smaller = networkOf(program, found.blocks);
  const { objective, checks } = networkChecks("pruned", smaller, program, solution);
  const { neurons, rank } = found.independence;
  checks.push(check("pruned: rank", "neurons less the rank of what they give, 0 for an irreducible network", neurons - rank, 0));
  if (checks.every(({ ok }) => ok)) return { pruned: { neurons: smaller.widths[1], value: objective.value, network: smaller }, solution: found, checks };
  return { pruned: { neurons: network.widths[1], value: objectiveOf(network, program).value, network }, solution: undefined, checks };
}

/** The fewest neurons of any optimal network: at least `lower`, and `network` has `upper`. */
export interface FewestOptimum {
  readonly lower: number;
  readonly upper: number;
  readonly decided: boolean;
  readonly method: FewestNeurons["method"];
  /** exact: a list of all minimal networks in rational numbers. list: one in doubles. solver: the dual bound of a mixed-integer program, at its word. */
  readonly rests: FewestNeurons["rests"];
  readonly value: number;
  readonly network: ShallowNetwork;
}

export function fewestOptimum(program: ConvexProgram, solution: Solution, { lower, upper, decided, method, rests, blocks }: FewestNeurons): { told: FewestOptimum; checks: Check[] } {
  const network = networkOf(program, blocks);
  const { objective, checks } = networkChecks("fewest", network, program, solution);
  return { told: { lower, upper, decided, method, rests, value: objective.value, network }, checks };
}

/** A network that is no longer optimal. */
export interface SmallerNetwork {
  /** Training loss and objective, run on the data. */
  readonly loss: number;
  readonly value: number;
  readonly network: ShallowNetwork;
}

/** Networks with at most so many neurons, by three ways to choose which one goes next. */
export interface PruningStage {
  readonly neurons: number;
  /** The one that least squares misses least goes, and the output weights that are left are fitted again, without a penalty. */
  readonly leastSquares: SmallerNetwork;
  /** The one of least norm goes. */
  readonly magnitude: SmallerNetwork;
  /** The one of least norm goes, and the output weights are fitted again. */
  readonly magnitudeRefitted: SmallerNetwork;
}

/** The check is of the worst network: what it loses when it is run is what the stages say. */
export function pruningStages(program: ConvexProgram, stages: readonly Stage[]): { told: PruningStage[]; checks: Check[] } {
  let worst = 0;
  const size = objectiveOf(networkOf(program, []), program).loss;
  const told = ({ blocks, loss }: PrunedNetwork): SmallerNetwork => {
    const network = networkOf(program, blocks);
    const run = objectiveOf(network, program);
    worst = Math.max(worst, Math.abs(run.loss - loss) / (size === 0 ? 1 : size));
    return { loss: run.loss, value: run.value, network };
  };
  const list = stages.map(({ neurons, leastSquares, magnitude, magnitudeRefitted }) => ({
    neurons,
    leastSquares: told(leastSquares),
    magnitude: told(magnitude),
    magnitudeRefitted: told(magnitudeRefitted),
  }));
  return { told: list, checks: [check("beyond: loss", "largest distance of a pruned network's loss, run on the data, from the one computed, over the loss of the network without neurons", worst, Math.max(OBJECTIVE_TOLERANCE, FIT_TOLERANCE))] };
}
