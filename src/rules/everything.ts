import type { ClearingStep, EverythingLeaf, EverythingTree, FrozenChoice, Proof } from "../certificate/proof.js";
import { Branch } from "../exact/elimination.js";
import { type SparseRow, hasFullRowRank, isSolvableMod } from "../exact/modular.js";
import { Polynomial } from "../exact/polynomial.js";
import { GENERIC_BOUND, Random } from "../exact/random.js";
import { type FrozenSide, type FrozenVector, entryVariable, ownSide, spanning } from "../pattern/normal-form.js";
import { type Clearing, clearedEntry, isClearable, mayAdd } from "../pattern/line-moves.js";
import { type Rectangles, entriesOfRows, openRows } from "../pattern/rectangles.js";
import { contains, members } from "../pattern/sets.js";
import { BranchPoint } from "./branch-point.js";
import type { Budget } from "./budget.js";
import { NoTree, type Split, Work, eliminate, parted, polynomialJson } from "./rank-tree.js";

/** Neurons and entries beyond which it is not tried. */
const MAX_NEURONS = 4;
const MAX_ENTRIES = 16;
/** Beginnings of choices of frozen vectors looked at for one tree, without and with clearing, and its branches. */
const MAX_CHOICES = 200_000;
const MAX_CHOICES_CLEARING = 1_000_000;
const MAX_BRANCHES = 600;
/** Looks between two looks at the clock: some milliseconds. */
const LOOKS_PER_SPEND = 1024;
/** Choices that work at a random point of the branch of which the best is taken. */
const GOOD = 12;

/**
 * R8 everything [own, docs/theory.md 4.13]: L + R^F is all of R^E, so closed. For every matrix A on the support, frozen vectors that are polynomials in the
 * entries of A, such that the linear equations for the other sides have a solution; cases by zero and nonzero polynomials in the entries.
 */
export function findEverything(state: Rectangles, budget: Budget): Proof | undefined {
  const entries = entriesOfRows(openRows(state));
  if (state.neurons.length > MAX_NEURONS || entries.length > MAX_ENTRIES || !hasFullDimension(state, entries)) return undefined;
  for (const clearing of [false, true]) {
    try {
      return { rule: "everything", evidence: { tree: new Search(state, entries, clearing, budget).grow(Branch.start) } };
    } catch (error) {
      if (!(error instanceof NoTree)) throw error;
    }
  }
  return undefined;
}

/** Is the derivative of (u, v) -> sum of u v^T onto the entries surjective at a random point, modulo p? If not, L is hardly everything. */
function hasFullDimension({ m, n, neurons }: Rectangles, entries: readonly (readonly [number, number])[]): boolean {
  const random = new Random(1);
  const points = neurons.map(() => ({ u: random.positives(m, GENERIC_BOUND), v: random.positives(n, GENERIC_BOUND) }));
  const rows = entries.map(([i, j]): SparseRow => {
    const over = neurons.flatMap(({ rows: R, cols: C }, k) => (contains(R, i) && contains(C, j) ? [k] : []));
    return { columns: over.flatMap((k) => [k * (m + n) + i, k * (m + n) + m + j]), values: over.flatMap((k) => [points[k]!.v[j]!, points[k]!.u[i]!]) };
  });
  return hasFullRowRank(rows);
}

/** A way to freeze a neuron: a side, and for each member of it a polynomial in the entries. */
interface Candidate {
  readonly side: FrozenSide;
  readonly values: ReadonlyMap<number, Polynomial>;
}

type Choice = readonly Candidate[];

/** A candidate at one point. */
interface Numbers {
  readonly side: FrozenSide;
  /** By row (column). */
  readonly values: readonly number[];
}

class Search {
  readonly #work = new Work(2_000_000);
  /** Choices that have closed a branch, the latest first: what worked on one branch often works on others. */
  readonly #proven: Choice[] = [];
  /** For each neuron, the entries that it completes, covered by it and by none after it, and who covers them. */
  readonly #completed: readonly (readonly { readonly i: number; readonly j: number; readonly over: readonly number[] }[])[];
  /** Room for the equations at a point. */
  readonly #system: Float64Array;
  /** The entries by rows. */
  readonly #asked: readonly bigint[];
  /** The entries as variables: what the equations must come to. */
  readonly #target: readonly Polynomial[];
  readonly #clearings: readonly Clearing[];
  #branches = 0;
  #looked = 0;

  constructor(
    readonly state: Rectangles,
    readonly entries: readonly (readonly [number, number])[],
    /** Are entries cleared by row and column operations first? More cases, each simpler. */
    readonly clearing: boolean,
    readonly budget: Budget,
  ) {
    this.#asked = openRows(state);
    this.#target = entries.map(([i, j]) => Polynomial.variable(entryVariable(state, i, j)));
    this.#clearings = clearing ? allClearings(state, entries, this.#asked) : [];
    const covered = entries.map(([i, j]) => ({ i, j, over: state.neurons.flatMap(({ rows, cols }, k) => (contains(rows, i) && contains(cols, j) ? [k] : [])) }));
    this.#completed = state.neurons.map((_, k) => covered.filter(({ over }) => over.at(-1) === k));
    this.#system = new Float64Array(entries.length * (state.neurons.length * Math.max(state.m, state.n) + 1));
  }

  grow(branch: Branch): EverythingTree {
    this.budget.spend();
    if (++this.#branches > MAX_BRANCHES) throw new NoTree("too many branches");
    const { state } = this;
    const clear = this.#clearings.find((clearing) => this.#isOpen(branch, clearedEntry(clearing)) && isClearable(state, this.#asked, branch, clearing));
    if (clear !== undefined) {
      const { side, pivot, target } = clear;
      return { clear: { side, pivot: [...pivot], target }, then: this.grow(branch.withZero(entryVariable(state, ...clearedEntry(clear)))) };
    }
    const enabling = this.#clearings.find((clearing) => {
      const variable = Polynomial.variable(entryVariable(state, ...clearing.pivot));
      if (!this.#isOpen(branch, clearing.pivot) || branch.isNonzero(variable) || !this.#isOpen(branch, clearedEntry(clearing))) return false;
      return isClearable(state, this.#asked, branch.without(variable), clearing);
    });
    if (enabling !== undefined) {
      const variable = entryVariable(state, ...enabling.pivot);
      return parted<EverythingLeaf | ClearingStep>({ variable, polynomial: Polynomial.variable(variable) }, branch, state.n, (next) => this.grow(next));
    }
    let best: Split | undefined;
    let good = 0;
    for (const choice of this.#choices(branch)) {
      this.budget.spend();
      const vectors = choice.map((candidate, neuron): FrozenVector => ({ neuron, ...candidate }));
      const space = spanning(this.state, vectors);
      const found = eliminate(space, () => false, branch, this.#work, this.#target);
      if (found !== undefined && "pivots" in found) {
        this.#remember(choice);
        return { frozen: vectors.map(({ side, values }): FrozenChoice => ({ side, values: [...values.values()].map((value) => polynomialJson(value, this.state.n)) })), pivots: found.pivots };
      }
      if (found !== undefined && (best === undefined || found.split.polynomial.size < best.polynomial.size)) best = found.split;
      if (++good >= GOOD) break;
    }
    if (best === undefined) throw new NoTree("a branch without a choice");
    return parted<EverythingLeaf | ClearingStep>(best, branch, this.state.n, (next) => this.grow(next));
  }

  /** Is the entry still a variable on the branch? */
  #isOpen(branch: Branch, [i, j]: readonly [number, number]): boolean {
    const variable = entryVariable(this.state, i, j);
    return !branch.equalities.some((known) => known.variable === variable);
  }

  #remember(choice: Choice): void {
    const at = this.#proven.indexOf(choice);
    if (at >= 0) this.#proven.splice(at, 1);
    this.#proven.unshift(choice);
  }

  /** Choices that solve the equations at a random point of the branch, those proven elsewhere first. */
  *#choices(branch: Branch): Generator<Choice> {
    const point = new BranchPoint(branch);
    // A snapshot: the list is reordered while this generator waits.
    for (const choice of this.#proven.slice()) {
      if (this.#fits(choice.map((candidate) => numbersAt(point, candidate)), point)) yield choice;
    }
    for (const shared of [false, true]) {
      let any = false;
      for (const choice of this.#combinations(branch, point, shared)) {
        any = true;
        yield choice;
      }
      if (any) return;
    }
  }

  /** All combinations of candidates that fit, the entries shared by neurons taken apart or not. */
  *#combinations(branch: Branch, point: BranchPoint, shared: boolean): Generator<Choice> {
    const { state } = this;
    const pools = state.neurons.map((_, k) => candidates(state, k, branch, this.#asked, shared).map((candidate) => ({ candidate, numbers: numbersAt(point, candidate) })));
    const extend = function* (this: Search, choice: Choice, numbers: readonly Numbers[]): Generator<Choice> {
      const pool = pools[choice.length];
      if (pool === undefined) {
        yield choice;
        return;
      }
      for (const next of pool) {
        if (++this.#looked > (this.clearing ? MAX_CHOICES_CLEARING : MAX_CHOICES)) throw new NoTree("too many choices");
        if (this.#looked % LOOKS_PER_SPEND === 0) this.budget.spend();
        const longer = [...numbers, next.numbers];
        if (this.#fits(longer, point)) yield* extend.call(this, [...choice, next.candidate], longer);
      }
    };
    yield* extend.call(this, [], []);
  }

  /** Have the equations of the entries that only the neurons so far cover a solution at the point? */
  #fits(numbers: readonly Numbers[], point: BranchPoint): boolean {
    const { m, n } = this.state;
    const side = Math.max(m, n);
    const width = numbers.length * side + 1;
    const system = this.#system.fill(0);
    let row = 0;
    for (let last = 0; last < numbers.length; last++) {
      for (const { i, j, over } of this.#completed[last]!) {
        const start = row++ * width;
        for (const k of over) {
          const { side: frozen, values } = numbers[k]!;
          if (frozen === "rows") system[start + k * side + j] = values[i]!;
          else system[start + k * side + i] = values[j]!;
        }
        system[start + width - 1] = point.variable(entryVariable(this.state, i, j));
      }
    }
    return isSolvableMod(system, row, width);
  }
}

function numbersAt(point: BranchPoint, { side, values }: Candidate): Numbers {
  const numbers: number[] = [];
  for (const [at, value] of values) numbers[at] = point.value(value);
  return { side, values: numbers };
}

/** All moves that R1 allows, by their nonzero entry and their target. */
function allClearings(state: Rectangles, entries: readonly (readonly [number, number])[], asked: readonly bigint[]): Clearing[] {
  const isAsked = ([i, j]: readonly [number, number]): boolean => contains(asked[i]!, j);
  return entries.flatMap((pivot) =>
    (["rows", "columns"] as const).flatMap((side) => {
      const [from, count] = side === "rows" ? [pivot[0], state.m] : [pivot[1], state.n];
      const targets = Array.from({ length: count }, (_, target) => target).filter((target) => mayAdd(state, side, from, target));
      return targets.map((target): Clearing => ({ side, pivot, target })).filter((clearing) => isAsked(clearedEntry(clearing)));
    }),
  );
}

/** Ways to choose a zero of a line of A on the branch: as it is, or 1. Beyond so many zeros only all alike. */
const MAX_ZEROS = 4;

/**
 * Unit vectors, ones, and the columns (rows) of A, where an entry that is zero on the branch may also be taken as 1; for both sides. An entry that is not
 * asked for (free) counts as zero. With `shared`, also those with one entry that another neuron covers too taken apart: ±1 for the one, the rest for the other.
 */
function candidates(state: Rectangles, neuron: number, branch: Branch, asked: readonly bigint[], shared: boolean): Candidate[] {
  const pool = new Map<string, Candidate>();
  const { neurons } = state;
  const isShared = (i: number, j: number): boolean => neurons.some(({ rows, cols }, k) => k !== neuron && contains(rows, i) && contains(cols, j));
  for (const side of ["rows", "columns"] as const) {
    const own = members(ownSide(state, neuron, side));
    const other = members(ownSide(state, neuron, side === "rows" ? "columns" : "rows"));
    const add = (values: readonly Polynomial[]): void => {
      const name = `${side} ${values.map((value) => JSON.stringify(polynomialJson(value, state.n))).join(" ")}`;
      if (values.every((value) => value.isZero) || pool.has(name)) return;
      pool.set(name, { side, values: new Map(own.map((place, e) => [place, values[e]!])) });
    };
    for (const one of own) add(own.map((place) => (place === one ? ONE : Polynomial.zero)));
    for (const line of other) {
      const entries = own.map((place): [number, number] => (side === "rows" ? [place, line] : [line, place]));
      const values = entries.map(([i, j]) => {
        const value = Polynomial.variable(entryVariable(state, i, j));
        return !contains(asked[i]!, j) || branch.reduce([value])[0]!.isZero ? Polynomial.zero : value;
      });
      const zeros = values.flatMap((value, e) => (value.isZero ? [e] : []));
      for (let ones = 0; ones < 1 << Math.min(zeros.length, MAX_ZEROS); ones++) {
        add(values.map((value, e) => (value.isZero && (ones >> zeros.indexOf(e)) & 1 ? ONE : value)));
      }
      if (!shared) continue;
      for (const [apart, [i, j]] of entries.entries()) {
        if (!isShared(i, j)) continue;
        for (const part of [ONE, ONE.negated(), values[apart]!.minus(ONE), values[apart]!.plus(ONE)]) add(values.map((value, e) => (e === apart ? part : value)));
      }
    }
    if (own.length > 1) add(own.map(() => ONE));
  }
  return [...pool.values()];
}

const ONE = Polynomial.constant(1n);
