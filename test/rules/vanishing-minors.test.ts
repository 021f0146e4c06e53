import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIME } from "../../src/exact/modular.js";
import { PathTable, State } from "../../src/rules/known-products.js";
import { type Cell, expandMinor, lookAtMinor, subsets } from "../../src/rules/vanishing-minors.js";
import { masks } from "../support/patterns.js";

const state = (): State => new State(PathTable.of({ masks: masks([["1"], ["1"]]), outputs: [0], inputs: [0] })!);
const known = (value: number): Cell => ({ isKnown: true, value, open: 0, path: -1, rest: 0, isNonzero: false });
const open = (path: number, isNonzero = false, rest = 0): Cell => ({ isKnown: false, value: 0, open: 1, path, rest, isNonzero });
const modulo = (value: bigint): number => Number(((value % BigInt(PRIME)) + BigInt(PRIME)) % BigInt(PRIME));

/** By the sum over all permutations. */
function determinant(rows: readonly (readonly number[])[]): bigint {
  if (rows.length === 0) return 1n;
  const [first, ...others] = rows;
  return first!.reduce((sum, entry, c) => sum + (c % 2 === 0 ? 1n : -1n) * BigInt(entry) * determinant(others.map((row) => row.toSpliced(c, 1))), 0n);
}

describe("expandMinor", () => {
  it("is the determinant where all is known, of any rows and columns", () => {
    const matrix = fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(matrix, (entries) => {
        const cells = entries.flat().map((value) => known(modulo(BigInt(value))));
        for (const size of [1, 2, 3]) {
          const [rows, columns] = [[...subsets(4, size)].at(-1)!, [...subsets(4, size)][0]!];
          const expected = determinant(rows.map((a) => columns.map((b) => entries[a]![b]!)));
          expect(expandMinor(cells, rows, columns, 4, new Map()).get(0) ?? 0).toBe(modulo(expected));
        }
      }),
    );
  });
});

describe("lookAtMinor", () => {
  it("gives the one entry that is not known: (2, x; 3, 6) has determinant 0 for x = 4", () => {
    expect(lookAtMinor(state(), [known(2), open(7), known(3), known(6)], [0, 1], [0, 1], 2)).toEqual({ path: 7, value: 4 });
    // Of x only a part is not known: x = 4 = 1 + the product.
    expect(lookAtMinor(state(), [known(2), open(7, false, 1), known(3), known(6)], [0, 1], [0, 1], 2)).toEqual({ path: 7, value: 3 });
  });

  it("is a contradiction where a determinant that must vanish does not", () => {
    expect(lookAtMinor(state(), [known(0), known(1), known(1), known(0)], [0, 1], [0, 1], 2)).toBe("contradiction");
    expect(lookAtMinor(state(), [known(1), known(1), known(1), known(1)], [0, 1], [0, 1], 2)).toBeUndefined();
  });

  it("divides by an entry that is not zero: (x, 1; 0, y) cannot vanish with x and y such", () => {
    expect(lookAtMinor(state(), [open(0, true), known(1), known(0), open(1, true)], [0, 1], [0, 1], 2)).toBe("contradiction");
    expect(lookAtMinor(state(), [open(0), known(1), known(0), open(1)], [0, 1], [0, 1], 2)).toBeUndefined();
  });

  it("says nothing of two entries that are not known and may be zero", () => {
    expect(lookAtMinor(state(), [open(0), known(1), known(1), open(1)], [0, 1], [0, 1], 2)).toBeUndefined();
    expect(lookAtMinor(state(), [open(0), open(1), known(3), known(6)], [0, 1], [0, 1], 2)).toBeUndefined();
  });
});

describe("subsets", () => {
  it("lists every subset of a size once, ascending", () => {
    expect([...subsets(4, 2)]).toEqual([[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
    expect([...subsets(3, 0)]).toEqual([[]]);
    expect([...subsets(2, 3)]).toEqual([]);
  });
});
