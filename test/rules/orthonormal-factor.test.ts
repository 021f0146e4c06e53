import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Mask, has, transpose } from "../../src/pattern/mask.js";
import { edgesOf } from "../../src/pattern/pattern.js";
import { Random } from "../../src/exact/random.js";
import { type OrthonormalFactor, orthonormalFactors } from "../../src/rules/orthonormal-factor.js";
import { allPaths, arbitraryPruned, masksFrom, show } from "../decide/build.js";

const NESTED = masksFrom(["11", "01"], ["11", "11"], ["01", "11"]);
const LU = masksFrom(["11", "01"], ["10", "11"]);

describe("orthonormalFactors", () => {
  it("finds both ends where both are nested", () => {
    const found = orthonormalFactors(NESTED);
    expect(found.map(({ evidence }) => evidence)).toEqual([
      { factor: "last", order: [0, 1] },
      { factor: "first", order: [1, 0] },
    ]);
    expect(found.map(({ rest }) => rest.length)).toEqual([2, 2]);
  });

  it("finds nothing in LU, where the neuron with fewer outputs has fewer inputs", () => {
    expect(orthonormalFactors(LU)).toEqual([]);
  });

  it("leaves no edges to neurons that have no direction left", () => {
    const [last] = orthonormalFactors(masksFrom(["11", "01"], ["11", "11"], ["11"])) as [OrthonormalFactor];
    expect(last.evidence).toEqual({ factor: "last", order: [0, 1] });
    expect(allPaths(last.rest).every((path) => path.at(-1) === 0)).toBe(true);
  });

  it("names an order in which Gram and Schmidt stay inside the supports", () => {
    const seen = { last: 0, first: 0, surplus: 0 };
    const random = new Random(5);
    fc.assert(
      fc.property(arbitraryPruned(2, 4, 4), (masks) => {
        for (const { evidence, rest } of orthonormalFactors(masks)) {
          seen[evidence.factor]++;
          const turn = (list: readonly Mask[]): Mask[] => (evidence.factor === "last" ? [...list] : list.map(transpose).reverse());
          const chain = turn(masks);
          const [below, last] = [chain.at(-2)!, chain.at(-1)!];
          // Pruning may only take away what no longer leads from an input to an output.
          const left = turn(rest).at(-1)!;
          const surplus = evidence.order.filter((h) => left.start[h] === left.start[h + 1]);
          if (surplus.length > 0) seen.surplus++;
          const columns = randomMatrix(last, random);
          const weights = randomMatrix(below, random);
          const { frame, moved } = gramSchmidt(columns, weights, evidence.order, surplus, last);
          frame.forEach((line, i) => line.forEach((x, h) => expect(has(last, i, h) || Math.abs(x) < 1e-9, show(masks)).toBe(true)));
          moved.forEach((line, h) => line.forEach((x, e) => expect(has(left, h, e) || Math.abs(x) < 1e-9, show(masks)).toBe(true)));
          const [before, after] = [multiplied(columns, weights), multiplied(frame, moved)];
          before.forEach((line, i) => line.forEach((x, e) => expect(after[i]![e], show(masks)).toBeCloseTo(x, 6)));
        }
      }),
      { seed: 2, numRuns: 1500 },
    );
    expect(Math.min(seen.last, seen.first, seen.surplus)).toBeGreaterThan(20);
  });
});

function randomMatrix(mask: Mask, random: Random): number[][] {
  const matrix = Array.from({ length: mask.rows }, () => Array.from({ length: mask.cols }, () => 0));
  for (const [i, j] of edgesOf(mask)) matrix[i]![j] = random.below(19) - 9;
  return matrix;
}

function multiplied(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((line) => b[0]!.map((_, e) => line.reduce((sum, x, h) => sum + x * b[h]![e]!, 0)));
}

/** The columns as frame times T, and T times the weights below. A column that depends on those before it is given a random one of its support in their place. */
function gramSchmidt(columns: readonly (readonly number[])[], weights: readonly (readonly number[])[], order: readonly number[], surplus: readonly number[], last: Mask) {
  const random = new Random(9);
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const frame = new Map<number, number[]>();
  const triangular = weights.map(() => weights.map(() => 0));
  for (const g of order) {
    let column = columns.map((line) => line[g]!);
    const project = (): void => {
      for (const [h, q] of frame) {
        const part = dot(q, column);
        triangular[h]![g]! += part;
        column = column.map((x, i) => x - part * q[i]!);
      }
    };
    project();
    if (surplus.includes(g)) {
      expect(Math.sqrt(dot(column, column))).toBeLessThan(1e-7);
      continue;
    }
    const length = Math.sqrt(dot(column, column));
    if (length > 1e-7) {
      frame.set(g, column.map((x) => x / length));
      triangular[g]![g] = length;
      continue;
    }
    const kept = triangular.map((line) => line[g]!);
    column = columns.map((_, i) => (has(last, i, g) ? random.below(1000) / 100 - 5 : 0));
    project();
    triangular.forEach((line, h) => (line[g] = kept[h]!));
    const size = Math.sqrt(dot(column, column));
    expect(size).toBeGreaterThan(1e-7);
    frame.set(g, column.map((x) => x / size));
  }
  return {
    frame: columns.map((line, i) => line.map((_, h) => frame.get(h)?.[i] ?? 0)),
    moved: multiplied(triangular, weights),
  };
}
