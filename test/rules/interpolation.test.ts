import { describe, expect, it } from "vitest";
import { interpolationToJson } from "../../src/certificate/interpolation.js";
import { checkInterpolation } from "../../src/check/interpolation.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findInterpolation } from "../../src/rules/interpolation.js";
import { randomPoints } from "../support/interpolation.js";
import { masks } from "../support/patterns.js";

const budget = (): Budget => new Budget(60);
const line = (count: number): Rational[][] => Array.from({ length: count }, (_, t) => [Rational.of(t)]);

describe("findInterpolation", () => {
  it.each([1, 2, 3, 5, 9])("finds full rank for a dense network of just enough neurons, %i", (neurons) => {
    const pattern = makePattern("dense", masks([Array.from({ length: neurons }, () => "1"), ["1".repeat(neurons)]]));
    const { found } = findInterpolation(pattern, line(neurons + 1), 1, budget());
    expect(checkInterpolation(interpolationToJson(found!))).toMatchObject({ ok: true });
  });

  it("says that features are too few for the points, counted after equal ones are left out", () => {
    const lu = patternFromNotation("12*12 2*2");
    expect(findInterpolation(lu, randomPoints(new Random(1), 3, 2), 1, budget())).toEqual({ found: undefined, why: "output 0 has 2 features for 3 different points" });
    const twice = [[1, 1], [1, 1], [2, 1]].map((point) => point.map((x) => Rational.of(x)));
    expect(findInterpolation(lu, twice, 1, budget()).found).toBeDefined();
  });

  it("counts the points of an output by the inputs that reach it", () => {
    // Output 1 sees input 1 only, where all points agree: one feature, its bias, is enough.
    const pattern = patternFromNotation("1*1 1*1 2*2");
    const points = [[0, 3], [1, 3], [2, 3]].map((point) => point.map((x) => Rational.of(x)));
    expect(findInterpolation(pattern, points, 1, budget()).found).toBeDefined();
  });

  it("says that it found nothing where no parameters can do it", () => {
    // Without biases a neuron of one input has at most two features, x and -x, on one half line one.
    const pattern = makePattern("no bias", masks([["1", "1", "1"], ["111"]]), { bias: [false, true] });
    const result = findInterpolation(pattern, line(4), 1, budget());
    expect(result.found).toBeUndefined();
    expect(result).toHaveProperty("why", expect.stringContaining("not found"));
  });

  it("makes the same choices for the same seed, and stops when the time is over", () => {
    const pattern = patternFromNotation("12*12 12*12 12*12");
    const points = randomPoints(new Random(4), 4, 2);
    expect(findInterpolation(pattern, points, 3, budget())).toEqual(findInterpolation(pattern, points, 3, budget()));
    expect(() => findInterpolation(pattern, points, 3, new Budget(0))).toThrow(OutOfBudget);
  });
});
