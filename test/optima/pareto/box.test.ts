import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { leastRest } from "../../../src/optima/pareto/box.js";
import { dot } from "../../../src/optima/pareto/plane.js";

describe("least squares with shares between 0 and 1", () => {
  test("by hand: inside, at the bounds, and where columns are the same", () => {
    const vector = Float64Array.of(-0.25, -3, 1);
    const columns = [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0), Float64Array.of(0, 0, 1)];
    expect(Array.from(leastRest(vector, columns, [0, 0, 1]).shares)).toEqual([0.25, 1, 0]);
    expect(Array.from(leastRest(vector, columns, [0.5, 0.5, 0.5]).rest)).toEqual([0, -2, 1]);
    // Together three quarters, however they share it.
    const { shares, rest } = leastRest(Float64Array.of(-1.5, 0, 0), [Float64Array.of(1, 0, 0), Float64Array.of(1, 0, 0)], [0, 0]);
    expect(shares[0]! + shares[1]!).toBeCloseTo(1.5, 14);
    expect(Math.max(...rest.map(Math.abs))).toBeLessThan(1e-14);
    expect(leastRest(vector, [], []).rest).toEqual(vector);
  });

  test("is the minimum: the conditions of Karush, Kuhn and Tucker, also with dependent columns", () => {
    const random = new Random(7);
    const numbers = (size: number): Float64Array => Float64Array.from({ length: size }, () => random.normal());
    let atBounds = 0;
    for (let trial = 0; trial < 200; trial++) {
      const size = 3 + random.below(6);
      const columns = Array.from({ length: 1 + random.below(8) }, () => numbers(size));
      if (columns.length > 2) columns[1] = columns[0]!.map((value, k) => (trial % 2 === 0 ? 2 * value : value + columns[2]![k]!));
      const vector = numbers(size).map((value) => 2 * value);
      const { shares, rest } = leastRest(vector, columns, columns.map(() => random.below(3) / 2));
      columns.forEach((column, i) => {
        const slope = dot(column, rest);
        expect(shares[i]! >= 0 && shares[i]! <= 1).toBe(true);
        if (shares[i] === 0) expect(slope).toBeGreaterThan(-1e-9);
        else if (shares[i] === 1) expect(slope).toBeLessThan(1e-9);
        else expect(Math.abs(slope)).toBeLessThan(1e-9);
        if (shares[i] === 0 || shares[i] === 1) atBounds++;
      });
      const again = vector.slice();
      columns.forEach((column, i) => column.forEach((value, k) => (again[k]! += shares[i]! * value)));
      again.forEach((value, k) => expect(rest[k]).toBeCloseTo(value, 11));
    }
    expect(atBounds).toBeGreaterThan(100);
  });
});
