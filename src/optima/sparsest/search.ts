/** The search for a sparsest network by the methods there are: which of them are asked, in which order, and with which share of the time. What they say of bounds is for the checker to confirm. */
import type { Clock } from "../clock.js";
import type { LeftOut, OptimumProgress } from "../optimum.js";
import { Fault, badInput } from "../../pattern/fault.js";
import type { LowerBound } from "./certificate.js";
import { fewestNeurons } from "./fewest-neurons.js";
import { fewestParameters } from "./fewest-parameters.js";
import { type RationalNetwork, type SparsestProblem, countOf } from "./problem.js";
import { ridgeNetwork } from "./ridge-network.js";
import { type TrainedSparsest, trainSparsest } from "./training/train.js";

export type SparsestMethod = "exact" | "milp" | "reweighted";

/** A bound that no checker has confirmed: of a solver in doubles, or of a search that is too long to be gone through once more. */
export interface TrustedBound {
  readonly bound: number;
  readonly by: string;
}

export interface Found {
  /** What gave the network. */
  readonly method: SparsestMethod;
  readonly network: RationalNetwork;
  /** Each of them proved by whoever found it. */
  readonly bounds: readonly LowerBound[];
  readonly trusted: TrustedBound | null;
  readonly training: TrainedSparsest | null;
  readonly left: readonly LeftOut[];
}

export interface SearchOptions {
  readonly method: "auto" | SparsestMethod;
  /** What is known: a network to begin with, for exact and auto, and bounds. */
  readonly start: RationalNetwork | undefined;
  readonly bounds: readonly LowerBound[];
  readonly trusted: TrustedBound | null;
  readonly p: number;
  readonly seed: number;
  /** Over when the signal says so, too. */
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: OptimumProgress) => void) | undefined;
}

/** Of the time, for the exact search in front of a training. */
const EXACT_SHARE = 0.5;
/** Beside a training, for bounds that are cheap: seconds for dual vectors, lists of neuron types. */
const CHEAP_SECONDS = 5;
const CHEAP_LISTS = 1e6;

/**
 * A network that interpolates, as sparse as was found, with bounds. exact: searches that end with a proof. milp: the same with the choices left to HiGHS. reweighted: training, and bounds as far as they are cheap. auto: an exact
 * search with half of the time, and where it does not end, training.
 * @throws Fault when it is proved that no network of the mask interpolates, or none was found in time
 */
export async function search(problem: SparsestProblem, options: SearchOptions): Promise<Found> {
  const state = new State(problem, options);
  const { method } = options;
  if (method === "exact" || method === "milp") await state.exactly(method, 1);
  else if (method === "auto") {
    await state.exactly("exact", EXACT_SHARE);
    if (!state.isProved) await state.train();
  } else {
    await state.train();
    await state.boundCheaply();
  }
  return state.found();
}

class State {
  readonly #problem: SparsestProblem;
  readonly #options: SearchOptions;
  #network: RationalNetwork | undefined;
  #method: SparsestMethod;
  readonly #bounds: LowerBound[];
  #trusted: TrustedBound | null;
  #training: TrainedSparsest | null = null;
  readonly #left: LeftOut[] = [];

  constructor(problem: SparsestProblem, options: SearchOptions) {
    this.#problem = problem;
    this.#options = options;
    this.#method = options.method === "auto" ? "exact" : options.method;
    this.#bounds = [...options.bounds];
    this.#trusted = options.trusted;
    // A program or a training is to find its network by itself.
    if (options.method === "auto" || options.method === "exact") this.#network = options.start ?? this.#networkAtOnce();
  }

  get #count(): number {
    return this.#network === undefined ? Infinity : countOf(this.#network, this.#problem);
  }

  get #lower(): number {
    return this.#bounds.reduce((most, { atLeast }) => Math.max(most, atLeast), 0);
  }

  get isProved(): boolean {
    return this.#lower === this.#count;
  }

  /** @param share of the time that is left */
  async exactly(method: "exact" | "milp", share: number): Promise<void> {
    const { clock } = this.#options;
    await (this.#problem.count === "neurons" ? this.#fewestNeurons(method, share * clock.left) : this.#fewestParameters(method, share * clock.left));
  }

  async boundCheaply(): Promise<void> {
    const { clock } = this.#options;
    if (this.isProved || clock.isOver()) return;
    await (this.#problem.count === "neurons" ? this.#fewestNeurons("exact", Math.min(CHEAP_SECONDS, clock.left)) : this.#fewestParameters("exact", clock.left, CHEAP_LISTS));
  }

  async train(): Promise<void> {
    const { p, seed, clock, signal, onProgress } = this.#options;
    if (clock.isOver()) return this.#leave("training", "the time was over");
    const trained = await trainSparsest(this.#problem, {
      p,
      seed,
      enough: this.#lower,
      timeout: clock.left,
      ...(signal === undefined ? {} : { signal }),
      onProgress: ({ run, runs, epoch, epochs, loss, active }) => onProgress?.({ stage: "training", detail: `run ${run + 1}/${runs}, epoch ${epoch}/${epochs}, loss ${loss.toExponential(1)}, ${active} active neurons` }),
    });
    this.#training = trained;
    if (trained.network === undefined) this.#leave("training", trained.why);
    else this.#take(trained.network, "reweighted");
  }

  found(): Found {
    const network = this.#network ?? this.#anyNetwork();
    return { method: this.#method, network, bounds: this.#bounds, trusted: this.#trusted, training: this.#training, left: this.#left };
  }

  #networkAtOnce(): RationalNetwork | undefined {
    return this.#problem.supports === undefined ? ridgeNetwork(this.#problem) : undefined;
  }

  #anyNetwork(): RationalNetwork {
    const network = this.#options.start ?? this.#networkAtOnce();
    if (network === undefined) throw new Fault("usage", { place: "timeout", expected: "time enough to find a network that interpolates", found: `${this.#options.clock.timeout} seconds` });
    this.#leave("network", "none was found: this is one that can be had without a search");
    return network;
  }

  async #fewestNeurons(method: "exact" | "milp", timeLimit: number): Promise<void> {
    const { clock, onProgress } = this.#options;
    const { network, lower, vectors, trusted, complete, why } = await fewestNeurons(this.#problem, {
      method,
      timeLimit,
      stop: clock.isOver,
      onProgress: ({ lower: least, upper, vectors: cuts }) => onProgress?.({ stage: "fewest neurons", detail: `at least ${least}, at most ${upper ?? "unknown"}, ${cuts} dual vectors` }),
    });
    if (lower === Infinity) throw infeasible();
    this.#bounds.push({ atLeast: lower, evidence: { rule: "dual-vectors", vectors } });
    if (trusted !== undefined) this.#trusted = trusted;
    if (network !== undefined) this.#take(network, method);
    if (!complete) this.#leave("proof", why === "patterns" ? "there are too many activation patterns for an exact search" : "the time was over");
  }

  async #fewestParameters(method: "exact" | "milp", timeLimit: number, limit?: number): Promise<void> {
    const { clock, onProgress } = this.#options;
    const { network, lower, rule, trusted, complete, infeasible: isInfeasible } = await fewestParameters(this.#problem, {
      method,
      timeLimit,
      ...(this.#network === undefined ? {} : { start: this.#network }),
      ...(limit === undefined ? {} : { limit }),
      stop: clock.isOver,
      onProgress: ({ parameters, lists }) => onProgress?.({ stage: "fewest parameters", detail: `none with fewer than ${parameters}; up to ${lists < 1e6 ? lists : lists.toExponential(1)} lists of neurons with ${parameters}` }),
    });
    if (isInfeasible) throw infeasible();
    this.#bounds.push({ atLeast: lower, evidence: { rule } });
    // Without bound: the solver says that there is no network, which it cannot prove.
    if (trusted !== undefined && Number.isFinite(trusted.bound)) this.#trusted = trusted;
    if (network !== undefined) this.#take(network, method);
    if (!complete) this.#leave("proof", method === "milp" ? "the program's bound rests on doubles, or the time was over" : "there are too many lists of neurons to go through, or the time was over");
  }

  /** Where it has fewer, or is the first one. A trained network that was asked for stays: what searches for bounds find beside it is only told. */
  #take(network: RationalNetwork, method: SparsestMethod): void {
    const count = countOf(network, this.#problem);
    if (count >= this.#count) return;
    if (this.#options.method === "reweighted" && method !== "reweighted" && this.#network !== undefined) {
      return this.#leave("sparser network", `a search for a lower bound has found one of ${count} ${this.#problem.count}: method exact gives it`);
    }
    this.#network = network;
    this.#method = method;
  }

  #leave(part: string, why: string): void {
    this.#left.push({ part, why });
  }
}

function infeasible(): Fault {
  return badInput("masks", "a network of the mask that goes through all points", "none: it is proved that there is none");
}
