import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Effort, TooLarge } from "../../../src/check/limits.js";
import { separatingVector } from "../../../src/check/sparsest/separation.js";
import { solutionOver } from "../../../src/exact/echelon.js";
import { dot } from "../../../src/exact/integer-vector.js";
import { RATIONALS } from "../../../src/exact/parametric.js";
import { Rational } from "../../../src/exact/rational.js";

/** Is y a sum of independent generators, with factors that are not negative? Caratheodory: if it is in the cone, then so. */
function isInCone(y: readonly bigint[], generators: readonly (readonly bigint[])[]): boolean {
  const exact = (x: bigint): Rational => Rational.of(x);
  for (let subset = 0; subset < 1 << generators.length; subset++) {
    const own = generators.filter((_, k) => (subset >> k) & 1);
    if (own.length > y.length) continue;
    const solution = solutionOver(RATIONALS, y.map((_, j) => own.map((given) => exact(given[j]!))), y.map(exact));
    if (solution?.every((factor) => factor.sign >= 0)) return true;
  }
  return false;
}

describe("separatingVector", () => {
  it("separates y from a cone exactly where it is outside", () => {
    const vectors = (n: number, count: number): fc.Arbitrary<bigint[][]> => fc.array(fc.array(fc.bigInt({ min: -3n, max: 3n }), { minLength: n, maxLength: n }), { minLength: 1, maxLength: count });
    let [inside, outside] = [0, 0];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }).chain((n) => vectors(n, 8)), ([y, ...generators]) => {
        const nu = separatingVector(y!, generators, new Effort());
        if (nu === undefined) {
          inside++;
          expect(isInCone(y!, generators)).toBe(true);
        } else {
          outside++;
          expect(dot(nu, y!)).toBeGreaterThan(0n);
          for (const given of generators) expect(dot(nu, given)).toBeLessThanOrEqual(0n);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(Math.min(inside, outside)).toBeGreaterThan(50);
  });

  it("knows 0, and what is there without generators", () => {
    expect(separatingVector([0n, 0n], [], new Effort())).toBeUndefined();
    expect(separatingVector([0n, -2n], [], new Effort())!.map(Number)).toEqual([1, -1]);
  });

  it("ends where the basis is degenerate", () => {
    // Beale's example of a cycle, as a question of feasibility, has three rows of which two begin at 0.
    const generators = [[1n, 2n, 0n], [-32n, -48n, 0n], [-4n, -2n, 4n], [36n, 12n, 0n], [4n, 0n, 0n], [0n, 4n, 0n], [0n, 0n, 4n]];
    expect(separatingVector([0n, 0n, 4n], generators, new Effort())).toBeUndefined();
    expect(separatingVector([0n, 0n, -4n], generators, new Effort())).toBeDefined();
  });

  it("stops where the work is too much", () => {
    const effort = new Effort();
    effort.spend(2 ** 32 - 2 ** 10);
    expect(() => separatingVector([1n, 1n, 1n], [[2n, 1n, 1n], [1n, 2n, 1n], [1n, 1n, 2n]], effort)).toThrow(TooLarge);
  });
});
