import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type ElementSet, hittingSet } from "../../../src/optima/sparsest/hitting-set.js";

function setOf(count: number, elements: readonly number[]): ElementSet {
  return { elements: Int32Array.from(elements), has: Uint8Array.from({ length: count }, (_, e) => (elements.includes(e) ? 1 : 0)) };
}

const isHit = ({ elements }: ElementSet, chosen: readonly number[]): boolean => elements.some((e) => chosen.includes(e));

/** The size of a smallest one, by all subsets of the elements. */
function smallest(group: Int32Array, capacity: readonly number[], sets: readonly ElementSet[]): number {
  let best = Infinity;
  for (let mask = 0; mask < 2 ** group.length; mask++) {
    const chosen = Array.from(group.keys()).filter((e) => ((mask >> e) & 1) === 1);
    if (chosen.length < best && capacity.every((room, g) => chosen.filter((e) => group[e] === g).length <= room) && sets.every((set) => isHit(set, chosen))) best = chosen.length;
  }
  return best;
}

describe("hittingSet", () => {
  it("is found where there is one of the size, of random sets and groups", () => {
    const random = new Random(1);
    const sizes = new Set<number>();
    for (let k = 0; k < 200; k++) {
      const count = 2 + random.below(7);
      const group = Int32Array.from({ length: count }, () => random.below(2));
      const capacity = [1 + random.below(2), random.below(3) === 0 ? 1 : Infinity];
      const sets = Array.from({ length: random.below(10) }, () => setOf(count, Array.from({ length: count }, (_, e) => e).filter(() => random.below(5) < 2)));
      const least = smallest(group, capacity, sets);
      sizes.add(least);
      for (let size = 0; size <= count; size++) {
        const found = hittingSet({ group, capacity }, sets, size);
        expect(found !== undefined).toBe(size >= least);
        if (found === undefined) continue;
        expect(found.length).toBeLessThanOrEqual(size);
        expect(sets.every((set) => isHit(set, found))).toBe(true);
        expect(capacity.every((room, g) => found.filter((e) => group[e] === g).length <= room)).toBe(true);
      }
    }
    expect(sizes.size).toBeGreaterThan(4);
  });

  it("asks for more sets until there are none, and keeps them", () => {
    const group = new Int32Array(6);
    const all = [[0, 1], [2, 3], [1, 4], [5, 0]].map((elements) => setOf(6, elements));
    const known: ElementSet[] = [];
    const asked: number[][] = [];
    const more = (chosen: readonly number[]): ElementSet | undefined => {
      asked.push([...chosen]);
      return all.find((set) => !isHit(set, chosen));
    };
    expect(hittingSet({ group, capacity: [Infinity] }, known, 2, { more })).toBeUndefined();
    const before = asked.length;
    expect(hittingSet({ group, capacity: [Infinity] }, known, 3, { more })!.length).toBe(3);
    expect(asked[0]).toEqual([]);
    expect(known.length).toBeLessThanOrEqual(4);
    expect(asked.length - before).toBeLessThanOrEqual(2);
  });

  it("stops when it is told to", () => {
    const pause = (): void => {
      throw new RangeError("enough");
    };
    expect(() => hittingSet({ group: new Int32Array(1), capacity: [1] }, [setOf(1, [0])], 1, { pause })).toThrow("enough");
  });
});
