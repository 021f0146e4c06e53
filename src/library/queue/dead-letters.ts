/** What was given up: every worker that began it died. */
import type { Batch } from "./batch.js";
import { type QueueAddress, connect } from "./connection.js";

export interface DeadLetter {
  /** Where the pattern came from, as in the table. */
  readonly id: string;
  readonly index: number;
  readonly reason: string;
  /** The worker that had it last: host and process. */
  readonly worker: string | null;
  /** The run it belongs to, as the server names it. */
  readonly run: string;
}

/**
 * The patterns that were given up, of all runs of this queue, the oldest first. They stay on the server until somebody removes them.
 * @throws Fault as `connect`
 */
export async function deadLetters(address: QueueAddress): Promise<DeadLetter[]> {
  const { bullmq, client, queue, close } = await connect(address, "--queue", () => undefined);
  const jobs = new bullmq.Queue<Batch>(queue, { connection: client });
  try {
    const failed = await jobs.getFailed();
    return failed.toReversed().flatMap(({ data, failedReason, processedBy }) =>
      data.jobs.map(({ id, index }) => ({ id, index, reason: failedReason, worker: processedBy ?? null, run: data.run })),
    );
  } finally {
    await jobs.close();
    close();
  }
}
