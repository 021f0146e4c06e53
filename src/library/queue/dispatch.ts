/**
 * The near end of the queue: hands out jobs in batches, takes outcomes back, each once.
 *
 * What the server loses, it is given again; what is there already, from an earlier start of the same run, is taken. A batch that is given up, because every
 * worker that began it died, is taken apart, and what is then given up alone is poison: its outcome says so, and it stays in the server's list of failed
 * jobs with the reason.
 */
import { createHash } from "node:crypto";
import type { Job as QueueJob, JobsOptions } from "bullmq";
import { VERSION } from "../../version.js";
import type { Job } from "../classify/job.js";
import { type JudgeSettings, portable } from "../classify/judge.js";
import { type Outcome, failure } from "../classify/outcome.js";
import { ATTEMPTS, BATCH, type Batch, type BatchResult } from "./batch.js";
import { type QueueAddress, connect } from "./connection.js";

export interface DispatchOptions extends QueueAddress {
  /** What makes a run the same one when it is started again: everything but the machine. */
  readonly identity: unknown;
  /** Patterns in a batch. */
  readonly batch: number;
  /** Told of what somebody may want to know meanwhile. */
  readonly onNote: (line: string) => void;
}

/** Batches handed out and not yet back: some for each of a hundred workers, and little memory on the server. */
const MOST_OUT = 256;

/** Events may be lost with the connection, jobs with the server: so often all that is out is asked for. */
const SWEEP_MS = 5000;

/** Events that the server keeps; each holds a result. */
const KEPT_EVENTS = 1000;

/** Results that nobody takes, because the run was never started again, are kept so long. */
const KEPT_SECONDS = 7 * 24 * 3600;

/**
 * The outcomes of the jobs, as they come, exactly one for each.
 * @throws Fault as `connect`
 */
export async function* outcomesFromQueue(jobs: Iterable<Job>, settings: JudgeSettings, options: DispatchOptions): AsyncGenerator<Outcome> {
  const connection = await connect(options, "--queue", options.onNote);
  const dispatch = new Dispatch(connection, settings, options);
  try {
    yield* dispatch.run(jobs);
  } finally {
    await dispatch.close();
    connection.close();
  }
}

class Dispatch {
  readonly #settings: JudgeSettings;
  readonly #options: DispatchOptions;
  readonly #run: string;
  readonly #queue;
  readonly #events;
  /** By the name of its job on the server. */
  readonly #out = new Map<string, Batch>();
  readonly #ready: Outcome[] = [];
  /** Looked at just now; and whether to look again, because something was said of them meanwhile. */
  readonly #taking = new Map<string, { again: boolean }>();
  #error: unknown;
  #wake = (): void => undefined;
  #lonely = false;

  constructor({ bullmq, client, queue }: Awaited<ReturnType<typeof connect>>, settings: JudgeSettings, options: DispatchOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#run = createHash("sha256").update(JSON.stringify([VERSION, settings, options.identity, options.batch])).digest("base64url").slice(0, 16);
    this.#queue = new bullmq.Queue<Batch, BatchResult>(queue, { connection: client, streams: { events: { maxLen: KEPT_EVENTS } } });
    this.#events = new bullmq.QueueEvents(queue, { connection: client });
    // The client tells of lost connections; these only have to be heard.
    this.#queue.on("error", () => undefined);
    this.#events.on("error", () => undefined);
    const back = ({ jobId }: { jobId: string }): void => void this.#take(jobId).catch((error: unknown) => this.#fail(error));
    this.#events.on("completed", back).on("failed", back);
  }

  async *run(jobs: Iterable<Job>): AsyncGenerator<Outcome> {
    await this.#events.waitUntilReady();
    const batches = inBatches(jobs, this.#options.batch);
    const sweep = setInterval(() => void this.#sweep().catch((error: unknown) => this.#fail(error)), SWEEP_MS);
    try {
      for (let more = true; more || this.#out.size > 0 || this.#ready.length > 0; ) {
        while (more && this.#out.size < MOST_OUT && this.#ready.length === 0) {
          const next = batches.next();
          if (next.done === true) more = false;
          else await this.#hand(`${this.#run}-${next.value.number}`, next.value.jobs);
        }
        while (this.#ready.length > 0) yield this.#ready.shift()!;
        if (this.#error !== undefined) throw this.#error;
        if (this.#out.size > 0 && this.#ready.length === 0) await new Promise<void>((wake) => (this.#wake = wake));
      }
    } finally {
      clearInterval(sweep);
      batches.return(undefined);
    }
  }

  /** Takes back what nobody has begun, and with it what is left of this run on the server, but for the poison. */
  async close(): Promise<void> {
    for (const state of ["waiting", "delayed", "completed"] as const) {
      for (const id of await this.#own(state)) await this.#queue.remove(id).catch(() => undefined);
    }
    await this.#events.close();
    await this.#queue.close();
  }

  async #own(state: "waiting" | "delayed" | "completed"): Promise<string[]> {
    if (this.#queue.closing !== undefined) return [];
    const found = await this.#queue.getJobs([state]);
    return found.flatMap((job) => (job?.id?.startsWith(`${this.#run}-`) ? [job.id] : []));
  }

  async #hand(id: string, jobs: readonly Job[]): Promise<void> {
    const ready = await Promise.all(jobs.map((job) => portable(job, this.#settings)));
    for (const made of ready) if ("outcome" in made) this.#ready.push(made.outcome);
    const left = ready.flatMap((made) => ("job" in made ? [made.job] : []));
    if (left.length > 0) await this.#send(id, { run: this.#run, settings: this.#settings, jobs: left });
  }

  async #send(id: string, batch: Batch): Promise<void> {
    this.#out.set(id, batch);
    await this.#give(id, batch);
    // The server keeps a job of this name that it has: it may be done already, and then no event comes.
    await this.#take(id);
  }

  async #give(id: string, batch: Batch): Promise<void> {
    const options: JobsOptions = { jobId: id, attempts: ATTEMPTS, backoff: { type: "fixed", delay: 1000 }, removeOnComplete: { age: KEPT_SECONDS }, removeOnFail: false };
    await this.#queue.add(BATCH, batch, options);
  }

  /** Takes the result of a batch, if there is one. */
  async #take(id: string): Promise<void> {
    const batch = this.#out.get(id);
    if (batch === undefined) return;
    const busy = this.#taking.get(id);
    if (busy !== undefined) {
      busy.again = true;
      return;
    }
    const look = { again: false };
    this.#taking.set(id, look);
    try {
      // The state first: a job that is read before it is done has no result.
      const state = await this.#queue.getJobState(id);
      if (state === "completed" || state === "failed") await this.#end(id, batch);
      else if (state === "unknown") {
        // Lost with the server, or taken by a second run of the same. What is left of it would keep it from being added.
        await this.#queue.remove(id);
        await this.#give(id, batch);
      }
    } finally {
      this.#taking.delete(id);
      this.#wake();
    }
    if (look.again) await this.#take(id);
  }

  /** Of a batch that is completed or failed. */
  async #end(id: string, batch: Batch): Promise<void> {
    const job = (await this.#queue.getJob(id)) as QueueJob<Batch, BatchResult> | undefined;
    if (job === undefined) return;
    if (await job.isFailed()) {
      this.#out.delete(id);
      if (batch.jobs.length === 1) {
        this.#ready.push(poison(batch.jobs[0]!, job.failedReason));
        return;
      }
      await job.remove();
      for (const one of batch.jobs) await this.#send(`${this.#run}-p${one.index}`, { ...batch, jobs: [one] });
      return;
    }
    const wanted = new Set(batch.jobs.map(({ index }) => index));
    this.#ready.push(...job.returnvalue.filter(({ index }) => wanted.has(index)));
    this.#out.delete(id);
    await job.remove();
  }

  async #sweep(): Promise<void> {
    for (const id of this.#out.keys()) await this.#take(id);
    const workers = await this.#queue.getWorkersCount();
    if (workers === 0 && !this.#lonely) this.#options.onNote("no worker is there; start one with: wellposed worker --queue URL");
    this.#lonely = workers === 0;
  }

  #fail(error: unknown): void {
    this.#error = error;
    this.#wake();
  }
}

function poison(job: Job, reason: string): Outcome {
  return failure(job, "internal", `given up after ${ATTEMPTS} workers: ${reason}`);
}

/** The jobs in batches by their numbers: the same ones together, whatever is left out. */
export function* inBatches(jobs: Iterable<Job>, size: number): Generator<{ number: number; jobs: Job[] }> {
  let current: { number: number; jobs: Job[] } | undefined;
  for (const job of jobs) {
    const number = Math.floor(job.index / size);
    if (current !== undefined && current.number !== number) {
      yield current;
      current = undefined;
    }
    current ??= { number, jobs: [] };
    current.jobs.push(job);
  }
  if (current !== undefined) yield current;
}
