import { beforeAll, describe, expect, it } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { members } from "../../src/pattern/sets.js";
import { permutationsOf, range, twoLayers } from "./build.js";

/**
 * Counts of an independent exact computation (docs/theory.md, section 4): patterns with exactly `width` live hidden neurons, that is multisets of
 * `width` nonempty rectangles in an n x n matrix, rows and columns met by none allowed, so that every smaller size is counted once; up to
 * permutations of rows, of columns and of neurons, and transposition.
 */
const KNOWN = [
  { size: 3, width: 2, classes: 55, notClosed: 12 },
  { size: 3, width: 3, classes: 539, notClosed: 148 },
  { size: 4, width: 3, classes: 5358, notClosed: 2935 },
  { size: 3, width: 4, classes: 5249, notClosed: 1055 },
] as const;

type Rectangle = readonly [rows: number, cols: number];

/** One multiset of rectangles, as bit masks, for each class. Orbits are marked as they are met. */
function classes(size: number, width: number): Rectangle[][] {
  const sets = range(1 << size).slice(1);
  const all = sets.flatMap((rows) => sets.map((cols): Rectangle => [rows, cols]));
  const at = (rows: number, cols: number): number => (rows - 1) * sets.length + cols - 1;
  const moved = permutationsOf(size).map((to) => range(1 << size).map((set) => to.reduce((image, place, i) => image | (((set >> i) & 1) << place), 0)));
  const symmetries = moved.flatMap((row) =>
    moved.flatMap((col) => [Int32Array.from(all, ([r, c]) => at(row[r]!, col[c]!)), Int32Array.from(all, ([r, c]) => at(col[c]!, row[r]!))]),
  );
  const seen = new Uint8Array(all.length ** width);
  const found: Rectangle[][] = [];
  const list: number[] = [];
  const visit = (least: number, place: number): void => {
    if (list.length < width) {
      for (let next = least; next < all.length; next++) {
        list.push(next);
        visit(next, place * all.length + next);
        list.pop();
      }
    } else if (seen[place] === 0) {
      found.push(list.map((x) => all[x]!));
      for (const symmetry of symmetries) {
        const image = Int32Array.from(list, (x) => symmetry[x]!).sort();
        seen[image.reduce((sum, x) => sum * all.length + x, 0)] = 1;
      }
    }
  };
  visit(0, 0);
  return found;
}

describe.each(KNOWN)("$width hidden neurons up to $size x $size", ({ size, width, classes: expected, notClosed }) => {
  let verdicts: (boolean | null)[] = [];
  const count = (closed: boolean | null): number => verdicts.filter((verdict) => verdict === closed).length;

  beforeAll(() => {
    const list = (set: number): number[] => members(BigInt(set));
    verdicts = classes(size, width).map(
      (neurons) => decide(twoLayers(size, size, neurons.map(([rows, cols]) => [list(rows), list(cols)]))).linear.closed,
    );
  }, 240_000);

  it("are as many classes as known", () => {
    expect(verdicts.length).toBe(expected);
  });

  it("are closed and not closed as often as known, and none is undecided", () => {
    expect([count(true), count(false), count(null)]).toEqual([expected - notClosed, notClosed, 0]);
  });
});
