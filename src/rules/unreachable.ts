/**
 * N3 [own, docs/theory.md 4.9]: a proof that no weights on the edges of a minor have a given product, or nothing.
 *
 * What can be concluded is concluded: entries with one product left, determinants of what passes through few neurons. Then products that are not known are
 * made parameters, and all the others expressed in them. What is left open is branched on: a weight is zero or it is not. Incomplete.
 *
 * It reckons modulo a prime. Every step holds over every field, so a product of integer weights is never "proved" out of reach; that a number is
 * not zero is only tried modulo the prime, so the reverse is for the checker to confirm.
 */
import type { Bottleneck, Edge, Equation, Multiple, PathPolynomial, Unreachable } from "../certificate/proof.js";
import { residueOfRational } from "../exact/modular.js";
import type { Parametric } from "../exact/parametric.js";
import { Rational } from "../exact/rational.js";
import type { Budget } from "./budget.js";
import { contradictingFactors } from "./combination.js";
import { type Finding, type MinorGoal, NONZERO, OPEN, PathTable, State, ZERO } from "./known-products.js";
import { type Value, lifted, minus, plus, times } from "./residue-values.js";
import { type Cell, expandMinor, lookAtMinor, subsets } from "./vanishing-minors.js";

/** Outputs and inputs of a determinant, and determinants looked at in one round of conclusions. */
const MAX_SIZE = 5;
const MAX_MINORS = 2000;
/** States looked at, and weights branched on above one another. */
const MAX_STATES = 400;
const MAX_DEPTH = 8;
/** Terms of an expression in the parameters. */
const MAX_TERMS = 40;
/** States for which a combination of equations is sought, and equations in it. */
const MAX_COMBINED = 2;
const MAX_EQUATIONS = 60;

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
    const residues = limit.flatMap((line) => line.map((value) => (value === null ? null : residueOfRational(value))));
    if (residues.includes(undefined)) return undefined;
    const search = new Search(this.#paths, residues as (number | null)[], budget, states);
    const start = new State(this.#paths);
    const tree = search.refute(start.copy(), 0);
    return tree && search.shortened(tree, start);
  }
}

type StepNode = { readonly let: number[] } | { readonly entry: [number, number] } | { readonly completion: Bottleneck };
type Leaf = { readonly conflict: [number, number] } | { readonly determinant: Bottleneck };

class Search {
  readonly #table: PathTable;
  readonly #limit: readonly (number | null)[];
  readonly #budget: Budget;
  readonly #columns: number;
  #statesLeft: number;
  #combinationsLeft = MAX_COMBINED;
  /** Do some weights have the limit? */
  #isReached = false;

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
    if (this.#statesLeft <= 0) return undefined;
    const named = state.copy();
    const names: StepNode[] = [];
    const expressed = this.#express(named, names) ?? (depth < MAX_DEPTH ? this.#branch(state, depth) : undefined);
    if (expressed !== undefined) return chain(steps, expressed);
    const combination = this.#combine(named);
    return combination && chain([...steps, ...names], { combination });
  }

  /**
   * Makes products parameters, the one first that makes the most others known, until there is a contradiction or all are known. Without a contradiction the state
   * and the steps to it are what is left.
   */
  #express(state: State, steps: StepNode[]): Unreachable | undefined {
    while (this.#statesLeft > 0) {
      let best: { path: number; score: number } | undefined;
      for (const [path, product] of state.products.entries()) {
        if (product !== undefined) continue;
        const after = state.copy();
        after.name(path);
        if (this.#concludeEntries(after, []) !== undefined) {
          best = { path, score: Infinity };
          break;
        }
        const score = gain(state, after);
        if (best === undefined || score > best.score) best = { path, score };
      }
      if (best === undefined) {
        // All products are known, and nothing contradicts: some weights have them, so the limit is reached and the search is over.
        if (this.#isConsistent(state)) {
          this.#isReached = true;
          this.#statesLeft = 0;
        }
        return undefined;
      }
      state.name(best.path);
      steps.push({ let: [...this.#table.paths[best.path]!] });
      const { steps: more, leaf } = this.#conclude(state);
      steps.push(...more);
      if (leaf !== undefined) return chain(steps, leaf);
      if (state.products.some((product) => typeof product === "object" && product.terms.length > MAX_TERMS)) return undefined;
    }
    return undefined;
  }

  /** Do all entries and all determinants of size 2 of single neurons hold, whatever the parameters are? All products must be known. */
  #isConsistent(state: State): boolean {
    const { atEntry, neurons, minor } = this.#table;
    const holds = atEntry.every((paths, at) => this.#limit[at] === null || paths.reduce<Value>((sum, p) => plus(sum, state.products[p]!), 0) === this.#limit[at]);
    if (!holds || minor.masks.length > 2) return false;
    return neurons[1]!.every((_, b) => {
      const cells = this.#cells(state, 1, 1 << b);
      const value = (a: number, c: number): Value => cells[a * this.#columns + c]!.value;
      const pairs = [...subsets(this.#columns, 2)];
      return [...subsets(minor.outputs.length, 2)].every(([a, c]) =>
        pairs.every(([d, e]) => minus(times(value(a!, d!), value(c!, e!)), times(value(a!, e!), value(c!, d!))) === 0),
      );
    });
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
        if (finding === "contradiction" || !state.learn(finding)) return { conflict: entry };
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

  #lookAtEntry(state: State, at: number): Finding | undefined {
    const limit = this.#limit[at]!;
    if (limit === null) return undefined;
    let rest: Value = limit;
    let open = -1;
    for (const p of this.#table.atEntry[at]!) {
      const product = state.products[p];
      if (product !== undefined) rest = minus(rest, product);
      else if (open >= 0) return undefined;
      else open = p;
    }
    return open >= 0 ? { path: open, value: rest } : state.solve(rest);
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
              const finding = lookAtMinor(state, cells, rows, columns, this.#columns);
              if (finding === undefined) continue;
              const part: Bottleneck = {
                outputs: rows.map((a) => minor.outputs[a]!),
                inputs: columns.map((b) => minor.inputs[b]!),
                layer,
                neurons: few.map((b) => neurons[layer]![b]!),
              };
              if (finding === "contradiction" || !state.learn(finding)) return { determinant: part };
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
      let [insideOpen, outsideOpen, path] = [0, 0, -1];
      let [inside, outside]: Value[] = [0, 0];
      for (const p of paths) {
        const product = state.products[p];
        if ((bits[p]! & set) !== 0) {
          if (product !== undefined) inside = plus(inside!, product);
          else {
            insideOpen++;
            path = p;
          }
        } else if (product !== undefined) outside = plus(outside!, product);
        else outsideOpen++;
      }
      const known = (value: Value): Cell => ({ isKnown: true, value, open: 0, path: -1, rest: 0, isNonzero: false });
      if (insideOpen === 0) return known(inside!);
      const limit = this.#limit[at]!;
      if (limit !== null && outsideOpen === 0) return known(minus(limit, outside!));
      const isSingle = insideOpen === 1 && paths.every((p) => p === path || (bits[p]! & set) === 0 || state.products[p] === 0);
      return { isKnown: false, value: 0, open: insideOpen, path, rest: inside!, isNonzero: isSingle && state.isNonzero(path) };
    });
  }

  /** Multiples of equations that contradict, all products named. */
  #combine(state: State): Multiple[] | undefined {
    if (this.#isReached || this.#combinationsLeft-- <= 0) return undefined;
    this.#budget.spend();
    state.nameAll();
    const seen = new Set<string>();
    const equations: { equation: Equation; value: Parametric<number> }[] = [];
    for (const equation of this.#equations()) {
      const value = lifted(this.#valueOf(equation, state));
      const name = JSON.stringify(value.terms);
      if (value.isZero || seen.has(name)) continue;
      seen.add(name);
      equations.push({ equation, value });
    }
    const shortest = equations.sort((a, b) => a.value.terms.length - b.value.terms.length).slice(0, MAX_EQUATIONS);
    const factors = contradictingFactors(shortest.map(({ value }) => value), (parameter) => state.isNonzero(state.parameterPath(parameter)));
    if (factors === undefined) return undefined;
    const pathOf = (parameter: number): number[] => [...this.#table.paths[state.parameterPath(parameter)]!];
    return shortest.flatMap(({ equation }, n): Multiple[] => {
      const factor = factors[n]!.map(({ coefficient, powers }): PathPolynomial[number] => [coefficient, powers.map(([parameter, exponent]) => [pathOf(parameter), exponent])]);
      return factor.length === 0 ? [] : [{ ...equation, factor }];
    });
  }

  /** Of all entries that are not free, and of all determinants of size 2 of single neurons. */
  *#equations(): Generator<Equation> {
    const { neurons, minor } = this.#table;
    for (let at = 0; at < this.#limit.length; at++) if (this.#limit[at] !== null) yield { entry: this.#entryOf(at) };
    for (let layer = 1; layer < neurons.length; layer++) {
      for (const neuron of neurons[layer]!) {
        for (const rows of subsets(minor.outputs.length, 2)) {
          for (const columns of subsets(minor.inputs.length, 2)) {
            yield { determinant: { outputs: rows.map((a) => minor.outputs[a]!), inputs: columns.map((b) => minor.inputs[b]!), layer, neurons: [neuron] } };
          }
        }
      }
    }
  }

  /** What is zero by an equation, all products being known. */
  #valueOf(equation: Equation, state: State): Value {
    if ("entry" in equation) {
      const at = this.#entryNumber(equation.entry);
      return this.#table.atEntry[at]!.reduce<Value>((rest, p) => minus(rest, state.products[p]!), this.#limit[at]!);
    }
    const { rows, columns, cells } = this.#minorOf(equation.determinant, state);
    return expandMinor(cells, rows, columns, this.#columns, new Map()).get(0) ?? 0;
  }

  /** Do the multiples add up to what is not zero? The state is used up. */
  #contradicts(combination: readonly Multiple[], state: State): boolean {
    state.nameAll();
    const pathOf = (path: readonly number[]): number => this.#table.paths.findIndex((own) => own.every((v, l) => v === path[l]));
    const sum = combination.reduce<Value>((total, { factor, ...equation }) => {
      const value = factor.reduce<Value>((all, [coefficient, powers]) => {
        let term: Value = residueOfRational(Rational.parse(coefficient)!)!;
        for (const [path, exponent] of powers) for (let e = 0; e < exponent; e++) term = times(term, state.products[pathOf(path)]!);
        return plus(all, term);
      }, 0);
      return plus(total, times(value, this.#valueOf(equation, state)));
    }, 0);
    return state.isUnit(sum);
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
      if (isRefuted[0] || isRefuted[1]) return this.#split(edge, zero.side, nonzero.side, depth);
      const score = Math.min(gain(state, zero.after), gain(state, nonzero.after)) * 1000 + gain(state, zero.after) + gain(state, nonzero.after);
      if (best === undefined || score > best.score) best = { edge, zero: zero.side, nonzero: nonzero.side, score };
    }
    return best && this.#split(best.edge, best.zero, best.nonzero, depth + 1);
  }

  /** A case refuted at once costs no depth. */
  #split(edge: number, zero: State, nonzero: State, below: number): Unreachable | undefined {
    const first = this.refute(zero, below);
    if (first === undefined) return undefined;
    const second = this.refute(nonzero, below);
    return second && { split: this.#table.edges[edge]!, zero: first, nonzero: second };
  }

  /** Weights without a mark on a path whose product is not known. */
  #candidates(state: State): number[] {
    const { edges, throughEdge } = this.#table;
    return [...edges.keys()].filter((e) => state.marks[e] === OPEN && throughEdge[e]!.some((p) => state.products[p] === undefined));
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
    this.#apply(tree, state);
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
    const outcome = this.#apply(tree, state);
    return "then" in tree ? outcome === "known" && this.#holds(tree.then, state) : outcome === "contradiction";
  }

  #apply(tree: Exclude<Unreachable, { split: Edge }>, state: State): "known" | "contradiction" | "nothing" {
    if ("let" in tree) {
      const path = this.#table.paths.findIndex((own) => own.every((v, l) => v === tree.let[l]));
      if (state.products[path] !== undefined) return "nothing";
      state.name(path);
      return "known";
    }
    if ("combination" in tree) return this.#contradicts(tree.combination, state) ? "contradiction" : "nothing";
    const finding = this.#find(tree, state);
    if (finding === undefined) return "nothing";
    return finding === "contradiction" || !state.learn(finding) ? "contradiction" : "known";
  }

  #find(tree: Exclude<Unreachable, { split: Edge } | { let: number[] } | { combination: Multiple[] }>, state: State): Finding | undefined {
    if ("entry" in tree) return this.#lookAtEntry(state, this.#entryNumber(tree.entry));
    if ("conflict" in tree) return this.#lookAtEntry(state, this.#entryNumber(tree.conflict));
    const { rows, columns, cells } = this.#minorOf("completion" in tree ? tree.completion : tree.determinant, state);
    return lookAtMinor(state, cells, rows, columns, this.#columns);
  }

  /** Where the part stands in the minor, and the cells of what passes through its neurons. */
  #minorOf({ outputs, inputs, layer, neurons }: Bottleneck, state: State): { rows: number[]; columns: number[]; cells: Cell[] } {
    const { minor } = this.#table;
    const set = neurons.reduce((bits, v) => bits | (1 << this.#table.neurons[layer]!.indexOf(v)), 0);
    return { rows: outputs.map((i) => minor.outputs.indexOf(i)), columns: inputs.map((k) => minor.inputs.indexOf(k)), cells: this.#cells(state, layer, set) };
  }

  #entryNumber([output, input]: readonly [number, number]): number {
    const { outputs, inputs } = this.#table.minor;
    return outputs.indexOf(output) * this.#columns + inputs.indexOf(input);
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
  for (let p = 0; p < before.products.length; p++) if (before.products[p] === undefined && after.products[p] !== undefined) count++;
  return count;
}
