import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonDenominator, scaled } from "../../src/exact/integer-vector.js";
import { Rational } from "../../src/exact/rational.js";
import { distinctPoints, layerValues, preActivations } from "../../src/pattern/features.js";
import { masks } from "../support/patterns.js";

const q = (top: number, bottom = 1): Rational => Rational.of(top, bottom);
const fraction = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 12 })).map(([top, bottom]) => q(top, bottom));

describe("layerValues", () => {
  it("are D times those of the layer itself, before and after the ReLU", () => {
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 2, maxLength: 2 }), fraction, fraction, (point, b0, b1) => {
        const layer = { weights: [[[0, 0], q(3)], [[0, 1], q(-2)], [[1, 1], q(5)]] as const, biases: [[0, b0], [1, b1]] as const };
        const D = commonDenominator([...point, b0, b1]);
        const below = point.map((x) => scaled(x, D));
        const plain = [q(3).times(point[0]!).plus(q(-2).times(point[1]!)).plus(b0), q(5).times(point[1]!).plus(b1)];
        expect(preActivations(layer, 2, below, D)).toEqual(plain.map((value) => scaled(value, D)));
        expect(layerValues(layer, 2, below, D)).toEqual(plain.map((value) => (value.sign > 0 ? scaled(value, D) : 0n)));
      }),
    );
  });
});

describe("distinctPoints", () => {
  it("tells points apart by the inputs that reach the output", () => {
    const points = [[q(0), q(1)], [q(0), q(2)], [q(1), q(1)]];
    expect(distinctPoints(masks([["10", "11"], ["10", "01"]]), points)).toEqual([[0, 2], [0, 1, 2]]);
  });

  it("keeps one point for an output that no input reaches", () => {
    expect(distinctPoints(masks([["11"], ["1", "0"]]), [[q(0), q(1)], [q(2), q(1)]])).toEqual([[0, 1], [0]]);
  });
});
