/**
 * The fewest parameters of an interpolating network with several inputs, exactly: weights of inputs that are not 0, and biases if they count, of the hidden neurons; by
 * enumeration.
 *
 * A network with T parameters is a list of neuron types (neuron-types.ts) whose costs sum up to T, where y is in the sum of the cones that these span with output signs, and of
 * the space of affine functions if they are free. So T = 0, 1, 2, ... are gone through, and for each T all lists. Nearly all of them fall by linear algebra: y is not even in the
 * span of their columns (spans.ts). For the others a cone over the integers decides, and one that does not contain y gives a vector nu (of Farkas) with nu . y > 0 that is at most
 * 0 on all its rays: it blocks a type with an output sign if it is at most 0 on all rays of that, so every list of blocked ones falls too, and nu is kept.
 *
 * Without a mask, two neurons with one pattern and one output sign are one neuron that has the columns of both: of types with a common pattern no list needs more than two. With a
 * mask the same holds for two neurons of one type. A mask has a neuron for each type of a list, all different.
 *
 * If biases do not count, neurons with nothing but a bias are constants that cost nothing.
 *
 * Remark, not used: networks with T < N parameters, biases counted and no affine part, give the union of finitely many cones of dimension T at most; so for almost every y the
 * fewest are at least N. For given data that proves nothing.
 */
import { dot } from "../../exact/integer-vector.js";
import { Clock } from "../clock.js";
import { type SignedType, type TypeSetting, linesOf, networkOfTypes, typeSetting } from "./network-of-types.js";
import { NeuronTypes, spanOf } from "./neuron-types.js";
import { type RationalNetwork, type SparsestProblem, countOf, interpolates } from "./problem.js";
import { parametersByProgram } from "./parameters-program.js";
import { settledNetwork } from "./settling.js";
import { Spans } from "./spans.js";

export interface FewestParametersOptions {
  /** exact, the default: by enumeration. milp: by mixed-integer programs (parameters-program.ts), after what enumeration proves at once. */
  readonly method?: "exact" | "milp";
  /** Seconds; no limit by default. What is known when they end is returned. */
  readonly timeLimit?: number;
  /** An interpolating network that is known: the search ends at its count, or at that of one that is found before (settling.ts). */
  readonly start?: RationalNetwork;
  /** Lists of neuron types to look at for one T; 100 000 000 by default. With more, the search ends there. */
  readonly limit?: number;
  /** Asked now and then; true ends the search. What is proved by then is kept. */
  readonly stop?: () => boolean;
  /** Before each T: that number, and how many lists there are at most. */
  readonly onProgress?: (progress: { readonly parameters: number; readonly lists: number }) => void;
}

export interface FewestParameters {
  /** Of the fewest parameters found; nothing if none was found. */
  readonly network: RationalNetwork | undefined;
  /** No interpolating network has fewer parameters: proved, all lists with fewer were gone through. */
  readonly lower: number;
  /** none: there was nothing to go through. */
  readonly rule: "enumeration" | "none";
  /** Has the network as many as `lower`, or, without one, is it proved that there is none? */
  readonly complete: boolean;
  /** Is it proved that no network interpolates? */
  readonly infeasible: boolean;
  /** A larger bound on the word of a solver in doubles; Infinity: there is no network, it says. */
  readonly trusted?: { readonly bound: number; readonly by: "HiGHS" };
  /** How many lists of neuron types were gone through. */
  readonly lists: number;
}

const DEFAULT_LISTS = 100_000_000;

/** When there are more lists to go through, a network is looked for before: there may be one that ends the search. */
const FEW_LISTS = 2000;
/** Networks that are begun in that search. */
const ROUNDS = 100;

/**
 * @throws RangeError when `start` does not interpolate, or the problem counts neurons
 * @throws SolverFailure when HiGHS ends with an error
 */
export async function fewestParameters(problem: SparsestProblem, options: FewestParametersOptions = {}): Promise<FewestParameters> {
  const { method = "exact", timeLimit, start, stop, limit = DEFAULT_LISTS, onProgress } = options;
  if (problem.count !== "parameters") throw new RangeError("the fewest parameters of a problem that counts neurons");
  if (start !== undefined && !interpolates(start, problem)) throw new RangeError("the network to start from does not interpolate");
  const clock = new Clock({ timeout: timeLimit, stop });
  const proved = new Enumeration(problem).search({
    limit: method === "milp" ? Math.min(limit, FEW_LISTS) : limit,
    stop: clock.isOver,
    ...(start !== undefined && { start }),
    ...(onProgress !== undefined && { onProgress }),
  });
  if (method === "exact" || proved.complete) return proved;
  const known = proved.network === undefined ? {} : { start: proved.network };
  const { network, bound, infeasible } = await parametersByProgram(problem, { ...known, stop: clock.isOver, timeLimit: clock.left });
  if (infeasible) return { ...proved, network, infeasible, complete: true };
  const complete = network !== undefined && countOf(network, problem) === proved.lower;
  return { ...proved, network, complete, ...(bound > proved.lower && { trusted: { bound, by: "HiGHS" as const } }) };
}

class Enumeration {
  readonly #problem: SparsestProblem;
  readonly #types: NeuronTypes;
  readonly #target: readonly bigint[];
  #lists = 0;

  constructor(problem: SparsestProblem) {
    this.#problem = problem;
    this.#types = new NeuronTypes(problem);
    this.#target = typeSetting(problem, this.#types, false).target;
  }

  search({ start, limit = DEFAULT_LISTS, stop, onProgress }: Omit<FewestParametersOptions, "method" | "timeLimit">): FewestParameters {
    const result = (lower: number, network: RationalNetwork | undefined, infeasible = false): FewestParameters => {
      const complete = infeasible || (network !== undefined && countOf(network, this.#problem) === lower);
      return { network, lower, rule: lower > 0 || infeasible ? "enumeration" : "none", complete, infeasible, lists: this.#lists };
    };
    const searches = this.#constants().map((constant) => new Search(typeSetting(this.#problem, this.#types, constant), this.#isMasked));
    if (this.#hasContradiction()) return result(0, undefined, true);
    const most = this.#mostParameters();
    let best = start;
    let known = start === undefined ? Infinity : countOf(start, this.#problem);
    let isSearched = false;
    for (let cost = 0; cost < known; cost++) {
      if (cost > most) return result(cost, undefined, true);
      const lists = this.#types.reach(cost) ? listsOf(this.#types, cost) : Infinity;
      if (lists > FEW_LISTS && !isSearched) {
        isSearched = true;
        const found = settledNetwork(this.#problem, { rounds: ROUNDS, ...(stop !== undefined && { stop }) });
        const count = found === undefined ? Infinity : countOf(found, this.#problem);
        if (count < known) [best, known] = [found, count];
        if (cost >= known) break;
      }
      if (lists > limit || stop?.() === true) return result(cost, best);
      onProgress?.({ parameters: cost, lists });
      for (const search of searches) {
        const { network, complete, choices } = search.at(cost, stop);
        this.#lists += choices;
        if (network !== undefined) {
          if (!interpolates(network, this.#problem)) throw new Error("the network that was found does not interpolate");
          return result(countOf(network, this.#problem), network);
        }
        if (!complete) return result(cost, best);
      }
    }
    return result(known, best);
  }

  get #isMasked(): boolean {
    return this.#problem.supports !== undefined;
  }

  /** With a constant that costs nothing and is given by a neuron of its own, or without, or one after the other. */
  #constants(): boolean[] {
    const bias = this.#types.points.scales.length - 1;
    if (this.#problem.countBias || this.#problem.skip || !this.#types.classes.some(({ columns }) => columns.includes(bias))) return [false];
    return this.#isMasked ? [false, true] : [true];
  }

  /** What all neurons of the mask have together; without a mask there is no such bound. */
  #mostParameters(): number {
    const { classes, points } = this.#types;
    const bias = points.scales.length - 1;
    if (!this.#isMasked) return Infinity;
    return classes.reduce((sum, { columns, neurons }) => sum + neurons * columns.filter((c) => c !== bias || this.#problem.countBias).length, 0);
  }

  /** Are there two equal points with different outputs? */
  #hasContradiction(): boolean {
    const outputs = new Map<string, bigint>();
    return this.#types.points.rows.some((row, j) => {
      const name = row.join();
      const known = outputs.get(name);
      outputs.set(name, this.#target[j]!);
      return known !== undefined && known !== this.#target[j];
    });
  }
}

/** How many lists of types have this cost in total, if each type is chosen as often as one likes. */
function listsOf({ all }: NeuronTypes, cost: number): number {
  const counts = new Float64Array(cost + 1);
  counts[0] = 1;
  for (const type of all) for (let c = type.cost; c <= cost; c++) counts[c]! += counts[c - type.cost]!;
  return counts[cost]!;
}

/** All lists of one cost, one cost after another, with or without a constant. */
class Search {
  readonly #types: NeuronTypes;
  readonly #setting: TypeSetting;
  readonly #rows: Rows | undefined;
  readonly #vectors: DualVectors;

  constructor(setting: TypeSetting, isMasked: boolean) {
    this.#types = setting.types;
    this.#setting = setting;
    this.#rows = isMasked ? new Rows(setting.types, setting.constant) : undefined;
    this.#vectors = new DualVectors(setting.types);
  }

  at(cost: number, stop?: () => boolean): { readonly network: RationalNetwork | undefined; readonly complete: boolean; readonly choices: number } {
    const { all } = this.#types;
    // A constant needs a neuron.
    if (this.#rows !== undefined && !this.#rows.isPossible) return { network: undefined, complete: true, choices: 0 };
    // By falling cost: the cheap ones, of which there are few, vary last.
    const order = Array.from(all.keys()).filter((type) => all[type]!.cost <= cost).reverse();
    const spans = new Spans({
      target: this.#setting.target,
      free: linesOf(this.#setting),
      groups: order.map((type) => ({ columns: spanOf(all[type]!, this.#types.points.rows), cost: all[type]!.cost })),
    });
    let network: RationalNetwork | undefined;
    const patterns = new Int32Array(all.length);
    const uses = new Int32Array(all.length);
    const { complete, choices } = spans.choices(cost, {
      enter: (group) => {
        const type = order[group]!;
        const { pattern } = all[type]!;
        if (uses[type]! === 2 || (this.#rows === undefined ? patterns[pattern]! === 2 : !this.#rows.enter(type))) return false;
        uses[type]!++;
        patterns[pattern]!++;
        return true;
      },
      leave: (group) => {
        const type = order[group]!;
        uses[type]!--;
        patterns[all[type]!.pattern]!--;
        this.#rows?.leave();
      },
      visit: (groups) => {
        const list = groups.flatMap((group, k): SignedType[] => (group === groups[k - 1] ? [] : [{ type: order[group]!, sign: 0, both: group === groups[k + 1] }]));
        if (this.#vectors.block(list) || spans.isOutside(groups)) return false;
        network = this.#networkOf(list);
        return network !== undefined;
      },
      ...(stop !== undefined && { stop }),
    });
    return { network, complete: complete || network !== undefined, choices };
  }

  /** Of these types, with output signs as far as they are decided; nothing if there is none. */
  #networkOf(list: readonly SignedType[]): RationalNetwork | undefined {
    if (this.#vectors.block(list)) return undefined;
    const found = networkOfTypes(this.#setting, list);
    if ("separator" in found) {
      this.#vectors.add(found.separator);
      return undefined;
    }
    const { network, mixed } = found;
    if (mixed === undefined) return network;
    const decided = (sign: -1 | 1): SignedType[] => list.map((entry, at) => (at === mixed ? { ...entry, sign } : entry));
    return this.#networkOf(decided(1)) ?? this.#networkOf(decided(-1));
  }
}

/** Vectors nu with nu . y > 0 that vanish on what is free, and which types with which output sign they block. */
class DualVectors {
  readonly #types: NeuronTypes;
  readonly #vectors: (readonly bigint[])[] = [];
  /** For 32 vectors each: a word for each type and sign, with a bit for each vector that blocks it. */
  #words: Int32Array[] = [];
  #size = 0;

  constructor(types: NeuronTypes) {
    this.#types = types;
  }

  add(vector: readonly bigint[]): void {
    this.#vectors.push(vector);
    if (this.#size === this.#types.all.length) this.#mark(this.#vectors.length - 1);
  }

  /** Does one of the vectors block all of these, with every sign that they may still have? */
  block(list: readonly SignedType[]): boolean {
    if (this.#size < this.#types.all.length) {
      this.#size = this.#types.all.length;
      this.#words = [];
      for (const k of this.#vectors.keys()) this.#mark(k);
    }
    for (const words of this.#words) {
      let all = -1;
      for (const { type, sign } of list) {
        if (sign >= 0) all &= words[2 * type]!;
        if (sign <= 0) all &= words[2 * type + 1]!;
      }
      if (all !== 0) return true;
    }
    return false;
  }

  #mark(k: number): void {
    if (k % 32 === 0) this.#words.push(new Int32Array(2 * this.#size));
    const words = this.#words.at(-1)!;
    const known = new Map<readonly bigint[], bigint>();
    for (const [type, { rays }] of this.#types.all.entries()) {
      let [above, below] = [false, false];
      for (const { outputs } of rays) {
        let value = known.get(outputs);
        if (value === undefined) known.set(outputs, (value = dot(this.#vectors[k]!, outputs)));
        if (value > 0n) above = true;
        else if (value < 0n) below = true;
      }
      if (!above) words[2 * type]! |= 1 << (k % 32);
      if (!below) words[2 * type + 1]! |= 1 << (k % 32);
    }
  }
}

/** A neuron of the mask for each type that is chosen, all different: a matching that grows by augmenting paths. */
class Rows {
  readonly #types: NeuronTypes;
  /** By class: the types that it has neurons for, and how many may join. */
  #owners: number[][];
  readonly #before: number[][][] = [];
  /** Has the constant, if there is one, found a neuron? */
  readonly isPossible: boolean;

  constructor(types: NeuronTypes, constant: boolean) {
    this.#types = types;
    this.#owners = types.classes.map(() => []);
    this.isPossible = !constant || this.#place(CONSTANT, new Set());
  }

  /** false: no neuron is left for it, and nothing has changed. */
  enter(type: number): boolean {
    const before = this.#owners.map((owners) => [...owners]);
    if (!this.#place(type, new Set())) return false;
    this.#before.push(before);
    return true;
  }

  leave(): void {
    this.#owners = this.#before.pop()!;
  }

  #place(type: number, tried: Set<number>): boolean {
    const columns = type === CONSTANT ? [this.#types.points.scales.length - 1] : this.#types.all[type]!.columns;
    for (const [k, { columns: allowed, neurons }] of this.#types.classes.entries()) {
      if (tried.has(k) || !columns.every((c) => allowed.includes(c))) continue;
      tried.add(k);
      const owners = this.#owners[k]!;
      if (owners.length < neurons) {
        owners.push(type);
        return true;
      }
      for (const [at, other] of owners.entries()) {
        if (!this.#place(other, tried)) continue;
        this.#owners[k]![at] = type;
        return true;
      }
    }
    return false;
  }
}

/** A neuron with nothing but a bias. */
const CONSTANT = -1;
