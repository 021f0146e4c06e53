import { describe, expect, it } from "vitest";
import { proportionInterval } from "../../src/training/confidence.js";

/** Binomial probabilities by products of fractions. */
function atMost(k: number, n: number, p: number): number {
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    let term = 1;
    for (let e = 0; e < n; e++) term *= e < i ? ((n - e) / (i - e)) * p : 1 - p;
    sum += term;
  }
  return sum;
}

describe("proportionInterval", () => {
  it("has the values in the tables", () => {
    const tables: [number, number, number, number][] = [
      [0, 20, 0, 0.1684],
      [1, 20, 0.0013, 0.2487],
      [5, 10, 0.1871, 0.8129],
      [20, 20, 0.8316, 1],
    ];
    for (const [k, n, low, high] of tables) {
      const interval = proportionInterval(k, n);
      expect(interval[0]).toBeCloseTo(low, 4);
      expect(interval[1]).toBeCloseTo(high, 4);
    }
  });

  it("leaves 2.5 % on either side, and is mirrored by failures", () => {
    for (const [k, n] of [[3, 17], [40, 90], [1, 2]] as const) {
      const [low, high] = proportionInterval(k, n);
      expect(1 - atMost(k - 1, n, low)).toBeCloseTo(0.025, 9);
      expect(atMost(k, n, high)).toBeCloseTo(0.025, 9);
      const mirrored = proportionInterval(n - k, n);
      expect(1 - mirrored[1]).toBeCloseTo(low, 12);
    }
  });

  it("stands also where probabilities are too small for doubles", () => {
    const [low, high] = proportionInterval(500, 100_000);
    expect(low).toBeGreaterThan(0.0045);
    expect(high).toBeLessThan(0.0055);
  });

  it("refuses what is no count", () => {
    for (const [k, n] of [[1, 0], [-1, 3], [4, 3], [0.5, 3]] as const) expect(() => proportionInterval(k, n)).toThrow(RangeError);
  });
});
