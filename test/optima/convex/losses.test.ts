import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { curvatureOf, dualOf, dualScale, dualValueOf, fitOfDual, lossOf } from "../../../src/optima/convex/losses.js";

const random = new Random(4);
const numbers = (n: number): Float64Array => Float64Array.from({ length: n }, () => (random.below(4001) - 2000) / 1000);

for (const loss of ["squared", "logistic"] as const) {
  describe(loss, () => {
    const n = 6;
    const y = numbers(n).map((value) => (loss === "squared" ? value : value > 0 ? 1 : -1));
    const program = { n, y, loss, weight: 1 / n };
    const fit = numbers(n);
    const shifted = (j: number, by: number): Float64Array => fit.map((value, k) => (k === j ? value + by : value));

    it("the dual's point is minus the gradient, the curvature its slope", () => {
      const step = 1e-5;
      for (let j = 0; j < n; j++) {
        expect((lossOf(program, shifted(j, -step)) - lossOf(program, shifted(j, step))) / (2 * step)).toBeCloseTo(dualOf(program, fit)[j]!, 9);
        expect((dualOf(program, shifted(j, -step))[j]! - dualOf(program, shifted(j, step))[j]!) / (2 * step)).toBeCloseTo(curvatureOf(program, fit)[j]!, 9);
      }
    });

    it("the fit of the dual's point of a fit is that fit", () => {
      for (const [j, value] of fitOfDual(program, dualOf(program, fit)).entries()) expect(value).toBeCloseTo(fit[j]!, 13);
    });

    it("Fenchel: f(z) >= -f*(-nu) + nu'z with sign, equality at minus the gradient", () => {
      const pair = (z: Float64Array, nu: Float64Array): number => lossOf(program, z) - dualValueOf(program, nu) + z.reduce((sum, value, j) => sum + value * nu[j]!, 0);
      for (let k = 0; k < 50; k++) {
        const [z, w] = [numbers(n), numbers(n)];
        expect(pair(z, dualOf(program, z))).toBeCloseTo(0, 13);
        expect(pair(z, dualOf(program, w))).toBeGreaterThanOrEqual(-1e-14);
      }
    });

    it("the scale keeps the dual within reach and does not make its value less than a smaller scale", () => {
      const nu = dualOf(program, fit);
      const valueAt = (scale: number): number => dualValueOf(program, nu.map((value) => scale * value));
      for (const most of [0.1, 0.5, 0.9, 3]) {
        const scale = dualScale(program, nu, most);
        expect(scale).toBeLessThanOrEqual(most);
        if (loss === "squared") for (let t = 0; t <= most; t += most / 50) expect(valueAt(t)).toBeLessThanOrEqual(valueAt(scale) + 1e-14);
      }
    });
  });
}

describe("far away", () => {
  const program = { n: 2, y: Float64Array.of(1, -1), loss: "logistic" as const, weight: 1 };

  it("the logistic loss neither overflows nor loses small values", () => {
    expect(lossOf(program, Float64Array.of(800, -800))).toBe(0);
    expect(lossOf(program, Float64Array.of(-800, 800))).toBe(1600);
    expect(lossOf(program, Float64Array.of(40, -40))).toBeCloseTo(2 * Math.exp(-40), 30);
  });

  it("outside of the conjugate's domain the dual says nothing", () => {
    expect(dualValueOf(program, Float64Array.of(-0.1, 0))).toBe(Number.NEGATIVE_INFINITY);
    expect(dualValueOf(program, Float64Array.of(0, -1.1))).toBe(Number.NEGATIVE_INFINITY);
    expect(dualValueOf(program, Float64Array.of(1, 0))).toBe(0);
  });
});
