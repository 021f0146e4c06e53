import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import { makePattern, patternToJson } from "../../src/pattern/pattern.js";
import { type Rectangle, type Rectangles, masksOfRectangles, normal, split, transposed } from "../../src/pattern/rectangles.js";
import { emptySets } from "../../src/pattern/sets.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { catalogue } from "../../src/rules/catalogue.js";
import { type Obstruction, ObstructionSearch } from "../../src/rules/obstruction.js";
import { range, rectangles } from "../decide/build.js";
import { renumbered } from "../support/patterns.js";

const all = catalogue();
/** Among more neurons only sets of neurons that hang together are tried. */
const inOnePart = all.filter(({ goal }) => split(goal).length === 1);
const budget = (): Budget => new Budget(60);

/** Found, and accepted by the checker as a certificate about the whole pattern. */
function expectFound(search: ObstructionSearch, state: Rectangles): void {
  const proof = search.find(state, budget());
  expect(proof).toBeDefined();
  const pattern = patternToJson(makePattern("test", masksOfRectangles(state)));
  const result = check(JSON.parse(JSON.stringify({ format: "wellposed/certificate/1", pattern, property: "linear", closed: false, ...proof })));
  expect(result).toMatchObject({ ok: true });
}

/** More rows and columns, of any class; and neurons that miss all old rows or all old columns. */
function enlarged(random: Random, { m, n, neurons }: Rectangles, more: { lines: number; neurons: number }): Rectangles {
  const [rows, columns] = [m + random.below(more.lines + 1), n + random.below(more.lines + 1)];
  const any = (from: number, to: number): bigint => BigInt(random.below(1 << (to - from))) << BigInt(from);
  const own = neurons.map((neuron): Rectangle => ({ rows: neuron.rows | any(m, rows), cols: neuron.cols | any(n, columns) }));
  const others = range(random.below(more.neurons + 1)).map((): Rectangle =>
    random.below(2) === 1 ? { rows: any(0, rows), cols: any(n, columns) } : { rows: any(m, rows), cols: any(0, columns) },
  );
  return normal({ m: rows, n: columns, neurons: [...own, ...others], free: emptySets(rows) });
}

/** One neuron more, on everything. */
function covered({ m, n, neurons }: Rectangles): Rectangles {
  return { m, n, neurons: [...neurons, { rows: (1n << BigInt(m)) - 1n, cols: (1n << BigInt(n)) - 1n }], free: emptySets(m) };
}

describe("ObstructionSearch finds", () => {
  it("each entry of the catalogue in itself, however it is numbered", () => {
    const random = new Random(11);
    for (const obstruction of all) {
      const search = new ObstructionSearch([obstruction]);
      for (const state of [obstruction.goal, renumbered(random, obstruction.goal), renumbered(random, obstruction.goal)]) expectFound(search, state);
    }
  });

  it("each entry in larger patterns with more rows and columns", () => {
    const random = new Random(12);
    for (const obstruction of all) {
      const search = new ObstructionSearch([obstruction]);
      for (let drawn = 0; drawn < 3; drawn++) expectFound(search, renumbered(random, enlarged(random, obstruction.goal, { lines: 4, neurons: 0 })));
    }
  });

  it("each entry in one part among more neurons that keep off its rows or its columns", () => {
    const random = new Random(13);
    for (const obstruction of inOnePart) {
      const search = new ObstructionSearch([obstruction]);
      for (let drawn = 0; drawn < 3; drawn++) expectFound(search, renumbered(random, enlarged(random, obstruction.goal, { lines: 3, neurons: 3 })));
    }
  });

  it("one of many in such patterns", () => {
    const random = new Random(14);
    const search = new ObstructionSearch(all);
    for (let drawn = 0; drawn < 60; drawn++) expectFound(search, renumbered(random, enlarged(random, inOnePart[random.below(inOnePart.length)]!.goal, { lines: 3, neurons: 3 })));
  });

  it("two neurons among three, behind any number of lines that the third meets", () => {
    // LU on rows 0, 1 and columns 0, 1 of the first two neurons. The third meets 2000 more rows and columns of the same classes, which come first in the numbering.
    const [lines, lu] = [2000, all[0]!];
    const last = range(lines);
    const state = rectangles(lines + 2, lines + 2, [[[...last, lines, lines + 1], [...last, lines, lines + 1]], [[...last, lines + 1], [...last, lines + 1]], [last, last]]);
    const found = new ObstructionSearch([lu]).find(state, budget());
    expect(found).toMatchObject({ rule: "degeneration" });
  });
});

describe("ObstructionSearch finds nothing", () => {
  it("where another neuron meets every row and every column", () => {
    const random = new Random(15);
    for (const obstruction of all) {
      const search = new ObstructionSearch([obstruction]);
      expect(search.find(renumbered(random, covered(obstruction.goal)), budget())).toBeUndefined();
    }
  });

  it("without a row or a column of the obstruction", () => {
    for (const obstruction of all.slice(0, 66)) {
      const search = new ObstructionSearch([obstruction]);
      for (const side of [obstruction.goal, transposed(obstruction.goal)]) {
        for (const gone of range(side.m)) {
          const neurons = side.neurons.map(({ rows, cols }) => ({ rows: rows & ~(1n << BigInt(gone)), cols }));
          expect(search.find(normal({ ...side, neurons }), budget())).toBeUndefined();
        }
      }
    }
  });

  // Closed by theory.md 4.4 (star cover, free), 4.6, 4.7.
  it.each([
    ["everything, twice", rectangles(2, 2, [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])],
    ["nested columns", rectangles(3, 4, [[[0, 1, 2], [0, 1, 2, 3]], [[0, 1, 2], [0, 1]], [[0, 1, 2], [0]]])],
    ["one row", rectangles(1, 4, [[[0], [0, 1]], [[0], [1, 2]], [[0], [2, 3]]])],
    ["LU under a neuron that covers it", rectangles(2, 2, [[[0, 1], [0, 1]], [[1], [1]], [[0, 1], [0, 1]]])],
    ["neurons apart", rectangles(4, 4, [[[0, 1], [0, 1]], [[2, 3], [2, 3]], [[0, 1], [2, 3]]])],
    ["a diagonal and one neuron on all", rectangles(2, 2, [[[0], [0]], [[1], [1]], [[0, 1], [1]]])],
  ])("in what is closed: %s", (_, state) => {
    expect(new ObstructionSearch(all).find(state, budget())).toBeUndefined();
  });

  it("once entries are free: there selections say nothing about F", () => {
    expect(new ObstructionSearch(all).find(rectangles(2, 2, [[[0, 1], [0, 1]], [[1], [1]]], [[0, 0]]), budget())).toBeUndefined();
  });

  it("when it knows nothing", () => {
    expect(new ObstructionSearch([]).find(all[0]!.goal, budget())).toBeUndefined();
  });

  it("when the time is over", () => {
    const many: Obstruction[] = all.filter(({ goal }) => goal.neurons.length === 4);
    const neurons = range(12).map((k): [number[], number[]] => [[k, 12], [k, 12]]);
    expect(() => new ObstructionSearch(many).find(rectangles(13, 13, neurons), new Budget(-1))).toThrow(OutOfBudget);
  });
});

it("what is added later is found", () => {
  const search = new ObstructionSearch([]);
  search.add(all[1]!);
  expectFound(search, all[1]!.goal);
});
