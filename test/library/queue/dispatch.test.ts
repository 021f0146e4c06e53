/** The near end of the queue against a real server, with workers that a test makes: what they do is known. */
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Job } from "../../../src/library/classify/job.js";
import type { JudgeSettings } from "../../../src/library/classify/judge.js";
import { type Outcome, failure } from "../../../src/library/classify/outcome.js";
import type { Batch, BatchResult } from "../../../src/library/queue/batch.js";
import { deadLetters } from "../../../src/library/queue/dead-letters.js";
import { inBatches, outcomesFromQueue } from "../../../src/library/queue/dispatch.js";
import { VERSION } from "../../../src/version.js";
import { REDIS, type TestServer, startRedis } from "../../support/redis.js";

const settings: JudgeSettings = { properties: ["linear"], timeout: 10, certificates: false };
const jobsFrom = (indices: readonly number[]): Job[] => indices.map((index) => ({ index, id: `p${index}`, from: { notation: "rect:1*1" } }));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const said = (job: Job): Outcome => failure(job, "input", `said of ${job.id}`);

test("batches are made by number, so that they are the same ones when some are left out", () => {
  expect([...inBatches(jobsFrom([0, 1, 4, 5, 7, 9]), 4)].map(({ number, jobs }) => [number, jobs.map(({ index }) => index)])).toEqual([
    [0, [0, 1]],
    [1, [4, 5, 7]],
    [2, [9]],
  ]);
});

describe.skipIf(REDIS === undefined)("with a server", () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startRedis()));
  afterAll(async () => await server.stop());

  const address = (name: string) => ({ url: server.url, name });
  const connections: Redis[] = [];
  const worker = (name: string, work: (batch: Batch, job: string) => Promise<BatchResult>): Worker<Batch, BatchResult> => {
    const connection = new Redis(server.url, { maxRetriesPerRequest: null });
    connections.push(connection);
    const made = new Worker<Batch, BatchResult>(`${name}-${VERSION}`, async (job) => await work(job.data, job.id!), { connection, lockDuration: 2000, stalledInterval: 500, maxStalledCount: 2, drainDelay: 1 });
    made.on("error", () => undefined);
    return made;
  };
  const end = async (made: Worker): Promise<void> => {
    await made.close(true);
    connections.splice(0).forEach((connection) => connection.disconnect());
  };
  const collect = async (name: string, jobs: readonly Job[], batch = 4, identity: unknown = name): Promise<Outcome[]> => {
    const found: Outcome[] = [];
    for await (const outcome of outcomesFromQueue(jobs, settings, { ...address(name), identity, batch, onNote: () => undefined })) found.push(outcome);
    return found.sort((a, b) => a.index - b.index);
  };

  test("every job has its outcome, once, and nothing is left behind", async () => {
    const made = worker("plain", async ({ jobs }) => jobs.map(said));
    const jobs = jobsFrom(numbers(1200));
    expect(await collect("plain", jobs, 1)).toEqual(jobs.map(said));
    const client = new Redis(server.url);
    expect((await client.keys(`bull:plain-${VERSION}:*`)).filter((key) => /:[\w-]{16}-/.test(key))).toEqual([]);
    client.disconnect();
    await end(made);
  });

  test("what cannot be sent on has its outcome at once", async () => {
    const made = worker("files", async ({ jobs }) => jobs.map(said));
    const [absent, there] = [
      { index: 0, id: "none", from: { file: "/none/such" } },
      { index: 1, id: "lu", from: { file: "patterns/lu/lu-2.json" } },
    ] satisfies Job[];
    const found = await collect("files", [absent, there]);
    expect(found).toEqual([{ index: 0, id: "none", error: { kind: "io", message: expect.stringContaining("/none/such") } }, said(there)]);
    await end(made);
  });

  test("a batch that fails is tried again; what never succeeds is found out alone and becomes a dead letter", async () => {
    let failures = 0;
    const made = worker("poison", async ({ jobs }) => {
      if (jobs.some(({ index }) => index === 6)) throw new Error("the machine is on fire");
      if (jobs.some(({ index }) => index === 1) && failures++ === 0) throw new Error("once");
      return jobs.map(said);
    });
    const found = await collect("poison", jobsFrom(numbers(12)));
    expect(found.filter(({ index }) => index !== 6)).toEqual(jobsFrom(numbers(12)).filter(({ index }) => index !== 6).map(said));
    expect(found[6]).toEqual({ index: 6, id: "p6", error: { kind: "internal", message: "given up after 3 workers: the machine is on fire" } });
    expect(await deadLetters(address("poison"))).toMatchObject([{ id: "p6", index: 6, reason: "the machine is on fire" }]);
    await end(made);
  }, 30_000);

  test("a job that the server has lost is given to it again", async () => {
    const client = new Redis(server.url);
    let wiped = false;
    const made = worker("lossy", async ({ jobs }) => {
      if (!wiped) {
        wiped = true;
        for (const key of await client.keys(`bull:lossy-${VERSION}:*-2`)) await client.del(key);
        await client.del(`bull:lossy-${VERSION}:wait`);
      }
      return jobs.map(said);
    });
    const jobs = jobsFrom(numbers(16));
    expect(await collect("lossy", jobs)).toEqual(jobs.map(said));
    client.disconnect();
    await end(made);
  }, 40_000);

  test("a run that is started again takes what was done without it", async () => {
    let judged = 0;
    const jobs = jobsFrom(numbers(8));
    const first = outcomesFromQueue(jobs, settings, { ...address("again"), identity: "run", batch: 4, onNote: () => undefined });
    // Handed out, and then nobody is there to take the results.
    const pending = first.next();
    await new Promise((done) => setTimeout(done, 300));
    const made = worker("again", async ({ jobs: some }) => {
      judged += some.length;
      return some.map(said);
    });
    await pending;
    expect(await collect("again", jobs, 4, "run")).toEqual(jobs.map(said));
    expect(judged).toBeGreaterThanOrEqual(8);
    await first.return(undefined);
    await end(made);
  }, 30_000);
});
