import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { contains, emptySets, firstN, isSubset, members, setOf, size, smallest } from "../../src/pattern/sets.js";

const random = new Random(22);
const lists = Array.from({ length: 300 }, () => {
  const bound = [4, 33, 70, 200][random.below(4)]!;
  return [...new Set(Array.from({ length: random.below(12) }, () => random.below(bound)))].sort((a, b) => a - b);
});
/** The places where hexadecimal digits, 32-bit words and 64-bit words end. */
const EDGES = [0, 3, 4, 31, 32, 33, 63, 64, 65, 127, 128];

describe("sets of small numbers", () => {
  it("give back their members in ascending order", () => {
    for (const list of [...lists, ...EDGES.map((x) => [x]), EDGES]) expect(members(setOf(list))).toEqual(list);
  });

  it("do not mind repeats and order when made", () => {
    expect(members(setOf([5, 1, 5, 0]))).toEqual([0, 1, 5]);
  });

  it("know their size", () => {
    for (const list of lists) expect(size(setOf(list))).toBe(list.length);
  });

  it("know what they contain", () => {
    const all = Array.from({ length: 210 }, (_, x) => x);
    for (const list of lists) expect(all.filter((x) => contains(setOf(list), x))).toEqual(list);
  });

  it("know their smallest member", () => {
    for (const list of [...lists.filter(({ length }) => length > 0), ...EDGES.map((x) => [x, x + 1, 200])]) expect(smallest(setOf(list))).toBe(list[0]);
  });

  it("compare by inclusion", () => {
    for (let n = 1; n < lists.length; n++) {
      const [a, b] = [lists[n]!, lists[n - 1]!];
      expect(isSubset(setOf(a), setOf(b))).toBe(a.every((x) => b.includes(x)));
      expect(isSubset(setOf(a), setOf([...a, ...b]))).toBe(true);
    }
  });
});

describe("firstN", () => {
  it.each([0, 1, 5, 32, 64])("has the members 0 .. %i - 1", (n) => {
    expect(members(firstN(n))).toEqual(Array.from({ length: n }, (_, x) => x));
  });
});

describe("emptySets", () => {
  it("makes as many empty sets as asked", () => {
    expect(emptySets(3)).toEqual([0n, 0n, 0n]);
    expect(emptySets(0)).toEqual([]);
  });
});
