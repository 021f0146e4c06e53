import { describe, expect, test } from "vitest";
import { Objective } from "../../src/training/loss.js";
import { LU, LU_DATA, SHAPES, dataOf, patternOf, randomCase } from "./cases.js";

describe("the objective", () => {
  test("is half the mean squared error plus half the decay times the squared norm; its reference that of the best constant", () => {
    const pattern = patternOf([["1"]]);
    const data = dataOf([[[1], [3]], [[2], [7]]]);
    const place = new Objective(pattern, data, 0.5).place(Float64Array.of(2, 1));
    // Outputs 3 and 5: residuals 0 and -2.
    expect([...place.residuals]).toEqual([0, -2]);
    expect(place.loss).toBe(4 / 4 + 0.25 * 5);
    expect([...place.gradient]).toEqual([(-2 * 2) / 2 + 0.5 * 2, -2 / 2 + 0.5]);
    expect(new Objective(pattern, data).reference).toBe((4 + 4) / 4);
    expect(new Objective(pattern, dataOf([[[1], [3]], [[2], [3]]])).reference).toBe(1);
  });

  test.each(SHAPES)("of %j, density %d, %i points: gradient within 1e-6 of central differences, away from kinks", (widths, density, points) => {
    const { pattern, data, parameters } = randomCase(widths, density, points, 11);
    const objective = new Objective(pattern, data, 0.01);
    const place = objective.place(parameters);
    const size = Math.max(...place.gradient.map(Math.abs));
    const difference = (k: number, h: number): number => {
      const [up, down] = [parameters.slice(), parameters.slice()];
      up[k]! += h;
      down[k]! -= h;
      return (objective.place(up).loss - objective.place(down).loss) / (up[k]! - down[k]!);
    };
    // A kink between the two places shows as a difference that changes with their distance.
    const smooth = [...place.gradient.keys()].filter((k) => Math.abs(difference(k, 1e-4) - difference(k, 1e-5)) < 1e-6 * size);
    expect(smooth.length).toBeGreaterThan(0.5 * parameters.length);
    for (const k of smooth) expect(Math.abs(place.gradient[k]! - difference(k, 1e-5))).toBeLessThan(1e-6 * size);
  });

  test("keeps the digits of a change that the difference of losses loses", () => {
    const objective = new Objective(patternOf([["10", "01"]], [false]), dataOf([[[1, 1], [0, 0]]]));
    const [from, to] = [objective.place(Float64Array.of(1000, 2 ** -20)), objective.place(Float64Array.of(1000, 2 ** -19))];
    expect(objective.change(from, to)).toBe((3 * 2 ** -40) / 2);
    expect(to.loss - from.loss).toBe(0);
  });

  test.each([
    ["inputs: expected rows of 2 numbers, found 3 numbers", { inputs: new Float64Array(3), targets: new Float64Array(2) }],
    ["targets: expected 11 rows of 2 numbers, found 2 numbers", { ...LU_DATA, targets: new Float64Array(2) }],
    ["inputs: expected rows of 2 numbers, found 0 numbers", { inputs: new Float64Array(0), targets: new Float64Array(0) }],
    ["data: expected finite numbers, found others", { ...LU_DATA, targets: new Float64Array(22).fill(Infinity) }],
  ])("refuses data that do not fit: %s", (message, data) => {
    expect(() => new Objective(LU, data)).toThrow(new RangeError(message));
  });
});
