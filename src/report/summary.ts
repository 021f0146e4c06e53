/** How many patterns of a collection each rule decides, counted as the verdicts come. */
import type { Verdict } from "../decide/decide.js";
import { aligned } from "./text.js";

export interface Summary {
  readonly patterns: number;
  readonly closed: number;
  readonly notClosed: number;
  readonly undecided: number;
  /** By rule at the root of the proof, the commonest first. */
  readonly rules: readonly RuleCount[];
}

export interface RuleCount {
  readonly rule: string;
  readonly closed: number;
  readonly notClosed: number;
}

export class RuleCounts {
  readonly #rules = new Map<string, { closed: number; notClosed: number }>();
  #undecided = 0;

  add({ closed, rule }: Pick<Verdict, "closed" | "rule">): void {
    if (closed === null || rule === null) {
      this.#undecided++;
      return;
    }
    const counts = this.#rules.get(rule) ?? { closed: 0, notClosed: 0 };
    counts[closed ? "closed" : "notClosed"]++;
    this.#rules.set(rule, counts);
  }

  summary(): Summary {
    const rules = [...this.#rules].map(([rule, counts]) => ({ rule, ...counts }));
    rules.sort((a, b) => b.closed + b.notClosed - a.closed - a.notClosed || (a.rule < b.rule ? -1 : 1));
    const closed = rules.reduce((sum, counts) => sum + counts.closed, 0);
    const notClosed = rules.reduce((sum, counts) => sum + counts.notClosed, 0);
    return { patterns: closed + notClosed + this.#undecided, closed, notClosed, undecided: this.#undecided, rules };
  }
}

/** A line for each rule, and the totals. */
export function summaryAsText({ rules, patterns, closed, notClosed, undecided }: Summary): string {
  const number = (count: number): string => (count === 0 ? "" : `${count}`);
  const rows = rules.map((counts) => [counts.rule, number(counts.closed), number(counts.notClosed)]);
  const total = [`${patterns} patterns`, `${closed}`, `${notClosed}`];
  const lines = aligned([["rule", "closed", "not closed"], ...rows, total], new Set([1, 2]));
  const rule = "-".repeat(Math.max(...lines.map((line) => line.length)));
  return `${[lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1), `undecided: ${undecided}`].join("\n")}\n`;
}
