/** The time of a run, and how it ends early. */
export interface ClockOptions {
  /** Seconds; without a bound unless given. */
  readonly timeout?: number | undefined;
  /** Asked often: true ends the run. */
  readonly stop?: (() => boolean) | undefined;
}

/** Thrown where the run is over. */
export class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

/** Milliseconds between two pauses, in which signals are seen. When they come changes nothing in the result. */
const PAUSE_EVERY = 50;

/** Runs from when it is made. */
export class Clock {
  /** Seconds from the start to the end. */
  readonly timeout: number;
  readonly #end: number;
  readonly #stop: () => boolean;
  #paused = performance.now();
  #over: "time" | "stopped" | undefined;

  constructor({ timeout = Infinity, stop = (): boolean => false }: ClockOptions) {
    this.timeout = timeout;
    this.#end = performance.now() + 1000 * timeout;
    this.#stop = stop;
  }

  /** True from the first time on that the time is found to be over, or the run stopped. */
  readonly isOver = (): boolean => {
    if (this.#over === undefined && this.#stop()) this.#over = "stopped";
    if (this.#over === undefined && performance.now() > this.#end) this.#over = "time";
    return this.#over !== undefined;
  };

  /** Why the run ended early, if it did. */
  get over(): "time" | "stopped" | undefined {
    return this.#over;
  }

  /** Seconds, at least a little. */
  get left(): number {
    return Math.max(1e-3, (this.#end - performance.now()) / 1000);
  }

  /** @throws OutOfTime when it is over */
  readonly check = (): void => {
    if (this.isOver()) throw new OutOfTime();
  };

  /** Lets other work of the process run, about twenty times a second. */
  async pause(): Promise<void> {
    if (this.#pausesNow) await this.#pauseNow();
  }

  /** Takes the steps of long work, with pauses between them. It is the work that ends early where the run is over. */
  async run<T>(steps: Steps<T>): Promise<T> {
    for (;;) {
      if (this.#pausesNow) await this.#pauseNow();
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  get #pausesNow(): boolean {
    return performance.now() - this.#paused >= PAUSE_EVERY;
  }

  async #pauseNow(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    this.#paused = performance.now();
  }
}

/** Work that stops after each of its steps, and is taken up again by whoever wants its result. */
export type Steps<T> = Generator<void, T, void>;

/** All of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
