import { describe, expect, it } from "vitest";
import { sparsestCertificateFromJson } from "../../../src/certificate/sparsest.js";
import { Effort } from "../../../src/check/limits.js";
import { provedByWitnesses, valuesAlongLine } from "../../../src/check/sparsest/knots.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { outputAt } from "../../../src/optima/sparsest/problem.js";
import { PEAK } from "../../support/sparsest.js";

const peak = sparsestCertificateFromJson(PEAK);
const q = (numerator: number, denominator = 1): Rational => Rational.of(numerator, denominator);

describe("valuesAlongLine", () => {
  it("gives what the network gives, neuron by neuron", () => {
    const random = new Random(1);
    const small = (): Rational => q(random.below(9) - 4, 1 + random.below(3));
    for (let n = 0; n < 200; n++) {
      const neurons = Array.from({ length: random.below(6) }, () => ({ output: small(), weights: [small()], bias: small() }));
      const network = { neurons, skip: random.below(2) === 0 ? undefined : { weights: [small()], bias: small() } };
      const points = Array.from({ length: 1 + random.below(8) }, () => [small()]);
      const certificate = { ...peak, points, targets: points.map(() => q(0)), network };
      expect(valuesAlongLine(certificate, new Effort()).map(String)).toEqual(points.map((x) => outputAt(network, x).toString()));
    }
  });
});

describe("provedByWitnesses", () => {
  const proved = (witnesses: number[], changes: Partial<typeof peak> = {}): number => provedByWitnesses({ ...peak, ...changes }, witnesses, new Effort());

  it("counts a neuron for each, two parameters with a bias but for a knot at 0, one without", () => {
    expect([proved([]), proved([3]), proved([1, 2, 4]), proved([1, 3, 4])]).toEqual([0, 1, 3, 3]);
    const parameters = { count: "parameters" } as const;
    expect([proved([1, 2, 4], parameters), proved([4], parameters), proved([2], parameters)]).toEqual([5, 2, 1]);
    expect(proved([1, 2, 4], { ...parameters, countBias: false })).toBe(3);
    // Its neighbours are -1 and 0.
    const moved = { ...parameters, points: [-3, -2, -1, 0, 1, 2].map((x) => [q(x)]) };
    expect([proved([1], moved), proved([2], moved), proved([3], moved)]).toEqual([2, 2, 1]);
  });

  it("takes any of the points with the same input, and points in any order", () => {
    const points = [3, -1, 0, 1, 2, -2, 0].map((x) => [q(x)]);
    const targets = [0, 0, 1, 1, 0, 0, 1].map((y) => q(y));
    expect(proved([1, 6, 4], { points, targets })).toBe(3);
    expect(proved([1, 2, 4], { points, targets })).toBe(3);
    expect(() => proved([1, 2, 6, 4], { points, targets })).toThrow("ascending");
  });

  it.each<[string, number[], string]>([
    ["a point that is not there", [6], "lowerBound.points[0]: a point below 6"],
    ["the first point", [0], "lowerBound.points[0]: a point between others"],
    ["the last point", [1, 2, 5], "lowerBound.points[2]: a point between others"],
    ["points that do not ascend", [2, 1], "lowerBound.points[1]: points by ascending input"],
    ["neighbours of the same turn", [1, 2, 3], "lowerBound.points[2]: a neighbour of the witness before it"],
  ])("refuses %s", (_, witnesses, reason) => {
    expect(() => proved(witnesses)).toThrow(reason);
  });

  it("refuses points where the data go straight on, and more inputs", () => {
    expect(() => proved([1], { targets: [0, 1, 2, 3, 4, 6].map((y) => q(y)) })).toThrow("do not turn");
    expect(() => proved([], { points: peak.points.map((point) => [...point, q(1)]) })).toThrow("one input");
  });
});
