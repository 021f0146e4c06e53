import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type Mask, has, maskOf, transpose } from "../../../src/pattern/mask.js";
import { equalRows } from "../../../src/pattern/structure/blocks.js";
import { bothForms, packed } from "./masks.js";

/** Are all aligned blocks of this size, those at the ends cut short, all kept or all zero? */
function isBlocked(mask: Mask, rows: number, cols: number): boolean {
  for (let i = 0; i < mask.rows; i++) {
    for (let j = 0; j < mask.cols; j++) if (has(mask, i, j) !== has(mask, i - (i % rows), j - (j % cols))) return false;
  }
  return true;
}

const random = new Random(4);
const samples = Array.from({ length: 150 }, () => {
  const [rows, cols] = [1 + random.below(13), 1 + random.below(13)];
  const [height, width] = [1 + random.below(4), 1 + random.below(4)];
  const coarse = bothForms(random, rows, cols, 2)[0];
  return maskOf(rows, cols, (i, j) => has(coarse, Math.floor(i / height), Math.floor(j / width)));
});

describe("equalRows", () => {
  it("gives exactly the block sizes there are: the divisors, and whatever is larger than the mask", () => {
    for (const mask of samples) {
      const [rows, cols] = [equalRows(mask), equalRows(transpose(mask))];
      expect(equalRows(packed(mask))).toBe(rows);
      for (let height = 1; height < mask.rows; height++) {
        for (let width = 1; width < mask.cols; width++) {
          const expected = (rows === mask.rows || rows % height === 0) && (cols === mask.cols || cols % width === 0);
          expect(isBlocked(mask, height, width), `${height} x ${width}`).toBe(expected);
        }
      }
    }
  });

  it("meets blocks larger than one among the samples", () => {
    expect(samples.filter((mask) => equalRows(mask) > 1 && equalRows(mask) < mask.rows).length).toBeGreaterThan(20);
  });

  it("is the number of rows when all are equal, and 1 when one entry is off", () => {
    const equal = maskOf(6, 40, (_, j) => j % 3 === 0);
    expect([equalRows(equal), equalRows(packed(equal))]).toEqual([6, 6]);
    const off = maskOf(6, 40, (i, j) => j % 3 === 0 && !(i === 3 && j === 39));
    expect([equalRows(off), equalRows(packed(off))]).toEqual([1, 1]);
  });
});
