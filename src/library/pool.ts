/** Worker threads that work off a list, with results in the order of the list or as they come. */
import { Worker } from "node:worker_threads";

/** Items that may be begun for each worker before the oldest result is taken: how far the others run on while one item takes long. */
const AHEAD = 32;

/** Worker threads of one module, which answers every message, an item, with one message, its result. */
export class Workers<Item, Result> {
  readonly #all = new Set<Worker>();
  readonly #idle: Worker[] = [];
  readonly #queue: { item: Item; done: (result: Result) => void; failed: (error: unknown) => void }[] = [];
  readonly #start: () => void;

  /** @param data handed to each worker as `workerData` */
  constructor(module: URL, data: unknown, jobs: number) {
    this.#start = (): void => {
      const worker = new Worker(module, { workerData: data });
      this.#all.add(worker);
      this.#idle.push(worker);
    };
    for (let j = 0; j < jobs; j++) this.#start();
  }

  /** Items are begun in the order in which they are handed in. A worker that fails costs its item, and another one takes its place. */
  run(item: Item): Promise<Result> {
    const result = new Promise<Result>((done, failed) => this.#queue.push({ item, done, failed }));
    // It is awaited in its turn; until then a failure must not count as unhandled.
    result.catch(() => undefined);
    this.#feed();
    return result;
  }

  async end(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #feed(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const worker = this.#idle.pop()!;
      const { item, done, failed } = this.#queue.shift()!;
      const onMessage = (result: Result): void => {
        worker.off("error", onError);
        this.#idle.push(worker);
        done(result);
        this.#feed();
      };
      const onError = (error: unknown): void => {
        worker.off("message", onMessage);
        this.#all.delete(worker);
        failed(error);
        this.#start();
        this.#feed();
      };
      worker.once("message", onMessage).once("error", onError);
      worker.postMessage(item);
    }
  }
}

/**
 * The results of the items, in their order, whatever the number of workers. A worker is a module that answers every message, an item,
 * with one message, its result. Memory: the results that wait for an earlier one, at most 32 for each worker.
 * @param module the file of the worker
 * @param data handed to each worker as `workerData`
 * @param failed the result of an item whose worker has failed, for example because it ran out of memory
 * @throws without `failed`, what a worker throws, and ends the others
 */
export async function* mapInWorkers<Item, Result>(
  items: Iterable<Item>,
  module: URL,
  data: unknown,
  jobs: number,
  failed?: (item: Item, error: unknown) => Result,
): AsyncGenerator<Result> {
  const workers = new Workers<Item, Result>(module, data, jobs);
  const begun: Promise<Result>[] = [];
  try {
    for (const item of items) {
      if (begun.length >= AHEAD * jobs) yield await begun.shift()!;
      const result = workers.run(item);
      begun.push(failed === undefined ? result : result.catch((error: unknown) => failed(item, error)));
    }
    for (const result of begun) yield await result;
  } finally {
    await workers.end();
  }
}

/** Items that are handed to the workers beyond the ones they work on, for each: so that none waits for the next. */
const WAITING = 3;

/**
 * The results of the items as they come: one that takes long holds up no other. Every item gives one result.
 * @param module the file of the worker, as for `mapInWorkers`
 * @param failed the result of an item whose worker has failed, for example because it ran out of memory
 */
export async function* resultsFromWorkers<Item, Result>(
  items: Iterable<Item>,
  module: URL,
  data: unknown,
  jobs: number,
  failed: (item: Item, error: unknown) => Result,
): AsyncGenerator<Result> {
  const workers = new Workers<Item, Result>(module, data, jobs);
  const ready: Result[] = [];
  let begun = 0;
  let wake = (): void => undefined;
  const arrived = (result: Result): void => {
    ready.push(result);
    begun--;
    wake();
  };
  const list = items[Symbol.iterator]();
  try {
    for (let more = true; more || begun > 0 || ready.length > 0; ) {
      while (more && begun < jobs * (1 + WAITING)) {
        const next = list.next();
        if (next.done === true) more = false;
        else {
          begun++;
          workers.run(next.value).then(arrived, (error: unknown) => arrived(failed(next.value, error)));
        }
      }
      while (ready.length > 0) yield ready.shift()!;
      if (begun > 0 && ready.length === 0) await new Promise<void>((done) => (wake = done));
    }
  } finally {
    list.return?.();
    await workers.end();
  }
}
