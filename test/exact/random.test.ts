import { describe, expect, it } from "vitest";
import { GENERIC_BOUND, Random } from "../../src/exact/random.js";

/** mulberry32 once more, in 32-bit arithmetic by bigint, from its published definition. */
function* mulberry32(seed: number): Generator<number> {
  const word = (x: bigint): bigint => x & 0xffffffffn;
  let state = word(BigInt(seed));
  for (;;) {
    state = word(state + 0x6d2b79f5n);
    let t = word((state ^ (state >> 15n)) * (state | 1n));
    t = word(t ^ word(t + word((t ^ (t >> 7n)) * (t | 61n))));
    yield Number(t ^ (t >> 14n));
  }
}

describe("Random", () => {
  it("gives fixed first values for seed 1", () => {
    const random = new Random(1);
    expect(Array.from({ length: 6 }, () => random.below(10_000))).toEqual([6270, 27, 5274, 9810, 9683, 2811]);
  });

  it.each([0, 1, 42, -1, 0x7fffffff])("is mulberry32 for seed %i", (seed) => {
    const random = new Random(seed);
    const other = mulberry32(seed);
    for (let n = 0; n < 1000; n++) expect(random.below(2 ** 32)).toBe(other.next().value);
  });

  it("stays below the bound and reaches every value", () => {
    const random = new Random(3);
    const seen = new Set(Array.from({ length: 2000 }, () => random.below(7)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("gives positives from 1 to the bound, both included", () => {
    const values = new Random(4).positives(500, 3);
    expect(values).toHaveLength(500);
    expect([...new Set(values)].sort()).toEqual([1, 2, 3]);
  });

  it("makes different sequences from different seeds", () => {
    expect(new Random(1).positives(8, GENERIC_BOUND)).not.toEqual(new Random(2).positives(8, GENERIC_BOUND));
  });

  it("gives normal numbers with mean 0, variance 1 and few beyond 2", () => {
    const random = new Random(1);
    const numbers = Array.from({ length: 20_000 }, () => random.normal());
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length).toBeCloseTo(1, 1);
    const beyond = numbers.filter((x) => Math.abs(x) > 2).length / numbers.length;
    expect(beyond).toBeGreaterThan(0.035);
    expect(beyond).toBeLessThan(0.055);
  });
});
