import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Effort, TooLarge } from "../../../src/check/limits.js";
import { type BlockSet, contains } from "../../../src/check/sparsest/blocks.js";
import { type Choices, unblockedChoice } from "../../../src/check/sparsest/choices.js";

const setOf = (members: readonly number[], count: number): BlockSet => {
  const set = new Uint32Array((count + 31) >>> 5);
  for (const b of members) set[b >>> 5]! |= 1 << (b & 31);
  return set;
};

/** All sets of blocks within the budget. */
function choicesOf(blocks: Choices["blocks"], budget: number): number[][] {
  const extend = (chosen: number[], from: number, left: number): number[][] => [
    chosen,
    ...blocks.flatMap(({ cost }, b) => (b >= from && cost <= left ? extend([...chosen, b], b + 1, left - cost) : [])),
  ];
  return extend([], 0, budget);
}

const isBlockedBy = (set: BlockSet, chosen: readonly number[]): boolean => !chosen.some((b) => contains(set, b));

const blocksIn = fc.array(fc.record({ cost: fc.integer({ min: 1, max: 3 }), support: fc.integer({ min: 0, max: 2 }) }), { minLength: 1, maxLength: 9 });
const problems = fc.tuple(blocksIn, fc.array(fc.array(fc.nat(8), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 36 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 3 }));

describe("unblockedChoice", () => {
  it("finds a choice that no vector blocks exactly where there is one, with vectors given or found", () => {
    let [found, none] = [0, 0];
    fc.assert(
      fc.property(problems, ([given, lists, budget, most]) => {
        const blocks = given.toSorted((a, b) => a.cost - b.cost);
        const sets = lists.map((list) => setOf(list.filter((b) => b < blocks.length), blocks.length));
        // No support more often than this.
        const fits = (supports: readonly number[]): boolean => [0, 1, 2].every((s) => supports.filter((other) => other === s).length <= most);
        const isUnblocked = (chosen: readonly number[]): boolean => sets.every((set) => !isBlockedBy(set, chosen));
        const expected = choicesOf(blocks, budget).some((chosen) => fits(chosen.map((b) => blocks[b]!.support)) && isUnblocked(chosen));
        const findVector = (chosen: readonly number[]): BlockSet | undefined => sets.find((set) => isBlockedBy(set, chosen));
        for (const choices of [{ unblocked: sets, findVector: () => undefined }, { unblocked: [], findVector }, { unblocked: sets.slice(0, 2), findVector }]) {
          const choice = unblockedChoice({ blocks, budget, fits, ...choices }, new Effort());
          expect(choice !== undefined).toBe(expected);
          if (choice === undefined) continue;
          expect(isUnblocked(choice) && fits(choice.map((b) => blocks[b]!.support))).toBe(true);
          expect(choice.reduce((sum, b) => sum + blocks[b]!.cost, 0)).toBeLessThanOrEqual(budget);
        }
        if (expected) found++;
        else none++;
      }),
      { seed: 1, numRuns: 1000 },
    );
    expect(Math.min(found, none)).toBeGreaterThan(100);
  });

  it("works over many words of blocks and of vectors", () => {
    // A vector for each pair: its list is all but the pair. Pairs are blocked, triples are not.
    const blocks = Array.from({ length: 70 }, () => ({ cost: 1, support: 0 }));
    const all = blocks.map((_, b) => b);
    const findVector = ([a, b, c]: readonly number[]): BlockSet | undefined => (c === undefined ? setOf(all.filter((other) => other !== a && other !== b), 70) : undefined);
    const choices = { blocks, fits: () => true, unblocked: [], findVector };
    expect(unblockedChoice({ ...choices, budget: 2 }, new Effort())).toBeUndefined();
    expect(unblockedChoice({ ...choices, budget: 3 }, new Effort())).toHaveLength(3);
  });

  it("does not believe a vector that does not block what it should", () => {
    const choices = { blocks: [{ cost: 1, support: 0 }], budget: 1, fits: () => true, unblocked: [], findVector: () => setOf([0], 1) };
    expect(() => unblockedChoice(choices, new Effort())).toThrow("does not block");
  });

  it("stops where the work is too much", () => {
    const blocks = Array.from({ length: 64 }, () => ({ cost: 1, support: 0 }));
    const effort = new Effort();
    effort.spend(2 ** 32 - 2 ** 16);
    const findVector = (chosen: readonly number[]): BlockSet => setOf(blocks.map((_, b) => b).filter((b) => !chosen.includes(b)), 64);
    expect(() => unblockedChoice({ blocks, budget: 6, fits: () => true, unblocked: [], findVector }, effort)).toThrow(TooLarge);
  });
});
