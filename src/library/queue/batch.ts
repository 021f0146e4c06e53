/** What goes through the queue: patterns by the batch, so that the server has less to do than the workers. */
import type { Job } from "../classify/job.js";
import type { JudgeSettings } from "../classify/judge.js";
import type { Outcome } from "../classify/outcome.js";

export interface Batch {
  /** The run it belongs to: patterns are numbered, and remembered by class, within a run. */
  readonly run: string;
  readonly settings: JudgeSettings;
  readonly jobs: readonly Job[];
}

export const DEFAULT_QUEUE = "wellposed";

/** One outcome for each job, in their order. */
export type BatchResult = readonly Outcome[];

/** The only kind of job in our queues. */
export const BATCH = "batch";

/** How often a batch is begun before it is given up: a worker that dies with it, or fails, is one time. */
export const ATTEMPTS = 3;

/** Patterns in a batch: enough that the server has little to do, few enough that a worker's end costs little. */
export const DEFAULT_BATCH = 16;

/** Seconds without a sign of life after which a worker's batches go to others. */
export const DEFAULT_LEASE = 30;
