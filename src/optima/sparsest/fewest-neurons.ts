/**
 * The fewest hidden neurons of an interpolating network with several inputs, exactly, by combinatorial Benders cuts (Codato and Fischetti 2006) over blocks: activation patterns with a sign of the output.
 *
 * A network is a set of blocks, of each support no more than there are neurons. Vectors of Farkas (dual-vectors.ts) say of sets of blocks that every interpolating network has one of them. The master problem is
 * a hitting set of these sets with fewest blocks. Is y in the cone of its blocks, it is a network, and has the fewest neurons; if not, there is another vector. In the end the vectors alone prove the bound:
 * no set of fewer blocks hits all of their sets. The master problem is solved exactly, by branching, size after size; or by HiGHS, and then what it says is confirmed by the exact search.
 */
import type { Rational } from "../../exact/rational.js";
import { Clock, OutOfTime } from "../clock.js";
import { minimise } from "../linear-program.js";
import { type BlockCones, blockCones } from "./block-cones.js";
import { type DualVector, blockingVector, weightsOf } from "./dual-vectors.js";
import { type Elements, hittingSet } from "./hitting-set.js";
import { networkOnBlocks } from "./network-on-blocks.js";
import { type RationalNetwork, type SparsestProblem, countOf } from "./problem.js";
import { ridgeNetwork } from "./ridge-network.js";

export interface FewestNeuronsOptions {
  /** Of the master problem: exact by default. */
  readonly method?: "exact" | "milp";
  /** Seconds; no limit by default. What is known when they end is returned. */
  readonly timeLimit?: number;
  /** Asked often: is it to end early? */
  readonly stop?: () => boolean;
  /** With more activation patterns of a support there is no search; 20 000 by default. */
  readonly limit?: number;
  readonly onProgress?: (progress: { readonly lower: number; readonly upper: number | undefined; readonly vectors: number }) => void;
}

export interface FewestNeurons {
  /** It interpolates, exactly; the best one found. Of the weights with its activation patterns many are 0, though not as many as possible. */
  readonly network: RationalNetwork | undefined;
  /** No interpolating network has fewer neurons; where none interpolates, Infinity. */
  readonly lower: number;
  /**
   * Proof of `lower`: N integers each, nu . y > 0, orthogonal to affine functions if these are free. No set of fewer than `lower` blocks, of each support no more than there are neurons, has for each vector a
   * block that it does not block.
   */
  readonly vectors: readonly (readonly Rational[])[];
  /** A larger bound on the word of a solver in doubles. */
  readonly trusted?: { readonly bound: number; readonly by: "HiGHS" };
  /** Is it known what the fewest are, or that there is no network? */
  readonly complete: boolean;
  /** Is it proved, by `vectors`, that no network interpolates? */
  readonly infeasible: boolean;
  /** Activation patterns with signs, without those that are not needed; nothing when there are too many. */
  readonly blocks: number | undefined;
  /** Why the search did not come to its end: no time, or too many activation patterns. */
  readonly why?: "time" | "patterns";
}

/** @throws SolverFailure when HiGHS ends with an error */
export async function fewestNeurons(problem: SparsestProblem, options: FewestNeuronsOptions = {}): Promise<FewestNeurons> {
  const { method = "exact", timeLimit, stop, limit, onProgress } = options;
  const clock = new Clock({ timeout: timeLimit, stop });
  const cones = blockCones(problem, limit === undefined ? {} : { limit });
  const start = problem.supports === undefined ? ridgeNetwork(problem) : undefined;
  if (cones === undefined) return { network: start, lower: 0, vectors: [], complete: start?.neurons.length === 0, infeasible: false, blocks: undefined, why: "patterns" };
  const search = new Search(problem, cones, clock, onProgress);
  let ended = false;
  try {
    search.begin(start);
    if (method === "milp") await search.byProgram();
    else search.bySize();
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    ended = true;
  }
  return { ...search.result(), ...(ended && { why: "time" as const }) };
}

class Search {
  readonly #problem: SparsestProblem;
  readonly #cones: BlockCones;
  readonly #elements: Elements;
  readonly #clock: Clock;
  readonly #onProgress: FewestNeuronsOptions["onProgress"];
  /** Hidden neurons there are. */
  readonly #most: number;
  readonly #vectors: DualVector[] = [];
  /** How many vectors do not block a block. */
  readonly #counts: Int32Array;
  #lower = 0;
  /** So many of the vectors prove it. */
  #proving = 0;
  #network: RationalNetwork | undefined;
  #trusted = 0;

  constructor(problem: SparsestProblem, cones: BlockCones, clock: Clock, onProgress: FewestNeuronsOptions["onProgress"]) {
    this.#problem = problem;
    this.#cones = cones;
    this.#clock = clock;
    this.#onProgress = onProgress;
    this.#elements = { group: Int32Array.from(cones.blocks, ({ hidden }) => hidden), capacity: cones.classes.map(({ neurons }) => neurons) };
    this.#most = cones.classes.reduce((sum, { neurons }) => sum + neurons, 0);
    this.#counts = new Int32Array(cones.blocks.length);
  }

  get #upper(): number {
    return this.#network?.neurons.length ?? Infinity;
  }

  /** A network, not a bad one, or that even all blocks together give none. @param start one that is known */
  begin(start: RationalNetwork | undefined): void {
    this.#network = start;
    const all = Array.from(this.#cones.blocks.keys());
    const weights = weightsOf(this.#cones, all);
    if (weights === undefined) {
      this.#vectors.push(this.#another(all, [])!);
      this.#raise(Infinity);
      return;
    }
    let chosen = this.#covering([...weights.keys()]);
    if (chosen === undefined) return;
    for (const b of chosen) {
      this.#clock.check();
      const others: number[] = chosen.filter((other) => other !== b);
      if (weightsOf(this.#cones, others) !== undefined) chosen = others;
    }
    this.#take(chosen);
  }

  /** One size after another: hitting sets that are no networks give further vectors, until there is a network or no hitting set of that size. */
  bySize(): void {
    while (this.#lower < this.#upper) {
      const size = this.#lower;
      const chosen = size > this.#most ? undefined : hittingSet(this.#elements, this.#vectors, size, { pause: this.#clock.check, more: (some, excluded) => this.#another(some, this.#order(excluded)) });
      if (chosen !== undefined) this.#take(chosen);
      else this.#raise(size >= this.#most ? Infinity : size + 1);
    }
  }

  /** The same with hitting sets by HiGHS, the smallest there are; what it says is confirmed at the end. */
  async byProgram(): Promise<void> {
    const { group, capacity } = this.#elements;
    const count = group.length;
    const room = capacity.flatMap((upper, of) => (upper === Infinity ? [] : [{ values: Array.from(group, (g) => (g === of ? 1 : 0)), lower: 0, upper }]));
    while (Math.max(this.#lower, this.#trusted) < this.#upper) {
      this.#clock.check();
      const rows = [...room, ...this.#vectors.map(({ has }) => ({ values: has, lower: 1, upper: Infinity }))];
      const { left } = this.#clock;
      const outcome = await minimise({ cost: new Float64Array(count).fill(1), rows, upper: new Float64Array(count).fill(1), integer: Array.from({ length: count }, () => true) }, left === Infinity ? {} : { timeLimit: left });
      this.#trusted = Math.max(this.#trusted, Math.ceil(outcome.bound - INTEGER));
      if (outcome.solution === undefined) break;
      const chosen = Array.from(group.keys()).filter((b) => outcome.solution![b]! > 0.5);
      const vector = this.#another(chosen, this.#order());
      if (vector === undefined) {
        this.#take(chosen);
        // Should it not be a smallest one, as the time was over: that is for the exact search to say.
        break;
      }
      this.#vectors.push(vector);
    }
    this.bySize();
  }

  result(): Omit<FewestNeurons, "why"> {
    const [lower, network] = [this.#lower, this.#network];
    const known = Math.min(this.#trusted, this.#upper);
    return {
      network,
      lower,
      vectors: this.#proof().map(({ entries }) => this.#cones.dualVector(entries)),
      ...(known > lower && { trusted: { bound: known, by: "HiGHS" as const } }),
      complete: lower >= this.#upper,
      infeasible: lower === Infinity,
      blocks: this.#cones.blocks.length,
    };
  }

  /** A vector that blocks these blocks, to be added to the others; nothing if they have a network. */
  #another(chosen: readonly number[], order: Iterable<number>): DualVector | undefined {
    const vector = blockingVector(this.#cones, chosen, order, this.#clock.check);
    if (vector === undefined) return undefined;
    for (const b of vector.elements) this.#counts[b]!++;
    this.#tell();
    return vector;
  }

  /** Blocks that the search need not consider last; otherwise those that many vectors do not block first: they are what hitting sets are made of. */
  #order(excluded?: Uint8Array): number[] {
    const skipped = (b: number): number => excluded?.[b] ?? 0;
    return Array.from(this.#counts.keys()).sort((a, b) => skipped(a) - skipped(b) || this.#counts[b]! - this.#counts[a]! || a - b);
  }

  /** Blocks that have all these generators, each time one that has most of those that are left; nothing if there are not enough neurons. */
  #covering(generators: readonly number[]): number[] | undefined {
    const { group, capacity } = this.#elements;
    const room = [...capacity];
    const left = new Set(generators);
    const chosen: number[] = [];
    while (left.size > 0) {
      let [best, most] = [-1, 0];
      for (const [b, { generators: own }] of this.#cones.blocks.entries()) {
        if (room[group[b]!] === 0) continue;
        const hits = own.reduce((sum, g) => sum + (left.has(g) ? 1 : 0), 0);
        if (hits > most) [best, most] = [b, hits];
      }
      if (best < 0) return undefined;
      chosen.push(best);
      room[group[best]!]!--;
      for (const g of this.#cones.blocks[best]!.generators) left.delete(g);
    }
    return chosen;
  }

  #take(chosen: readonly number[]): void {
    const network = networkOnBlocks(this.#problem, this.#cones, chosen, this.#clock.isOver);
    if (network === undefined) throw new Error("no network on blocks whose cone has the outputs");
    // Of equally many neurons, those with fewer weights.
    const weights = (some: RationalNetwork): number => countOf(some, { count: "parameters", countBias: true });
    if (this.#network === undefined || network.neurons.length < this.#upper || (network.neurons.length === this.#upper && weights(network) < weights(this.#network))) this.#network = network;
    this.#tell();
  }

  #raise(lower: number): void {
    this.#lower = lower;
    this.#proving = this.#vectors.length;
    this.#tell();
  }

  #tell(): void {
    this.#onProgress?.({ lower: this.#lower, upper: this.#network?.neurons.length, vectors: this.#vectors.length });
  }

  /** Some of the vectors that prove the lower bound: whatever fewer blocks some of them leave, one of the others takes, until none is left. */
  #proof(): DualVector[] {
    if (this.#lower === 0) return [];
    const all = this.#vectors.slice(0, this.#proving).sort((a, b) => a.elements.length - b.elements.length);
    if (all[0]!.elements.length === 0) return [all[0]!];
    const some: DualVector[] = [];
    let steps = 0;
    const pause = (): void => {
      if (++steps > PROOF_STEPS) throw new TooLong();
    };
    try {
      hittingSet(this.#elements, some, Math.min(this.#lower - 1, this.#most), { pause, more: (chosen) => all.find(({ has }) => !chosen.some((b) => has[b] === 1)) });
      return some;
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      return all;
    }
  }
}

/** The solver's dual bound is an integer's up to this. */
const INTEGER = 1e-4;
/** Nodes of a search for a short proof; where they are not enough, it is as long as it was found. */
const PROOF_STEPS = 100_000;

/** Thrown where they are not enough. */
class TooLong extends Error {
  override readonly name = "TooLong";
}
