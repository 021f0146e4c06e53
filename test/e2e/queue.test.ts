/** Classification over a real server: workers that are killed in mid-run, a near end that is, patterns that no worker survives. The table stays the one of a local run. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../src/exact/random.js";
import { VERSION } from "../../src/version.js";
import { inFolder } from "../cli/terminal.js";
import { REDIS, type TestServer, startRedis } from "../support/redis.js";

const MAIN = "dist/cli/main.js";
const SOURCES = ["random:3-3-3@0.5#1..300", "random:3-2-3@0.6#1..60", "patterns/lu", "rect:12*12 2*2"];
const local = (out: string, ...args: string[]) => spawnSync(process.execPath, [MAIN, "classify", ...args, "--jobs", "1", "--out", out], { encoding: "utf8" });
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A process whose end can be awaited. */
class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  said = "";

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [MAIN, ...args]);
    this.child.stderr!.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
    this.ended = new Promise((done) => this.child.once("close", (code) => done(code)));
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

describe.skipIf(REDIS === undefined)("classify over a queue", () => {
  let server: TestServer;
  const workers = new Set<Running>();
  beforeAll(async () => void (server = await startRedis()));
  afterAll(async () => {
    await Promise.all([...workers].map((worker) => worker.kill()));
    await server.stop();
  });

  const startWorker = (name: string): Running => {
    const worker = new Running("worker", "--queue", server.url, "--queue-name", name, "--jobs", "1", "--lease", "2");
    workers.add(worker);
    return worker;
  };
  const stopWorkers = async (): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.kill()));
    workers.clear();
  };
  const classify = (name: string, out: string, args: readonly string[], ...more: string[]) =>
    new Running("classify", ...args, "--queue", server.url, "--queue-name", name, "--out", out, ...more);

  test("workers killed in mid-run: nothing is lost, nothing is there twice, the table is that of the local run", async () => {
    await inFolder(async (folder) => {
      const [expected, out] = [join(folder, "local.jsonl"), join(folder, "queue.jsonl")];
      expect(local(expected, ...SOURCES).status).toBe(0);
      const run = classify("killed", out, SOURCES, "--batch", "4");
      const random = new Random(7);
      startWorker("killed");
      startWorker("killed");
      let over = false;
      void run.ended.then(() => (over = true));
      let kills = 0;
      for (; kills < 4 && !over; kills++) {
        await pause(800 + random.below(1200));
        const [victim] = workers;
        workers.delete(victim!);
        await victim!.kill();
        startWorker("killed");
      }
      expect(await run.ended, run.said).toBe(0);
      expect(kills).toBeGreaterThan(0);
      expect(readFileSync(out, "utf8")).toBe(readFileSync(expected, "utf8"));
      await stopWorkers();
    });
  }, 120_000);

  test("the near end killed in mid-run and started again", async () => {
    await inFolder(async (folder) => {
      const [expected, out] = [join(folder, "local.csv"), join(folder, "queue.csv")];
      expect(local(expected, SOURCES[0]!).status).toBe(0);
      startWorker("near");
      const first = classify("near", out, [SOURCES[0]!], "--batch", "8");
      const journal = `${out}.jsonl`;
      while (!existsSync(journal) || readFileSync(journal, "utf8").split("\n").length < 20) await pause(20);
      await first.kill();
      const second = classify("near", out, [SOURCES[0]!], "--batch", "8", "--resume");
      expect(await second.ended, second.said).toBe(0);
      expect(readFileSync(out, "utf8")).toBe(readFileSync(expected, "utf8"));
      await stopWorkers();
    });
  }, 120_000);

  test("a pattern with which every worker dies is given up, listed with the reason, and costs its own row only", async () => {
    await inFolder(async (folder) => {
      // Takes seconds to judge: time enough to kill whoever has it.
      const [poison, others] = ["random:4-4-4@0.5#151", "random:3-3-3@0.5#1..20"];
      const [expected, out] = [join(folder, "local.jsonl"), join(folder, "queue.jsonl")];
      local(expected, others);
      const connection = new Redis(server.url, { maxRetriesPerRequest: null });
      const queue = new Queue(`poison-${VERSION}`, { connection });
      const run = classify("poison", out, [others, poison], "--batch", "3");
      startWorker("poison");
      startWorker("poison");
      let over = false;
      void run.ended.then(() => (over = true));
      while (!over) {
        for (const job of await queue.getActive()) {
          const has = (job.data as { jobs: { id: string }[] }).jobs.some(({ id }) => id === poison);
          const holder = has ? [...workers].find(({ child }) => job.processedBy?.endsWith(`:${child.pid}`)) : undefined;
          if (holder === undefined) continue;
          workers.delete(holder);
          await holder.kill();
          startWorker("poison");
        }
        await pause(50);
      }
      expect(await run.ended).toBe(70);
      const rows = (file: string) => readFileSync(file, "utf8").trimEnd().split("\n").slice(1);
      expect(rows(out).slice(0, -1)).toEqual(rows(expected));
      expect(JSON.parse(rows(out).at(-1)!)).toEqual({ index: 20, id: poison, error: { kind: "internal", message: expect.stringContaining("given up after 3 workers") } });
      const listed = spawnSync(process.execPath, [MAIN, "worker", "--queue", server.url, "--queue-name", "poison", "--dead-letters"], { encoding: "utf8" });
      expect(JSON.parse(listed.stdout)).toMatchObject({ id: poison, index: 20, reason: expect.stringContaining("stalled") });
      await queue.close();
      connection.disconnect();
      await stopWorkers();
    });
  }, 180_000);

  test("a worker leaves when there is nothing to do, or on Ctrl-C", async () => {
    const idle = spawnSync(process.execPath, [MAIN, "worker", "--queue", server.url, "--queue-name", "idle", "--idle", "0.5"], { encoding: "utf8" });
    expect(idle.status).toBe(0);
    expect(idle.stderr).toContain("0 patterns judged");
    const waiting = startWorker("idle");
    while (!waiting.said.includes("ready")) await pause(50);
    waiting.child.kill("SIGINT");
    expect(await waiting.ended).toBe(0);
    workers.delete(waiting);
  }, 30_000);
});

describe("without a server", () => {
  test("one line says so, and nothing is written", async () => {
    await inFolder(async (folder) => {
      const out = join(folder, "table.jsonl");
      const run = spawnSync(process.execPath, [MAIN, "classify", "rect:1*1", "--queue", "redis://127.0.0.1:1", "--out", out], { encoding: "utf8" });
      expect(run.status).toBe(74);
      expect(run.stderr).toMatch(/^wellposed: redis:\/\/127.0.0.1:1: .*\n$/);
      const worker = spawnSync(process.execPath, [MAIN, "worker", "--queue", "http://127.0.0.1"], { encoding: "utf8" });
      expect(worker.status).toBe(64);
      expect(worker.stderr.split("\n")).toHaveLength(2);
    });
  });

  test("nor the packages: what to install", () => {
    const hidden = ["--experimental-loader", "./test/e2e/without-queue.js", MAIN, "worker", "--queue", "redis://127.0.0.1:1"];
    const { status, stderr } = spawnSync(process.execPath, hidden, { encoding: "utf8" });
    expect(status).toBe(64);
    expect(stderr).toContain("npm install bullmq ioredis");
  });
});
