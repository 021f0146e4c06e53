import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Entries } from "../../src/formats/entries.js";
import { maskOfEdges, sameMask } from "../../src/pattern/mask.js";
import { faultOf } from "./helpers.js";

/** Distinct positions in any order. */
const positions = (rows: number, cols: number) =>
  fc.uniqueArray(fc.tuple(fc.nat(rows - 1), fc.nat(cols - 1)), { selector: ([i, j]) => i * cols + j, maxLength: 60 });

describe("entries", () => {
  it.each([["bits", 37, 70], ["lists", 4_000_000, 4_000_000]])("make the same mask in any order, as %s", (_, rows, cols) => {
    fc.assert(
      fc.property(positions(rows, cols), (list) => {
        const entries = new Entries(rows, cols, list.length);
        for (const [i, j] of list) expect(entries.add(i, j)).toBe(true);
        expect(sameMask(entries.mask(), maskOfEdges(rows, cols, list))).toBe(true);
      }),
      { numRuns: rows > 1000 ? 3 : 100 },
    );
  });

  it("are given once", () => {
    const bits = new Entries(3, 3, 2);
    bits.add(1, 2);
    expect(bits.add(1, 2)).toBe(false);
    const lists = new Entries(4_000_000, 4_000_000, 3);
    for (const [i, j] of [[7, 5], [0, 0], [7, 5]] as const) lists.add(i, j);
    expect(faultOf(() => lists.mask())).toBe("entry [7, 5]: expected every entry once, found it twice");
  });

  it("lie in a layer that a pattern can have", () => {
    expect(faultOf(() => new Entries(0, 3, 0))).toBe("outputs: expected a number from 1 to 4194304, found 0");
    expect(faultOf(() => new Entries(3, 4_194_305, 0))).toBe("inputs: expected a number from 1 to 4194304, found 4194305");
    expect(faultOf(() => new Entries(3, 3, 2 ** 31))).toBe("entries: expected at most 2147483647, found 2147483648");
  });
});
