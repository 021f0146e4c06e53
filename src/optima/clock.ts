/** The time that a whole call may take. */

/** Thrown where the time is over. */
export class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

/** Runs from when it is made. */
export class Clock {
  readonly #end: number;

  constructor(readonly seconds: number) {
    this.#end = performance.now() + 1000 * seconds;
  }

  /** Seconds, at least a little. */
  get left(): number {
    return Math.max(1e-3, (this.#end - performance.now()) / 1000);
  }

  get isOver(): boolean {
    return performance.now() > this.#end;
  }

  readonly pause = (): void => {
    if (this.isOver) throw new OutOfTime();
  };
}
