import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pruneDead } from "../../src/pattern/live.js";
import type { Mask } from "../../src/pattern/mask.js";
import { decideCrossingInputs } from "../../src/rules/crossing-inputs.js";
import { arbitraryMasks, arbitraryWidths, cellsOf, masksFrom, range, show } from "../decide/build.js";
import { type Neuron, cubeByTheorem } from "../decide/theorems.js";

function neuronsOf(masks: readonly Mask[]): Neuron[] {
  const [first, second] = cellsOf(masks);
  return first!.map((inputs, h) => ({
    cols: range(inputs.length).filter((k) => inputs[k]),
    rows: range(second!.length).filter((i) => second![i]![h]),
  }));
}

describe("crossing inputs", () => {
  it("says what T7 says of the components, and nothing where T7 is silent", () => {
    const seen = new Map<boolean | null, number>();
    // The second layer is denser, so that components are often complete.
    const layers = fc.noBias(
      arbitraryWidths(2, 2, 3).chain(([n, h, m]) => fc.tuple(arbitraryMasks(fc.constant([n!, h!]), { min: 4, max: 7 }), arbitraryMasks(fc.constant([h!, m!]), { min: 7, max: 10 }))),
    );
    fc.assert(
      fc.property(layers, ([[first], [second]]) => {
        const masks = [first!, second!];
        const found = decideCrossingInputs(pruneDead(masks))?.closed ?? null;
        seen.set(found, (seen.get(found) ?? 0) + 1);
        expect(found, show(masks)).toBe(cubeByTheorem(neuronsOf(masks), null));
      }),
      { seed: 1, numRuns: 1200 },
    );
    for (const verdict of [true, false, null]) expect(seen.get(verdict) ?? 0).toBeGreaterThan(20);
  });

  it("names the neurons and an input of each and of both", () => {
    const masks = masksFrom(["1010", "0110"], ["11", "11"]);
    expect(decideCrossingInputs(masks)).toEqual({
      closed: false,
      proof: { rule: "crossing-inputs", evidence: { neurons: [0, 1], inputs: [0, 1, 2] } },
    });
  });

  it("is closed for crossing inputs with one output", () => {
    expect(decideCrossingInputs(masksFrom(["110", "011"], ["11"]))?.closed).toBe(true);
  });

  it("is not closed as soon as one complete component crosses, whatever the others are", () => {
    // Neurons 0, 1 cross and feed outputs 0, 1; neurons 2, 3 feed outputs 2, 3 incompletely.
    const masks = masksFrom(["110", "011", "100", "100"], ["1100", "1100", "0011", "0001"]);
    expect(decideCrossingInputs(masks)?.closed).toBe(false);
  });

  it("says nothing of a component that is not complete", () => {
    expect(decideCrossingInputs(masksFrom(["11", "11"], ["10", "11"]))).toBeUndefined();
  });
});
