/**
 * Does every choice of blocks within a budget have a vector that blocks all of it? A vector nu with nu y > 0 blocks a block when nu f <= 0 for all its neurons f: neurons of blocked blocks
 * only do not make y. Vectors may be given, or found where one is missing: combinatorial Benders cuts (Codato and Fischetti 2006; docs/theory.md 2.10).
 */
import { type Effort, STEPS_PER_ITEM } from "../limits.js";
import { type Block, type BlockSet, contains } from "./blocks.js";

export interface Choices {
  /** By ascending cost. */
  readonly blocks: readonly Pick<Block, "cost" | "support">[];
  /** What a choice may cost in all. */
  readonly budget: number;
  /** Can neurons of these supports be in one network? If so, then any part of them. */
  readonly fits: (supports: readonly number[]) => boolean;
  /** For each known vector what it does not block; those found are added. */
  readonly unblocked: BlockSet[];
  /** The same for a vector that blocks all of these; nothing when there is none. */
  readonly findVector: (chosen: readonly number[]) => BlockSet | undefined;
}

/**
 * A choice of blocks, different ones that fit and cost no more than the budget, of which no vector is known or found to block all; nothing when there is none.
 *
 * Depth first: if a vector blocks all that is chosen so far, one of the blocks that it does not block has to come, and none that has been tried in this place.
 * @throws TooLarge
 */
export function unblockedChoice({ blocks, budget, fits, unblocked, findVector }: Choices, effort: Effort): number[] | undefined {
  // The first block of each cost: blocks[begins[c]], ..., blocks[begins[c + 1] - 1] cost c.
  const begins = Array.from({ length: budget + 2 }, (_, cost) => blocks.filter((block) => block.cost < cost).length);
  const chosen: number[] = [];
  // For the empty choice, the first block chosen, the first two and so on, the vectors that block them all.
  const blocking = [Array.from(unblocked.keys())];
  const supportsWith = (block: number): number[] => [...chosen, block].map((b) => blocks[b]!.support);

  /** Is there a vector that blocks all that is chosen? */
  const isBlocked = (): boolean => {
    const found = findVector(chosen);
    if (found === undefined) return false;
    if (chosen.some((block) => contains(found, block))) throw new Error("the vector found does not block what it should");
    unblocked.push(found);
    for (const vectors of blocking) vectors.push(unblocked.length - 1);
    return true;
  };

  /** Leaves the unblocked choice, if any, in `chosen`. */
  const isUnblocked = (remaining: number, free: BlockSet): boolean => {
    const vectors = blocking.at(-1)!;
    if (vectors.length === 0 && !isBlocked()) return true;
    if (lastIsUnblocked(remaining, free)) return true;
    const end = begins[remaining]!;
    if (end === 0) return false;
    const set = unblocked[leastUnblocked(vectors, free, end)]!;
    const left = Uint32Array.from(free);
    for (let block = 0; block < end; block++) {
      if (!contains(set, block) || !contains(left, block)) continue;
      left[block >>> 5]! &= ~(1 << (block & 31));
      effort.spend(4 * vectors.length + left.length + 8 * STEPS_PER_ITEM);
      if (!fits(supportsWith(block))) continue;
      blocking.push(vectors.filter((v) => !contains(unblocked[v]!, block)));
      chosen.push(block);
      if (isUnblocked(remaining - blocks[block]!.cost, left)) return true;
      chosen.pop();
      blocking.pop();
    }
    return false;
  };

  /** Of the choices with one more block, which costs all that remains: all at once, by words. */
  const lastIsUnblocked = (remaining: number, free: BlockSet): boolean => {
    const [from, to] = [begins[remaining]!, begins[remaining + 1]!];
    const vectors = blocking.at(-1)!;
    for (let word = from >>> 5; 32 * word < to; word++) {
      let left = free[word]! & bitsFrom(from - 32 * word) & bitsBelow(to - 32 * word);
      // Those found on the way come at the end.
      for (let k = 0; left !== 0; ) {
        const before = k;
        for (; k < vectors.length && left !== 0; k++) left &= unblocked[vectors[k]!]![word]!;
        effort.spend(4 * (k - before) + STEPS_PER_ITEM);
        if (left === 0) break;
        const block = 32 * word + 31 - Math.clz32(left);
        left &= ~(1 << (block & 31));
        if (!fits(supportsWith(block))) continue;
        chosen.push(block);
        if (!isBlocked()) return true;
        chosen.pop();
      }
    }
    return false;
  };

  /** The vector that leaves least to be tried among the first blocks: cheap blocks have longer ways behind them. */
  const leastUnblocked = (vectors: readonly number[], free: BlockSet, end: number): number => {
    let [best, least] = [-1, Infinity];
    for (const v of vectors) {
      const set = unblocked[v]!;
      let sum = 0;
      let word = 0;
      for (; 32 * word < end && sum < least; word++) sum += ones(set[word]! & free[word]! & bitsBelow(end - 32 * word)) * weights[word]!;
      effort.spend(8 * word + STEPS_PER_ITEM);
      if (sum < least) [best, least] = [v, sum];
    }
    return best;
  };
  const weights = Array.from({ length: (blocks.length + 31) >>> 5 }, (_, word) => 4 ** -blocks[32 * word]!.cost);

  return isUnblocked(budget, new Uint32Array((blocks.length + 31) >>> 5).fill(-1)) ? chosen : undefined;
}

/** A word with the bits from this one on. */
function bitsFrom(bit: number): number {
  return bit <= 0 ? -1 : -1 << bit;
}

/** A word with the bits below this one. */
function bitsBelow(bit: number): number {
  return bit >= 32 ? -1 : ~(-1 << bit);
}

/** The number of ones of a word, summed in fields of two, four and eight bits. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
