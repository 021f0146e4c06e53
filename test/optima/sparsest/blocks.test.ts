import { describe, expect, it } from "vitest";
import { Cone } from "../../../src/exact/cone.js";
import { dot } from "../../../src/exact/integer-vector.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { activationPatterns, generalPositionCount } from "../../../src/optima/convex/arrangement.js";
import { type SupportRegions, hiddenClasses, integerPoints, supportRegions } from "../../../src/optima/sparsest/blocks.js";

const isIn = (target: readonly bigint[], generators: readonly (readonly bigint[])[]): boolean => {
  const cone = new Cone(target);
  for (const generator of generators) cone.add(generator);
  return cone.solve();
};

/** The rays of each region are extreme, in its cone, and span it. */
function expectSpanned(rows: readonly (readonly bigint[])[], { regions, rays }: SupportRegions, witnesses: readonly (readonly bigint[])[]): void {
  for (const [i, region] of regions.entries()) {
    const own = [...region.rays].map((k) => rays[k]!.weights);
    for (const [k, ray] of own.entries()) {
      for (const [j, row] of rows.entries()) {
        const value = dot(row, ray);
        expect(region.active[j] === 1 ? value >= 0n : value <= 0n).toBe(true);
        expect(rays[region.rays[k]!]!.outputs[j]).toBe(value > 0n ? value : 0n);
      }
      expect(isIn(ray, own.filter((other) => other !== ray))).toBe(false);
    }
    expect(isIn(witnesses[i]!, own)).toBe(true);
  }
}

describe("supportRegions", () => {
  it("gives the activation patterns with the extreme rays of their cones", () => {
    const random = new Random(1);
    for (let k = 0; k < 25; k++) {
      const [n, d] = [1 + random.below(6), 1 + random.below(3)];
      const rows = Array.from({ length: n }, () => [...Array.from({ length: d }, () => BigInt(random.below(7) - 3)), 1n]);
      const columns = Array.from({ length: d + 1 }, (_, c) => c).filter((c) => c === 0 || random.below(3) > 0);
      const found = supportRegions(rows, columns)!;
      const patterns = activationPatterns(Float64Array.from(rows.flat(), Number), n, d + 1, Int32Array.from(found.independent))!.gates.filter(({ active }) => active.includes(1));
      expect(found.regions.map(({ active }) => active.join(""))).toEqual(patterns.map(({ active }) => active.join("")));
      // All of the support sees no other patterns.
      const whole = activationPatterns(Float64Array.from(rows.flat(), Number), n, d + 1, Int32Array.from(columns))!.gates.filter(({ active }) => active.includes(1));
      expect(found.regions.map(({ active }) => active.join("")).sort()).toEqual(whole.map(({ active }) => active.join("")).sort());
      expectSpanned(rows, found, patterns.map(({ point }) => point));
    }
  });

  it("counts them in general position", () => {
    const random = new Random(2);
    const rows = Array.from({ length: 8 }, () => [...Array.from({ length: 3 }, () => BigInt(random.below(20001) - 10000)), 1n]);
    const { regions, rays } = supportRegions(rows, [0, 1, 2, 3])!;
    // All but the one that is never active, if it is a pattern at all: w = (0, -1) is.
    expect(BigInt(regions.length)).toBe(generalPositionCount(8, 4) - 1n);
    expect(rays.length).toBe(2 * 56);
  });

  it("takes a basis of dependent columns, and says nothing of columns that are 0", () => {
    const rows = [[1n, 2n, 0n, 1n], [2n, 4n, 0n, 1n], [5n, 10n, 0n, 1n]];
    expect(supportRegions(rows, [0, 1, 2, 3])!.independent).toEqual([0, 3]);
    expect(supportRegions(rows, [2])).toEqual({ columns: [2], independent: [], regions: [], rays: [] });
  });

  it("has an end", () => {
    const rows = Array.from({ length: 9 }, (_, j) => [BigInt(j), BigInt(j * j), 1n]);
    expect(supportRegions(rows, [0, 1, 2], { limit: 20 })).toBeUndefined();
    expect(supportRegions(rows, [0, 1, 2], { limit: 100 })).toBeDefined();
  });
});

describe("integerPoints", () => {
  it("scales columns, not rows", () => {
    const inputs = [[Rational.of(1, 10), Rational.of(2)], [Rational.of(1, 4), Rational.of(-3)]];
    expect(integerPoints({ inputs })).toEqual({ scales: [20n, 1n, 1n], rows: [[2n, 2n, 1n], [5n, -3n, 1n]] });
  });
});

describe("hiddenClasses", () => {
  const inputs = [[Rational.one, Rational.one]];

  it("puts hidden neurons with equal supports together", () => {
    const supports = [{ inputs: [0], bias: true }, { inputs: [0, 1], bias: false }, { inputs: [], bias: false }, { inputs: [0], bias: true }];
    expect(hiddenClasses({ inputs, supports })).toEqual([{ columns: [0, 2], neurons: 2 }, { columns: [0, 1], neurons: 1 }]);
  });

  it("is one of all columns without a mask", () => {
    expect(hiddenClasses({ inputs })).toEqual([{ columns: [0, 1, 2], neurons: Infinity }]);
  });
});
