import { type Pattern, edgeCount } from "../pattern/pattern.js";
import { type DecideOptions, type Verdicts, decide } from "./decide.js";

/** What `verify` says of one pattern: an element of `results` in a `wellposed/report/1`, without its source. */
export interface Judgement {
  readonly pattern: { readonly name: string; readonly widths: readonly number[]; readonly edges: number };
  readonly verdicts: Verdicts;
  /** Wall-clock milliseconds for search and checking, to 0.1. */
  readonly elapsedMs: number;
}

/** Decides a pattern's three properties, with certificates that the checker has accepted, and says how long it took. */
export function verify(pattern: Pattern, options: DecideOptions = {}): Judgement {
  const start = performance.now();
  const verdicts = decide(pattern, options);
  const elapsedMs = Math.round((performance.now() - start) * 10) / 10;
  return { pattern: { name: pattern.name, widths: pattern.widths, edges: edgeCount(pattern) }, verdicts, elapsedMs };
}
