/**
 * All minimal obstructions of a width: the patterns that are not closed although all their proper selections of rows and columns are (docs/theory.md, 4.14).
 */
import type { Proof } from "../certificate/proof.js";
import { Ledger } from "../check/ledger.js";
import { type KnownClosed, proveClosed } from "../decide/two-layer.js";
import { canonicalForm, representative } from "../pattern/canonical.js";
import { type Rectangles, deleteRows, hasFreeEntries, normal, rectanglesOf, transposed } from "../pattern/rectangles.js";
import { setOf } from "../pattern/sets.js";
import { type Symmetry, between } from "../pattern/symmetry.js";
import { Budget, OutOfBudget } from "../rules/budget.js";
import { COMPLETE_WIDTH } from "../rules/catalogue.js";
import { findDegeneration } from "../rules/degeneration.js";
import { type Obstruction, ObstructionSearch } from "../rules/obstruction.js";
import { cappedPatterns } from "./capped.js";
import { countClasses } from "./count.js";
import { enumerate } from "./enumerate.js";

/**
 * What the survey says of one pattern; every verdict has been checked. `obstruction`: not closed, and closed whichever row or column is deleted. `contains an
 * obstruction`: a selection of it is one found before. `not closed`: neither has been shown.
 */
export interface Surveyed {
  readonly pattern: Rectangles;
  readonly verdict: "closed" | "contains an obstruction" | "obstruction" | "not closed" | "undecided";
  readonly proof?: Proof;
}

export interface SurveyOptions {
  /** Seconds for each pattern. */
  readonly timeout: number;
}

/**
 * Decides patterns one after another, each from those before it: it contains a known obstruction, or it is proved closed, or it is a new obstruction. Given in an order in which the
 * proper selections of a pattern come before it, the new ones are minimal; that is not taken from the order, but proved for each: without any one of its rows and
 * columns it is closed, and so are all smaller selections (F1).
 */
export class Survey {
  readonly obstructions: Obstruction[] = [];
  readonly #search = new ObstructionSearch([]);
  readonly #ledger = new Ledger();
  readonly #closed = new Map<string, { readonly lemma: number; readonly symmetry: Symmetry }>();
  /** Of the obstructions. */
  readonly #keys = new Set<string>();
  readonly #options: SurveyOptions;

  constructor(options: SurveyOptions) {
    this.#options = options;
  }

  /** Statements checked so far. */
  get checked(): number {
    return this.#ledger.size;
  }

  /** @throws Refusal when a proof found is not accepted: a defect of the search */
  decide(pattern: Rectangles): Surveyed {
    try {
      return this.#decide(pattern, new Budget(this.#options.timeout));
    } catch (error) {
      if (!(error instanceof OutOfBudget)) throw error;
      return { pattern, verdict: "undecided" };
    }
  }

  #decide(pattern: Rectangles, budget: Budget): Surveyed {
    const contained = this.#search.find(pattern, budget);
    if (contained !== undefined) {
      this.#ledger.enter(pattern, false, contained);
      return { pattern, verdict: this.#isOnKnown(contained, pattern) ? "contains an obstruction" : "not closed", proof: contained };
    }
    const proof = proveClosed(pattern, this.#known, budget);
    if (proof !== undefined) {
      const lemma = this.#ledger.enter(pattern, true, proof);
      const form = canonicalForm(pattern);
      if (form !== undefined) this.#closed.set(form.key, { lemma, symmetry: form.symmetry });
      return { pattern, verdict: "closed", proof };
    }
    const evidence = findDegeneration(pattern, budget);
    if (evidence === undefined) return { pattern, verdict: "undecided" };
    const found: Proof = { rule: "degeneration", evidence };
    this.#ledger.enter(pattern, false, found);
    if (!this.#isMinimal(pattern, budget)) return { pattern, verdict: "not closed", proof: found };
    this.obstructions.push({ goal: pattern, evidence });
    const form = canonicalForm(pattern);
    if (form !== undefined) this.#keys.add(form.key);
    this.#search.add({ goal: pattern, evidence });
    return { pattern, verdict: "obstruction", proof: found };
  }

  /**
   * Is the selection that the proof is about one of the obstructions found? The search says so, and the checker only that the pattern is not closed; that no
   * obstruction is passed over depends on this.
   */
  #isOnKnown({ rule, evidence }: Proof, pattern: Rectangles): boolean {
    if (rule !== "degeneration") return false;
    const key = canonicalForm(selection(pattern, evidence.outputs, evidence.inputs))?.key;
    return key !== undefined && this.#keys.has(key);
  }

  /** Is it closed without any one row or column? Each of these statements is entered with its proof. */
  #isMinimal(pattern: Rectangles, budget: Budget): boolean {
    return oneLineLess(pattern).every((smaller) => {
      const proof = proveClosed(smaller, this.#known, budget);
      if (proof !== undefined) this.#ledger.enter(smaller, true, proof);
      return proof !== undefined;
    });
  }

  readonly #known: KnownClosed = (state) => {
    if (hasFreeEntries(state)) return undefined;
    const form = canonicalForm(state);
    const known = form && this.#closed.get(form.key);
    if (form === undefined || known === undefined) return undefined;
    const { rows, columns, transposed } = between(known.symmetry, form.symmetry);
    return { rule: "use", evidence: { lemma: known.lemma, rows: [...rows], columns: [...columns], transposed } };
  };
}

/** F1: the pattern on these rows and columns only. */
export function selection(pattern: Rectangles, rows: readonly number[], columns: readonly number[]): Rectangles {
  const [own, other] = [setOf(rows), setOf(columns)];
  return normal({ ...pattern, neurons: pattern.neurons.map((neuron) => ({ rows: neuron.rows & own, cols: neuron.cols & other })) });
}

/** The pattern without each one of its rows, and without each one of its columns. */
export function oneLineLess(pattern: Rectangles): Rectangles[] {
  const rows = (state: Rectangles): Rectangles[] => Array.from({ length: state.m }, (_, i) => deleteRows(state, 1n << BigInt(i)));
  return [...rows(pattern), ...rows(transposed(pattern)).map(transposed)];
}

/** Which patterns: those of up to `hidden` neurons. */
export interface Scope {
  readonly hidden: number;
  /** For more than `COMPLETE_WIDTH` neurons, those up to this size, transposed or not. */
  readonly outputs: number;
  readonly inputs: number;
  /** Does the size hold for up to `COMPLETE_WIDTH` neurons too? Default: no, those are surveyed in all sizes. */
  readonly sized?: boolean;
  /** Only patterns with at most so many rows and columns together. Default: all. */
  readonly lines?: number;
}

/**
 * Surveys all patterns of a scope, smaller ones before larger ones: up to three neurons the capped patterns, so that by R2 every pattern of that width is decided,
 * whatever its size; for more neurons every pattern up to the given size. The patterns are in canonical numbering.
 */
export function* survey(scope: Scope, into: Survey): Generator<Surveyed> {
  for (let width = 1; width <= scope.hidden; width++) for (const pattern of inOrder(patternsOf(scope, width))) yield into.decide(pattern);
}

/** The number of patterns that `survey` goes through. */
export function surveyCount(scope: Scope): number {
  let count = 0;
  for (let width = 1; width <= scope.hidden; width++) {
    if (width > COMPLETE_WIDTH && scope.lines === undefined) count += Number(countClasses({ ...scope, hidden: width }));
    else for (const _ of patternsOf(scope, width)) count++;
  }
  return count;
}

/** The patterns with exactly `width` neurons. */
function* patternsOf({ outputs, inputs, sized = false, lines = Infinity }: Scope, width: number): Generator<Rectangles> {
  const fits = ({ m, n }: Rectangles): boolean => (m <= outputs && n <= inputs) || (n <= outputs && m <= inputs);
  if (width <= COMPLETE_WIDTH) {
    for (const pattern of cappedPatterns(width)) if (pattern.m + pattern.n <= lines && (!sized || fits(pattern))) yield pattern;
  } else {
    for (const { masks } of enumerate({ outputs, inputs, hidden: width })) {
      const pattern = rectanglesOf(masks[0]!, masks[1]!);
      if (pattern.m + pattern.n <= lines) yield pattern;
    }
  }
}

/** By the number of rows and columns that meet a neuron: a proper selection has fewer. */
function inOrder(patterns: Iterable<Rectangles>): Rectangles[] {
  const sized = Array.from(patterns, (pattern) => {
    const form = canonicalForm(pattern);
    const own = form === undefined ? pattern : representative(pattern, form);
    return { own, lines: own.m + own.n };
  });
  return sized.sort((a, b) => a.lines - b.lines).map(({ own }) => own);
}
