/**
 * All minimal obstructions of a width: the patterns that are not closed although all their proper selections of rows and columns are (docs/theory.md, 4.14).
 */
import type { Proof } from "../certificate/proof.js";
import { Ledger } from "../check/ledger.js";
import { type KnownClosed, proveClosed } from "../decide/two-layer.js";
import { canonicalForm } from "../pattern/canonical.js";
import { type Rectangles, hasFreeEntries } from "../pattern/rectangles.js";
import type { Symmetry } from "../pattern/symmetry.js";
import { between } from "../pattern/symmetry.js";
import { Budget } from "../rules/budget.js";
import { findDegeneration } from "../rules/degeneration.js";
import { type Obstruction, ObstructionSearch } from "../rules/obstruction.js";

/** What the survey says of one pattern; every verdict has been checked. */
export interface Surveyed {
  readonly pattern: Rectangles;
  readonly verdict: "closed" | "contains an obstruction" | "obstruction" | "undecided";
  readonly proof?: Proof;
}

export interface SurveyOptions {
  /** Seconds for each pattern. */
  readonly timeout: number;
}

/**
 * Decides patterns one after another, each from those before it: it contains a known obstruction, or it is proved closed, or it is a new obstruction. Given in an order in which the
 * proper selections of a pattern come before it, the new ones are minimal.
 */
export class Survey {
  readonly obstructions: Obstruction[] = [];
  readonly #search = new ObstructionSearch([]);
  readonly #ledger = new Ledger();
  readonly #closed = new Map<string, { readonly lemma: number; readonly symmetry: Symmetry }>();
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
    const budget = new Budget(this.#options.timeout);
    const contained = this.#search.find(pattern, budget);
    if (contained !== undefined) {
      this.#ledger.enter(pattern, false, contained);
      return { pattern, verdict: "contains an obstruction", proof: contained };
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
    this.obstructions.push({ goal: pattern, evidence });
    this.#search.add({ goal: pattern, evidence });
    return { pattern, verdict: "obstruction", proof: found };
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
