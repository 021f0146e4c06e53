/**
 * Search over the rules for two layers: a goal "L + R^F is closed" becomes smaller goals until a leaf decides them.
 *
 * Every step is an equivalence, so any order is right; the order only decides what is found. Splitting and the leaves
 * come first, then cap, then the two that branch: free and chain descent. Goals already tried are remembered up to symmetry, and what
 * a proof needs more than once is written as a lemma.
 */
import type { Proof } from "../certificate/proof.js";
import { type Rectangles, hasFreeEntries, split } from "../pattern/rectangles.js";
import { assistedFreeSteps } from "../rules/assisted-free.js";
import { type Budget, OutOfBudget } from "../rules/budget.js";
import { findBlockMinor } from "../rules/block-minor.js";
import { COMPLETE_WIDTH, catalogueSearch } from "../rules/catalogue.js";
import { findCap } from "../rules/cap.js";
import { chainDescents } from "../rules/chain-descent.js";
import { type DegenerationEffort, findDegeneration } from "../rules/degeneration.js";
import { findEverything } from "../rules/everything.js";
import { findConstantRank } from "../rules/constant-rank.js";
import type { Found } from "../rules/found.js";
import { freeSteps } from "../rules/free.js";
import { findLaminar } from "../rules/laminar.js";
import { decideOneNeuron } from "../rules/one-neuron.js";
import { decideTwoNeurons } from "../rules/two-neurons.js";
import { nameOf, TriedGoals } from "./tried.js";

/**
 * Goals, up to symmetry, looked at in one search before it gives up. With few neurons a goal costs microseconds and the search is near
 * exhaustive; with many it costs up to a second, and what splitting and freeing do not open in some tens of goals they hardly open at all.
 */
const MAX_GOALS = 4000;
const MAX_LARGE_GOALS = 30;
const LARGE = 8;

/** Finds most limits out of reach that there are, in milliseconds; what it does not find is tried again after the rules for closed goals. */
const QUICK: DegenerationEffort = { looks: 1, curves: 60, branched: 2, states: 20 };
/** The same for goals with more neurons than this, where every limit costs more; a search that begins with so many takes no thorough look. */
const FEW_NEURONS = 4;
const QUICK_MANY: DegenerationEffort = { looks: 1, curves: 30, branched: 0, states: 1 };

/**
 * How often one search may ask for what is dear: a quick look for limits out of reach (some 10 ms), a thorough one (a second), cases over frozen vectors (some 10 ms for each set of
 * sides) and over all matrices (a second). What is decided at all needs them once or twice; where they fail they mostly fail on all goals.
 */
const ALLOWED = { quick: 20, thorough: 1, frozen: 20, everything: 2 };

/**
 * Decides whether L + R^F is closed, or returns nothing: undecided by these rules. Complete for two neurons or fewer
 * without free entries (D2), and for one neuron with them (R5).
 */
export function decideTwoLayer(state: Rectangles, budget: Budget): Found | undefined {
  return new TwoLayerSearch(budget, state.neurons.length < LARGE ? MAX_GOALS : MAX_LARGE_GOALS).run(state);
}

/** A proof by reference that a goal without free entries is closed, where that has been proved before. */
export type KnownClosed = (state: Rectangles) => Proof | undefined;

/**
 * A proof that a goal without free entries is closed, or nothing. What is not closed is not looked for, and goals that are known to be closed are referred to: the
 * way to decide all patterns of a kind, the smaller before the larger.
 * @param plain without the rules that look at all values of frozen vectors or of the matrix (4.11 to 4.13): milliseconds
 */
export function proveClosed(state: Rectangles, known: KnownClosed, budget: Budget, plain = false): Proof | undefined {
  const search = new TwoLayerSearch(budget, MAX_GOALS, known);
  const found = plain ? search.runPlain(state) : search.run(state);
  return found?.closed === true ? found.proof : undefined;
}

class TwoLayerSearch {
  readonly #tried: TriedGoals;
  readonly #budget: Budget;
  readonly #maxGoals: number;
  readonly #known: KnownClosed | undefined;
  /** Is all that is not closed found otherwise? */
  #closedOnly: boolean;
  readonly #left = { ...ALLOWED };

  constructor(budget: Budget, maxGoals: number, known?: KnownClosed) {
    this.#budget = budget;
    this.#maxGoals = maxGoals;
    this.#known = known;
    this.#closedOnly = known !== undefined;
    this.#tried = new TriedGoals(known === undefined);
  }

  run(state: Rectangles): Found | undefined {
    this.#budget.spend();
    if (state.neurons.length > FEW_NEURONS) this.#left.thorough = 0;
    if (this.#known === undefined && !hasFreeEntries(state)) {
      const obstruction = catalogueSearch().find(state, this.#budget);
      if (obstruction !== undefined) return { closed: false, proof: obstruction };
      // The catalogue is complete for so many neurons, whatever the size.
      this.#closedOnly = state.neurons.length <= COMPLETE_WIDTH;
    }
    const found = this.decide(state);
    return found && { closed: found.closed, proof: this.#tried.written(found.proof) };
  }

  /** As `run`, with the plain rules only. */
  runPlain(state: Rectangles): Found | undefined {
    this.#left.frozen = 0;
    return this.run(state);
  }

  /** The proof may hold references to goals tried before, see `TriedGoals`. What takes one look is neither remembered nor referred to. */
  decide(state: Rectangles): Found | undefined {
    this.#budget.spend();
    if (state.neurons.length === 0) return { closed: true, proof: { rule: "linear-space", evidence: {} } };
    const parts = split(state);
    if (parts.length !== 1 || nameOf(parts[0]!) !== nameOf(state)) return decideParts(parts, (part) => this.decide(part), "split");
    if (state.neurons.length === 1) return decideOneNeuron(state);
    if (state.neurons.length === 2 && !hasFreeEntries(state)) return decideTwoNeurons(state);
    const known = this.#known?.(state);
    if (known !== undefined) return { closed: true, proof: known };
    const laminar = findLaminar(state);
    if (laminar !== undefined) return { closed: true, proof: laminar };
    const more = (): boolean => this.#tried.size < this.#maxGoals;
    return this.#tried.decide(state, more, () => this.#search(state));
  }

  /** Of a goal in one part, with two neurons or more. */
  #search(state: Rectangles): Found | undefined {
    const block = findBlockMinor(state, this.#budget);
    if (block !== undefined) return { closed: false, proof: block };
    const cap = findCap(state);
    if (cap !== undefined) {
      const rest = this.decide(cap.state);
      return rest && through(rest, (then) => ({ rule: "cap", evidence: { side: cap.side, deleted: cap.deleted, then } }));
    }
    // With smaller goals known to be closed, a descent ends at once; otherwise it is the one that branches more.
    const branching = this.#known === undefined ? (this.#free(state) ?? this.#descend(state)) : (this.#descend(state) ?? this.#free(state));
    if (branching !== undefined) return branching;
    if (this.#closedOnly) return this.#overFrozen(state);
    const quick = this.#left.quick-- > 0 ? this.#degenerate(state, state.neurons.length > FEW_NEURONS ? QUICK_MANY : QUICK) : undefined;
    return quick ?? this.#overFrozen(state) ?? (this.#left.thorough-- > 0 ? this.#degenerate(state) : undefined);
  }

  #free(state: Rectangles): Found | undefined {
    for (const { frozen, state: left } of freeSteps(state, this.#budget)) {
      const rest = this.decide(left);
      if (rest !== undefined) return through(rest, (then) => ({ rule: "free", evidence: { frozen, then } }));
    }
    return undefined;
  }

  #degenerate(state: Rectangles, effort?: DegenerationEffort): Found | undefined {
    const evidence = findDegeneration(state, this.#budget, effort);
    return evidence && { closed: false, proof: { rule: "degeneration", evidence } };
  }

  /** The rules that look at all values of frozen vectors, or of the matrix: the dearest ones, last. */
  #overFrozen(state: Rectangles): Found | undefined {
    if (this.#left.frozen-- <= 0) return undefined;
    const constant = findConstantRank(state, this.#budget);
    if (constant !== undefined) return { closed: true, proof: constant };
    for (const { evidence, state: left } of assistedFreeSteps(state, this.#budget)) {
      const rest = this.decide(left);
      if (rest !== undefined) return through(rest, (then) => ({ rule: "assisted-free", evidence: { ...evidence, then } }));
    }
    const everything = this.#left.everything-- > 0 ? findEverything(state, this.#budget) : undefined;
    return everything && { closed: true, proof: everything };
  }

  #descend(state: Rectangles): Found | undefined {
    for (const { side, chain, cases } of chainDescents(state)) {
      const proofs: { deleted: number; then: Proof }[] = [];
      for (const { deleted, state: left } of cases) {
        const rest = this.decide(left);
        if (rest === undefined) continue;
        if (!rest.closed) return { closed: false, proof: { rule: "chain-descent", evidence: { side, chain, deleted, then: rest.proof } } };
        proofs.push({ deleted, then: rest.proof });
      }
      if (proofs.length === cases.length) {
        return { closed: true, proof: { rule: "chain-descent", evidence: { side, chain, cases: proofs } } };
      }
    }
    return undefined;
  }
}

function through(rest: Found, wrap: (then: Proof) => Proof): Found {
  return { closed: rest.closed, proof: wrap(rest.proof) };
}

/**
 * The verdict on a goal from its independent parts: one that is not closed decides, otherwise all are needed. A part that
 * runs out of budget does not hide a later one that is not closed.
 */
export function decideParts<G>(parts: readonly G[], decide: (part: G) => Found | undefined, rule: "split" | "components"): Found | undefined {
  const proofs: Proof[] = [];
  let spent: OutOfBudget | undefined;
  for (const [part, goal] of parts.entries()) {
    let found: Found | undefined;
    try {
      found = decide(goal);
    } catch (error) {
      if (!(error instanceof OutOfBudget)) throw error;
      spent = error;
    }
    if (found?.closed === false) return { closed: false, proof: { rule, evidence: { part, then: found.proof } } };
    if (found !== undefined) proofs.push(found.proof);
  }
  if (spent !== undefined) throw spent;
  return proofs.length === parts.length ? { closed: true, proof: { rule, evidence: { parts: proofs } } } : undefined;
}
