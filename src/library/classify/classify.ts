/** Many patterns classified: row after row for a program, or into a file that any kill leaves in a state from which it is continued. */
import { statSync } from "node:fs";
import { PROPERTIES, type Property } from "../../certificate/proof.js";
import type { ReadOptions } from "../../formats/read.js";
import { Fault } from "../../pattern/fault.js";
import { DEFAULT_TIMEOUT } from "../../rules/budget.js";
import { Fold, type Row } from "./fold.js";
import { type ClassificationHeader, expectHeader, rowCount, tableHeader } from "./header.js";
import type { Job } from "./job.js";
import { Journal } from "./journal.js";
import type { JudgeSettings } from "./judge.js";
import type { Outcome } from "./outcome.js";
import { rowsOf, shardJobs } from "./run.js";
import { type Shard, type Sources, WHOLE, openSources } from "./sources.js";
import { isTable, readHeader, readRows } from "./tables/read-table.js";
import { prepareTable, tableFormat, writeTable } from "./tables/write-table.js";

export interface ClassifyOptions extends ReadOptions {
  /** Which verdicts are asked for. Default all three. */
  readonly properties?: readonly Property[];
  /** Seconds for each pattern. Default 60. */
  readonly timeout?: number;
  /** Keep the certificates, of the first pattern of each class. They are made and checked all the same. Default true. */
  readonly certificates?: boolean;
  /** Worker threads; with one job the calling thread does the work itself. Default 1. The rows do not depend on it. */
  readonly jobs?: number;
  /** Take only a part of the patterns. Default: all. */
  readonly shard?: Shard;
}

/**
 * The rows of the table, in the order of the patterns, one after another. Patterns of one class (class.ts) are decided once. The rows are the same
 * for any number of jobs, unless the time limit ends a search (`ended: "time"` in its verdict).
 * @param paths files, folders, JSON Lines and notations, as `openSources` takes them
 * @throws Fault of kind `usage` or `io` before the first row, as `openSources`
 */
export async function* classify(paths: readonly string[], options: ClassifyOptions = {}): AsyncGenerator<Row> {
  const { jobs = 1, shard = WHOLE } = options;
  yield* rowsOf(shardJobs(openSources(paths).jobs(), shard), settingsOf(options), jobs);
}

export function settingsOf({ properties = PROPERTIES, timeout = DEFAULT_TIMEOUT, certificates = true, bias, layers }: ClassifyOptions): JudgeSettings {
  return { properties, timeout, certificates, ...(bias === undefined ? {} : { bias }), ...(layers === undefined ? {} : { layers }) };
}

/** The file in JSON Lines that goes with a table: itself, or its neighbour. During the run it is the journal, afterwards the table. */
export function linesFile(out: string): string {
  return tableFormat(out) === "jsonl" ? out : `${out}.jsonl`;
}

/** A run into a file, as it is prepared. */
export interface FileRun {
  readonly out: string;
  readonly sources: Sources;
  readonly header: ClassificationHeader;
  /** How many outcomes there are already. */
  readonly known: number;
  /** How many there will be. */
  readonly total: number;
  /** Undefined when the table is finished. */
  readonly journal: Journal | undefined;
}

/**
 * Prepares a run into a new file, or with `resume` one that an earlier run with the same sources and settings has left.
 * @param out the table; its extension says in which format
 * @throws Fault of kind `usage`, `input` (begun by another command) or `io`
 */
export async function openRun(out: string, sources: Sources, settings: JudgeSettings, shard: Shard | null, resume: boolean): Promise<FileRun> {
  await prepareTable(tableFormat(out));
  const file = linesFile(out);
  const header = tableHeader(sources, settings, shard);
  const total = rowCount(header);
  if (!resume && out !== file && sizeOf(out) > 0) throw new Fault("usage", { place: "--out", expected: "a new or empty file, or --resume to continue", found: out });
  if (resume && sizeOf(file) > 0 && isTable(file)) {
    try {
      expectHeader(readHeader(file), header, "line 1");
    } catch (error) {
      throw error instanceof Fault ? error.inFile(file) : error;
    }
    return { out, sources, header, known: total, total, journal: undefined };
  }
  const journal = Journal.open(file, header, resume);
  return { out, sources, header, known: journal.size, total, journal };
}

/**
 * Has what is missing judged, keeps every outcome as it comes, and writes the table at the end.
 * @param judge outcomes of the jobs, in any order
 * @param onOutcome called for each new one
 */
export async function finishRun(run: FileRun, judge: (jobs: Iterable<Job>) => AsyncIterable<Outcome>, onOutcome: (outcome: Outcome) => void = () => undefined): Promise<void> {
  const { out, sources, header, journal } = run;
  const file = linesFile(out);
  if (journal !== undefined) {
    try {
      const missing = journal.missing(shardJobs(sources.jobs(), header.shard ?? WHOLE));
      for await (const outcome of judge(missing)) if (journal.add(outcome)) onOutcome(outcome);
      await writeTable(file, header, folded(journal.outcomes()));
    } finally {
      journal.close();
    }
  }
  if (out !== file) await writeTable(out, header, readRows(file, header));
}

/** Rows from outcomes in order. */
export function* folded(outcomes: Iterable<Outcome>): Generator<Row> {
  const fold = new Fold();
  for (const outcome of outcomes) yield fold.row(outcome);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
