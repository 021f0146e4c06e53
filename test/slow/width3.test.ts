/** `npm run prove:width3`, whole: the run behind the completeness theorem (docs/theory.md 4.14), and what the program makes of its outcome. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { decideTwoLayer } from "../../src/decide/two-layer.js";
import { Random } from "../../src/exact/random.js";
import { proveComplete } from "../../src/library/completeness.js";
import type { Surveyed } from "../../src/library/obstructions.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { type Rectangles, masksOfRectangles, transposed } from "../../src/pattern/rectangles.js";
import { emptySets, members, setOf } from "../../src/pattern/sets.js";
import { Budget } from "../../src/rules/budget.js";

describe("every capped pattern of up to three neurons, and every pattern of four up to 3 x 3", () => {
  const surveyed: Surveyed[] = [];
  const result = proveComplete({ hidden: 4, outputs: 3, inputs: 3 }, { timeout: 600, onPattern: (one) => surveyed.push(one) });
  const upToThree = surveyed.filter(({ pattern }) => pattern.neurons.length <= 3);

  test("give the summary that is shipped, byte by byte", () => {
    expect(result).toMatchObject({ open: [], differing: [] });
    expect(`${JSON.stringify(result, undefined, 2)}\n`).toBe(readFileSync("docs/width3.json", "utf8"));
  });

  test("are decided without the ledger when they are closed", () => {
    const closed = surveyed.filter(({ verdict }) => verdict === "closed");
    expect(closed.filter(({ pattern }) => decideTwoLayer(pattern, new Budget(60))?.closed !== true)).toEqual([]);
  });

  test("give the verdict on larger patterns, some lines being there more often, in any order", () => {
    const random = new Random(41);
    const closed = upToThree.filter(({ verdict }) => verdict === "closed");
    const others = upToThree.filter(({ verdict }) => verdict !== "closed");
    for (let drawn = 0; drawn < 1000; drawn++) {
      const { pattern, verdict } = drawn % 2 === 0 ? closed[random.below(closed.length)]! : others[random.below(others.length)]!;
      const larger = makePattern("test", masksOfRectangles(inflated(random, pattern)));
      expect(decide(larger, { timeout: 60 }).linear.closed).toBe(verdict === "closed");
    }
  });
});

/** Lines that occur at least as often as their class has neurons come a few times more: R2 takes them away again. Rows and columns shuffled, transposed or not. */
function inflated(random: Random, pattern: Rectangles): Rectangles {
  const onRows = ({ m, n, neurons }: Rectangles): Rectangles => {
    const classOf = (i: number): number[] => neurons.flatMap(({ rows }, k) => ((rows >> BigInt(i)) & 1n ? [k] : []));
    const classes = Array.from({ length: m }, (_, i) => classOf(i));
    const isFull = (own: readonly number[]): boolean => classes.filter((other) => other.join() === own.join()).length >= own.length;
    const lines = classes.flatMap((own) => Array.from({ length: isFull(own) ? 1 + random.below(4) : 1 }, () => own));
    for (let at = lines.length - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [lines[at], lines[other]] = [lines[other]!, lines[at]!];
    }
    const moved = neurons.map(({ cols }, k) => ({ rows: setOf(lines.flatMap((own, i) => (own.includes(k) ? [i] : []))), cols }));
    expect(moved.every(({ rows }) => members(rows).length > 0)).toBe(true);
    return { m: lines.length, n, neurons: moved, free: emptySets(lines.length) };
  };
  const grown = onRows(transposed(onRows(pattern)));
  return random.below(2) === 1 ? grown : transposed(grown);
}
