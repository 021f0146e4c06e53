import type { LinearEvidence, Unreachable, WeightFamily } from "../certificate/proof.js";
import type { Laurent } from "../exact/laurent.js";
import { select } from "../pattern/layers.js";
import { has } from "../pattern/mask.js";
import { type Rectangles, masksOfRectangles, supportRows } from "../pattern/rectangles.js";
import { members, totalSize } from "../pattern/sets.js";
import { metBy } from "../pattern/symmetry.js";
import type { Budget } from "./budget.js";
import { type LimitCandidate, type NeuronCurve, limitSpaces } from "./limit-spaces.js";
import { NumericalReach } from "./numerical-reach.js";
import type { MinorGoal } from "./known-products.js";
import { UnreachableProver } from "./unreachable.js";

type Evidence = LinearEvidence["degeneration"];
type Limit = LimitCandidate["limit"];

/** Goals with more entries or neurons than this are left alone: what is not closed in them shows in a smaller minor, or in what is left when parts are freed. */
const MAX_ENTRIES = 30;
const MAX_NEURONS = 8;

/** How hard the search tries. */
export interface DegenerationEffort {
  /** Looks, each with curves of its own. */
  readonly looks: number;
  /** Curves drawn for each. */
  readonly curves: number;
  /** Limits for which the prover may branch, that many states each. */
  readonly branched: number;
  readonly states: number;
}

/** Other curves find what more of the same do not: of the classes 3 x 4 with four neurons one is met by the third look, and not by eight times as many curves in the first. */
const EFFORT: DegenerationEffort = { looks: 3, curves: 1500, branched: 60, states: 800 };

/** Limits tried without branching before any is tried with. Of the obstructions of width three up to 4x4 and four up to 3x3 most are found among the first 20. */
const FIRST = 100;

/**
 * N2 with N3, degeneration [own, docs/theory.md 4.9, 4.10]: a limit of products that no weights reach. Limits come from limit spaces, cheapest curves first; most are
 * reached, and the prover is quick to say nothing unless it may branch. So it looks at many limits without branching, and then again at those for which no weights are
 * found numerically.
 *
 * Incomplete: the curves are few, and the prover misses some limits. The outputs and inputs that the proof does not need are left out.
 * @throws OutOfBudget
 */
export function findDegeneration(state: Rectangles, budget: Budget, effort = EFFORT): Evidence | undefined {
  if (state.neurons.length > MAX_NEURONS || totalSize(supportRows(state)) > MAX_ENTRIES) return undefined;
  const search = new Search(state, budget);
  const reach = new NumericalReach(state);
  for (let seed = 1; seed <= effort.looks; seed++) {
    const found = look(limitSpaces(state, { seed, curves: effort.curves }, budget), search, reach, effort);
    if (found !== undefined) return found;
  }
  return undefined;
}

function look(limits: Iterable<LimitCandidate>, search: Search, reach: NumericalReach, effort: DegenerationEffort): Evidence | undefined {
  const waiting: LimitCandidate[] = [];
  let branched = 0;
  const proveNext = (): Evidence | undefined => {
    const candidate = waiting.shift()!;
    if (branched >= effort.branched || reach.reaches(candidate.limit)) return undefined;
    branched++;
    return search.prove(candidate, effort.states);
  };
  for (const candidate of limits) {
    const found = search.prove(candidate, 1);
    if (found !== undefined) return found;
    // From here on one with branching for one without.
    const again = waiting.push(candidate) > FIRST ? proveNext() : undefined;
    if (again !== undefined) return again;
  }
  while (waiting.length > 0) {
    const again = proveNext();
    if (again !== undefined) return again;
  }
  return undefined;
}

class Search {
  readonly #state: Rectangles;
  readonly #budget: Budget;
  readonly #whole: Minor;

  constructor(state: Rectangles, budget: Budget) {
    this.#state = state;
    this.#budget = budget;
    const met = metBy(state);
    this.#whole = new Minor(state, members(met.rows), members(met.cols));
  }

  /** Evidence for this limit, if it is proved to be out of reach in some states of the prover. */
  prove(candidate: LimitCandidate, states: number): Evidence | undefined {
    let minor = this.#whole;
    let tree = minor.prove(candidate.limit, this.#budget, states);
    if (tree === undefined) return undefined;
    for (const smaller of this.#deletions(minor)) {
      const next = smaller(minor);
      const proof = next?.prove(candidate.limit, this.#budget, states);
      if (next !== undefined && proof !== undefined) [minor, tree] = [next, proof];
    }
    return evidenceOf(minor, candidate, tree);
  }

  /** For each row and column the way to leave it out. */
  #deletions({ goal }: Minor): ((minor: Minor) => Minor | undefined)[] {
    const without = (list: readonly number[], x: number): number[] => list.filter((y) => y !== x);
    return [
      ...goal.outputs.map((i) => ({ goal: { outputs, inputs } }: Minor) => (outputs.length > 1 ? new Minor(this.#state, without(outputs, i), inputs) : undefined)),
      ...goal.inputs.map((j) => ({ goal: { outputs, inputs } }: Minor) => (inputs.length > 1 ? new Minor(this.#state, outputs, without(inputs, j)) : undefined)),
    ];
  }
}

class Minor {
  readonly goal: MinorGoal;
  readonly #prover: UnreachableProver;

  constructor(state: Rectangles, outputs: readonly number[], inputs: readonly number[]) {
    this.goal = { masks: select(masksOfRectangles(state), outputs, inputs), outputs, inputs };
    this.#prover = new UnreachableProver(this.goal);
  }

  limitOf(limit: Limit): Limit {
    return this.goal.outputs.map((i) => this.goal.inputs.map((j) => limit[i]![j]!));
  }

  prove(limit: Limit, budget: Budget, states: number): Unreachable | undefined {
    return this.#prover.prove(this.limitOf(limit), budget, states);
  }
}

function evidenceOf(minor: Minor, candidate: LimitCandidate, tree: Unreachable): Evidence {
  const { outputs, inputs } = minor.goal;
  const limit = minor.limitOf(candidate.limit);
  return {
    outputs: [...outputs],
    inputs: [...inputs],
    limit: limit.map((row) => row.map((value) => value && value.toString())),
    weights: weightsOf(minor, candidate.weights()),
    unreachable: tree,
  };
}

/** The weights on the minor's edges, those of neurons without a product left out. */
function weightsOf({ goal }: Minor, curves: readonly NeuronCurve[]): WeightFamily[][] {
  const [first, second] = goal.masks;
  const family = (out: number, input: number, weight: Laurent | undefined): WeightFamily[] =>
    weight === undefined || weight.isZero ? [] : [[[out, input], weight.toJson()]];
  const isUsed = curves.map(({ u, v }) => goal.outputs.some((i) => u.get(i)?.isZero === false) && goal.inputs.some((j) => v.get(j)?.isZero === false));
  const neurons = [...curves.keys()].filter((k) => isUsed[k]);
  return [
    neurons.flatMap((k) => goal.inputs.flatMap((j) => (has(first!, k, j) ? family(k, j, curves[k]!.v.get(j)) : []))),
    goal.outputs.flatMap((i) => neurons.flatMap((k) => (has(second!, i, k) ? family(i, k, curves[k]!.u.get(i)) : []))),
  ];
}
