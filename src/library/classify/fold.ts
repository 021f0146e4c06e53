/**
 * From outcomes to the rows of a table: of each class the member with the least index keeps its verdicts and certificates, the others are given its
 * verdicts and its index. What comes out depends on the outcomes alone, not on who judged them in which order.
 */
import { badInput } from "../../pattern/fault.js";
import { type Certificates, type Facts, type Failed, type Outcome, type ShortVerdicts } from "./outcome.js";

export type Row = JudgedRow | Failed;

export interface JudgedRow extends Facts {
  /** The index of the first pattern of the same class, whose verdicts these are; null when it is this one. */
  readonly sameAs: number | null;
  readonly verdicts: ShortVerdicts;
  readonly certificates?: Certificates;
}

export function isFailed(row: Outcome | Row): row is Failed {
  return "error" in row;
}

/** Folds outcomes into rows. They have to come in order of their indices. */
export class Fold {
  readonly #first = new Map<string, { readonly index: number; readonly verdicts: ShortVerdicts }>();
  /** Few different verdicts occur: each is held once. */
  readonly #known = new Map<string, ShortVerdicts>();

  /** @throws Fault of kind `input` for an outcome that leaves its verdict to one that never came */
  row(outcome: Outcome): Row {
    if (isFailed(outcome)) return outcome;
    const { verdicts: own, as, certificates, ...facts } = outcome;
    const first = this.#first.get(facts.class);
    if (first !== undefined) return { ...facts, sameAs: first.index, verdicts: first.verdicts };
    if (own === undefined) throw badInput(`pattern ${facts.index}`, `verdicts, or pattern ${as} of the same class before it`, "neither");
    const verdicts = this.#held(own);
    this.#first.set(facts.class, { index: facts.index, verdicts });
    return { ...facts, sameAs: null, verdicts, ...(certificates === undefined ? {} : { certificates }) };
  }

  #held(verdicts: ShortVerdicts): ShortVerdicts {
    const text = JSON.stringify(verdicts);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, verdicts);
    return verdicts;
  }
}

/** What a row says by itself: a row that repeats the verdicts of another leaves them to that again. */
export function unfolded(row: Row): Outcome {
  if (isFailed(row)) return row;
  const { sameAs, verdicts, ...rest } = row;
  return sameAs === null ? { ...rest, verdicts } : { ...rest, as: sameAs };
}
