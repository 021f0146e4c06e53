import { describe, expect, test } from "vitest";
import { countClasses } from "../../src/library/count.js";
import { type Size, enumerate } from "../../src/library/enumerate.js";

const size = (outputs: number, inputs: number, hidden: number): Size => ({ outputs, inputs, hidden });

describe("the number of classes", () => {
  test.each([
    [3, 2, 55],
    [3, 3, 539],
    [4, 3, 5358],
    [3, 4, 5249],
  ])("up to %i x %i is as published: %i", (side, hidden, expected) => {
    expect(countClasses(size(side, side, hidden))).toBe(BigInt(expected));
  });

  test.each([size(4, 4, 2), size(2, 5, 3), size(5, 2, 3), size(3, 4, 3), size(3, 3, 4), size(1, 6, 4), size(2, 2, 5), size(2, 1, 6), size(1, 1, 7), size(7, 7, 1)])(
    "is that of the classes listed: $outputs x $inputs, $hidden hidden",
    (of) => {
      expect(countClasses(of)).toBe(BigInt([...enumerate(of)].length));
    },
  );

  test("is known where listing would take days, and does not change when outputs and inputs are exchanged", () => {
    expect(countClasses(size(5, 5, 5))).toBe(406645494n);
    expect(countClasses(size(20, 30, 6))).toBe(countClasses(size(30, 20, 6)));
  });

  test("with one hidden neuron is that of pairs of sizes", () => {
    // A rectangle a x b with a <= b, within M x N or N x M.
    for (const [m, n] of [[1, 1], [4, 4], [3, 7], [35, 35]] as const) {
      const pairs = new Set<string>();
      for (let a = 1; a <= m; a++) for (let b = 1; b <= n; b++) pairs.add(`${Math.min(a, b)}x${Math.max(a, b)}`);
      expect(countClasses(size(m, n, 1))).toBe(BigInt(pairs.size));
    }
  });

  test.each([size(0, 1, 1), size(1, 36, 1), size(1, 1, 8), size(1, 1.5, 1)])("is refused for %o", (of) => {
    expect(() => countClasses(of)).toThrow(/expected an integer from 1 to/);
  });
});
