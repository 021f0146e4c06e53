/** What a search may spend. Running out is not an error: the verdict is then undecided. */
import type { ScanOptions } from "../pattern/planes/scan.js";

/** Seconds for one pattern unless said otherwise: the default of `--timeout`. */
export const DEFAULT_TIMEOUT = 60;

/** Thrown when the time is over, or when the next step would need more memory than it may have; caught where the verdict is made. */
export class OutOfBudget extends Error {
  constructor(readonly what: "time" | "memory") {
    super(`out of ${what}`);
    this.name = "OutOfBudget";
  }
}

/** Searches that are told of when they end before they are through: minors of D2 with 2 x 3 or 3 x 2 entries, and the known obstructions of three and four neurons. */
export type Search = "2x3 minors" | "obstructions";

/** Words of 32 bits that the tables of one pattern may take: 256 MB. */
const MAX_WORDS = 2 ** 26;

export class Budget {
  readonly #deadline: number;
  /** The searches that limits of their own have ended. */
  readonly shortened = new Set<Search>();
  /** For the scans over large masks: threads, and a look at the clock between pieces of work. */
  readonly scan: ScanOptions;

  /**
   * @param seconds wall-clock seconds from now for the whole search on one input
   * @param threads that may work at a time
   */
  constructor(seconds: number, threads = 1) {
    this.#deadline = performance.now() + seconds * 1000;
    this.scan = { threads, pause: () => this.spend() };
  }

  /** Called between pieces of work of at most some tens of milliseconds. @throws OutOfBudget when the time is over */
  spend(): void {
    if (performance.now() > this.#deadline) throw new OutOfBudget("time");
  }

  /** Called by a search that is complete but for its limits, when these end it. */
  shorten(search: Search): void {
    this.shortened.add(search);
  }

  /** Called before tables of this many 32-bit words are made. @throws OutOfBudget when they are too many */
  reserve(words: number): void {
    if (words > MAX_WORDS) throw new OutOfBudget("memory");
  }
}
