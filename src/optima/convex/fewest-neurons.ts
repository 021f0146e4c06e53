/**
 * The fewest neurons of an optimal network. A network of fewest neurons is a vertex of the optimal set, as otherwise one more neuron could be pruned; so a list of all vertices shows it. Without
 * the list a mixed-integer program finds it: minimise sum t subject to t in {0, 1}, 0 <= a_k <= M_k t_k, Z a = fit, where M_k is the largest weight of the neuron k in the set: that of a linear
 * program, and a little more, but never more than the sum of all weights, which is the same on the whole set. (With the sum for all M_k the relaxation says next to nothing.)
 */
import { solutionOver } from "../../exact/echelon.js";
import { ORDERED_RATIONALS } from "../../exact/ordered-field.js";
import { Clock } from "../clock.js";
import { type Row, minimise } from "../linear-program.js";
import { combination, nonnegativeWeights } from "./equicorrelation.js";
import { transposed } from "./exact-optimum.js";
import { type OptimalSet, memberOf } from "./optimal-set.js";
import { Polytope } from "./polytope.js";
import type { Block } from "./program.js";

export interface FewestNeurons {
  /** No optimal network has fewer neurons. */
  readonly lower: number;
  /** `blocks` has this many. */
  readonly upper: number;
  /** lower = upper. */
  readonly decided: boolean;
  /** vertices: the least of all minimal networks. mixed-integer: the solver's. */
  readonly method: "vertices" | "mixed-integer";
  /**
   * What `lower` rests on. exact: on a list of vertices in rational numbers. list: on one in doubles. solver: on HiGHS, whose dual bound is taken at its word; also where the set is exact.
   */
  readonly rests: "exact" | "list" | "solver";
  /** An optimal network of `upper` neurons. */
  readonly blocks: readonly Block[];
  /** Its neurons in the set, ascending. */
  readonly support: readonly number[];
  /** The largest entry of what it misses of the set's fit: its weights are fitted again on the support, without the solver's tolerances. */
  readonly fitError: number;
}

export interface FewestNeuronsOptions {
  /** Of the mixed-integer program, in seconds; 10 by default. When they end, `lower` and `upper` may differ. */
  readonly timeLimit?: number;
  /** Use the mixed-integer program even where the vertices are known. */
  readonly method?: "mixed-integer";
}

/** Of the largest entry of the fit: what the solver's support may miss. More, and it is no support of an optimum: it is excluded, and the solver asked again. */
const FIT_ERROR = 1e-8;
/** The solver's dual bound is an integer's up to this. */
const INTEGER = 1e-4;
/** What linear programs may miss of a largest weight, in shares of the sum of weights. */
const SLACK = 1e-7;

/** @throws SolverFailure when HiGHS ends with an error */
export async function fewestNeurons(set: OptimalSet, { timeLimit = 10, method }: FewestNeuronsOptions = {}): Promise<FewestNeurons> {
  if (set.vertices === undefined || method === "mixed-integer") return byMixedInteger(set, timeLimit);
  // They are ordered by size.
  const { support, blocks, weights } = set.vertices[0]!;
  const fitError = misfit(set, weights);
  return { lower: support.length, upper: support.length, decided: true, method: "vertices", rests: set.exact ? "exact" : "list", support, blocks, fitError };
}

async function byMixedInteger(set: OptimalSet, timeLimit: number): Promise<FewestNeurons> {
  const { neurons, weights } = set.equicorrelation;
  const clock = new Clock({ timeout: timeLimit });
  const candidates = Array.from(neurons.keys()).filter((k) => set.possible[k]);
  const count = candidates.length;
  let best = networkOn(set, candidates.filter((k) => weights[k]! > 0)) ?? { weights, support: candidates, fitError: misfit(set, weights) };
  let lower = Math.min(1, best.support.length);
  const polytope = new Polytope(candidates.map((k) => neurons[k]!), Float64Array.from(candidates, (k) => weights[k]!), set.program.n);
  const most = (await polytope.largest()).map((weight) => Math.min(1, weight / set.sumOfNorms + SLACK));
  // All in shares of the sum of weights.
  const rows: Row[] = polytope.equations().map((row) => ({ ...row, values: [...Array.from(row.values), ...candidates.map(() => 0)] }));
  for (let at = 0; at < count; at++) rows.push({ values: Array.from({ length: 2 * count }, (_, k) => (k === at ? 1 : k === count + at ? -most[at]! : 0)), lower: -Infinity, upper: 0 });
  while (lower < best.support.length) {
    if (clock.isOver()) break;
    const outcome = await minimise(
      {
        cost: Array.from({ length: 2 * count }, (_, at) => (at < count ? 0 : 1)),
        rows,
        upper: new Float64Array(2 * count).fill(1),
        integer: Array.from({ length: 2 * count }, (_, at) => at >= count),
      },
      { timeLimit: clock.left },
    );
    // `best` satisfies all rows: a solver that sees nothing has lost it by rounding, and proves nothing.
    if (outcome.status === "infeasible") break;
    lower = Math.max(lower, Math.min(best.support.length, Math.ceil(outcome.bound - INTEGER)));
    if (outcome.solution === undefined) break;
    const chosen = candidates.filter((_, at) => outcome.solution![count + at]! > 0.5);
    const network = networkOn(set, chosen);
    if (network === undefined) {
      // Neither these neurons give the fit nor do some of them: one of the others is needed.
      rows.push({ values: Array.from({ length: 2 * count }, (_, at) => (at >= count && !chosen.includes(candidates[at - count]!) ? 1 : 0)), lower: 1, upper: Infinity });
      continue;
    }
    if (network.support.length < best.support.length) best = network;
    if (outcome.status === "limit") break;
  }
  const { support, fitError } = best;
  const upper = support.length;
  return { lower, upper, decided: lower === upper, method: "mixed-integer", rests: "solver", blocks: memberOf(set.equicorrelation, best.weights).blocks, support, fitError };
}

interface Network {
  readonly weights: Float64Array;
  readonly support: readonly number[];
  readonly fitError: number;
}

/** Weights of some of the neurons that give the fit, all others 0; nothing if there are none. Proved in rational numbers where the optimum is exact. */
function networkOn(set: OptimalSet, chosen: readonly number[]): Network | undefined {
  const { exactOptimum, program, fit } = set;
  const { neurons } = set.equicorrelation;
  const near = nonnegativeWeights(chosen.map((k) => neurons[k]!), fit);
  // The support of a nonnegative least-squares solution is independent.
  const support = chosen.filter((_, at) => near[at]! > 0);
  const weights = new Float64Array(neurons.length);
  if (exactOptimum !== undefined) {
    const values = support.length === 0 ? [] : solutionOver(ORDERED_RATIONALS, transposed(support.map((k) => exactOptimum.neurons[k]!.output)), exactOptimum.fit);
    if (values === undefined || values.some((value) => value.sign < 0)) return undefined;
    for (const [at, k] of support.entries()) weights[k] = values[at]!.toNumber() * program.lambda;
  } else for (const [at, k] of chosen.entries()) weights[k] = near[at]!;
  const fitError = misfit(set, weights);
  return fitError <= FIT_ERROR * Math.max(...fit.map(Math.abs)) ? { weights, support: support.filter((k) => weights[k]! > 0), fitError } : undefined;
}

/** The largest entry of what some weights miss of the fit. */
function misfit({ equicorrelation: { neurons }, program, fit }: OptimalSet, weights: Float64Array): number {
  return combination(neurons, weights, program.n).reduce((most, entry, j) => Math.max(most, Math.abs(entry - fit[j]!)), 0);
}
