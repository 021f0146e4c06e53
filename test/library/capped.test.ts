import { describe, expect, it } from "vitest";
import { cappedPatterns } from "../../src/library/capped.js";
import { Random } from "../../src/exact/random.js";
import { canonicalForm } from "../../src/pattern/canonical.js";
import { type Rectangles, rowClasses, transposed } from "../../src/pattern/rectangles.js";
import { size } from "../../src/pattern/sets.js";
import { findCap } from "../../src/rules/cap.js";
import { permutationsOf, range } from "../decide/build.js";
import { randomRectangles } from "../support/patterns.js";

/** The number of orbits by Burnside's lemma: pairs of alive count vectors fixed by each permutation of neurons, with and without exchange of the two. */
function burnside(width: number): number {
  const classes = range(1 << width).slice(1);
  const neurons = (K: number): number[] => range(width).filter((k) => (K >> k) & 1);
  const vectors = classes.reduce<number[][]>((lists, K) => lists.flatMap((list) => range(neurons(K).length + 1).map((copies) => [...list, copies])), [[]]);
  const alive = vectors.filter((list) => range(width).every((k) => classes.some((K, at) => neurons(K).includes(k) && list[at]! > 0)));
  const moved = (to: readonly number[], K: number): number => neurons(K).reduce((sum, k) => sum + (1 << to[k]!), 0);
  const fixedBy = (to: readonly number[]): number => alive.filter((list) => classes.every((K, at) => list[at] === list[moved(to, K) - 1])).length;
  const group = permutationsOf(width);
  // (a, b) -> (g b, g a) fixes the pairs with b = g a and a = g g a.
  const sum = group.reduce((total, to) => total + fixedBy(to) ** 2 + fixedBy(to.map((place) => to[place]!)), 0);
  return sum / (2 * group.length);
}

const isCapped = (state: Rectangles): boolean =>
  [state, transposed(state)].every((side) => {
    const classes = rowClasses(side);
    return classes.every((set) => set !== 0n && classes.filter((other) => other === set).length <= size(set));
  });

describe("cappedPatterns", () => {
  it.each([1, 2, 3])("lists one pattern of each class, width %i", (width) => {
    const keys = new Set<string>();
    let count = 0;
    for (const state of cappedPatterns(width)) {
      count++;
      expect(isCapped(state)).toBe(true);
      expect(state.neurons.length).toBe(width);
      keys.add(canonicalForm(state)!.key);
    }
    expect(keys.size).toBe(count);
    expect(count).toBe(burnside(width));
  });

  it("are as many as counted by hand for the smallest widths, and for width 3", () => {
    expect([1, 2, 3].map((width) => [...cappedPatterns(width)].length)).toEqual([1, 31, 62886]);
  });

  it("has what capping leaves of any pattern", () => {
    const listed = new Set([1, 2, 3].flatMap((width) => [...cappedPatterns(width)].map((state) => canonicalForm(state)!.key)));
    const random = new Random(8);
    for (let n = 0; n < 1000; n++) {
      let state = randomRectangles(random, 8, 3, false);
      for (let cap = findCap(state); cap !== undefined; cap = findCap(state)) state = cap.state;
      if (state.neurons.length > 0) expect(listed).toContain(canonicalForm(state)!.key);
    }
  });

  it("keeps its order", () => {
    const first = [...cappedPatterns(2)].slice(0, 4).map(({ m, n, neurons }) => [m, n, ...neurons.map(({ rows, cols }) => `${rows}*${cols}`)].join(" "));
    expect(first).toEqual(["1 1 1*1 1*1", "1 2 1*3 1*3", "1 2 1*2 1*3", "1 3 1*6 1*7"]);
  });
});
