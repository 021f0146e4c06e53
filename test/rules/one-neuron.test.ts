import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasFreeEntries, split } from "../../src/pattern/rectangles.js";
import { contains } from "../../src/pattern/sets.js";
import { decideOneNeuron } from "../../src/rules/one-neuron.js";
import { range, rectangles } from "../decide/build.js";

describe("one neuron", () => {
  it("is closed when its whole rectangle is left", () => {
    expect(decideOneNeuron(rectangles(2, 3, [[[0, 1], [0, 1, 2]]]))).toEqual({ closed: true, proof: { rule: "one-neuron", evidence: {} } });
  });

  it("is not closed when a corner of a square is free", () => {
    const found = decideOneNeuron(rectangles(2, 2, [[[0, 1], [0, 1]]], [[1, 1]]));
    expect(found).toEqual({ closed: false, proof: { rule: "one-neuron", evidence: { outputs: [0, 1], inputs: [0, 1] } } });
  });

  it("with free entries, names three that are not and a fourth that is, wherever the shape is connected", () => {
    let met = 0;
    const cells = fc.noBias(fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 }), fc.infiniteStream(fc.integer({ min: 0, max: 3 }))));
    fc.assert(
      fc.property(cells, ([m, n, coins]) => {
        const free = range(m).flatMap((i) => range(n).flatMap((j): [number, number][] => ((coins.next().value as number) === 0 ? [[i, j]] : [])));
        for (const part of split(rectangles(m, n, [[range(m), range(n)]], free))) {
          if (!hasFreeEntries(part)) continue;
          met++;
          const { closed, proof } = decideOneNeuron(part);
          expect(closed).toBe(false);
          const { outputs, inputs } = proof.evidence as { outputs: [number, number]; inputs: [number, number] };
          const corner = outputs.flatMap((i) => inputs.map((k) => contains(part.free[i]!, k)));
          expect(corner).toEqual([false, false, false, true]);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(met).toBeGreaterThan(100);
  });
});
