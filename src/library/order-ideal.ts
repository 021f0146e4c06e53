/**
 * All closed two-layer patterns of a width, grown line by line from the smallest (docs/theory.md, 4.15): selections of closed patterns are closed, so a pattern is looked at only if
 * everything that is left when one of its rows or columns is deleted is closed. What is looked at and not closed is a minimal obstruction.
 *
 * Visited are the *thin* patterns: among the rows any that form a chain K_1 <= K_2 <= ... of classes are at most as many as the largest class has neurons; columns alike. Of the others R3
 * says that they are closed iff all of certain smaller patterns are.
 */
import type { Proof } from "../certificate/proof.js";
import { Ledger } from "../check/ledger.js";
import { type KnownClosed, decideTwoLayer, proveClosed } from "../decide/two-layer.js";
import { notationOf } from "../formats/rectangle-notation.js";
import { canonicalForm } from "../pattern/canonical.js";
import { makePattern } from "../pattern/pattern.js";
import { type Rectangles, hasFreeEntries, masksOfRectangles } from "../pattern/rectangles.js";
import { type Symmetry, between } from "../pattern/symmetry.js";
import { Budget, OutOfBudget } from "../rules/budget.js";
import { type DegenerationEffort, findDegeneration } from "../rules/degeneration.js";
import type { Found } from "../rules/found.js";
import { type ClassCounts, SIDES, countsOf, crowdedChain, fromKey, keyOf, linesOf, neuronsIn, rankBound, rectanglesOfCounts, withLine, withoutLine } from "./class-counts.js";

/**
 * What is known of a candidate, a thin pattern whose one-line deletions are all closed. `closed by descent`: R3 applies, so it is closed too. `closed`, `obstruction`: by a proof that the checker
 * has accepted; an obstruction is minimal, because it is a candidate.
 */
export type Outcome = "closed by descent" | "closed" | "obstruction" | "undecided";

export interface Decided {
  readonly pattern: Rectangles;
  readonly outcome: Outcome;
  readonly proof?: Proof;
}

export type Verdict = "closed" | "not closed" | "undecided";

/** A proof, or the seconds spent on looking for one in vain. */
export type Searched = Found | { readonly seconds: number };

export interface GrowthOptions {
  /** Seconds for each candidate, and for each second look. */
  readonly timeout: number;
  /**
   * What earlier runs have found, by the notation of the candidate (formats/rectangle-notation.ts): a proof, which is checked like a new one, or for how long none was found. It is not looked for again then,
   * unless there is more time now.
   */
  readonly earlier?: ReadonlyMap<string, Searched>;
  /** Told of what would be worth handing to a later run. */
  readonly onSearched?: (name: string, searched: Searched) => void;
  /** Told of a level before its candidates are decided. */
  readonly onLevel?: (lines: number, candidates: number) => void;
}

/** How hard limits out of reach are looked for before the dear rules for closed patterns: half of the obstructions are found, at a fiftieth of the price. */
const QUICK: DegenerationEffort = { looks: 1, curves: 40, branched: 0, states: 1 };
/** The same at a second look: some ten seconds. */
const LONG: DegenerationEffort = { looks: 1, curves: 20_000, branched: 300, states: 3000 };

/** The closed thin patterns of at most `hidden` neurons, with up to so many rows and columns together as levels have been grown. */
export class OrderIdeal {
  readonly hidden: number;
  readonly #options: GrowthOptions;
  readonly #prover: CandidateProver;
  #lines = 1;
  /** Keys of the closed thin patterns, and those of them with `#lines` lines by the number of neurons. */
  readonly #closed = new Set<string>();
  #latest: string[][];
  readonly #obstructions = new Set<string>();
  readonly #undecided = new Set<string>();
  /** Crowded patterns: are they known to be closed? They have few neurons. */
  readonly #crowded = new Map<string, boolean>();
  /** What `verdict` has said since the last level was grown. */
  readonly #verdicts = new Map<string, Verdict>();

  constructor(hidden: number, options: GrowthOptions) {
    this.hidden = hidden;
    this.#options = options;
    this.#prover = new CandidateProver(options);
    this.#latest = Array.from({ length: hidden + 1 }, () => []);
  }

  /** All candidates with at most so many rows and columns together have been looked at. */
  get lines(): number {
    return this.#lines;
  }

  /** Are there no more candidates? Nothing closed was found at the last level, and the seeds, which have at most two lines for each neuron, are behind. */
  get hasEnded(): boolean {
    return this.#lines >= 2 * this.hidden && this.#latest.every((keys) => keys.length === 0);
  }

  /** Statements that the checker has accepted: one for each candidate that is closed, but not by descent, or an obstruction. */
  get checked(): number {
    return this.#prover.checked;
  }

  /** Decides the candidates with one line more than before, each once up to renumbering and transposition, those with fewer neurons first. */
  *grow(): Generator<Decided> {
    const lines = this.#lines + 1;
    const candidates = this.#latest.map((keys, width) => (width === 0 ? [] : this.#candidates(width, lines, keys)));
    this.#options.onLevel?.(lines, candidates.flat().length);
    const latest: string[][] = candidates.map(() => []);
    for (const [width, keys] of candidates.entries()) {
      for (const key of keys) {
        const decided = this.#decide(fromKey(key));
        if (decided.outcome === "obstruction") this.#obstructions.add(key);
        else if (decided.outcome === "undecided") this.#undecided.add(key);
        else latest[width]!.push(key);
        yield decided;
      }
    }
    for (const key of latest.flat()) this.#closed.add(key);
    this.#latest = latest;
    this.#lines = lines;
    this.#verdicts.clear();
  }

  /** A second, longer look at the candidates of the last level that are undecided. Yields those decided now. */
  *reconsider(): Generator<Decided> {
    for (const key of this.#undecided) {
      const counts = fromKey(key);
      if (linesOf(counts) !== this.#lines) continue;
      const decided = this.#prover.reconsider(rectanglesOfCounts(counts));
      if (decided.outcome === "undecided") continue;
      this.#undecided.delete(key);
      if (decided.outcome === "obstruction") this.#obstructions.add(key);
      else {
        this.#closed.add(key);
        this.#latest[counts.width]!.push(key);
      }
      // What was not known to be closed because of this one may be.
      this.#crowded.clear();
      this.#verdicts.clear();
      yield decided;
    }
  }

  /**
   * What the levels grown so far say of a pattern of at most `hidden` neurons, whatever its size. `undecided`: it contains an undecided candidate, or more lines are needed.
   * @param pattern without free entries
   */
  verdict(pattern: Rectangles): Verdict {
    return this.#verdict(countsOf(pattern));
  }

  #verdict(counts: ClassCounts): Verdict {
    if (counts.width <= 1) return "closed";
    const key = keyOf(counts);
    if (this.#closed.has(key)) return "closed";
    if (this.#obstructions.has(key)) return "not closed";
    const before = this.#verdicts.get(key);
    if (before !== undefined) return before;
    const crowd = crowdOf(counts);
    const smaller = (crowd?.chain.map((K) => withoutLine(counts, crowd.side, K)) ?? oneLineLess(counts)).map((left) => this.#verdict(left));
    const verdict = smaller.includes("not closed") ? "not closed" : smaller.includes("undecided") || crowd === undefined ? "undecided" : "closed";
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  /** As `verdict`, but only whether that is `closed`; for patterns with at most `lines` lines. */
  #isClosed(counts: ClassCounts): boolean {
    if (counts.width <= 1) return true;
    const key = keyOf(counts);
    if (this.#closed.has(key)) return true;
    const crowd = crowdOf(counts);
    if (crowd === undefined) return false;
    const known = this.#crowded.get(key) ?? crowd.chain.every((K) => this.#isClosed(withoutLine(counts, crowd.side, K)));
    this.#crowded.set(key, known);
    return known;
  }

  /** The keys of the thin patterns that have so many lines, and all of whose one-line deletions are closed. */
  #candidates(width: number, lines: number, below: readonly string[]): string[] {
    const seen = new Set<string>();
    const found: string[] = [];
    const offer = (counts: ClassCounts): void => {
      const key = keyOf(counts);
      if (seen.has(key)) return;
      seen.add(key);
      if (oneLineLess(counts).every((smaller) => this.#isClosed(smaller))) found.push(key);
    };
    for (const key of below) {
      const counts = fromKey(key);
      for (const side of SIDES) {
        for (let K = 1; K < counts[side].length; K++) {
          const larger = withLine(counts, side, K);
          if (crowdedChain(larger[side], neuronsIn) === undefined) offer(larger);
        }
      }
    }
    for (const seed of seeds(width)) if (linesOf(seed) === lines) offer(seed);
    return found;
  }

  #decide(counts: ClassCounts): Decided {
    const pattern = rectanglesOfCounts(counts);
    const bound = { rows: (K: number) => rankBound(counts.columns, K), columns: (K: number) => rankBound(counts.rows, K) };
    if (SIDES.some((side) => crowdedChain(counts[side], bound[side]) !== undefined)) return { pattern, outcome: "closed by descent" };
    return this.#prover.decide(pattern);
  }
}

/** Without each one of its rows and columns, one for each class. */
function oneLineLess(counts: ClassCounts): ClassCounts[] {
  return SIDES.flatMap((side) => [...counts[side].keys()].filter((K) => counts[side][K]! > 0).map((K) => withoutLine(counts, side, K)));
}

/** Why a pattern is not thin: a chain of classes with more lines than neurons. */
function crowdOf(counts: ClassCounts): { side: "rows" | "columns"; chain: number[] } | undefined {
  for (const side of SIDES) {
    const chain = crowdedChain(counts[side], neuronsIn);
    if (chain !== undefined) return { side, chain };
  }
  return undefined;
}

/** The patterns in which every row, and every column, is the only one that meets some neuron; some more than once up to renumbering. */
export function* seeds(width: number): Generator<ClassCounts> {
  const covers = minimalCovers(width);
  for (const rows of covers) for (const columns of covers) yield { width, rows, columns };
}

/** The sets of classes, once each, that meet all neurons and of which none can be spared. */
function minimalCovers(width: number): Uint8Array[] {
  const all = (1 << width) - 1;
  const union = (classes: readonly number[]): number => classes.reduce((met, K) => met | K, 0);
  const found: Uint8Array[] = [];
  const extend = (chosen: readonly number[], next: number): void => {
    const met = union(chosen);
    if (chosen.some((K) => union(chosen.filter((other) => other !== K)) === met)) return;
    if (met === all) found.push(Uint8Array.from({ length: all + 1 }, (_, K) => (chosen.includes(K) ? 1 : 0)));
    else for (let K = next; K <= all; K++) extend([...chosen, K], K + 1);
  };
  extend([], 1);
  return found;
}

/** Decides patterns whose proper selections are all closed; every proof is checked, and a pattern proved closed is at hand for the next. */
class CandidateProver {
  readonly #options: GrowthOptions;
  readonly #ledger = new Ledger();
  readonly #lemmas = new Map<string, { readonly lemma: number; readonly symmetry: Symmetry }>();
  /** Checked, but with lemmas of their own, which have no place in the ledger. */
  #apart = 0;

  constructor(options: GrowthOptions) {
    this.#options = options;
  }

  get checked(): number {
    return this.#ledger.size + this.#apart;
  }

  /** The cheap ways first. @throws Refusal when a proof is not accepted: a defect of the search, or of the proofs handed in */
  decide(pattern: Rectangles): Decided {
    const budget = new Budget(this.#options.timeout);
    const plain = firstOf([() => this.#close(pattern, budget, true)]);
    if (plain !== undefined) return this.#entered(pattern, plain);
    const earlier = this.#options.earlier?.get(nameOf(pattern));
    if (earlier !== undefined && "proof" in earlier) return this.#entered(pattern, earlier);
    if (earlier !== undefined && earlier.seconds >= this.#options.timeout) return { pattern, outcome: "undecided" };
    const found = firstOf([() => degenerate(pattern, budget, QUICK), () => this.#close(pattern, budget, false), () => degenerate(pattern, budget)]);
    if (found === undefined) return { pattern, outcome: "undecided" };
    const decided = this.#entered(pattern, found);
    if (!JSON.stringify(found.proof).includes('"rule":"use"')) this.#options.onSearched?.(nameOf(pattern), found);
    return decided;
  }

  /** What takes longer. @throws Refusal as `decide` */
  reconsider(pattern: Rectangles): Decided {
    const { timeout, earlier, onSearched } = this.#options;
    const before = earlier?.get(nameOf(pattern));
    if (before !== undefined && "seconds" in before && before.seconds >= timeout) return { pattern, outcome: "undecided" };
    const budget = new Budget(timeout);
    const found = firstOf([() => degenerate(pattern, budget, LONG), () => decideTwoLayer(pattern, budget)]);
    onSearched?.(nameOf(pattern), found ?? { seconds: timeout });
    return found === undefined ? { pattern, outcome: "undecided" } : this.#entered(pattern, found);
  }

  #entered(pattern: Rectangles, { closed, proof }: Found): Decided {
    const outcome = closed ? "closed" : "obstruction";
    if (proof.rule === "lemmas") {
      new Ledger().enter(pattern, closed, proof);
      this.#apart++;
      return { pattern, outcome, proof };
    }
    const lemma = this.#ledger.enter(pattern, closed, proof);
    const form = closed ? canonicalForm(pattern) : undefined;
    if (form !== undefined) this.#lemmas.set(form.key, { lemma, symmetry: form.symmetry });
    return { pattern, outcome, proof };
  }

  #close(pattern: Rectangles, budget: Budget, plain: boolean): Found | undefined {
    const proof = proveClosed(pattern, this.#known, budget, plain);
    return proof && { closed: true, proof };
  }

  readonly #known: KnownClosed = (state) => {
    if (hasFreeEntries(state)) return undefined;
    const form = canonicalForm(state);
    const known = form && this.#lemmas.get(form.key);
    if (form === undefined || known === undefined) return undefined;
    const { rows, columns, transposed } = between(known.symmetry, form.symmetry);
    return { rule: "use", evidence: { lemma: known.lemma, rows: [...rows], columns: [...columns], transposed } };
  };
}

function degenerate(pattern: Rectangles, budget: Budget, effort?: DegenerationEffort): Found | undefined {
  const evidence = findDegeneration(pattern, budget, effort);
  return evidence && { closed: false, proof: { rule: "degeneration", evidence } };
}

/** What the first way finds that finds anything; one that is out of time or memory has found nothing. */
function firstOf(ways: readonly (() => Found | undefined)[]): Found | undefined {
  for (const way of ways) {
    try {
      const found = way();
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof OutOfBudget)) throw error;
    }
  }
  return undefined;
}

function nameOf(pattern: Rectangles): string {
  return notationOf(makePattern("", masksOfRectangles(pattern)));
}
