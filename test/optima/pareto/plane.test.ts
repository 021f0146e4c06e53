import { describe, expect, test } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { Plane, dot } from "../../../src/optima/pareto/plane.js";

const random = new Random(4);
const drawn = (size: number): Float64Array => Float64Array.from({ length: size }, () => random.normal());

describe("a plane", () => {
  const forms = [drawn(9), drawn(9), drawn(9)];
  const plane = new Plane(forms);

  test("projects: forms do not change along it, and what is in it stays", () => {
    const projected = plane.project(drawn(9));
    for (const form of forms) expect(dot(form, projected)).toBeCloseTo(0, 13);
    plane.project(projected).forEach((value, k) => expect(value).toBeCloseTo(projected[k]!, 13));
    expect(dot(projected, projected)).toBeGreaterThan(0.1);
  });

  test("multipliers take out what is not in it", () => {
    const vector = drawn(9);
    const rest = vector.slice();
    plane.multipliers(vector).forEach((y, i) => forms[i]!.forEach((value, k) => (rest[k]! -= y * value)));
    plane.project(vector).forEach((value, k) => expect(rest[k]).toBeCloseTo(value, 12));
  });

  test("the shortest vector has the values, and none that is shorter", () => {
    const shortest = plane.shortest([1, -2, 0.5], 9);
    [1, -2, 0.5].forEach((value, i) => expect(dot(forms[i]!, shortest)).toBeCloseTo(value, 12));
    expect(dot(plane.project(shortest), plane.project(shortest))).toBeLessThan(1e-24);
  });

  test("forms that depend on those before them are left out, and zeros", () => {
    const [a, b, c] = forms as [Float64Array, Float64Array, Float64Array];
    const sum = a.map((value, k) => 2 * value - 3 * b[k]!);
    expect(new Plane([a, new Float64Array(9), b, sum, c]).kept).toEqual([0, 2, 4]);
    expect(new Plane([]).project(a)).toEqual(a);
  });
});
