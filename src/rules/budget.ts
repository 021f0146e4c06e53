/** What a search may spend. Running out is not an error: the verdict is then undecided. */

/** Thrown by `Budget.spend` when nothing is left; caught where the verdict is made. */
export class OutOfBudget extends Error {
  constructor() {
    super("out of budget");
    this.name = "OutOfBudget";
  }
}

export class Budget {
  readonly #deadline: number;

  /** @param seconds wall-clock seconds from now for the whole search on one input */
  constructor(seconds: number) {
    this.#deadline = performance.now() + seconds * 1000;
  }

  /** Called between pieces of work of at most some tens of milliseconds. @throws OutOfBudget when the time is over */
  spend(): void {
    if (performance.now() > this.#deadline) throw new OutOfBudget();
  }
}
