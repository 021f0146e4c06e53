import { describe, expect, test } from "vitest";
import { measure } from "../../src/counterexample/measure.js";
import { Rational } from "../../src/exact/rational.js";
import { readPattern } from "../../src/formats/read.js";
import { DENSE122, LU2, lossesAt, made, patternOf } from "../support/counterexamples.js";

describe("measure", () => {
  test("LU: thirty rows, down to 1e-30, with the exponents of theory", () => {
    const { counterexample } = made(patternOf(LU2));
    const { rows, lossOrder, weights, parameters, least } = measure(counterexample);
    expect(rows.map(({ eps }) => eps)).toEqual(Array.from({ length: 30 }, (_, e) => `1e-${e + 1}`));
    expect(lossOrder).toBe(4);
    expect(weights.exact).toEqual({ numerator: 1, denominator: 4 });
    expect(parameters.exact).toEqual({ numerator: 1, denominator: 4 });
    expect(least).toEqual({ numerator: 1, denominator: 4 });
    expect(weights.fitted).toBeCloseTo(1 / 4, 4);
    expect(parameters.fitted).toBeCloseTo(1 / 4, 3);
    // 103/512 eps^4.
    expect(rows[29]!.loss).toBe("2.011719e-121");
    expect(rows[29]!.largestWeight).toBe("1.000000e+30");
    expect(rows[0]!.largestWeight).toBe("1.000000e+1");
  });

  test.each([["lu/ul-3"], ["width-two/two-b-collision"], ["deep/deep-lu-3"], ["lu/lu-block-4"]])("%s: decimals agree with rationals, and the fit with the exact exponent", async (name) => {
    const { counterexample, certificate } = made((await readPattern(`patterns/${name}.json`, {})).pattern);
    const { rows, weights } = measure(counterexample);
    for (const e of [1, 3]) {
      const { network } = lossesAt(certificate, Rational.of(1, 10 ** e));
      expect(Number(rows[e - 1]!.loss) / network.toNumber()).toBeCloseTo(1, 5);
    }
    expect(weights.fitted).toBeCloseTo(weights.exact.numerator / weights.exact.denominator, 2);
  });

  test("dense 1-2-2: the fourth root of the loss", () => {
    const { rows, weights } = measure(made(patternOf(DENSE122), "finite").counterexample);
    expect(rows[29]!.loss).toBe("2.000000e-121");
    expect(weights.exact).toEqual({ numerator: 1, denominator: 4 });
    expect(weights.fitted).toBeCloseTo(1 / 4, 4);
  });

  test("another family has another measure", () => {
    const { counterexample } = made(patternOf(LU2));
    const weaker = { ...counterexample, family: { ...counterexample.family, biases: counterexample.family.biases.map((layer) => layer.slice(1)) } };
    expect(measure(weaker).rows[5]!.loss).not.toBe(measure(counterexample).rows[5]!.loss);
  });
});
