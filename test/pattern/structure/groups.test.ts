import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type Mask, has, maskOf, maskOfRows } from "../../../src/pattern/mask.js";
import { GROUP_SIZES, firstGroup, groupCounts } from "../../../src/pattern/structure/groups.js";
import { bothForms, packed } from "./masks.js";

/** Kept entries among columns `from` to `from + size - 1` of row i, one by one. */
function keptIn(mask: Mask, i: number, from: number, size: number): number {
  let count = 0;
  for (let j = from; j < from + size; j++) if (has(mask, i, j)) count++;
  return count;
}

describe("groupCounts", () => {
  it("counts every group and every remainder, in both forms", () => {
    const random = new Random(2);
    for (let n = 0; n < 200; n++) {
      for (const mask of bothForms(random, 1 + random.below(4), 1 + random.below(140), 1 + random.below(5))) {
        expect(groupCounts(mask).map(({ size }) => size)).toEqual([...GROUP_SIZES]);
        for (const { size, counts, remainder, rest } of groupCounts(mask)) {
          const expected = Array.from({ length: size + 1 }, () => 0);
          const full = Math.floor(mask.cols / size);
          for (let i = 0; i < mask.rows; i++) for (let g = 0; g < full; g++) expected[keptIn(mask, i, g * size, size)]!++;
          expect(counts).toEqual(expected);
          expect(remainder).toBe(mask.cols - full * size);
          const ends = Array.from({ length: remainder === 0 ? 0 : remainder + 1 }, () => 0);
          for (let i = 0; i < mask.rows && remainder > 0; i++) ends[keptIn(mask, i, full * size, remainder)]!++;
          expect(rest).toEqual(ends);
        }
      }
    }
  });

  it("counts the empty groups of a mask that is too wide for bits", () => {
    const wide = maskOfRows(2 ** 22, Array.from({ length: 1000 }, (_, i) => (i === 7 ? [1, 3, 2 ** 22 - 1] : [])));
    const four = groupCounts(wide)[1]!;
    expect(four.counts).toEqual([1000 * 2 ** 20 - 2, 1, 1, 0, 0]);
  });
});

describe("firstGroup", () => {
  it("finds the first group that is not accepted, in both forms", () => {
    const random = new Random(3);
    let missing = 0;
    for (let n = 0; n < 400; n++) {
      const rarity = 1 + random.below(4);
      for (const mask of bothForms(random, 1 + random.below(4), 1 + random.below(100), rarity)) {
        const size = GROUP_SIZES[random.below(5)]!;
        const refused = new Set(Array.from({ length: 1 + random.below(2) }, () => random.below(size + 1)));
        let expected;
        for (let i = 0; i < mask.rows && expected === undefined; i++) {
          for (let from = 0; from + size <= mask.cols && expected === undefined; from += size) {
            const kept = keptIn(mask, i, from, size);
            if (refused.has(kept)) expected = { row: i, from, size, kept };
          }
        }
        if (expected === undefined) missing++;
        expect(firstGroup(mask, size, (kept) => !refused.has(kept))).toEqual(expected);
      }
    }
    expect(missing).toBeGreaterThan(50);
    expect(missing).toBeLessThan(700);
  });

  it("finds an empty group at the end, and none when there is no full group", () => {
    const mask = maskOf(2, 36, (i, j) => i === 0 || j < 32);
    for (const form of [mask, packed(mask)]) {
      expect(firstGroup(form, 4, (kept) => kept > 0)).toEqual({ row: 1, from: 32, size: 4, kept: 0 });
      expect(firstGroup(form, 8, (kept) => kept > 0)).toBeUndefined();
    }
    expect(firstGroup(maskOf(3, 3, () => false), 4, (kept) => kept > 0)).toBeUndefined();
  });
});
