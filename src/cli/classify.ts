/** `wellposed classify` and `wellposed merge`: many patterns into a table, and its summary. */
import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { PROPERTIES, type Property } from "../certificate/proof.js";
import type { ReadOptions } from "../formats/read.js";
import { type FileRun, finishRun, linesFile, openRun, settingsOf } from "../library/classify/classify.js";
import { type Row, isFailed } from "../library/classify/fold.js";
import type { Job } from "../library/classify/job.js";
import type { JudgeSettings } from "../library/classify/judge.js";
import { mergeTables } from "../library/classify/merge.js";
import type { FailureKind, Failed, Outcome } from "../library/classify/outcome.js";
import { outcomesOf, rowsOf, shardJobs } from "../library/classify/run.js";
import { type Shard, WHOLE, openSources, shardCount } from "../library/classify/sources.js";
import { readRows } from "../library/classify/tables/read-table.js";
import { tableFormat, writeTable } from "../library/classify/tables/write-table.js";
import { outcomesFromQueue } from "../library/queue/dispatch.js";
import { Fault } from "../pattern/fault.js";
import { classificationPlot } from "../report/classification/plot.js";
import { ClassificationCounts } from "../report/classification/summary.js";
import { classificationAsText } from "../report/classification/text.js";
import { EXIT } from "./exit.js";
import { sayBeside, startProgress } from "./progress.js";
import { type Terminal, deliver, keepInputs } from "./terminal.js";

interface SummaryOptions {
  readonly format: "text" | "json";
  readonly plot?: string;
}

export interface ClassifyCommandOptions extends SummaryOptions, ReadOptions {
  /** All three unless one is named. */
  readonly property?: Property;
  readonly timeout: number;
  readonly certificates: boolean;
  readonly jobs: number;
  readonly shard?: Shard;
  readonly out?: string;
  readonly resume?: true;
  /** The address of a server: workers wherever they are do the work. */
  readonly queue?: string;
  readonly queueName: string;
  readonly batch: number;
}

/** A pattern that is refused costs its own verdict only: its row says why, and the exit code tells. */
export async function classifyCommand(paths: readonly string[], options: ClassifyCommandOptions, terminal: Terminal): Promise<number> {
  const { out, plot, resume = false, jobs, shard, property } = options;
  if (resume && out === undefined) throw new Fault("usage", { place: "--resume", expected: "--out with the file to continue", found: "none" });
  if (options.queue !== undefined && out === undefined) throw new Fault("usage", { place: "--queue", expected: "--out with the file for the table", found: "none" });
  for (const file of out === undefined ? [plot] : [out, linesFile(out), plot]) await keepApart(paths, file);
  const settings = settingsOf({ ...options, properties: property === undefined ? PROPERTIES : [property] });
  const sources = openSources(paths);
  const tally = new Tally();
  if (out === undefined) {
    const progress = await startProgress(shardCount(sources.count, shard ?? WHOLE), terminal, "patterns");
    try {
      for await (const row of rowsOf(shardJobs(sources.jobs(), shard ?? WHOLE), settings, jobs)) {
        tally.add(row);
        progress.step(row.id);
      }
    } finally {
      progress.done();
    }
  } else {
    const run = await openRun(out, sources, settings, shard ?? null, resume);
    const progress = await startProgress(run.total, terminal, "patterns", run.known);
    try {
      await finishRun(run, (missing) => judged(missing, settings, run, options, terminal), ({ id }) => progress.step(id));
    } finally {
      progress.done();
    }
    addRows(tally, run);
  }
  return tally.tell(options, terminal);
}

/** The outcomes of jobs, by our own threads or by workers wherever they are. */
function judged(missing: Iterable<Job>, settings: JudgeSettings, { header }: FileRun, options: ClassifyCommandOptions, terminal: Terminal): AsyncIterable<Outcome> {
  const { queue: url, queueName: name, batch, jobs } = options;
  if (url === undefined) return outcomesOf(missing, settings, jobs);
  return outcomesFromQueue(missing, settings, { url, name, batch, identity: header, onNote: (line) => sayBeside(line, terminal) });
}

function addRows(tally: Tally, { out, header }: FileRun): void {
  for (const row of readRows(linesFile(out), header)) tally.add(row);
}

export interface MergeOptions extends SummaryOptions {
  readonly out: string;
}

export async function mergeCommand(files: readonly string[], options: MergeOptions, terminal: Terminal): Promise<number> {
  const { out, plot } = options;
  tableFormat(out);
  for (const file of [out, plot]) await keepInputs(files, file);
  const { header, rows } = mergeTables(files);
  const tally = new Tally();
  await writeTable(out, header, tally.watched(rows()));
  return tally.tell(options, terminal);
}

const CODES: Record<FailureKind, number> = { input: EXIT.badInput, internal: EXIT.internal, io: EXIT.io };

/** What goes to the terminal at the end. */
class Tally {
  readonly #counts = new ClassificationCounts();
  #failed = 0;
  #first: Failed | undefined;
  #code: number = EXIT.done;

  add(row: Row): void {
    this.#counts.add(row);
    if (!isFailed(row)) return;
    this.#failed++;
    this.#first ??= row;
    this.#code = Math.max(this.#code, CODES[row.error.kind]);
  }

  *watched(rows: Iterable<Row>): Generator<Row> {
    for (const row of rows) {
      this.add(row);
      yield row;
    }
  }

  async tell({ format, plot }: SummaryOptions, terminal: Terminal): Promise<number> {
    const summary = this.#counts.summary();
    if (plot !== undefined) await deliver(classificationPlot(summary), plot, terminal);
    terminal.out(format === "json" ? `${JSON.stringify(summary, null, 2)}\n` : classificationAsText(summary));
    if (this.#first !== undefined) terminal.err(`wellposed: ${this.#failed} of ${summary.patterns} patterns have no verdict; the first: ${this.#first.error.message}\n`);
    return this.#code;
  }
}

/** Refuses to write into what is classified: a file of it, or a folder, whose files are the patterns of the next run. */
async function keepApart(paths: readonly string[], file: string | undefined): Promise<void> {
  if (file === undefined || file === "") return;
  await keepInputs(paths, file);
  const place = statSync(dirname(file), { throwIfNoEntry: false }) === undefined ? undefined : join(realpathSync(dirname(file)), basename(file));
  for (const path of paths) {
    if (place === undefined || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    if (!relative(realpathSync(path), place).startsWith("..")) throw new Fault("usage", { place: "--out", expected: `a file outside of ${path}, which is classified`, found: file });
  }
}
