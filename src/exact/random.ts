/**
 * A small seeded generator, so that every search makes the same choices on every machine: mulberry32 (public domain, T. Ettinger).
 * Not for cryptography.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** An integer in [0, bound), bound at most 2^32. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * bound);
  }

  /** Nearly normal, mean 0, variance 1: the sum of twelve uniform numbers, less six. Never beyond 6 in size, and the same bits everywhere. */
  normal(): number {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += this.below(2 ** 32) / 2 ** 32;
    return sum;
  }

  /** `count` integers in [1, bound], none of them zero: values for factors held fixed. */
  positives(count: number, bound: number): number[] {
    return Array.from({ length: count }, () => 1 + this.below(bound));
  }
}

/**
 * Fixed factors take values from 1 to this: a wrong rank then has probability at most (entries / 9973) by Schwartz and Zippel, and
 * costs one more try, never a verdict.
 */
export const GENERIC_BOUND = 9973;
