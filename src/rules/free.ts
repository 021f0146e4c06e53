import { hasFullRowRank, rankWork } from "../exact/modular.js";
import { GENERIC_BOUND, Random } from "../exact/random.js";
import { type FrozenNeuron, frozenMapRows } from "../pattern/factor-map.js";
import { type Rectangles, freeNeurons, openRows } from "../pattern/rectangles.js";
import { contains, firstN, members, setOf, size, totalSize } from "../pattern/sets.js";
import type { Budget } from "./budget.js";

export interface FreeStep {
  readonly frozen: FrozenNeuron[];
  readonly state: Rectangles;
}

/** Up to this many neurons every subset with every choice of sides is tried: 3^6 ranks of small matrices. */
const EXHAUSTIVE = 6;
/** Up to this many neurons every pair is tried. */
const PAIRS = 16;
/** Entries of a set of rectangles above which no rank is computed, and multiplications a rank may take: a second. */
const MAX_ENTRIES = 3000;
const MAX_WORK = 2 ** 28;

/**
 * R4 free [own, docs/theory.md 4.4]: freeze one side of each neuron of a set G at some value; if the other sides reach every entry of their rectangles
 * outside F, then L + R^F = L_rest + R^(F and these entries): G goes, its entries become free. An equivalence, so it serves both verdicts.
 *
 * Yields the sets G that were found, largest first. Few neurons: all sets, all sides. Many: sets obtained from all neurons by leaving out
 * the greediest, for three ways to choose sides; single neurons; pairs.
 */
export function* freeSteps(state: Rectangles, budget: Budget): Generator<FreeStep> {
  const r = state.neurons.length;
  const done = new Set<bigint>();
  for (const choice of r <= EXHAUSTIVE ? allSubsets(r) : someSubsets(state)) {
    if (done.has(choice.set)) continue;
    budget.spend();
    const step = tryFree(state, choice);
    if (step === undefined) continue;
    done.add(choice.set);
    yield step;
  }
}

/** R4 for all neurons at once: a proof that L + R^F is everything on its support. Nothing left to decide if it is found. */
export function freeEverything(state: Rectangles, budget: Budget): FreeStep | undefined {
  const all = firstN(state.neurons.length);
  const sides = state.neurons.length <= EXHAUSTIVE ? subsetsOf(all) : someSides(state);
  for (const frozenRows of sides) {
    budget.spend();
    const step = tryFree(state, { set: all, sides: frozenRows });
    if (step !== undefined) return step;
  }
  return undefined;
}

function tryFree(state: Rectangles, { set, sides }: Choice): FreeStep | undefined {
  if (set === 0n) return undefined;
  const entries = entryCount(state, set);
  if (entries > MAX_ENTRIES || entries > unknowns(state, set, sides)) return undefined;
  const frozen = freeze(state, set, sides);
  const rows = frozenMapRows(state, frozen);
  return rankWork(rows) <= MAX_WORK && hasFullRowRank(rows) ? { frozen, state: freeNeurons(state, set) } : undefined;
}

/** A set of neurons, and those of them whose rows are frozen; the others have their columns frozen. */
interface Choice {
  readonly set: bigint;
  readonly sides: bigint;
}

function* allSubsets(r: number): Generator<Choice> {
  const subsets = Array.from({ length: (1 << r) - 1 }, (_, n) => BigInt(n + 1)).sort((a, b) => size(b) - size(a));
  for (const set of subsets) for (const sides of subsetsOf(set)) yield { set, sides };
}

/** All subsets, the set itself first. */
function* subsetsOf(set: bigint): Generator<bigint> {
  for (let subset = set; ; subset = (subset - 1n) & set) {
    yield subset;
    if (subset === 0n) return;
  }
}

/** The shorter side of each neuron frozen (it leaves more unknowns), all rows, all columns. */
function someSides(state: Rectangles): bigint[] {
  const shorter = setOf(state.neurons.flatMap(({ rows, cols }, k) => (size(rows) <= size(cols) ? [k] : [])));
  return [shorter, firstN(state.neurons.length), 0n];
}

function* someSubsets(state: Rectangles): Generator<Choice> {
  const all = firstN(state.neurons.length);
  for (const sides of someSides(state)) {
    for (let set = all; set !== 0n; set &= ~(1n << BigInt(greediest(state, set)))) {
      yield { set, sides: sides & set };
      // Once a set fits by count alone, its subsets are left to the next goal, after this one is freed.
      if (entryCount(state, set) <= unknowns(state, set, sides)) break;
    }
  }
  const r = state.neurons.length;
  for (let k = 0; k < r; k++) {
    const one = 1n << BigInt(k);
    yield { set: one, sides: one };
    yield { set: one, sides: 0n };
  }
  if (r > PAIRS) return;
  for (let k = 0; k < r; k++) {
    for (let other = 0; other < k; other++) {
      const [a, b] = [1n << BigInt(k), 1n << BigInt(other)];
      for (const sides of [0n, a, b, a | b]) yield { set: a | b, sides };
    }
  }
}

/** The neuron of the set with the most entries for each of its unknowns, area over longer side. */
function greediest(state: Rectangles, set: bigint): number {
  const greed = (k: number): number => {
    const { rows, cols } = state.neurons[k]!;
    return Math.min(size(rows), size(cols));
  };
  return members(set).reduce((worst, k) => (greed(k) > greed(worst) ? k : worst));
}

function entryCount(state: Rectangles, set: bigint): number {
  return totalSize(openRows(state, members(set).map((k) => state.neurons[k]!)));
}

function unknowns(state: Rectangles, set: bigint, sides: bigint): number {
  return members(set).reduce((sum, k) => sum + size(contains(sides, k) ? state.neurons[k]!.cols : state.neurons[k]!.rows), 0);
}

function freeze(state: Rectangles, set: bigint, sides: bigint): FrozenNeuron[] {
  const random = new Random(1);
  return members(set).map((neuron) => {
    const side = contains(sides, neuron) ? "rows" : "columns";
    const { rows, cols } = state.neurons[neuron]!;
    return { neuron, side, values: random.positives(size(side === "rows" ? rows : cols), GENERIC_BOUND) };
  });
}
