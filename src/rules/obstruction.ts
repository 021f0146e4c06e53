import type { LinearEvidence, Proof } from "../certificate/proof.js";
import { renumberDegeneration } from "../certificate/renumber.js";
import { permutedClasses } from "../pattern/canonical.js";
import { type Rectangles, hasFreeEntries, rowClasses, transposed } from "../pattern/rectangles.js";
import { members, setOf } from "../pattern/sets.js";
import type { Budget } from "./budget.js";

/** A pattern that is not closed, with the proof: a limit that no weights reach. */
export interface Obstruction {
  readonly goal: Rectangles;
  readonly evidence: LinearEvidence["degeneration"];
}

/** Variants looked at over all sets of so many neurons, and choices of rows and columns for one of them, before the search goes on: about a second. */
const MAX_LOOKS = 2 ** 27;
const MAX_CHOICES = 500;
/** What it costs to see a row or column from one of the neurons of a set, in looks. */
const LOOKS_PER_CLASS = 40;

/**
 * F1 with a catalogue: a selection of rows and columns that leaves a known obstruction, up to the order of rows, columns and neurons and transposition.
 * Not closed, so the whole is not.
 *
 * Anchored on the neurons: each set of as many neurons as an obstruction has is tried. Seen from these neurons alone each row and column has a class; the obstruction
 * needs so many rows and columns of each class. Then rows and columns are chosen such that every other neuron misses all chosen rows or all chosen columns.
 * Complete for patterns with as many neurons as the obstruction, and for obstructions of two neurons in patterns with three; otherwise up to the limits above, and
 * only for obstructions whose neurons hang together. Cost: the sets of neurons, times the obstructions.
 */
export class ObstructionSearch {
  readonly #obstructions = new Map<number, Obstruction[]>();
  /** By the number of neurons, made when first asked for. */
  readonly #variants = new Map<number, Variant[]>();

  constructor(obstructions: readonly Obstruction[]) {
    for (const obstruction of obstructions) this.add(obstruction);
  }

  add(obstruction: Obstruction): void {
    const width = obstruction.goal.neurons.length;
    const list = this.#obstructions.get(width) ?? [];
    this.#obstructions.set(width, list);
    list.push(obstruction);
    this.#variants.get(width)?.push(...variantsOf(obstruction));
  }

  #variantsOf(width: number): Variant[] {
    const known = this.#variants.get(width) ?? this.#obstructions.get(width)!.flatMap(variantsOf);
    this.#variants.set(width, known);
    return known;
  }

  /** @param state without free entries */
  find(state: Rectangles, budget: Budget): Proof | undefined {
    if (hasFreeEntries(state)) return undefined;
    const classes = { rows: rowClasses(state), columns: rowClasses(transposed(state)) };
    for (const width of [...this.#obstructions.keys()].sort((a, b) => a - b)) {
      if (width > state.neurons.length) continue;
      const variants = this.#variantsOf(width);
      let left = Math.ceil(MAX_LOOKS / (variants.length + (state.m + state.n) * width * LOOKS_PER_CLASS));
      for (const neurons of connectedSubsets(state, width)) {
        if (--left < 0) break;
        if (left % 64 === 0) budget.spend();
        const found = at(neurons, variants, classes);
        if (found !== undefined) return { rule: "degeneration", evidence: found };
      }
    }
    return undefined;
  }
}

/** One way to look at an obstruction: its neurons in some order, transposed or not. Counts by class, classes as bits of neurons. */
export interface Variant {
  readonly obstruction: Obstruction;
  readonly order: readonly number[];
  readonly transposed: boolean;
  readonly rows: readonly Need[];
  readonly columns: readonly Need[];
  /** The classes needed, as bits. */
  readonly needed: { readonly rows: number; readonly columns: number };
}

/** These rows (columns) of the obstruction have this class. */
export interface Need {
  readonly set: number;
  readonly lines: readonly number[];
}

export function variantsOf(obstruction: Obstruction): Variant[] {
  const seen = new Set<string>();
  const variants: Variant[] = [];
  const width = obstruction.goal.neurons.length;
  for (const turned of [false, true]) {
    const goal = turned ? transposed(obstruction.goal) : obstruction.goal;
    const [rows, columns] = [rowClasses(goal), rowClasses(transposed(goal))];
    for (const table of permutedClasses(width)) {
      const needs = (classes: readonly bigint[]): Need[] => {
        const bySet = new Map<number, number[]>();
        classes.forEach((set, line) => {
          if (set !== 0n) bySet.set(table[Number(set)]!, [...(bySet.get(table[Number(set)]!) ?? []), line]);
        });
        return [...bySet].map(([set, lines]) => ({ set, lines })).sort((a, b) => a.set - b.set);
      };
      const lists = { rows: needs(rows), columns: needs(columns) };
      const variant: Variant = {
        obstruction,
        order: Array.from({ length: width }, (_, k) => Math.log2(table[1 << k]!)),
        transposed: turned,
        ...lists,
        needed: { rows: bitsOf(lists.rows.map(({ set }) => set)), columns: bitsOf(lists.columns.map(({ set }) => set)) },
      };
      const name = [variant.rows, variant.columns].map((list) => list.map(({ set, lines }) => `${set}:${lines.length}`).join()).join("|");
      if (!seen.has(name)) variants.push(variant);
      seen.add(name);
    }
  }
  return variants;
}

function bitsOf(sets: readonly number[]): number {
  return sets.reduce((bits, set) => bits | (1 << set), 0);
}

/** Sets of so many neurons that hang together by shared entries, each once, ascending. */
function* connectedSubsets({ neurons }: Rectangles, width: number): Generator<number[]> {
  const meets = neurons.map(({ rows, cols }) => setOf(neurons.flatMap((other, k) => ((rows & other.rows) !== 0n && (cols & other.cols) !== 0n ? [k] : []))));
  if (neurons.length === width) {
    yield neurons.map((_, k) => k);
    return;
  }
  // Each set grows from its smallest neuron by neighbours; those passed over stay out.
  const grow = function* (chosen: number[], border: bigint, out: bigint): Generator<number[]> {
    if (chosen.length === width) {
      yield chosen.toSorted((a, b) => a - b);
      return;
    }
    let barred = out;
    for (const next of members(border & ~out)) {
      barred |= 1n << BigInt(next);
      yield* grow([...chosen, next], border | meets[next]!, barred);
    }
  };
  for (let least = 0; least < neurons.length; least++) {
    const out = (1n << BigInt(least + 1)) - 1n;
    yield* grow([least], meets[least]!, out);
  }
}

interface Classes {
  readonly rows: readonly bigint[];
  readonly columns: readonly bigint[];
}

/** The first variant that the neurons show, as evidence about the whole. */
function at(neurons: readonly number[], variants: readonly Variant[], { rows, columns }: Classes): Obstruction["evidence"] | undefined {
  const own = setOf(neurons);
  const seen = { rows: bySeen(rows, neurons), columns: bySeen(columns, neurons) };
  const offered = { rows: offeredBy(seen.rows), columns: offeredBy(seen.columns) };
  for (const variant of variants) {
    if ((variant.needed.rows & ~offered.rows) !== 0 || (variant.needed.columns & ~offered.columns) !== 0) continue;
    const enough = variant.rows.every(({ set, lines }) => seen.rows[set]!.length >= lines.length) && variant.columns.every(({ set, lines }) => seen.columns[set]!.length >= lines.length);
    if (!enough) continue;
    const chosen = choose(variant, seen, { rows: rows.map((set) => set & ~own), columns: columns.map((set) => set & ~own) });
    if (chosen === undefined) continue;
    return renumberDegeneration(variant.obstruction.evidence, {
      ...chosen,
      neurons: variant.order.map((k) => neurons[k]!),
      transposed: variant.transposed,
    });
  }
  return undefined;
}

/** The classes of which there is a line, as bits. */
function offeredBy(seen: readonly (readonly number[])[]): number {
  return seen.reduce((bits, lines, set) => (lines.length > 0 ? bits | (1 << set) : bits), 0);
}

/** The lines by their class as seen from the chosen neurons alone. */
function bySeen(classes: readonly bigint[], neurons: readonly number[]): number[][] {
  const seen = Array.from({ length: 1 << neurons.length }, (): number[] => []);
  classes.forEach((set, line) => {
    let own = 0;
    neurons.forEach((k, bit) => (own |= Number((set >> BigInt(k)) & 1n) << bit));
    seen[own]!.push(line);
  });
  return seen;
}

/** Rows and columns for each row and column of the variant, such that no other neuron meets both a chosen row and a chosen column. */
function choose(variant: Variant, seen: { rows: number[][]; columns: number[][] }, others: Classes): { rows: number[]; columns: number[] } | undefined {
  const slots = (["rows", "columns"] as const).flatMap((side) => variant[side].flatMap(({ set, lines }) => lines.map((line) => ({ side, line, set }))));
  const to = { rows: [] as number[], columns: [] as number[] };
  let left = MAX_CHOICES;
  const fill = (slot: number, inRows: bigint, inColumns: bigint): boolean => {
    const next = slots[slot];
    if (next === undefined) return true;
    const { side, line, set } = next;
    const used = to[side];
    // Lines that the same other neurons meet are as good as each other.
    const tried = new Set<bigint>();
    for (const candidate of seen[side][set]!) {
      const met = others[side][candidate]!;
      if (tried.has(met) || used.includes(candidate)) continue;
      tried.add(met);
      if (--left < 0) return false;
      const rows = side === "rows" ? inRows | met : inRows;
      const columns = side === "columns" ? inColumns | met : inColumns;
      if ((rows & columns) !== 0n) continue;
      used[line] = candidate;
      if (fill(slot + 1, rows, columns)) return true;
      delete used[line];
    }
    return false;
  };
  return fill(0, 0n, 0n) ? to : undefined;
}
