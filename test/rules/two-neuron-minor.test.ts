import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkProof } from "../../src/check/check.js";
import { pruneDead } from "../../src/pattern/live.js";
import type { Mask } from "../../src/pattern/mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findLuMinor } from "../../src/rules/lu-minor.js";
import { findTwoNeuronMinor } from "../../src/rules/two-neuron-minor.js";
import { arbitraryMasks, cellsOf, masksFrom, range, show, subsetsOf } from "../decide/build.js";
import { type Neuron, hasWidthTwoObstruction, liveOnly } from "../decide/theorems.js";

const budget = new Budget(Infinity);
const hasLuMinor = (masks: readonly Mask[]): boolean => findLuMinor(masks, pathPlanes(masks)) !== undefined;
const find = (masks: readonly Mask[]) => findTwoNeuronMinor(masks[0]!, masks[1]!, budget);

/** The hidden neurons left when only some outputs and inputs are kept. */
function kept(masks: readonly Mask[], outputs: readonly number[], inputs: readonly number[]): Neuron[] {
  const [first, second] = cellsOf(masks);
  return liveOnly(first!.map((row, h) => ({ rows: outputs.filter((i) => second![i]![h]), cols: inputs.filter((k) => row[k]) })));
}

/** Two outputs and three inputs, or three and two, that leave two neurons with an obstruction. */
function exists(masks: readonly Mask[]): boolean {
  const some = (n: number): number[][] => subsetsOf(range(n)).filter((list) => list.length === 2 || list.length === 3);
  return some(masks[1]!.rows).some((outputs) =>
    some(masks[0]!.cols).some((inputs) => {
      if (outputs.length + inputs.length !== 5) return false;
      const [one, two, ...more] = kept(masks, outputs, inputs);
      if (one === undefined || two === undefined || more.length > 0) return false;
      // Forms (b) and (c) use every output and every input of the selection; form (a) alone is an LU minor.
      const all = outputs.length === 2 ? [one.rows, two.rows] : [one.cols, two.cols];
      return all.every((list) => list.length === 2) && hasWidthTwoObstruction(one, two);
    }),
  );
}

const anyTwoLayers = fc
  .noBias(fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 4 })))
  .chain((widths) => arbitraryMasks(fc.constant(widths), { min: 3, max: 8 }))
  .map((masks) => pruneDead(masks));

describe("two-neuron minor", () => {
  it("is found exactly when some 2 x 3 or 3 x 2 selection leaves two neurons that collide, and is accepted", () => {
    let found = 0;
    fc.assert(
      fc.property(anyTwoLayers, (masks) => {
        const proof = find(masks);
        // With an LU minor the search may miss one, but nothing that it finds is wrong.
        if (proof !== undefined || !hasLuMinor(masks)) expect(proof !== undefined, show(masks)).toBe(exists(masks));
        if (proof === undefined) return;
        found++;
        checkProof({ pattern: makePattern("test", masks), property: "linear", closed: false, proof });
      }),
      { seed: 1, numRuns: 1200 },
    );
    expect(found).toBeGreaterThan(30);
  });

  it("finds the collision of width two in both directions", () => {
    expect(find(masksFrom(["101", "011"], ["11", "11"]))?.rule).toBe("minor");
    expect(find(masksFrom(["11", "11"], ["10", "01", "11"]))?.rule).toBe("minor");
  });

  it("does not find LU, whose rows do not meet both neurons twice", () => {
    expect(find(masksFrom(["11", "01"], ["10", "11"]))).toBeUndefined();
  });

  it("stops when the budget is spent", () => {
    const [first, second] = masksFrom(["101", "011"], ["11", "11"]) as [Mask, Mask];
    expect(() => findTwoNeuronMinor(first, second, new Budget(-1))).toThrow(OutOfBudget);
  });
});
