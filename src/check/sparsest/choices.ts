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
  /** For each known vector what it does not block. */
  readonly unblocked: readonly BlockSet[];
  /** The same for a vector that blocks all of these; nothing when there is none. */
  readonly findVector: (chosen: readonly number[]) => BlockSet | undefined;
}

/**
 * A choice of blocks, different ones that fit and cost no more than the budget, of which no vector is known or found to block all; nothing when there is none.
 * @throws TooLarge
 */
export function unblockedChoice(choices: Choices, effort: Effort): number[] | undefined {
  const search = new Search(choices, effort);
  return search.isUnblocked(choices.budget, new Uint32Array((choices.blocks.length + 31) >>> 5).fill(-1)) ? search.chosen : undefined;
}

/** Words of 32 bits, one for each vector. */
type VectorSet = number[];

/** Depth first: if a vector blocks all that is chosen so far, one of the blocks that it does not block has to come, and none that has been tried in this place. */
class Search {
  readonly chosen: number[] = [];
  readonly #choices: Choices;
  readonly #effort: Effort;
  /** The first block of each cost: those from begins[c] up to begins[c + 1] cost c. */
  readonly #begins: readonly number[];
  readonly #weights: readonly number[];
  readonly #unblocked: BlockSet[] = [];
  /** For each block the vectors that block it. */
  readonly #blocking: readonly VectorSet[];
  /** For no block, the first one chosen, the first two and so on, the vectors that block them all. */
  readonly #path: VectorSet[] = [[]];

  constructor(choices: Choices, effort: Effort) {
    const { blocks, budget, unblocked } = choices;
    [this.#choices, this.#effort] = [choices, effort];
    this.#begins = beginsOf(blocks, budget, effort);
    // A block that costs less has longer ways behind it.
    this.#weights = Array.from({ length: (blocks.length + 31) >>> 5 }, (_, word) => 4 ** -blocks[32 * word]!.cost);
    this.#blocking = blocks.map(() => []);
    for (const set of unblocked) this.#add(set);
  }

  /** Is there an unblocked choice with what is chosen and free blocks that cost no more than what remains? It is left in `chosen`. */
  isUnblocked(remaining: number, free: BlockSet): boolean {
    const { blocks } = this.#choices;
    if (this.#path.at(-1)!.every((word) => word === 0) && !this.#isBlocked()) return true;
    if (this.#lastIsUnblocked(remaining, free)) return true;
    const end = this.#begins[remaining]!;
    if (end === 0) return false;
    const set = this.#unblocked[this.#leastUnblocked(free, end)]!;
    const left = Uint32Array.from(free);
    for (let block = 0; block < end; block++) {
      if (!contains(set, block) || !contains(left, block)) continue;
      left[block >>> 5]! &= ~(1 << (block & 31));
      if (!this.#fits(block)) continue;
      const [vectors, own] = [this.#path.at(-1)!, this.#blocking[block]!];
      this.#effort.spend(vectors.length + left.length + 8 * STEPS_PER_ITEM);
      this.#path.push(vectors.map((word, k) => word & own[k]!));
      this.chosen.push(block);
      if (this.isUnblocked(remaining - blocks[block]!.cost, left)) return true;
      this.chosen.pop();
      this.#path.pop();
    }
    return false;
  }

  /** The same for choices with one more block, which costs all that remains. */
  #lastIsUnblocked(remaining: number, free: BlockSet): boolean {
    const vectors = this.#path.at(-1)!;
    for (let block = this.#begins[remaining]!; block < this.#begins[remaining + 1]!; block++) {
      if (!contains(free, block)) continue;
      const own = this.#blocking[block]!;
      let k = 0;
      while (k < own.length && (vectors[k]! & own[k]!) === 0) k++;
      this.#effort.spend(k + STEPS_PER_ITEM);
      if (k < own.length || !this.#fits(block)) continue;
      this.chosen.push(block);
      if (!this.#isBlocked()) return true;
      this.chosen.pop();
    }
    return false;
  }

  /** Can another vector be found that blocks all that is chosen? */
  #isBlocked(): boolean {
    const found = this.#choices.findVector(this.chosen);
    if (found === undefined) return false;
    if (this.chosen.some((block) => contains(found, block))) throw new Error("a vector was found that does not block what it should");
    this.#add(found);
    return true;
  }

  /** A vector that blocks what has been chosen. */
  #add(set: BlockSet): void {
    const [word, bit] = [this.#unblocked.length >>> 5, 1 << (this.#unblocked.length & 31)];
    this.#unblocked.push(set);
    this.#effort.spend((this.#blocking.length + this.#path.length) * STEPS_PER_ITEM);
    if (bit === 1) {
      this.#effort.hold((this.#blocking.length + this.#path.length) * 8);
      for (const vectors of [...this.#blocking, ...this.#path]) vectors.push(0);
    }
    this.#blocking.forEach((vectors, block) => {
      if (!contains(set, block)) vectors[word]! |= bit;
    });
    for (const vectors of this.#path) vectors[word]! |= bit;
  }

  /** Of the vectors that block all that is chosen the one that leaves least to be tried among the first blocks. */
  #leastUnblocked(free: BlockSet, end: number): number {
    const last = (end - 1) >>> 5;
    const [words, below] = [this.#weights.slice(0, last + 1), -1 >>> (31 - ((end - 1) & 31))];
    let [best, least] = [-1, Infinity];
    this.#path.at(-1)!.forEach((vectors, k) => {
      for (let bits = vectors; bits !== 0; bits &= bits - 1) {
        const v = 32 * k + 31 - Math.clz32(bits & -bits);
        const set = this.#unblocked[v]!;
        let sum = 0;
        let word = 0;
        for (; word < last && sum < least; word++) sum += ones(set[word]! & free[word]!) * words[word]!;
        sum += ones(set[last]! & free[last]! & below) * words[last]!;
        this.#effort.spend(8 * word + STEPS_PER_ITEM);
        if (sum < least) [best, least] = [v, sum];
      }
    });
    return best;
  }

  #fits(block: number): boolean {
    const { blocks, fits } = this.#choices;
    return fits([...this.chosen, block].map((b) => blocks[b]!.support));
  }
}

/** For each cost up to the budget and one more the number of blocks that cost less. Both may be as large as the certificate. */
function beginsOf(blocks: Choices["blocks"], budget: number, effort: Effort): number[] {
  effort.spend((blocks.length + budget) * STEPS_PER_ITEM);
  effort.hold((budget + 2) * 8);
  let cheaper = 0;
  return Array.from({ length: budget + 2 }, (_, cost) => {
    while (cheaper < blocks.length && blocks[cheaper]!.cost < cost) cheaper++;
    return cheaper;
  });
}

/** The number of ones of a word, summed in fields of two, four and eight bits. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
