import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { mapInWorkers } from "../../src/library/pool.js";
import { inFolder } from "../cli/terminal.js";
import { range } from "../decide/build.js";

/** Calls `use` with a worker module whose answer to `item` is the given expression, of which `data` is part too. */
async function withWorker(answer: string, use: (module: URL) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const file = join(folder, "worker.mjs");
    const text =
      'import { parentPort, workerData as data } from "node:worker_threads";\n' +
      `parentPort.on("message", async (item) => parentPort.postMessage(await (${answer})));\n`;
    writeFileSync(file, text);
    await use(pathToFileURL(file));
  });
}

async function collect<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const result of results) list.push(result);
  return list;
}

describe("worker threads", () => {
  test.each([1, 2, 3])("give results in the order of the items, whoever is done first: %i workers", async (jobs) => {
    // Earlier items take longer.
    await withWorker("new Promise((done) => setTimeout(() => done(item * data), (7 - (item % 8)) * 3))", async (module) => {
      expect(await collect(mapInWorkers(range(40), module, 10, jobs))).toEqual(range(40).map((item) => item * 10));
    });
  });

  test("take no more items than a window beyond the oldest result", async () => {
    await withWorker("item", async (module) => {
      let taken = 0;
      const endless = function* (): Generator<number> {
        for (;;) yield taken++;
      };
      const results: number[] = [];
      for await (const result of mapInWorkers<number, number>(endless(), module, null, 2)) {
        results.push(result);
        expect(taken - result).toBeLessThanOrEqual(66);
        if (results.length === 200) break;
      }
      expect(results).toEqual(range(200));
    });
  });

  test("hand on an error of a worker, after the results before it", async () => {
    await withWorker('item === 5 ? Promise.reject(new Error("broken at five")) : item', async (module) => {
      const results: number[] = [];
      const run = async (): Promise<void> => {
        for await (const result of mapInWorkers<number, number>(range(50), module, null, 2)) results.push(result);
      };
      await expect(run()).rejects.toThrow("broken at five");
      expect(results).toEqual(range(5));
    });
  });

  test("are not there for nothing: no items, no results", async () => {
    await withWorker("item", async (module) => {
      expect(await collect(mapInWorkers([], module, null, 2))).toEqual([]);
    });
  });
});
