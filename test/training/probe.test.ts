import { describe, expect, it } from "vitest";
import { patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { defaultPoints, probe } from "../../src/training/probe.js";

const lu = patternFromNotation("12*12 2*2");
const small = { targets: 4, points: 4, restarts: 3, steps: 300, seed: 5 };

describe("probe", () => {
  it("is the same for the same seed, another for another", async () => {
    const [a, b, c] = [await probe(lu, small), await probe(lu, small), await probe(lu, { ...small, seed: 6 })];
    expect(b).toEqual(a);
    expect(c.targets).not.toEqual(a.targets);
  });

  it("counts every target once", async () => {
    const { targets, diverging, bounded, unclear } = await probe(lu, small);
    expect(targets).toHaveLength(4);
    expect(diverging.count + bounded.count + unclear).toBe(4);
    for (const { count, share, interval } of [diverging, bounded]) {
      expect(share).toBe(count / 4);
      expect(interval[0]).toBeLessThanOrEqual(share);
      expect(interval[1]).toBeGreaterThanOrEqual(share);
    }
    for (const { runs } of targets) expect(Object.values(runs).reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it("finds bounded weights on a convex problem: one neuron's layer, any target", async () => {
    const { bounded, diverging } = await probe(patternFromNotation("1*1"), { targets: 5, points: 6, restarts: 4, steps: 2000 });
    expect([bounded.count, diverging.count]).toEqual([5, 0]);
  });

  it("meets diverging weights on inputs where they are common: five points on a line, two neurons for two outputs", async () => {
    const { diverging } = await probe(patternFromNotation("12*1 12*1"), { targets: 30, restarts: 6, inputs: Float64Array.of(-2, -1, 0, 1, 2) });
    expect(diverging.count).toBeGreaterThan(0);
  });

  it("takes given inputs for all targets", async () => {
    const inputs = Float64Array.of(0, 0, 1, 0, 0, 1);
    const { settings } = await probe(lu, { ...small, inputs });
    expect(settings).toMatchObject({ inputs: "given", points: 3 });
  });

  it("keeps the targets that were done when it is interrupted, and says when there are none", async () => {
    const interrupt = new AbortController();
    const result = await probe(lu, { ...small, signal: interrupt.signal, onProgress: ({ target }) => target === 2 && interrupt.abort() });
    expect(result.targets).toHaveLength(2);
    await expect(probe(lu, { ...small, signal: AbortSignal.abort() })).rejects.toThrow(RangeError);
  });

  it("has more points for larger networks", () => {
    expect(defaultPoints(lu)).toBe(10);
    expect(defaultPoints(patternFromNotation("1*1 2*2 3*3 1*3 2*3"))).toBe(20);
  });
});
