/**
 * The run behind the completeness theorem (docs/theory.md, 4.14): a survey from nothing, what it found in numbers, and whether that is the catalogue that is shipped.
 */
import { notationOf } from "../formats/rectangle-notation.js";
import { canonicalForm } from "../pattern/canonical.js";
import { type Rectangles, masksOfRectangles } from "../pattern/rectangles.js";
import { COMPLETE_WIDTH, catalogue } from "../rules/catalogue.js";
import { type Scope, Survey, type Surveyed, survey } from "./obstructions.js";

/** How many patterns got each verdict. */
interface Counts {
  patterns: number;
  closed: number;
  containing: number;
  obstructions: number;
}

/** The patterns of one number of neurons. */
export interface WidthSummary extends Counts {
  readonly neurons: number;
  /** How often each rule stands at the root of a proof that a pattern is closed, by name. */
  readonly rules: Record<string, number>;
  /** By size, the smaller side first: "2x3". */
  readonly sizes: Record<string, Counts>;
  /** The minimal obstructions in the order in which they were found, in the notation of formats/rectangle-notation.ts. */
  readonly minimal: string[];
}

export interface Completeness {
  readonly scope: Scope;
  readonly widths: WidthSummary[];
  /** Statements whose proofs the checker has accepted: one for each pattern, and for each obstruction one for each row and column deleted. */
  readonly statements: number;
  /** Patterns without a verdict, or not closed and not shown to contain an obstruction or to be one. The theorem needs that there are none. */
  readonly open: string[];
  /** Obstructions found or shipped, but not both. */
  readonly differing: string[];
}

export interface CompletenessOptions {
  /** Seconds for each pattern. Default 60. */
  readonly timeout?: number;
  /** Told of each pattern when it has its verdict. */
  readonly onPattern?: (surveyed: Surveyed) => void;
}

/**
 * Surveys the scope and sums up. The catalogue is looked at when the survey is over, and not before. The same for every run, unless the time limit ends a search.
 * @throws Refusal when a proof found is not accepted: a defect of the search
 */
export function proveComplete(scope: Scope, { timeout = 60, onPattern }: CompletenessOptions = {}): Completeness {
  const into = new Survey({ timeout });
  const byWidth = new Map<number, WidthSummary>();
  const open: string[] = [];
  for (const surveyed of survey(scope, into)) {
    const { pattern, verdict, proof } = surveyed;
    const { m, n, neurons } = pattern;
    const summary = byWidth.get(neurons.length) ?? { neurons: neurons.length, ...nothing(), rules: {}, sizes: {}, minimal: [] };
    byWidth.set(neurons.length, summary);
    for (const counts of [summary, (summary.sizes[`${Math.min(m, n)}x${Math.max(m, n)}`] ??= nothing())]) {
      counts.patterns++;
      if (verdict === "closed") counts.closed++;
      if (verdict === "contains an obstruction") counts.containing++;
      if (verdict === "obstruction") counts.obstructions++;
    }
    if (verdict === "closed") summary.rules[proof!.rule] = (summary.rules[proof!.rule] ?? 0) + 1;
    if (verdict === "obstruction") summary.minimal.push(notation(pattern));
    if (verdict === "undecided" || verdict === "not closed") open.push(`${notation(pattern)}: ${verdict}`);
    onPattern?.(surveyed);
  }
  const widths = [...byWidth.values()].map((summary) => ({ ...summary, rules: sorted(summary.rules), sizes: sorted(summary.sizes) }));
  const shipped = catalogue().map(({ goal }) => goal).filter((goal) => isWithin(goal, scope));
  return { scope, widths, statements: into.checked, open, differing: differing(into.obstructions.map(({ goal }) => goal), shipped) };
}

function nothing(): Counts {
  return { patterns: 0, closed: 0, containing: 0, obstructions: 0 };
}

function notation(state: Rectangles): string {
  return notationOf({ masks: masksOfRectangles(state) });
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isWithin({ m, n, neurons }: Rectangles, { hidden, outputs, inputs, lines = Infinity }: Scope): boolean {
  const fits = neurons.length <= COMPLETE_WIDTH || (m <= outputs && n <= inputs) || (n <= outputs && m <= inputs);
  return neurons.length <= hidden && m + n <= lines && fits;
}

/** The patterns of one list without a partner in the other, up to symmetry; one that a list has twice too. */
export function differing(found: readonly Rectangles[], shipped: readonly Rectangles[]): string[] {
  const left = new Map<string, Rectangles>();
  const differences: string[] = [];
  for (const state of shipped) {
    const { key } = canonicalForm(state)!;
    if (left.has(key)) differences.push(`${notation(state)}: shipped twice`);
    left.set(key, state);
  }
  for (const state of found) if (!left.delete(canonicalForm(state)!.key)) differences.push(`${notation(state)}: not shipped`);
  for (const state of left.values()) differences.push(`${notation(state)}: not found`);
  return differences;
}
