/** Worker threads that work off a list, with results in the order of the list. */
import { Worker } from "node:worker_threads";

/** Items that may be begun for each worker before the oldest result is taken: how far the others run on while one item takes long. */
const AHEAD = 32;

/**
 * The results of the items, in their order, whatever the number of workers. A worker is a module that answers every message, an item,
 * with one message, its result. Memory: the results that wait for an earlier one, at most 32 for each worker.
 * @param module the file of the worker
 * @param data handed to each worker as `workerData`
 * @throws what a worker throws, and ends the others
 */
export async function* mapInWorkers<Item, Result>(items: Iterable<Item>, module: URL, data: unknown, jobs: number): AsyncGenerator<Result> {
  const workers = Array.from({ length: jobs }, () => new Worker(module, { workerData: data }));
  const idle = [...workers];
  const queue: { item: Item; done: (result: Result) => void; failed: (error: unknown) => void }[] = [];

  const feed = (): void => {
    while (idle.length > 0 && queue.length > 0) {
      const worker = idle.pop()!;
      const { item, done, failed } = queue.shift()!;
      const onMessage = (result: Result): void => {
        worker.off("error", onError);
        idle.push(worker);
        done(result);
        feed();
      };
      const onError = (error: unknown): void => {
        worker.off("message", onMessage);
        failed(error);
      };
      worker.once("message", onMessage).once("error", onError);
      worker.postMessage(item);
    }
  };

  const begun: Promise<Result>[] = [];
  try {
    for (const item of items) {
      if (begun.length >= AHEAD * jobs) yield await begun.shift()!;
      const result = new Promise<Result>((done, failed) => queue.push({ item, done, failed }));
      // It is awaited in its turn; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      begun.push(result);
      feed();
    }
    for (const result of begun) yield await result;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
