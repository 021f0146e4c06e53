/**
 * N3 [own, docs/theory.md 4.9]: a proof that no weights on the edges of a minor have a given product, or nothing.
 *
 * What can be concluded is concluded: entries with one product left, determinants of what passes through few neurons. What is left open is branched on: a
 * weight is zero or it is not. Incomplete.
 *
 * It reckons modulo a prime. Every step holds over every field, so a product of integer weights is never "proved" out of reach; that a number is
 * not zero is only tried modulo the prime, so the reverse is for the checker to confirm.
 */
import type { Bottleneck, Edge, Unreachable } from "../certificate/proof.js";
import { PRIME, inverseMod, multiplyMod } from "../exact/modular.js";
import type { Rational } from "../exact/rational.js";
import { type Mask, row } from "../pattern/mask.js";
import type { Budget } from "./budget.js";

/** Paths of a minor, and neurons of one layer: sets of them are bits of a number. */
const MAX_PATHS = 1000;
const MAX_WIDTH = 30;
/** Outputs and inputs of a determinant, and determinants looked at in one round of conclusions. */
const MAX_SIZE = 5;
const MAX_MINORS = 2000;
/** Unknown entries of a determinant that is worth expanding. */
const MAX_UNKNOWNS = 12;
/** States looked at, and weights branched on above one another. */
const MAX_STATES = 400;
const MAX_DEPTH = 8;

/**
 * The minor that limits are sought for.
 */
export interface MinorGoal {
  /** Pruned, and kept to these outputs and inputs. */
  readonly masks: readonly Mask[];
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
}

/**
 * A proof that no weights on the minor have `limit` as their product, or nothing. limit[a][b] belongs to outputs[a] and inputs[b]; null where
 * any value will do. With `states` = 1 nothing is branched on: fast.
 * @throws OutOfBudget
 */
export function proveUnreachable(minor: MinorGoal, limit: readonly (readonly (Rational | null)[])[], budget: Budget, states = MAX_STATES): Unreachable | undefined {
  return new UnreachableProver(minor).prove(limit, budget, states);
}

/** The same for many limits of one minor. */
export class UnreachableProver {
  readonly #paths: PathTable | undefined;

  constructor(minor: MinorGoal) {
    this.#paths = PathTable.of(minor);
  }

  prove(limit: readonly (readonly (Rational | null)[])[], budget: Budget, states = MAX_STATES): Unreachable | undefined {
    if (this.#paths === undefined) return undefined;
    const residues = limit.flatMap((line) => line.map((value) => (value === null ? null : residueOf(value))));
    if (residues.includes(undefined)) return undefined;
    const search = new Search(this.#paths, residues as (number | null)[], budget, states);
    const start = new State(this.#paths);
    const tree = search.refute(start.copy(), 0);
    return tree && search.shortened(tree, start);
  }
}

/** Nothing when the denominator is 0 modulo the prime. */
function residueOf({ numerator, denominator }: Rational): number | undefined {
  const [top, bottom] = [numerator, denominator].map((x) => Number(((x % BigInt(PRIME)) + BigInt(PRIME)) % BigInt(PRIME))) as [number, number];
  return bottom === 0 ? undefined : multiplyMod(top, inverseMod(bottom));
}

const minus = (a: number, b: number): number => (a >= b ? a - b : a - b + PRIME);
const plus = (a: number, b: number): number => (a + b >= PRIME ? a + b - PRIME : a + b);

/** The paths and edges of a minor, numbered. Entries are numbered row by row. */
class PathTable {
  readonly edges: readonly Edge[];
  /** By path: its edges, first layer first. */
  readonly edgesOf: readonly (readonly number[])[];
  readonly throughEdge: readonly (readonly number[])[];
  /** By entry. */
  readonly atEntry: readonly (readonly number[])[];
  /** By hidden layer (from 1) and path: the bit of the neuron that the path passes. */
  readonly bits: readonly (readonly number[])[];
  /** By hidden layer: the neurons behind the bits. */
  readonly neurons: readonly (readonly number[])[];

  private constructor(
    readonly minor: MinorGoal,
    paths: readonly (readonly number[])[],
  ) {
    const { masks, outputs, inputs } = minor;
    const numbers = new Map<string, number>();
    const edges: Edge[] = [];
    masks.forEach((mask, l) => {
      for (let v = 0; v < mask.rows; v++) {
        for (const w of row(mask, v)) {
          numbers.set(`${l},${v},${w}`, edges.length);
          edges.push([l + 1, v, w]);
        }
      }
    });
    this.edges = edges;
    this.edgesOf = paths.map((path) => masks.map((_, l) => numbers.get(`${l},${path[l + 1]},${path[l]}`)!));
    const throughEdge: number[][] = edges.map(() => []);
    this.edgesOf.forEach((own, p) => own.forEach((e) => throughEdge[e]!.push(p)));
    this.throughEdge = throughEdge;
    const atEntry: number[][] = outputs.flatMap(() => inputs.map(() => []));
    paths.forEach((path, p) => atEntry[outputs.indexOf(path.at(-1)!) * inputs.length + inputs.indexOf(path[0]!)]!.push(p));
    this.atEntry = atEntry;
    this.neurons = masks.map((_, l) => (l === 0 ? [] : [...new Set(paths.map((path) => path[l]!))].sort((a, b) => a - b)));
    this.bits = masks.map((_, l) => (l === 0 ? [] : paths.map((path) => 1 << this.neurons[l]!.indexOf(path[l]!))));
  }

  /** Nothing when there are too many paths or neurons. */
  static of(minor: MinorGoal): PathTable | undefined {
    let paths = minor.inputs.map((k) => [k]);
    for (const mask of minor.masks) {
      paths = Array.from({ length: mask.rows }, (_, v) => {
        const from = new Set(row(mask, v));
        return paths.filter((path) => from.has(path.at(-1)!)).map((path) => [...path, v]);
      }).flat();
      if (paths.length > MAX_PATHS) return undefined;
    }
    const table = new PathTable(minor, paths);
    return table.neurons.every((layer) => layer.length <= MAX_WIDTH) ? table : undefined;
  }
}

const UNKNOWN = -1;
const [OPEN, NONZERO, ZERO] = [0, 1, 2];

/** What is known of the weights: marks of edges, products of paths. */
class State {
  readonly #table: PathTable;
  readonly marks: Uint8Array;
  readonly products: Float64Array;

  constructor(table: PathTable, from?: State) {
    this.#table = table;
    this.marks = from === undefined ? new Uint8Array(table.edges.length) : from.marks.slice();
    this.products = from === undefined ? new Float64Array(table.edgesOf.length).fill(UNKNOWN) : from.products.slice();
  }

  copy(): State {
    return new State(this.#table, this);
  }

  /** Is there no contradiction? */
  mark(edge: number, as: number): boolean {
    this.marks[edge] = as;
    return this.#close([...this.#table.throughEdge[edge]!]);
  }

  /** Is there no contradiction? */
  setProduct(path: number, value: number): boolean {
    this.products[path] = value;
    return this.#close([path]);
  }

  isNonzero(path: number): boolean {
    return this.#table.edgesOf[path]!.every((e) => this.marks[e] === NONZERO);
  }

  /** Conclusions (C1) to (C3) from the paths that something has changed for. */
  #close(paths: number[]): boolean {
    const { edgesOf, throughEdge } = this.#table;
    for (let p = paths.pop(); p !== undefined; p = paths.pop()) {
      const edges = edgesOf[p]!;
      let others = 0;
      let last = -1;
      let isZero = false;
      for (const e of edges) {
        if (this.marks[e] === ZERO) isZero = true;
        if (this.marks[e] === NONZERO) continue;
        others++;
        last = e;
      }
      if (isZero && this.products[p] === UNKNOWN) this.products[p] = 0;
      const product = this.products[p]!;
      if (product === UNKNOWN) continue;
      if (product !== 0) {
        if (isZero) return false;
        if (others === 0) continue;
        for (const e of edges) {
          if (this.marks[e] === NONZERO) continue;
          this.marks[e] = NONZERO;
          paths.push(...throughEdge[e]!);
        }
      } else if (others === 0) {
        return false;
      } else if (others === 1 && this.marks[last] === OPEN) {
        this.marks[last] = ZERO;
        paths.push(...throughEdge[last]!);
      }
    }
    return true;
  }
}

/** What a look at an entry or a determinant gives. */
type Finding = { readonly path: number; readonly value: number } | "contradiction" | undefined;

type StepNode = { readonly entry: [number, number] } | { readonly completion: Bottleneck };
type Leaf = { readonly conflict: [number, number] } | { readonly determinant: Bottleneck };

/** The entry of a matrix of what passes through some neurons. */
interface Cell {
  readonly isKnown: boolean;
  readonly value: number;
  /** If not known: how many products inside are not, one of them, the sum of the others, and whether it is one product and not zero. */
  readonly open: number;
  readonly path: number;
  readonly rest: number;
  readonly isNonzero: boolean;
}

class Search {
  readonly #table: PathTable;
  readonly #limit: readonly (number | null)[];
  readonly #budget: Budget;
  readonly #columns: number;
  #statesLeft: number;

  constructor(table: PathTable, limit: readonly (number | null)[], budget: Budget, states: number) {
    this.#table = table;
    this.#limit = limit;
    this.#budget = budget;
    this.#columns = table.minor.inputs.length;
    this.#statesLeft = states;
  }

  /** A proof that the state is impossible. `state` is used up. */
  refute(state: State, depth: number): Unreachable | undefined {
    const { steps, leaf } = this.#conclude(state);
    if (leaf !== undefined) return chain(steps, leaf);
    if (depth >= MAX_DEPTH || this.#statesLeft <= 0) return undefined;
    const below = this.#branch(state, depth);
    return below && chain(steps, below);
  }

  /** All that follows without branching; ends at the first contradiction. */
  #conclude(state: State): { steps: StepNode[]; leaf?: Leaf } {
    this.#budget.spend();
    this.#statesLeft--;
    const steps: StepNode[] = [];
    for (;;) {
      const before = steps.length;
      const leaf = this.#concludeEntries(state, steps) ?? this.#concludeMinors(state, steps);
      if (leaf !== undefined) return { steps, leaf };
      if (steps.length === before) return { steps };
    }
  }

  #concludeEntries(state: State, steps: StepNode[]): Leaf | undefined {
    for (let changed = true; changed; ) {
      changed = false;
      for (let at = 0; at < this.#limit.length; at++) {
        const finding = this.#lookAtEntry(state, at);
        if (finding === undefined) continue;
        const entry = this.#entryOf(at);
        if (finding === "contradiction" || !state.setProduct(finding.path, finding.value)) return { conflict: entry };
        steps.push({ entry });
        changed = true;
      }
    }
    return undefined;
  }

  #entryOf(at: number): [number, number] {
    const { outputs, inputs } = this.#table.minor;
    return [outputs[Math.floor(at / this.#columns)]!, inputs[at % this.#columns]!];
  }

  #lookAtEntry(state: State, at: number): Finding {
    let rest = this.#limit[at]!;
    if (rest === null) return undefined;
    let open = -1;
    for (const p of this.#table.atEntry[at]!) {
      const product = state.products[p]!;
      if (product !== UNKNOWN) rest = minus(rest, product);
      else if (open >= 0) return undefined;
      else open = p;
    }
    if (open >= 0) return { path: open, value: rest };
    return rest === 0 ? undefined : "contradiction";
  }

  /** Determinants of size 2 first: they are the most, the cheapest, and the ones that give most. */
  #concludeMinors(state: State, steps: StepNode[]): Leaf | undefined {
    const { neurons, minor } = this.#table;
    let left = MAX_MINORS;
    const before = steps.length;
    for (let size = 2; size <= Math.min(MAX_SIZE, minor.outputs.length, minor.inputs.length); size++) {
      for (let layer = 1; layer < neurons.length; layer++) {
        const count = neurons[layer]!.length;
        for (const few of subsets(count, Math.min(size - 1, count))) {
          const set = few.reduce((bits, b) => bits | (1 << b), 0);
          let cells = this.#cells(state, layer, set);
          for (const rows of subsets(minor.outputs.length, size)) {
            for (const columns of subsets(minor.inputs.length, size)) {
              if (left-- <= 0) return undefined;
              const finding = lookAtMinor(cells, rows, columns, this.#columns);
              if (finding === undefined) continue;
              const part: Bottleneck = {
                outputs: rows.map((a) => minor.outputs[a]!),
                inputs: columns.map((b) => minor.inputs[b]!),
                layer,
                neurons: few.map((b) => neurons[layer]![b]!),
              };
              if (finding === "contradiction" || !state.setProduct(finding.path, finding.value)) return { determinant: part };
              steps.push({ completion: part });
              cells = this.#cells(state, layer, set);
            }
          }
          // A state with fewer neurons than the size would repeat itself.
          if (count < size - 1) break;
        }
      }
      if (steps.length > before) return undefined;
    }
    return undefined;
  }

  #cells(state: State, layer: number, set: number): Cell[] {
    const bits = this.#table.bits[layer]!;
    return this.#table.atEntry.map((paths, at): Cell => {
      let [insideOpen, inside, outsideOpen, outside, path] = [0, 0, 0, 0, -1];
      for (const p of paths) {
        const product = state.products[p]!;
        if ((bits[p]! & set) !== 0) {
          if (product !== UNKNOWN) inside = plus(inside, product);
          else {
            insideOpen++;
            path = p;
          }
        } else if (product !== UNKNOWN) outside = plus(outside, product);
        else outsideOpen++;
      }
      const known = (value: number): Cell => ({ isKnown: true, value, open: 0, path: -1, rest: 0, isNonzero: value !== 0 });
      if (insideOpen === 0) return known(inside);
      const limit = this.#limit[at]!;
      if (limit !== null && outsideOpen === 0) return known(minus(limit, outside));
      const isSingle = insideOpen === 1 && paths.every((p) => p === path || (bits[p]! & set) === 0 || state.products[p] === 0);
      return { isKnown: false, value: 0, open: insideOpen, path, rest: inside, isNonzero: isSingle && state.isNonzero(path) };
    });
  }

  /** The weight whose two cases together are the easiest to refute. */
  #branch(state: State, depth: number): Unreachable | undefined {
    let best: { edge: number; zero: State; nonzero: State; score: number } | undefined;
    for (const edge of this.#candidates(state)) {
      if (this.#statesLeft <= 0) return undefined;
      const sides = [ZERO, NONZERO].map((as) => {
        const side = state.copy();
        side.mark(edge, as);
        const after = side.copy();
        return { side, after, leaf: this.#conclude(after).leaf };
      });
      const [zero, nonzero] = sides as [(typeof sides)[0], (typeof sides)[0]];
      const isRefuted = [zero, nonzero].map(({ leaf }) => leaf !== undefined);
      if (isRefuted[0] || isRefuted[1]) return this.#split(edge, zero.side, nonzero.side, depth, isRefuted[0]! && isRefuted[1]! ? 0 : depth);
      const score = Math.min(gain(state, zero.after), gain(state, nonzero.after)) * 1000 + gain(state, zero.after) + gain(state, nonzero.after);
      if (best === undefined || score > best.score) best = { edge, zero: zero.side, nonzero: nonzero.side, score };
    }
    return best && this.#split(best.edge, best.zero, best.nonzero, depth, depth + 1);
  }

  /** A case refuted at once costs no depth. */
  #split(edge: number, zero: State, nonzero: State, _depth: number, below: number): Unreachable | undefined {
    const first = this.refute(zero, below);
    if (first === undefined) return undefined;
    const second = this.refute(nonzero, below);
    return second && { split: this.#table.edges[edge]!, zero: first, nonzero: second };
  }

  /** Weights without a mark on a path whose product is not known. */
  #candidates(state: State): number[] {
    const { edges, throughEdge } = this.#table;
    return [...edges.keys()].filter((e) => state.marks[e] === OPEN && throughEdge[e]!.some((p) => state.products[p] === UNKNOWN));
  }

  /** The tree without the steps and cases that its leaves do not need. */
  shortened(tree: Unreachable, state: State): Unreachable {
    if ("split" in tree) {
      for (const side of [tree.zero, tree.nonzero]) if (this.#holds(side, state.copy())) return this.shortened(side, state);
      const edge = this.#edgeNumber(tree.split);
      const [zero, nonzero] = [state.copy(), state];
      zero.mark(edge, ZERO);
      nonzero.mark(edge, NONZERO);
      return { split: tree.split, zero: this.shortened(tree.zero, zero), nonzero: this.shortened(tree.nonzero, nonzero) };
    }
    if (!("then" in tree)) return tree;
    if (this.#holds(tree.then, state.copy())) return this.shortened(tree.then, state);
    const finding = this.#find(tree, state);
    if (typeof finding === "object") state.setProduct(finding.path, finding.value);
    return { ...tree, then: this.shortened(tree.then, state) };
  }

  /** Does the tree refute the state? `state` is used up. */
  #holds(tree: Unreachable, state: State): boolean {
    if ("split" in tree) {
      const edge = this.#edgeNumber(tree.split);
      if (state.marks[edge] !== OPEN) return false;
      const zero = state.copy();
      zero.mark(edge, ZERO);
      state.mark(edge, NONZERO);
      return this.#holds(tree.zero, zero) && this.#holds(tree.nonzero, state);
    }
    const finding = this.#find(tree, state);
    if (finding === undefined) return false;
    const contradicts = finding === "contradiction" || !state.setProduct(finding.path, finding.value);
    return "then" in tree ? !contradicts && this.#holds(tree.then, state) : contradicts;
  }

  #find(tree: Exclude<Unreachable, { split: Edge }>, state: State): Finding {
    const { outputs, inputs } = this.#table.minor;
    const at = ([i, k]: readonly [number, number]): number => outputs.indexOf(i) * this.#columns + inputs.indexOf(k);
    if ("entry" in tree) {
      const finding = this.#lookAtEntry(state, at(tree.entry));
      return finding === "contradiction" ? undefined : finding;
    }
    if ("conflict" in tree) return this.#lookAtEntry(state, at(tree.conflict));
    const part = "completion" in tree ? tree.completion : tree.determinant;
    const set = part.neurons.reduce((bits, v) => bits | (1 << this.#table.neurons[part.layer]!.indexOf(v)), 0);
    const rows = part.outputs.map((i) => outputs.indexOf(i));
    const columns = part.inputs.map((k) => inputs.indexOf(k));
    return lookAtMinor(this.#cells(state, part.layer, set), rows, columns, this.#columns);
  }

  #edgeNumber([layer, out, input]: Edge): number {
    return this.#table.edges.findIndex(([l, v, w]) => l === layer && v === out && w === input);
  }
}

function chain(steps: readonly StepNode[], end: Unreachable): Unreachable {
  return steps.reduceRight<Unreachable>((then, step) => ({ ...step, then }), end);
}

/** How many products more are known. */
function gain(before: State, after: State): number {
  let count = 0;
  for (let p = 0; p < before.products.length; p++) if (before.products[p] === UNKNOWN && after.products[p] !== UNKNOWN) count++;
  return count;
}

/** What the determinant on these rows and columns gives, when it has to vanish. */
function lookAtMinor(cells: readonly Cell[], rows: readonly number[], columns: readonly number[], width: number): Finding {
  const unknowns: Cell[] = [];
  const bit = new Map<Cell, number>();
  for (const a of rows) {
    for (const b of columns) {
      const cell = cells[a * width + b]!;
      if (cell.isKnown) continue;
      bit.set(cell, 1 << unknowns.length);
      if (unknowns.push(cell) > MAX_UNKNOWNS) return undefined;
    }
  }
  const terms = new Map<number, number>();
  const expand = (from: number, left: readonly number[], set: number, factor: number): void => {
    if (from === rows.length) {
      terms.set(set, plus(terms.get(set) ?? 0, factor));
      return;
    }
    left.forEach((column, at) => {
      const cell = cells[rows[from]! * width + column]!;
      if (cell.isKnown && cell.value === 0) return;
      const value = cell.isKnown ? multiplyMod(factor, cell.value) : factor;
      expand(from + 1, left.toSpliced(at, 1), set | (bit.get(cell) ?? 0), at % 2 === 0 || value === 0 ? value : PRIME - value);
    });
  };
  expand(0, columns, 0, 1);
  let common = -1;
  for (const [set, factor] of terms) if (factor !== 0) common &= set;
  unknowns.forEach((cell, x) => {
    if (!cell.isNonzero) common &= ~(1 << x);
  });
  let constant = 0;
  let slope: { set: number; factor: number } | undefined;
  for (const [set, factor] of terms) {
    if (factor === 0) continue;
    const rest = set & ~common;
    if (rest === 0) constant = factor;
    else if (slope !== undefined) return undefined;
    else slope = { set: rest, factor };
  }
  if (slope === undefined) return constant === 0 ? undefined : "contradiction";
  if ((slope.set & (slope.set - 1)) !== 0) return undefined;
  const cell = unknowns[31 - Math.clz32(slope.set)]!;
  if (cell.open !== 1) return undefined;
  const value = multiplyMod(constant === 0 ? 0 : PRIME - constant, inverseMod(slope.factor));
  return { path: cell.path, value: minus(value, cell.rest) };
}

/** The subsets of {0, ..., n - 1} with `size` members, ascending. */
function* subsets(n: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = from; first + size <= n; first++) for (const rest of subsets(n, size - 1, first + 1)) yield [first, ...rest];
}
