/** The far end of the queue: takes batches, judges them in worker threads, so that the signs of life go on, and gives the outcomes back. */
import { hostname } from "node:os";
import { JudgeThreads } from "../classify/run.js";
import { ATTEMPTS, type Batch, type BatchResult } from "./batch.js";
import { type QueueAddress, connect } from "./connection.js";

export interface ServeOptions extends QueueAddress {
  /** Threads, each of which judges one pattern at a time. */
  readonly jobs: number;
  /** Seconds without a sign of life after which our batches go to others. */
  readonly lease: number;
  /** Seconds without work after which to leave; never when it is not given. */
  readonly idle?: number | undefined;
  readonly onNote: (line: string) => void;
  /** Told of each batch that is done. */
  readonly onDone?: (patterns: number) => void;
}

/** Threads of runs that have had no work for longer than this are ended. */
const QUIET_MS = 60_000;

/**
 * Works off batches until the signal says to leave, or nothing has come for `idle` seconds; what was begun is finished. Returns how many patterns were judged.
 * @throws Fault as `connect`
 */
export async function serveQueue(options: ServeOptions, signal: AbortSignal): Promise<number> {
  const { bullmq, client, queue, shown, close } = await connect(options, "--queue", options.onNote);
  const runs = new Runs(options.jobs);
  let judged = 0;
  let lastWork = performance.now();
  let active = 0;
  const worker = new bullmq.Worker<Batch, BatchResult>(
    queue,
    async ({ data }) => {
      active++;
      try {
        const outcomes = await runs.judge(data);
        judged += outcomes.length;
        options.onDone?.(outcomes.length);
        return outcomes;
      } finally {
        active--;
        lastWork = performance.now();
      }
    },
    {
      connection: client,
      name: `${hostname()}:${process.pid}`,
      concurrency: options.jobs,
      lockDuration: options.lease * 1000,
      stalledInterval: (options.lease * 1000) / 2,
      maxStalledCount: ATTEMPTS - 1,
      drainDelay: 1,
    },
  );
  worker.on("error", () => undefined);
  const ticks: NodeJS.Timeout[] = [];
  try {
    await worker.waitUntilReady();
    options.onNote(`${shown}, queue ${options.name}: ready, ${options.jobs} ${options.jobs === 1 ? "thread" : "threads"}`);
    ticks.push(setInterval(() => runs.endQuiet(), QUIET_MS));
    await new Promise<void>((leave) => {
      if (signal.aborted) leave();
      signal.addEventListener("abort", () => leave(), { once: true });
      const { idle } = options;
      if (idle === undefined) return;
      ticks.push(setInterval(() => active === 0 && performance.now() - lastWork > idle * 1000 && leave(), 200));
    });
  } finally {
    for (const tick of ticks) clearInterval(tick);
    await worker.close();
    await runs.end();
    close();
  }
  return judged;
}

/** The threads of each run: they remember its classes, and know its settings. */
class Runs {
  readonly #jobs: number;
  readonly #runs = new Map<string, { threads: JudgeThreads; active: number; lastUse: number }>();

  constructor(jobs: number) {
    this.#jobs = jobs;
  }

  async judge({ run, settings, jobs }: Batch): Promise<BatchResult> {
    const own = this.#runs.get(run) ?? { threads: new JudgeThreads(settings, this.#jobs), active: 0, lastUse: 0 };
    this.#runs.set(run, own);
    own.active++;
    try {
      return await Promise.all(jobs.map((job) => own.threads.judge(job)));
    } finally {
      own.active--;
      own.lastUse = performance.now();
    }
  }

  endQuiet(): void {
    for (const [run, { threads, active, lastUse }] of this.#runs) {
      if (active > 0 || performance.now() - lastUse < QUIET_MS) continue;
      this.#runs.delete(run);
      void threads.end();
    }
  }

  async end(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ threads }) => threads.end()));
  }
}
