/** The time of a run, and how it ends early. */
export interface ClockOptions {
  /** Seconds; without a bound unless given. */
  readonly timeout?: number;
  /** Asked often: true ends the run. */
  readonly stop?: () => boolean;
}

/** Milliseconds between two pauses, in which signals are seen. When they come changes nothing in the result. */
const PAUSE_EVERY = 50;

export class Clock {
  readonly #end: number;
  readonly #stop: () => boolean;
  #paused = performance.now();
  #over: "time" | "stopped" | undefined;

  constructor({ timeout, stop }: ClockOptions) {
    this.#end = timeout === undefined ? Infinity : performance.now() + 1000 * timeout;
    this.#stop = stop ?? ((): boolean => false);
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

  /** Lets other work of the process run, about twenty times a second. */
  async pause(): Promise<void> {
    if (performance.now() - this.#paused < PAUSE_EVERY) return;
    await new Promise((resume) => setImmediate(resume));
    this.#paused = performance.now();
  }
}
