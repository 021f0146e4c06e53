import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { cappedPatterns } from "../../src/library/capped.js";
import {
  type ClassCounts,
  SIDES,
  countsOf,
  crowdedChain,
  fromKey,
  keyOf,
  linesOf,
  neuronsIn,
  rankBound,
  rectanglesOfCounts,
  withLine,
  withoutLine,
} from "../../src/library/class-counts.js";
import { canonicalForm } from "../../src/pattern/canonical.js";
import { type Rectangles, columnsMeeting, deleteRows, rowClasses, transposed } from "../../src/pattern/rectangles.js";
import { setOf, size } from "../../src/pattern/sets.js";
import { permutationsOf, range, rectangles } from "../decide/build.js";

/** 40 patterns of each width from two to four, every neuron met by a row and by a column. */
function samples(): ClassCounts[] {
  const random = new Random(7);
  const side = (width: number): Uint8Array => {
    for (;;) {
      const counts = Uint8Array.from({ length: 1 << width }, (_, K) => (K > 0 && random.below(width) === 0 ? random.below(3) : 0));
      if (range(width).every((k) => counts.some((copies, K) => copies > 0 && (K >> k) & 1))) return counts;
    }
  };
  return [2, 3, 4].flatMap((width) => range(40).map(() => ({ width, rows: side(width), columns: side(width) })));
}

const form = (state: Rectangles): string => canonicalForm(state)!.key;

describe("countsOf", () => {
  it("counts rows and columns by class, and what meets no neuron not at all", () => {
    const state = rectangles(4, 3, [[[0, 1], [0, 2]], [[1, 2], [2]]]);
    expect(countsOf(state)).toEqual({ width: 2, rows: Uint8Array.of(0, 1, 1, 1), columns: Uint8Array.of(0, 1, 0, 1) });
  });

  it("is undone by rectanglesOfCounts", () => {
    for (const counts of samples()) expect(countsOf(rectanglesOfCounts(counts))).toEqual(counts);
  });
});

describe("keyOf", () => {
  it("is the same for every order of the neurons and for the transpose", () => {
    for (const counts of samples().filter((_, at) => at % 4 === 0)) {
      const { width } = counts;
      for (const to of permutationsOf(width)) {
        const moved = (lines: Uint8Array): Uint8Array => {
          const image = new Uint8Array(lines.length);
          lines.forEach((copies, K) => (image[range(width).reduce((set, k) => set | (((K >> k) & 1) << to[k]!), 0)] = copies));
          return image;
        };
        const renumbered = { width, rows: moved(counts.rows), columns: moved(counts.columns) };
        expect(keyOf(renumbered)).toBe(keyOf(counts));
        expect(keyOf({ width, rows: renumbered.columns, columns: renumbered.rows })).toBe(keyOf(counts));
      }
    }
  });

  it("tells apart what the canonical form of a goal tells apart", () => {
    const all = [...cappedPatterns(2), ...[...cappedPatterns(3)].filter((_, at) => at % 50 === 0)];
    expect(new Set(all.map((state) => keyOf(countsOf(state)))).size).toBe(new Set(all.map(form)).size);
  });

  it("says what the pattern is", () => {
    for (const counts of samples()) {
      expect(form(rectanglesOfCounts(fromKey(keyOf(counts))))).toBe(form(rectanglesOfCounts(counts)));
      expect(linesOf(fromKey(keyOf(counts)))).toBe(linesOf(counts));
    }
  });
});

describe("withoutLine", () => {
  it("deletes a row or a column, and the neurons that it alone met", () => {
    let died = 0;
    for (const counts of samples()) {
      for (const side of SIDES) {
        const state = rectanglesOfCounts(side === "rows" ? counts : { ...counts, rows: counts.columns, columns: counts.rows });
        rowClasses(state).forEach((K, i) => {
          const left = deleteRows(state, 1n << BigInt(i));
          const found = withoutLine(counts, side, Number(K));
          died += counts.width - found.width;
          expect(found.width).toBe(left.neurons.length);
          if (found.width > 0) expect(form(rectanglesOfCounts(found))).toBe(form(left));
        });
      }
    }
    expect(died).toBeGreaterThan(20);
  });

  it("is undone by withLine while all neurons live", () => {
    for (const counts of samples()) {
      for (const side of SIDES) for (const K of range(1 << counts.width).slice(1)) expect(withoutLine(withLine(counts, side, K), side, K)).toEqual(counts);
    }
  });
});

describe("crowdedChain", () => {
  /** All chains, one class after another. */
  function heaviest(lines: Uint8Array, top: number): number {
    const inner = range(top).filter((K) => K > 0 && (K & top) === K);
    return lines[top]! + Math.max(0, ...inner.map((K) => heaviest(lines, K)));
  }

  it("finds a chain with too many lines exactly if there is one", () => {
    const found = { some: 0, none: 0 };
    for (const { rows, width } of samples()) {
      const chain = crowdedChain(rows, neuronsIn);
      const exists = range(1 << width).some((K) => K > 0 && rows[K]! > 0 && heaviest(rows, K) > neuronsIn(K));
      found[exists ? "some" : "none"]++;
      expect(chain !== undefined).toBe(exists);
      if (chain === undefined) continue;
      expect(chain.every((K, at) => rows[K]! > 0 && (at === 0 || (K !== chain[at - 1] && (K & chain[at - 1]!) === K)))).toBe(true);
      expect(chain.reduce((sum, K) => sum + rows[K]!, 0)).toBeGreaterThan(neuronsIn(chain[0]!));
    }
    expect(Math.min(found.some, found.none)).toBeGreaterThan(10);
  });
});

describe("rankBound", () => {
  it("is the number of neurons or of the columns that meet them, whichever is less", () => {
    for (const counts of samples()) {
      const state = rectanglesOfCounts(counts);
      for (const K of range(1 << counts.width).slice(1)) {
        const set = setOf(range(counts.width).filter((k) => (K >> k) & 1));
        expect(rankBound(counts.columns, K)).toBe(Math.min(size(set), size(columnsMeeting(state, set))));
        expect(rankBound(counts.rows, K)).toBe(Math.min(size(set), size(columnsMeeting(transposed(state), set))));
      }
    }
  });
});
