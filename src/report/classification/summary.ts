/** What a classification says on the whole, counted row by row: by rule, by class and by density. */
import { PROPERTIES, type Property } from "../../certificate/proof.js";
import type { Verdict } from "../../decide/decide.js";
import { RANDOM, randomRange } from "../../formats/random-notation.js";
import { RuleCounts, type Summary } from "../summary.js";

export const SUMMARY_SCHEMA = "wellposed/classification-summary/1";

/** What is looked at of a row. */
export type CountedRow = CountedPattern | { readonly error: unknown };

export interface CountedPattern {
  readonly id: string;
  readonly widths: readonly number[];
  readonly density: number;
  readonly sameAs: number | null;
  readonly verdicts: { readonly [P in Property]?: CountedVerdict };
}

type CountedVerdict = Pick<Verdict, "closed" | "rule" | "ended">;

export interface ClassificationSummary {
  readonly schema: typeof SUMMARY_SCHEMA;
  /** Patterns in all, with those that have no verdict. */
  readonly patterns: number;
  readonly failed: number;
  readonly properties: { readonly [P in Property]?: PropertySummary };
  readonly classes: ClassSummary;
  /** By shape and density: shapes by their widths, densities ascending. */
  readonly groups: readonly DensityGroup[];
}

export interface PropertySummary extends Summary {
  /** Undecided because the time or the memory ended the search; the others are beyond the rules. */
  readonly ended: { readonly time: number; readonly memory: number };
}

export interface ClassSummary {
  /** Classes, each counted once. */
  readonly count: number;
  readonly verdicts: { readonly [P in Property]?: Answers };
  /** The classes with the most patterns, at most ten, by the index of their first one. */
  readonly largest: readonly { readonly first: number; readonly patterns: number }[];
}

export interface Answers {
  readonly closed: number;
  readonly notClosed: number;
  readonly undecided: number;
}

export interface DensityGroup {
  readonly widths: readonly number[];
  /** The family of random patterns that the group is, `random:8-8-8@0.2`, or its interval of densities, `0.20-0.25`. */
  readonly group: string;
  /** The mean over its patterns. */
  readonly density: number;
  readonly patterns: number;
  readonly verdicts: { readonly [P in Property]?: Answers };
}

/** Densities of patterns that belong to no random family are put together in steps of 1/20. */
const STEPS = 20;

const MOST_CLASSES = 10;

export class ClassificationCounts {
  readonly #rules = new Map<Property, { counts: RuleCounts; time: number; memory: number }>();
  readonly #classes = new Map<Property, AnswerCounts>();
  readonly #groups = new Map<string, { widths: readonly number[]; group: string; density: number; patterns: number; verdicts: Map<Property, AnswerCounts> }>();
  /** Patterns that repeat an earlier one, by its index. */
  readonly #repeats = new Map<number, number>();
  #patterns = 0;
  #failed = 0;
  #classCount = 0;

  /** The rows have to come in their order. */
  add(row: CountedRow): void {
    this.#patterns++;
    if ("error" in row) {
      this.#failed++;
      return;
    }
    if (row.sameAs === null) this.#classCount++;
    else this.#repeats.set(row.sameAs, (this.#repeats.get(row.sameAs) ?? 0) + 1);
    const group = this.#group(row.widths, groupName(row.id, row.density));
    group.patterns++;
    group.density += row.density;
    for (const property of PROPERTIES) {
      const verdict = row.verdicts[property];
      if (verdict === undefined) continue;
      const rules = held(this.#rules, property, () => ({ counts: new RuleCounts(), time: 0, memory: 0 }));
      rules.counts.add(verdict);
      if (verdict.ended !== undefined) rules[verdict.ended]++;
      held(group.verdicts, property, () => new AnswerCounts()).add(verdict);
      if (row.sameAs === null) held(this.#classes, property, () => new AnswerCounts()).add(verdict);
    }
  }

  summary(): ClassificationSummary {
    const properties = Object.fromEntries([...this.#rules].map(([property, { counts, time, memory }]) => [property, { ...counts.summary(), ended: { time, memory } }]));
    const largest = [...this.#repeats].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_CLASSES);
    const groups = [...this.#groups.values()].map(({ widths, group, density, patterns, verdicts }) => ({ widths, group, density: density / patterns, patterns, verdicts: answersOf(verdicts) }));
    groups.sort((a, b) => compareWidths(a.widths, b.widths) || a.density - b.density || (a.group < b.group ? -1 : 1));
    return {
      schema: SUMMARY_SCHEMA,
      patterns: this.#patterns,
      failed: this.#failed,
      properties,
      classes: {
        count: this.#classCount,
        verdicts: answersOf(this.#classes),
        largest: largest.map(([first, repeats]) => ({ first, patterns: repeats + 1 })),
      },
      groups,
    };
  }

  #group(widths: readonly number[], group: string): { density: number; patterns: number; verdicts: Map<Property, AnswerCounts> } {
    return held(this.#groups, `${widths.join("-")} ${group}`, () => ({ widths, group, density: 0, patterns: 0, verdicts: new Map<Property, AnswerCounts>() }));
  }
}

/** The family of a random pattern, else the interval that its density is in. */
function groupName(id: string, density: number): string {
  if (id.startsWith(RANDOM)) return randomRange(id).family.name;
  const step = Math.min(STEPS - 1, Math.floor(density * STEPS + 1e-9));
  return `${(step / STEPS).toFixed(2)}-${((step + 1) / STEPS).toFixed(2)}`;
}

class AnswerCounts {
  closed = 0;
  notClosed = 0;
  undecided = 0;

  add({ closed }: CountedVerdict): void {
    if (closed === null) this.undecided++;
    else if (closed) this.closed++;
    else this.notClosed++;
  }
}

function answersOf(counts: ReadonlyMap<Property, AnswerCounts>): { readonly [P in Property]?: Answers } {
  return Object.fromEntries(PROPERTIES.flatMap((property) => (counts.has(property) ? [[property, { ...counts.get(property)! }]] : [])));
}

function compareWidths(a: readonly number[], b: readonly number[]): number {
  for (let l = 0; l < Math.min(a.length, b.length); l++) if (a[l] !== b[l]) return a[l]! - b[l]!;
  return a.length - b.length;
}

function held<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}
