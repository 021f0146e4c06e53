/** A run of the growth of docs/theory.md 4.15 in numbers: how many candidates there were with so many lines, what became of them, and the obstructions by name. */
import { notationOf } from "../formats/rectangle-notation.js";
import { type Rectangles, masksOfRectangles, rectanglesOf } from "../pattern/rectangles.js";
import { type Size, enumerate } from "./enumerate.js";
import type { Decided, OrderIdeal, Outcome, Verdict } from "./order-ideal.js";

/** Of the candidates, how many came out how. */
interface Counts {
  candidates: number;
  descent: number;
  closed: number;
  obstructions: number;
  undecided: number;
}

/** The candidates with one number of neurons. */
export interface GrownWidth extends Counts {
  readonly neurons: number;
  /** By the number of rows and columns together. */
  readonly levels: Record<number, Counts>;
  /** By size, the smaller side first: "2x3". */
  readonly sizes: Record<string, Counts>;
  /** How often each rule stands at the root of a proof that a candidate is closed, and that it is not, by name. */
  readonly rules: { readonly closed: Record<string, number>; readonly notClosed: Record<string, number> };
  /** The minimal obstructions in the order in which they were found, in the notation of formats/rectangle-notation.ts. */
  readonly minimal: string[];
  /** The candidates without a verdict. */
  readonly open: string[];
}

const COUNTED: Record<Outcome, Exclude<keyof Counts, "candidates">> = {
  "closed by descent": "descent",
  closed: "closed",
  obstruction: "obstructions",
  undecided: "undecided",
};

export class GrowthSummary {
  readonly widths: GrownWidth[];

  constructor(hidden: number) {
    this.widths = Array.from({ length: hidden }, (_, k) => ({
      neurons: k + 1,
      ...nothing(),
      levels: {},
      sizes: {},
      rules: { closed: {}, notClosed: {} },
      minimal: [],
      open: [],
    }));
  }

  /** Counts a candidate. */
  add(decided: Decided): void {
    for (const counts of this.#countsOf(decided.pattern)) counts.candidates++;
    this.#count(decided);
  }

  /** A candidate that was counted as undecided is not. */
  replace(decided: Decided): void {
    for (const counts of this.#countsOf(decided.pattern)) counts.undecided--;
    const { open } = this.widths[decided.pattern.neurons.length - 1]!;
    open.splice(open.indexOf(notation(decided.pattern)), 1);
    this.#count(decided);
  }

  #countsOf({ m, n, neurons }: Rectangles): Counts[] {
    const width = this.widths[neurons.length - 1]!;
    return [width, (width.levels[m + n] ??= nothing()), (width.sizes[`${Math.min(m, n)}x${Math.max(m, n)}`] ??= nothing())];
  }

  #count({ pattern, outcome, proof }: Decided): void {
    const width = this.widths[pattern.neurons.length - 1]!;
    for (const counts of this.#countsOf(pattern)) counts[COUNTED[outcome]]++;
    if (proof !== undefined) {
      const rules = outcome === "closed" ? width.rules.closed : width.rules.notClosed;
      rules[proof.rule] = (rules[proof.rule] ?? 0) + 1;
    }
    if (outcome === "obstruction") width.minimal.push(notation(pattern));
    if (outcome === "undecided") width.open.push(notation(pattern));
  }
}

/** Of the patterns with exactly so many neurons up to a size, one for each class (`enumerate`), how many have which verdict. */
export interface SizeVerdicts extends Size {
  readonly patterns: number;
  readonly closed: number;
  readonly notClosed: number;
  readonly undecided: string[];
}

/** The verdicts on all patterns of a size, capped or thin or not. `ideal` has been grown to as many lines as the size has. */
export function verdictsOfSize(ideal: OrderIdeal, size: Size): SizeVerdicts {
  const count: Record<Verdict, number> = { closed: 0, "not closed": 0, undecided: 0 };
  const undecided: string[] = [];
  for (const { name, masks } of enumerate(size)) {
    const verdict = ideal.verdict(rectanglesOf(masks[0]!, masks[1]!));
    count[verdict]++;
    if (verdict === "undecided") undecided.push(name);
  }
  return { ...size, patterns: count.closed + count["not closed"] + count.undecided, closed: count.closed, notClosed: count["not closed"], undecided };
}

function nothing(): Counts {
  return { candidates: 0, descent: 0, closed: 0, obstructions: 0, undecided: 0 };
}

function notation(state: Rectangles): string {
  return notationOf({ masks: masksOfRectangles(state) });
}
