/** Many jobs judged: on worker threads, or one after another by the calling thread. */
import { onOneLine } from "../../pattern/fault.js";
import { Workers, mapInWorkers, resultsFromWorkers } from "../pool.js";
import { Fold, type Row } from "./fold.js";
import type { Job } from "./job.js";
import { Judge, type JudgeSettings } from "./judge.js";
import { type Outcome, failure } from "./outcome.js";
import type { Shard } from "./sources.js";

const WORKER = new URL("./worker.js", import.meta.url);

/** The outcomes as they come: a job that takes long holds up no other. */
export async function* outcomesOf(jobs: Iterable<Job>, settings: JudgeSettings, threads: number): AsyncGenerator<Outcome> {
  if (threads > 1) yield* resultsFromWorkers<Job, Outcome>(jobs, WORKER, settings, threads, lost);
  else yield* oneByOne(jobs, settings);
}

/** Threads that judge jobs as they are handed in, and leave the calling thread alone. */
export class JudgeThreads {
  readonly #workers: Workers<Job, Outcome>;

  constructor(settings: JudgeSettings, threads: number) {
    this.#workers = new Workers(WORKER, settings, threads);
  }

  judge(job: Job): Promise<Outcome> {
    return this.#workers.run(job).catch((error: unknown) => lost(job, error));
  }

  async end(): Promise<void> {
    await this.#workers.end();
  }
}

/** The rows in order. */
export async function* rowsOf(jobs: Iterable<Job>, settings: JudgeSettings, threads: number): AsyncGenerator<Row> {
  const fold = new Fold();
  const outcomes = threads > 1 ? mapInWorkers<Job, Outcome>(jobs, WORKER, settings, threads, lost) : oneByOne(jobs, settings);
  for await (const outcome of outcomes) yield fold.row(outcome);
}

async function* oneByOne(jobs: Iterable<Job>, settings: JudgeSettings): AsyncGenerator<Outcome> {
  const judge = new Judge(settings);
  for (const job of jobs) yield await judge.judge(job);
}

function lost(job: Job, error: unknown): Outcome {
  return failure(job, "internal", onOneLine(`the thread that judged it has ended: ${(error as Error).message}`));
}

/** The jobs of a shard. */
export function* shardJobs(jobs: Iterable<Job>, { number, of }: Shard): Generator<Job> {
  for (const job of jobs) if (job.index % of === number - 1) yield job;
}
