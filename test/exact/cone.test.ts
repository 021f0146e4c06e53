import { describe, expect, test } from "vitest";
import { Cone } from "../../src/exact/cone.js";
import { solutionOver } from "../../src/exact/echelon.js";
import { dot } from "../../src/exact/integer-vector.js";
import { ORDERED_RATIONALS as F, inner } from "../../src/exact/ordered-field.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { feasibility } from "../support/feasibility.js";

const rationals = (...row: number[]): Rational[] => row.map((entry) => Rational.of(entry));
const matrix = (...rows: number[][]): Rational[][] => rows.map((row) => rationals(...row));

/** Are some linearly independent generators, with weights >= 0, the target? (Caratheodory.) */
function inConeByEnumeration(target: readonly bigint[], generators: readonly (readonly bigint[])[]): boolean {
  const b = target.map((entry) => Rational.of(entry));
  const search = (from: number, chosen: readonly (readonly bigint[])[]): boolean => {
    const rows = target.map((_, i) => chosen.map((column) => Rational.of(column[i]!)));
    const weights = chosen.length === 0 ? (target.every((entry) => entry === 0n) ? [] : undefined) : solutionOver(F, rows, b);
    if (weights?.every(({ sign }) => sign >= 0) === true) return true;
    return chosen.length < target.length && generators.some((column, k) => k >= from && search(k + 1, [...chosen, column]));
  };
  return search(0, []);
}

/** Checks the answer's own proof. */
function proved(cone: Cone, target: readonly bigint[], generators: readonly (readonly bigint[])[]): boolean {
  if (cone.solve()) {
    const sum = target.map(() => Rational.zero);
    const weights = cone.weights();
    for (const [k, weight] of weights) {
      expect(weight.sign).toBe(1);
      for (const [i, entry] of generators[k]!.entries()) sum[i] = sum[i]!.plus(weight.times(Rational.of(entry)));
    }
    expect(sum.map(String)).toEqual(target.map(String));
    expect(weights.length).toBeLessThanOrEqual(target.length);
    return true;
  }
  const nu = cone.separator();
  expect(dot(nu, target) > 0n).toBe(true);
  for (const generator of generators) expect(dot(nu, generator) <= 0n).toBe(true);
  return false;
}

describe("Cone", () => {
  test("says what enumeration says, with a proof, also of degenerate and parallel generators", () => {
    const random = new Random(3);
    const counts = [0, 0];
    for (let k = 0; k < 250; k++) {
      const m = 1 + random.below(4);
      const range = 1 + random.below(3);
      const draw = (): bigint[] => Array.from({ length: m }, () => BigInt(random.below(2 * range + 1) - range));
      const generators = Array.from({ length: random.below(9) }, draw);
      const target = draw();
      const cone = new Cone(target);
      for (const generator of generators) cone.add(generator);
      const is = proved(cone, target, generators);
      expect(is).toBe(inConeByEnumeration(target, generators));
      counts[is ? 1 : 0]!++;
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
  });

  test("goes on when generators are added, and back", () => {
    const random = new Random(4);
    for (let k = 0; k < 40; k++) {
      const m = 2 + random.below(3);
      const draw = (): bigint[] => Array.from({ length: m }, () => BigInt(random.below(7) - 3));
      const target = draw();
      const kept: bigint[][] = [];
      const cone = new Cone(target);
      if (cone.solve()) continue;
      for (let step = 0; step < 8; step++) {
        const more = [draw(), draw()];
        const before = cone.state();
        for (const generator of more) cone.add(generator);
        if (cone.solve()) {
          expect(inConeByEnumeration(target, [...kept, ...more])).toBe(true);
          cone.restore(before);
        } else kept.push(...more);
        expect(proved(cone, target, kept)).toBe(false);
      }
    }
  });

  test("takes lines with weights of any sign", () => {
    const cone = new Cone([-3n, 1n]);
    cone.addLine([1n, 0n]);
    expect(cone.solve()).toBe(false);
    expect(cone.separator()).toEqual([0n, 1n]);
    cone.add([1n, 1n]);
    expect(cone.solve()).toBe(true);
    expect(cone.weights().map(([k, weight]) => `${k}: ${weight}`).sort()).toEqual(["0: -4", "1: 1"]);
  });

  test("ends where many pivots move nothing: the cone of all 0-1 vectors, and its faces", () => {
    for (let m = 2; m <= 5; m++) {
      const vectors = Array.from({ length: 2 ** m - 1 }, (_, k) => Array.from({ length: m }, (_, i) => BigInt(((k + 1) >> i) & 1)));
      // Differences of unit vectors span a hyperplane; the target is on it, at a place of great degeneracy.
      const differences = vectors.flatMap((a) => vectors.map((b) => a.map((entry, i) => entry - b[i]!))).filter((v) => v.reduce((sum, x) => sum + x, 0n) === 0n);
      for (const target of [Array.from({ length: m }, (_, i) => (i === 0 ? 1n : i === 1 ? -1n : 0n)), Array.from({ length: m }, () => 1n)]) {
        const cone = new Cone(target);
        for (const generator of differences) cone.add(generator);
        expect(proved(cone, target, differences)).toBe(target[1] === -1n);
      }
    }
  });

  test("ends on equations that let a careless simplex method cycle (Beale 1955; its optimum 5/4, and a little more, demanded as a row)", () => {
    // Rows times 100; the last: 3/4 x4 - 20 x5 + 1/2 x6 - 6 x7 = demanded.
    const columns = [[100, 0, 0, 0], [0, 100, 0, 0], [0, 0, 100, 0], [25, 50, 0, 75], [-800, -1200, 0, -2000], [-100, -50, 100, 50], [900, 300, 0, -600]].map((column) => column.map(BigInt));
    for (const [demanded, is] of [[125n, true], [126n, false]] as const) {
      const target = [0n, 0n, 100n, demanded];
      const cone = new Cone(target);
      for (const column of columns) cone.add(column);
      expect(proved(cone, target, columns)).toBe(is);
      expect(inConeByEnumeration(target, columns)).toBe(is);
    }
  });
});

describe("feasibility", () => {
  test("returns a solution, or factors that add up to a contradiction", () => {
    const random = new Random(7);
    const counts = [0, 0];
    for (let k = 0; k < 300; k++) {
      const width = 1 + random.below(4);
      const draw = (): Rational[] => Array.from({ length: width }, () => Rational.of(random.below(7) - 3, 1 + random.below(3)));
      const equations = Array.from({ length: random.below(width + 2) }, draw);
      const inequalities = Array.from({ length: random.below(7) + (equations.length === 0 ? 1 : 0) }, draw);
      const values = equations.map(() => Rational.of(random.below(7) - 3, 1 + random.below(2)));
      const found = feasibility({ equations, values, inequalities });
      counts[found.feasible ? 1 : 0]!++;
      if (found.feasible) {
        expect(equations.map((row) => String(inner(F, row, found.point)))).toEqual(values.map(String));
        for (const row of inequalities) expect(inner(F, row, found.point).sign).toBeGreaterThanOrEqual(0);
        const tight = inequalities.filter((row) => inner(F, row, found.point).isZero).length + found.point.filter(({ isZero }) => isZero).length;
        expect(tight).toBeGreaterThanOrEqual(width - equations.length);
      } else {
        expect(found.inequalities.every(({ sign }) => sign >= 0)).toBe(true);
        expect(inner(F, found.equations, values).sign).toBe(1);
        for (let c = 0; c < width; c++) {
          const column = [...equations.map((row) => row[c]!), ...inequalities.map((row) => row[c]!)];
          expect(inner(F, [...found.equations, ...found.inequalities], column).isZero).toBe(true);
        }
      }
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
  });

  test("of no rows, and of rows without unknowns", () => {
    expect(feasibility({ equations: [], values: [] })).toEqual({ feasible: true, point: [] });
    expect(feasibility({ equations: [[]], values: rationals(2) })).toMatchObject({ feasible: false });
    expect(feasibility({ equations: [[]], values: rationals(0) })).toEqual({ feasible: true, point: [] });
  });

  test("refuses what does not fit", () => {
    expect(() => feasibility({ equations: matrix([1, 2], [1]), values: rationals(0, 0) })).toThrow(RangeError);
    expect(() => feasibility({ equations: matrix([1, 2]), values: [] })).toThrow(RangeError);
  });
});
