import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { type Mask, filterMask, has, kept, maskOf, maskOfEdges, maskOfRows, maskStrings, row, sameMask, transpose } from "../../src/pattern/mask.js";
import { entries, fullMask, mask } from "../support/patterns.js";

const random = new Random(21);
const samples = Array.from({ length: 200 }, () => {
  const [rows, cols] = [1 + random.below(6), 1 + random.below(40)];
  const cells = Array.from({ length: rows }, () => Array.from({ length: cols }, () => random.below(3) === 0));
  return { rows, cols, cells, made: maskOf(rows, cols, (i, j) => cells[i]![j]!) };
});

const wellFormed = (made: Mask): boolean =>
  made.start.length === made.rows + 1 &&
  made.start[0] === 0 &&
  made.start[made.rows] === made.index.length &&
  Array.from({ length: made.rows }, (_, i) => [...row(made, i)]).every((line) => line.every((j, e) => j < made.cols && (e === 0 || line[e - 1]! < j)));

describe("a mask", () => {
  it("has exactly the entries it was made of", () => {
    for (const { rows, cols, cells, made } of samples) {
      expect(wellFormed(made)).toBe(true);
      expect(entries(rows, cols).every(([i, j]) => has(made, i, j) === cells[i]![j])).toBe(true);
      expect(kept(made)).toBe(cells.flat().filter(Boolean).length);
    }
  });

  it("is the same from rows, from edges in any order, and from strings", () => {
    for (const { rows, cols, cells, made } of samples) {
      const lists = cells.map((line) => line.flatMap((keep, j) => (keep ? [j] : [])));
      const edges = lists.flatMap((list, i) => list.map((j): [number, number] => [i, j])).sort((a, b) => b[1] - a[1]);
      expect(sameMask(made, maskOfRows(cols, lists))).toBe(true);
      expect(sameMask(made, maskOfEdges(rows, cols, edges))).toBe(true);
      expect(sameMask(made, mask(maskStrings(made)))).toBe(true);
    }
  });

  it("prints one string of 0 and 1 per row", () => {
    expect(maskStrings(maskOfRows(3, [[0, 2], [], [1]]))).toEqual(["101", "000", "010"]);
  });
});

describe("has", () => {
  const made = mask(["0101", "0000"]);

  it("is false outside the columns", () => {
    expect(has(made, 0, 4)).toBe(false);
    expect(has(made, 0, -1)).toBe(false);
    expect(has(made, 0, 1e9)).toBe(false);
  });

  it("does not look into the next row", () => {
    expect(has(mask(["10", "11"]), 0, 1)).toBe(false);
  });

  it("is false in an empty row and beyond the last row", () => {
    expect(has(made, 1, 1)).toBe(false);
    expect(has(made, 2, 1)).toBe(false);
  });
});

describe("transpose", () => {
  it("exchanges rows and columns", () => {
    for (const { rows, cols, cells, made } of samples) {
      const flipped = transpose(made);
      expect(wellFormed(flipped)).toBe(true);
      expect([flipped.rows, flipped.cols]).toEqual([cols, rows]);
      expect(entries(rows, cols).every(([i, j]) => has(flipped, j, i) === cells[i]![j])).toBe(true);
    }
  });

  it("undoes itself", () => {
    for (const { made } of samples) expect(sameMask(transpose(transpose(made)), made)).toBe(true);
  });
});

describe("filterMask", () => {
  it("keeps what the predicate accepts among the entries and adds nothing", () => {
    for (const { rows, cols, cells, made } of samples) {
      const some = filterMask(made, (i, j) => (i + j) % 2 === 0);
      expect(wellFormed(some)).toBe(true);
      expect(entries(rows, cols).every(([i, j]) => has(some, i, j) === (cells[i]![j]! && (i + j) % 2 === 0))).toBe(true);
    }
  });

  it("leaves the mask it was given untouched", () => {
    const made = mask(["11", "11"]);
    filterMask(made, () => false);
    expect(maskStrings(made)).toEqual(["11", "11"]);
  });
});

describe("sameMask", () => {
  it("is false when one entry differs", () => {
    expect(sameMask(mask(["10", "11"]), mask(["01", "11"]))).toBe(false);
  });

  it("is false when only the row of an entry differs", () => {
    expect(sameMask(mask(["10", "00"]), mask(["00", "10"]))).toBe(false);
  });

  it("is false for other shapes with equal entries", () => {
    expect(sameMask(maskOfRows(2, [[0]]), maskOfRows(3, [[0]]))).toBe(false);
    expect(sameMask(maskOfRows(2, [[0], []]), maskOfRows(2, [[0]]))).toBe(false);
  });

  it("is true for two full masks of one shape", () => {
    expect(sameMask(fullMask(2, 3), mask(["111", "111"]))).toBe(true);
  });
});
