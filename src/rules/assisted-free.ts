import type { FrozenForm, FrozenTree, LinearEvidence, Side } from "../certificate/proof.js";
import { Branch } from "../exact/elimination.js";
import { hasFullRowRank, rankMod } from "../exact/modular.js";
import { Polynomial } from "../exact/polynomial.js";
import { GENERIC_BOUND, Random } from "../exact/random.js";
import { type FrozenNeuron, frozenMapRows } from "../pattern/factor-map.js";
import { type FrozenVector, type NormalForm, frozenVectors, ownSide, pivotChoices, spanning } from "../pattern/normal-form.js";
import { type Rectangles, entriesOfRows, freeNeurons, openRows } from "../pattern/rectangles.js";
import { contains, members, size } from "../pattern/sets.js";
import { BranchPoint } from "./branch-point.js";
import type { Budget } from "./budget.js";
import { allSides, normalForms, randomPoint } from "./normal-forms.js";
import { NoTree, type Solution, Work, eliminate, grow } from "./rank-tree.js";

export interface AssistedFreeStep {
  readonly evidence: Omit<LinearEvidence["assisted-free"], "then">;
  readonly state: Rectangles;
}

/** Neurons beyond which not all subsets and sides are tried. */
const MAX_NEURONS = 5;
/** Random points at which it must work before a proof is tried. */
const POINTS = 10;
/** Vectors of zeros and ones that are tried for the freed neurons on one branch, all combinations up to so many. */
const MAX_VECTORS = 200;
const RANDOM_VECTORS = 3;

/**
 * R6 assisted free [own, docs/theory.md 4.12]: G freed, T assisting. If for every value of the frozen vectors of T there is one of those of G such that
 * the spaces of T and G together contain every entry of G's rectangles outside F, then these entries are free: G goes, T stays. An equivalence.
 *
 * Yields one step for each set G for which a proof is found, larger sets first, with all other neurons assisting and then as few as suffice.
 */
export function* assistedFreeSteps(state: Rectangles, budget: Budget): Generator<AssistedFreeStep> {
  const r = state.neurons.length;
  if (r > MAX_NEURONS) return;
  const subsets = Array.from({ length: Math.max(0, (1 << r) - 2) }, (_, n) => BigInt(n + 1)).sort((a, b) => size(b) - size(a));
  for (const set of subsets) {
    budget.spend();
    const step = assisted(state, set, budget);
    if (step !== undefined) yield step;
  }
}

function assisted(state: Rectangles, set: bigint, budget: Budget): AssistedFreeStep | undefined {
  const freed = members(set);
  const all = state.neurons.map((_, k) => k);
  const entries = openRows(state, freed.map((k) => state.neurons[k]!));
  const fits = (sides: ReadonlyMap<number, Side>): NormalForm[] | undefined => worksAtPoints(state, freed, sides, entries);
  for (const sides of allSides(all)) {
    budget.spend();
    let frozen = fits(sides);
    if (frozen === undefined) continue;
    for (const k of all) {
      const fewer = new Map([...sides].filter(([neuron]) => neuron !== k));
      const forms = contains(set, k) || fewer.size <= freed.length ? undefined : fits(fewer);
      if (forms === undefined) continue;
      sides.delete(k);
      frozen = forms;
    }
    try {
      const evidence = { frozen: frozen as FrozenForm[], freed: freed.map((neuron) => ({ neuron, side: sides.get(neuron)! })), trees: trees(state, freed, sides, frozen, entries) };
      return { evidence, state: freeNeurons(state, set) };
    } catch (error) {
      if (!(error instanceof NoTree)) throw error;
    }
  }
  return undefined;
}

/** The forms of the assisting neurons, if at random points of them random vectors of the freed ones reach all entries modulo p. */
function worksAtPoints(state: Rectangles, freed: readonly number[], sides: ReadonlyMap<number, Side>, entries: readonly bigint[]): NormalForm[] | undefined {
  const forms = normalForms(state, new Map([...sides].filter(([neuron]) => !freed.includes(neuron))));
  if (forms === undefined) return undefined;
  const random = new Random(1);
  for (let point = 0; point < POINTS; point++) {
    const generic = freed.map((neuron): FrozenNeuron => {
      const side = sides.get(neuron)!;
      return { neuron, side, values: random.positives(size(ownSide(state, neuron, side)), GENERIC_BOUND) };
    });
    if (!containsEntries(state, [...randomPoint(state, forms, random), ...generic], entries)) return undefined;
  }
  return forms;
}

/** Does the space of these frozen neurons contain all vectors on the entries, modulo p? rank = rank outside them + their number. */
function containsEntries(state: Rectangles, frozen: readonly FrozenNeuron[], entries: readonly bigint[]): boolean {
  const ordered = frozen.toSorted((a, b) => a.neuron - b.neuron);
  const rows = frozenMapRows(state, ordered);
  const inside = entriesOfRows(openRows(state, ordered.map(({ neuron }) => state.neurons[neuron]!))).map(([i, j]) => contains(entries[i]!, j));
  const count = inside.filter(Boolean).length;
  if (count === rows.length) return hasFullRowRank(rows);
  const width = ordered.length * Math.max(state.m, state.n);
  return rankMod(rows, width) === rankMod(rows.filter((_, e) => !inside[e]), width) + count;
}

function trees(
  state: Rectangles,
  freed: readonly number[],
  sides: ReadonlyMap<number, Side>,
  forms: readonly NormalForm[],
  entries: readonly bigint[],
): FrozenTree[] {
  const width = Math.max(state.m, state.n);
  const work = new Work();
  const choices = vectorChoices(state, freed, sides);
  return Array.from(pivotChoices(state, forms), (pivots) => {
    const assisting = frozenVectors(state, forms, pivots);
    const solve = (branch: Branch): Solution => {
      let split: Solution;
      for (const values of choices) {
        if (!worksOnBranch(state, freed, sides, assisting, values, branch, entries)) continue;
        const vectors = freed.map((neuron, g): FrozenVector => {
          const side = sides.get(neuron)!;
          const own = members(ownSide(state, neuron, side));
          return { neuron, side, values: new Map(own.map((place, e) => [place, Polynomial.constant(BigInt(values[g]![e]!))])) };
        });
        const space = spanning(state, [...assisting, ...vectors]);
        const found = eliminate(space, (i, j) => contains(entries[i]!, j), branch, work);
        if (found !== undefined && "pivots" in found) return { leaf: { values, pivots: found.pivots } };
        split ??= found;
      }
      return split;
    };
    return grow(solve, Branch.start, width);
  });
}

/** Vectors for the freed neurons: unit vectors and ones in all combinations while they are few, then small random ones. */
function vectorChoices(state: Rectangles, freed: readonly number[], sides: ReadonlyMap<number, Side>): number[][][] {
  const sizes = freed.map((neuron) => size(ownSide(state, neuron, sides.get(neuron)!)));
  const simple = sizes.map((length) => {
    const units = Array.from({ length }, (_, e) => Array.from({ length }, (__, x) => (x === e ? 1 : 0)));
    return length > 1 ? [...units, Array.from({ length }, () => 1)] : units;
  });
  const count = simple.reduce((product, list) => product * list.length, 1);
  const combined = count > MAX_VECTORS ? [] : simple.reduce<number[][][]>((lists, list) => lists.flatMap((head) => list.map((vector) => [...head, vector])), [[]]);
  const random = new Random(1);
  return [...combined, ...Array.from({ length: RANDOM_VECTORS }, () => sizes.map((length) => random.positives(length, 7)))];
}

/** Do these vectors reach the entries at a random point of the branch, modulo p? Saves the elimination where they do not. */
function worksOnBranch(
  state: Rectangles,
  freed: readonly number[],
  sides: ReadonlyMap<number, Side>,
  assisting: readonly FrozenVector[],
  values: readonly number[][],
  branch: Branch,
  entries: readonly bigint[],
): boolean {
  const point = new BranchPoint(branch);
  const frozen = assisting.map(({ neuron, side, values: own }): FrozenNeuron => ({ neuron, side, values: Array.from(own.values(), (value) => point.value(value)) }));
  const generic = freed.map((neuron, g): FrozenNeuron => ({ neuron, side: sides.get(neuron)!, values: values[g]! }));
  return containsEntries(state, [...frozen, ...generic], entries);
}
