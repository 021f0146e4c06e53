import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import {
  type Rectangle,
  type Rectangles,
  columnsMeeting,
  deleteRows,
  freeNeurons,
  hasFreeEntries,
  normal,
  rectanglesOf,
  rowClasses,
  shapeComponents,
  split,
  supportRows,
  transposed,
} from "../../src/pattern/rectangles.js";
import { has } from "../../src/pattern/mask.js";
import { pruneDead } from "../../src/pattern/live.js";
import { contains, members, setOf } from "../../src/pattern/sets.js";
import { digitsOf, entries, masks, randomMasks, randomRectangles, rectangles } from "../support/patterns.js";

const random = new Random(26);
const samples = Array.from({ length: 500 }, (_, n) => randomRectangles(random, 5, 4, n % 3 !== 0));

const covers = ({ rows, cols }: Rectangle, i: number, j: number): boolean => contains(rows, i) && contains(cols, j);
const isFree = (state: Rectangles, i: number, j: number): boolean => contains(state.free[i]!, j);
/** The entries of a neuron outside F, as strings "i,j". */
const shape = (state: Rectangles, neuron: Rectangle): string[] =>
  entries(state.m, state.n)
    .filter(([i, j]) => covers(neuron, i, j) && !isFree(state, i, j))
    .map((entry) => entry.join());

describe("rectanglesOf", () => {
  it("gives the outputs and inputs of each live hidden neuron, in order, and no free entries", () => {
    for (let n = 0; n < 200; n++) {
      const [first, second] = pruneDead(randomMasks(random, 2, 4)) as [ReturnType<typeof masks>[0], ReturnType<typeof masks>[0]];
      const state = rectanglesOf(first, second);
      const expected = Array.from({ length: first.rows }, (_, h) => ({
        rows: setOf(Array.from({ length: second.rows }, (__, i) => i).filter((i) => has(second, i, h))),
        cols: setOf(Array.from({ length: first.cols }, (__, k) => k).filter((k) => has(first, h, k))),
      })).filter(({ rows, cols }) => rows !== 0n && cols !== 0n);
      expect(state.neurons).toEqual(expected);
      expect([state.m, state.n, hasFreeEntries(state)]).toEqual([second.rows, first.cols, false]);
    }
  });

  it("leaves out hidden neurons without an output or without an input", () => {
    const [first, second] = masks([["11", "00", "10"], ["110"]]);
    expect(rectanglesOf(first!, second!).neurons.map(digitsOf)).toEqual([["0", "01"]]);
  });
});

describe("normal", () => {
  it("drops neurons with an empty side and free entries outside all others", () => {
    const state = normal({
      m: 2,
      n: 2,
      neurons: [
        { rows: 0n, cols: 3n },
        { rows: 1n, cols: 3n },
        { rows: 3n, cols: 0n },
      ],
      free: [2n, 3n],
    });
    expect(state.neurons).toEqual([{ rows: 1n, cols: 3n }]);
    expect(state.free).toEqual([2n, 0n]);
  });

  it("changes nothing the second time", () => {
    for (const state of samples) expect(normal(state)).toEqual(state);
  });
});

describe("supportRows", () => {
  it("is the union of the rectangles", () => {
    for (const state of samples) {
      const support = supportRows(state);
      expect(entries(state.m, state.n).every(([i, j]) => contains(support[i]!, j) === state.neurons.some((neuron) => covers(neuron, i, j)))).toBe(true);
    }
  });
});

describe("transposed", () => {
  it("exchanges rows and columns of neurons and of F", () => {
    for (const state of samples) {
      const flipped = transposed(state);
      expect([flipped.m, flipped.n]).toEqual([state.n, state.m]);
      expect(flipped.neurons).toEqual(state.neurons.map(({ rows, cols }) => ({ rows: cols, cols: rows })));
      expect(entries(state.m, state.n).every(([i, j]) => isFree(flipped, j, i) === isFree(state, i, j))).toBe(true);
    }
  });

  it("undoes itself", () => {
    for (const state of samples) expect(transposed(transposed(state))).toEqual(state);
  });
});

describe("rowClasses and columnsMeeting", () => {
  it("give the neurons of each row and the columns of some neurons", () => {
    for (const state of samples) {
      rowClasses(state).forEach((set, i) => {
        const own = state.neurons.flatMap((neuron, k) => (contains(neuron.rows, i) ? [k] : []));
        expect(members(set)).toEqual(own);
        const columns = Array.from({ length: state.n }, (_, j) => j).filter((j) => own.some((k) => contains(state.neurons[k]!.cols, j)));
        expect(members(columnsMeeting(state, set))).toEqual(columns);
      });
    }
  });
});

describe("deleteRows", () => {
  it("takes the rows out of every neuron and of F, keeps m, and drops what dies", () => {
    for (const state of samples) {
      const gone = BigInt(random.below(1 << state.m));
      const left = deleteRows(state, gone);
      expect([left.m, left.n]).toEqual([state.m, state.n]);
      const kept = state.neurons.filter(({ rows }) => (rows & ~gone) !== 0n);
      expect(left.neurons).toEqual(kept.map(({ rows, cols }) => ({ rows: rows & ~gone, cols })));
      expect(left.free).toEqual(state.free.map((set, i) => (contains(gone, i) ? 0n : set & (supportRows(left)[i] ?? 0n))));
    }
  });
});

describe("freeNeurons", () => {
  it("removes the neurons and makes their entries free where the others still are", () => {
    for (const state of samples) {
      const gone = BigInt(random.below(1 << state.neurons.length));
      const left = freeNeurons(state, gone);
      const stay = state.neurons.filter((_, k) => !contains(gone, k));
      const went = state.neurons.filter((_, k) => contains(gone, k));
      expect(left.neurons).toEqual(stay);
      for (const [i, j] of entries(state.m, state.n)) {
        const expected = stay.some((neuron) => covers(neuron, i, j)) && (isFree(state, i, j) || went.some((neuron) => covers(neuron, i, j)));
        expect(isFree(left, i, j)).toBe(expected);
      }
    }
  });
});

/** Groups of strings "i,j" joined by a shared row or column, by relaxation. */
function connected(cells: readonly string[]): string[][] {
  let groups = cells.map((cell) => [cell]);
  const touch = (a: string[], b: string[]): boolean =>
    a.some((x) => b.some((y) => x.split(",")[0] === y.split(",")[0] || x.split(",")[1] === y.split(",")[1]));
  for (let joined = true; joined; ) {
    joined = false;
    for (let a = 0; a < groups.length && !joined; a++) {
      for (let b = a + 1; b < groups.length && !joined; b++) {
        if (!touch(groups[a]!, groups[b]!)) continue;
        groups = [...groups.filter((_, g) => g !== a && g !== b), [...groups[a]!, ...groups[b]!]];
        joined = true;
      }
    }
  }
  return groups.map((group) => group.sort()).sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}

describe("shapeComponents", () => {
  it("are the connected components of the entries outside F, by smallest row", () => {
    let several = 0;
    for (const state of samples) {
      for (const neuron of state.neurons) {
        const found = shapeComponents(neuron, state.free);
        if (found.length > 1) several++;
        expect(found.map((part) => shape(state, part).sort())).toEqual(connected(shape(state, neuron)));
        for (const { rows, cols } of found) {
          // Every row and column of a component has an entry of it.
          expect(members(rows).every((i) => (cols & ~state.free[i]!) !== 0n)).toBe(true);
          expect(members(cols).every((j) => members(rows).some((i) => !isFree(state, i, j)))).toBe(true);
        }
      }
    }
    expect(several).toBeGreaterThan(20);
  });

  it("grow through rows met late", () => {
    // Row 0 and row 1 share no entry directly; row 2 joins them.
    const state = rectangles(3, 2, [["012", "01"]], ["01", "10"]);
    expect(shapeComponents(state.neurons[0]!, state.free).map(digitsOf)).toEqual([["012", "01"]]);
  });

  it("are none for a neuron whose entries are all free", () => {
    const state = rectangles(2, 1, [["01", "0"]], ["00", "10"]);
    expect(shapeComponents(state.neurons[0]!, state.free)).toEqual([]);
  });
});

describe("split", () => {
  it("partitions the pieces of all neurons by sharing entries outside F", () => {
    const counts = new Set<number>();
    for (const state of samples) {
      const pieces = state.neurons.flatMap((neuron) => shapeComponents(neuron, state.free));
      const parts = split(state);
      counts.add(parts.length);
      // The pieces of all parts, each where it belongs: in the order of the whole within a part.
      expect(parts.flatMap(({ neurons }) => neurons).length).toBe(pieces.length);
      for (const part of parts) {
        const left = [...part.neurons];
        for (const { rows, cols } of pieces) if (left[0]?.rows === rows && left[0].cols === cols) left.shift();
        expect(left).toEqual([]);
        expect([part.m, part.n]).toEqual([state.m, state.n]);
        for (const [i, j] of entries(state.m, state.n)) {
          expect(isFree(part, i, j)).toBe(isFree(state, i, j) && part.neurons.some((neuron) => covers(neuron, i, j)));
        }
      }
      // No entry outside F belongs to two parts, and no part falls apart.
      const owners = parts.map((part) => new Set(part.neurons.flatMap((neuron) => shape(state, neuron))));
      owners.forEach((one, a) => owners.slice(a + 1).forEach((two) => expect([...one].some((entry) => two.has(entry))).toBe(false)));
      for (const part of parts) expect(split(part)).toHaveLength(1);
    }
    expect([...counts]).toEqual(expect.arrayContaining([0, 1, 2, 3]));
  });

  it("orders the parts by their first neuron", () => {
    const state = rectangles(3, 3, [["2", "2"], ["0", "0"], ["2", "12"]]);
    expect(split(state).map(({ neurons }) => neurons.map(digitsOf))).toEqual([[["2", "2"], ["2", "12"]], [["0", "0"]]]);
  });

  it("keeps neurons apart that overlap in free entries only", () => {
    expect(split(rectangles(2, 2, [["01", "0"], ["0", "01"]], ["00"]))).toHaveLength(2);
    expect(split(rectangles(2, 2, [["01", "0"], ["0", "01"]]))).toHaveLength(1);
  });

  it("joins neurons that are linked only through a third", () => {
    expect(split(rectangles(1, 3, [["0", "0"], ["0", "2"], ["0", "012"]]))).toHaveLength(1);
  });

  it("has no parts when nothing is left outside F", () => {
    expect(split(rectangles(1, 1, [["0", "0"]], ["00"]))).toEqual([]);
  });
});
