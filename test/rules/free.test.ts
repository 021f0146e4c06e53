import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FrozenNeuron } from "../../src/pattern/factor-map.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { contains, members } from "../../src/pattern/sets.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { freeEverything, freeSteps } from "../../src/rules/free.js";
import { arbitraryRectangles, exactRank, range, rectangles } from "../decide/build.js";

const budget = new Budget(Infinity);
const LU: readonly (readonly [number[], number[]])[] = [[[0, 1], [0, 1]], [[1], [1]]];

/** The entries (i, j) outside F that the frozen neurons' rectangles cover. */
function entriesOf(state: Rectangles, frozen: readonly FrozenNeuron[]): [number, number][] {
  const covers = (i: number, j: number): boolean =>
    !contains(state.free[i]!, j) && frozen.some(({ neuron }) => contains(state.neurons[neuron]!.rows, i) && contains(state.neurons[neuron]!.cols, j));
  return range(state.m).flatMap((i) => range(state.n).flatMap((j): [number, number][] => (covers(i, j) ? [[i, j]] : [])));
}

/** The rank, on the given entries, of the matrices u v^T with the frozen side of every neuron fixed, from their definition. */
function spannedRank(state: Rectangles, frozen: readonly FrozenNeuron[], entries: readonly [number, number][]): number {
  const generators = frozen.flatMap(({ neuron, side, values }) => {
    const { rows, cols } = state.neurons[neuron]!;
    const [fixed, other] = side === "rows" ? [members(rows), members(cols)] : [members(cols), members(rows)];
    return other.map((y) =>
      entries.map(([i, j]) => {
        const [x, free] = side === "rows" ? [i, j] : [j, i];
        const at = fixed.indexOf(x);
        return free === y && at >= 0 ? BigInt(values[at]!) : 0n;
      }),
    );
  });
  return exactRank(generators);
}

describe("free", () => {
  it("frees the corner of an LU pattern and leaves its first neuron", () => {
    const steps = [...freeSteps(rectangles(2, 2, LU), budget)];
    expect(steps.length).toBe(1);
    expect(steps[0]!.frozen.map(({ neuron }) => neuron)).toEqual([1]);
    expect(steps[0]!.state).toMatchObject({ neurons: [{ rows: 3n, cols: 3n }], free: [0n, 2n] });
  });

  it("frees everything for two equal rectangles with two rows", () => {
    const state = rectangles(2, 3, [[[0, 1], [0, 1, 2]], [[0, 1], [0, 1, 2]]]);
    expect(freeEverything(state, budget)?.state.neurons).toEqual([]);
  });

  it("frees nothing of one rectangle with two rows and two columns", () => {
    const state = rectangles(2, 2, [[[0, 1], [0, 1]]]);
    expect([...freeSteps(state, budget)]).toEqual([]);
    expect(freeEverything(state, budget)).toBeUndefined();
  });

  it("freezes different sides of different neurons where neither side alone is enough", () => {
    // A column and a row that cross: the column's neuron must keep its rows unknown, the row's neuron its columns.
    const step = freeEverything(rectangles(3, 3, [[[0, 1, 2], [0]], [[0], [0, 1, 2]]]), budget);
    expect(step?.state.neurons).toEqual([]);
    expect(step?.frozen.map(({ side }) => side)).toEqual(["columns", "rows"]);
  });

  it("frees only sets whose frozen sides reach every entry, by exact rank", () => {
    let steps = 0;
    fc.assert(
      fc.property(arbitraryRectangles(4, 4), (state) => {
        for (const { frozen, state: left } of freeSteps(state, budget)) {
          steps++;
          const entries = entriesOf(state, frozen);
          expect(spannedRank(state, frozen, entries)).toBe(entries.length);
          expect(left.neurons.length).toBe(state.neurons.length - frozen.length);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
    expect(steps).toBeGreaterThan(50);
  });

  it("finds, for three neurons, every set that any choice of sides frees at the values it uses", () => {
    fc.assert(
      fc.property(arbitraryRectangles(3, 3), (state) => {
        const found = new Set([...freeSteps(state, budget)].map(({ frozen }) => frozen.map(({ neuron }) => neuron).join()));
        for (let code = 1; code < 3 ** state.neurons.length; code++) {
          const frozen = state.neurons.flatMap(({ rows, cols }, neuron): FrozenNeuron[] => {
            const choice = Math.floor(code / 3 ** neuron) % 3;
            if (choice === 0) return [];
            const side = choice === 1 ? "rows" : "columns";
            const values = members(side === "rows" ? rows : cols).map((x) => 2 + ((x + 1) * (neuron + 3)) ** 2);
            return [{ neuron, side, values }];
          });
          const entries = entriesOf(state, frozen);
          if (spannedRank(state, frozen, entries) < entries.length) continue;
          expect(found).toContain(frozen.map(({ neuron }) => neuron).join());
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it("stops when the budget is spent", () => {
    expect(() => [...freeSteps(rectangles(2, 2, LU), new Budget(-1))]).toThrow(OutOfBudget);
  });
});
