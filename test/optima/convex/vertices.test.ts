import { describe, expect, test } from "vitest";
import { rankOver, solutionOver } from "../../../src/exact/echelon.js";
import { ORDERED_RATIONALS, doubles, inner } from "../../../src/exact/ordered-field.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { verticesOf } from "../../../src/optima/convex/vertices.js";

const F = ORDERED_RATIONALS;
const rational = (rows: readonly (readonly number[])[]): Rational[][] => rows.map((row) => row.map((entry) => Rational.of(entry)));
const column = (rows: readonly (readonly Rational[])[], k: number): Rational[] => rows.map((row) => row[k]!);

/** Every support, one after another: independent columns whose weights come out positive. */
function bySupports(z: readonly (readonly Rational[])[], target: readonly Rational[], width: number): string[] {
  const found: string[] = [];
  for (let mask = 0; mask < 2 ** width; mask++) {
    const support = Array.from({ length: width }, (_, k) => k).filter((k) => (mask & (1 << k)) !== 0);
    if (support.length === 0) {
      if (target.every((entry) => entry.isZero)) found.push("");
      continue;
    }
    if (rankOver(F, support.map((k) => column(z, k))) < support.length) continue;
    const values = solutionOver(F, z.map((row) => support.map((k) => row[k]!)), target);
    if (values?.every((value) => value.sign > 0) === true) found.push(support.map((k, at) => `${k}:${values[at]!}`).join(" "));
  }
  return found.sort();
}

/** Random polytopes: a first row of ones bounds them. Small entries, so that many are degenerate. */
function randomPolytope(random: Random, width: number, height: number, bound: number): { z: Rational[][]; target: Rational[] } {
  const z = rational([Array.from({ length: width }, () => 1), ...Array.from({ length: height }, () => Array.from({ length: width }, () => random.below(2 * bound + 1) - bound))]);
  const point = Array.from({ length: width }, () => Rational.of(random.below(3)));
  return { z, target: z.map((row) => inner(F, row, point)) };
}

describe("verticesOf", () => {
  test("the simplex has its corners", () => {
    const vertices = verticesOf(rational([[1, 1, 1]]), [Rational.of(2)], 3, F)!;
    expect(vertices.map(({ support, values }) => [support, values.map(String)])).toEqual([
      [[0], ["2", "0", "0"]],
      [[1], ["0", "2", "0"]],
      [[2], ["0", "0", "2"]],
    ]);
  });

  test("the empty polytope has none, the point 0 has one without a support, and no unknowns leave one or none", () => {
    expect(verticesOf(rational([[1, 1]]), [Rational.of(-1)], 2, F)).toEqual([]);
    expect(verticesOf(rational([[1, 1]]), [Rational.zero], 2, F)).toMatchObject([{ support: [] }]);
    expect(verticesOf([[]], [Rational.zero], 0, F)).toEqual([{ support: [], values: [] }]);
    expect(verticesOf([[]], [Rational.one], 0, F)).toEqual([]);
  });

  test("the cross-section of a cube is a hexagon", () => {
    // x in [0, 1]^3 with slacks, x1 + x2 + x3 = 3/2.
    const z = rational([[2, 2, 2, 0, 0, 0], [1, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0], [0, 0, 1, 0, 0, 1]]);
    expect(verticesOf(z, [3, 1, 1, 1].map((entry) => Rational.of(entry)), 6, F)).toHaveLength(6);
  });

  test("agrees with a search through all supports, exactly, on random polytopes, degenerate ones among them", () => {
    const random = new Random(11);
    let degenerate = 0;
    for (let k = 0; k < 60; k++) {
      const [width, height] = [1 + random.below(8), random.below(4)];
      const { z, target } = randomPolytope(random, width, height, 2);
      const found = verticesOf(z, target, width, F)!;
      expect(found.map(({ support, values }) => support.map((at) => `${at}:${values[at]!}`).join(" ")).sort()).toEqual(bySupports(z, target, width));
      for (const { support, values } of found) expect(values.every((value, at) => (value.sign > 0) === support.includes(at))).toBe(true);
      if (found.some(({ support }) => support.length < rankOver(F, z))) degenerate++;
    }
    expect(degenerate).toBeGreaterThan(10);
  });

  test("takes more than 32 unknowns: the edges between two groups of 20", () => {
    const signs = Array.from({ length: 40 }, (_, k) => (k < 20 ? 1 : -1));
    const vertices = verticesOf(rational([signs.map(() => 1), signs]), [Rational.of(2), Rational.zero], 40, F)!;
    expect(vertices.map(({ support }) => support)).toEqual(Array.from({ length: 400 }, (_, k) => [Math.floor(k / 20), 20 + (k % 20)]));
    expect(vertices.every(({ support, values }) => values.every((value, k) => value.equals(support.includes(k) ? Rational.one : Rational.zero)))).toBe(true);
  });

  test("doubles find the same supports and values", () => {
    const random = new Random(5);
    for (let k = 0; k < 30; k++) {
      const [width, height] = [2 + random.below(7), random.below(4)];
      const { z, target } = randomPolytope(random, width, height, 3);
      const exact = verticesOf(z, target, width, F)!;
      const rows = z.map((row) => row.map((entry) => entry.toNumber()));
      const inexact = verticesOf(rows, target.map((entry) => entry.toNumber()), width, doubles(1e-9))!;
      expect(inexact.map(({ support }) => support)).toEqual(exact.map(({ support }) => support));
      for (const [at, { values }] of inexact.entries()) for (const [c, value] of values.entries()) expect(value).toBeCloseTo(exact[at]!.values[c]!.toNumber(), 12);
    }
  });

  test("gives up at the limit, and refuses what is not bounded", () => {
    const { z, target } = { z: rational([Array.from({ length: 8 }, () => 1), [1, -1, 1, -1, 1, -1, 1, -1]]), target: [Rational.of(8), Rational.zero] };
    expect(verticesOf(z, target, 8, F)).toHaveLength(16);
    expect(verticesOf(z, target, 8, F, 10)).toBeUndefined();
    expect(() => verticesOf(rational([[1, -1]]), [Rational.one], 2, F)).toThrow(RangeError);
  });
});
