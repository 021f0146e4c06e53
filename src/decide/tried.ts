/**
 * Goals that a search has tried, up to symmetry, and the proof it found, written out with what it needs more than once as lemmas.
 *
 * A goal that a symmetry carries to one tried before is not searched again: the answer is the same, and its proof is a reference. So what a
 * search finds is not a tree of steps, but a tree with joined branches.
 */
import type { LemmaJson, Proof, TwoLayerJson } from "../certificate/proof.js";
import { mapSubProofs } from "../certificate/sub-proofs.js";
import { canonicalForm } from "../pattern/canonical.js";
import { type Rectangles, hasFreeEntries } from "../pattern/rectangles.js";
import { members, size, totalSize } from "../pattern/sets.js";
import { type Symmetry, between, metBy } from "../pattern/symmetry.js";
import type { Found } from "../rules/found.js";

/** A goal as it was first met, and what the search made of it. */
class Entry {
  found: Found | undefined;
  #named: Named | undefined;

  constructor(
    readonly goal: Rectangles,
    readonly joined: boolean,
  ) {}

  get named(): Named {
    return (this.#named ??= this.joined ? named(this.goal) : { key: nameOf(this.goal) });
  }
}

/** The class of a goal. When its canonical form is too much work, only the same goal counts as of its class, and there is no form. */
interface Named {
  readonly key: string;
  readonly symmetry?: Symmetry;
}

function named(goal: Rectangles): Named {
  return canonicalForm(goal) ?? { key: nameOf(goal) };
}

/** A place where an entry's proof is needed under other numbers; `same`: it is the same goal to the last number. */
interface Reference {
  readonly entry: Entry;
  readonly symmetry: Symmetry;
  readonly same: boolean;
}

export class TriedGoals {
  /** By a rough name, so that no canonical form is asked for while a goal is the only one with its name. */
  readonly #entries = new Map<string, Entry[]>();
  readonly #references = new Map<Proof, Reference>();
  readonly #firsts = new Map<Proof, Entry>();

  #size = 0;

  /** @param joined goals are the same up to symmetry; if not, only to the last number, and a proof needed twice is written twice */
  constructor(readonly joined = true) {}

  /** Classes of goals met. */
  get size(): number {
    return this.#size;
  }

  /**
   * The answer to a goal: found by `search`, or known from a goal of its class, then with a reference for a proof. While a goal is searched it counts as
   * undecided; its sub-goals are all smaller, so it is never met below itself. Nothing is searched when `more()` is false.
   */
  decide(state: Rectangles, more: () => boolean, search: () => Found | undefined): Found | undefined {
    const entry = new Entry(state, this.joined);
    const rough = roughName(state);
    const alike = this.#entries.get(rough);
    const known = alike?.find((other) => other.named.key === entry.named.key);
    if (known !== undefined && !this.joined) return known.found;
    if (known !== undefined) return known.found && this.#again(known, state, entry.named.symmetry);
    if (!more()) return undefined;
    if (alike === undefined) this.#entries.set(rough, [entry]);
    else alike.push(entry);
    this.#size++;
    entry.found = search();
    if (entry.found !== undefined) this.#firsts.set(entry.found.proof, entry);
    return entry.found;
  }

  #again(entry: Entry, state: Rectangles, symmetry: Symmetry | undefined): Found {
    const first = entry.named.symmetry;
    const moved = symmetry === undefined || first === undefined ? identity(state) : between(first, symmetry);
    const same = state.m === entry.goal.m && state.n === entry.goal.n && nameOf(state) === nameOf(entry.goal);
    const proof: Proof = { rule: "use", evidence: { lemma: 0, rows: [...moved.rows], columns: [...moved.columns], transposed: moved.transposed } };
    this.#references.set(proof, { entry, symmetry: moved, same });
    return { closed: entry.found!.closed, proof };
  }

  /** A proof that the search found, references resolved: goals that it needs twice or under other numbers become lemmas, others stay in their place. */
  written(root: Proof): Proof {
    if (this.#references.size === 0) return root;
    const needed = new Map<Entry, { times: number; inPlace: boolean }>();
    const inOrder: Entry[] = [];
    const enter = (entry: Entry, inPlace: boolean): void => {
      const before = needed.get(entry);
      needed.set(entry, { times: (before?.times ?? 0) + 1, inPlace: inPlace && (before?.inPlace ?? true) });
      if (before !== undefined) return;
      for (const part of partsOf(entry.found!.proof)) visit(part);
      inOrder.push(entry);
    };
    const visit = (proof: Proof): void => {
      const reference = this.#references.get(proof);
      const first = this.#firsts.get(proof);
      if (reference !== undefined) enter(reference.entry, reference.same);
      else if (first !== undefined) enter(first, true);
      else for (const part of partsOf(proof)) visit(part);
    };
    for (const part of partsOf(root)) visit(part);

    const numbers = new Map<Entry, number>();
    const inside = (proof: Proof): Proof => mapSubProofs(proof, write);
    const write = (proof: Proof): Proof => {
      const reference = this.#references.get(proof);
      const entry = reference?.entry ?? this.#firsts.get(proof);
      if (entry === undefined) return inside(proof);
      const lemma = numbers.get(entry);
      if (lemma === undefined) return inside(entry.found!.proof);
      const { rows, columns, transposed } = reference?.symmetry ?? identity(entry.goal);
      return { rule: "use", evidence: { lemma, rows: [...rows], columns: [...columns], transposed } };
    };
    const lemmas: LemmaJson[] = [];
    for (const entry of inOrder) {
      const { times, inPlace } = needed.get(entry)!;
      if (times === 1 && inPlace) continue;
      const { closed, proof } = entry.found!;
      lemmas.push({ goal: goalJson(entry.goal), closed, proof: inside(proof) });
      numbers.set(entry, lemmas.length - 1);
    }
    const then = inside(root);
    return lemmas.length === 0 ? then : { rule: "lemmas", evidence: { lemmas, then } };
  }
}

function partsOf(proof: Proof): Proof[] {
  const parts: Proof[] = [];
  mapSubProofs(proof, (part) => {
    parts.push(part);
    return part;
  });
  return parts;
}

function identity(state: Rectangles): Symmetry {
  const { rows, cols } = metBy(state);
  return { rows: members(rows), columns: members(cols), transposed: false };
}

export function goalJson({ m, n, neurons, free }: Rectangles): TwoLayerJson {
  return {
    rows: m,
    columns: n,
    neurons: neurons.map(({ rows, cols }) => [members(rows), members(cols)]),
    free: free.flatMap((set, i) => members(set).map((j): [number, number] => [i, j])),
  };
}

/** Equal for goals of one class, and seldom for others: the sides of the rectangles, and how many entries are free. */
function roughName({ neurons, free }: Rectangles): string {
  const sides = neurons.map(({ rows, cols }) => {
    const [a, b] = [size(rows), size(cols)];
    return a < b ? `${a}x${b}` : `${b}x${a}`;
  });
  return `${sides.sort().join(" ")} ${totalSize(free)}`;
}

/** A name that two goals of one size share only when they are the same. No key of a canonical form looks like it. */
export function nameOf(state: Rectangles): string {
  const neurons = state.neurons.map(({ rows, cols }) => `${rows.toString(36)}*${cols.toString(36)}`).join(" ");
  return hasFreeEntries(state) ? `${neurons} | ${state.free.map((set) => set.toString(36)).join(",")}` : neurons;
}
