import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notationOf, patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { Fault } from "../../src/pattern/fault.js";
import { pruneDead } from "../../src/pattern/live.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { arbitraryMasks, cellsOf, patternFrom, twoLayers } from "../decide/build.js";

const thrown = (action: () => unknown): Fault => {
  try {
    action();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("the notation of two layers", () => {
  test("names outputs and inputs of each hidden neuron, from 1", () => {
    const pattern = patternFromNotation("123*123 13*134 23*24");
    expect(pattern.name).toBe("123*123 13*134 23*24");
    expect(pattern.widths).toEqual([4, 3, 3]);
    const expected = twoLayers(3, 4, [[[0, 1, 2], [0, 1, 2]], [[0, 2], [0, 2, 3]], [[1, 2], [1, 3]]]);
    expect(cellsOf(pattern.masks)).toEqual(cellsOf(expected.masks));
  });

  test("is LU for 12*12 2*2", () => {
    expect(cellsOf(patternFromNotation("12*12 2*2").masks)).toEqual(cellsOf(patternFrom(["11", "01"], ["10", "11"]).masks));
  });

  test("takes members in any order and any space between neurons, and counts on with letters", () => {
    expect(patternFromNotation("  21*1\t a*z ").name).toBe("12*1 a*z");
    expect(patternFromNotation("a*z").widths).toEqual([35, 1, 10]);
  });

  test("reads what it writes; dead neurons are left out", () => {
    fc.assert(
      fc.property(arbitraryMasks(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 12 }))), (masks) => {
        const notation = notationOf(makePattern("any", masks));
        if (notation === "") return;
        const back = patternFromNotation(notation);
        expect(back.name).toBe(notation);
        expect(notationOf(back)).toBe(notation);
        // Live edges are the same; the notation drops ends beyond the last that is met.
        const edges = (layers: typeof masks): number[] => pruneDead(layers).map((mask) => mask.index.length);
        expect(edges(back.masks as typeof masks)).toEqual(edges(masks));
      }),
    );
  });

  test.each([
    ["", "neuron 1"],
    ["12", "neuron 1"],
    ["1*2*3", "neuron 1"],
    ["1*1 *2", "neuron 2, outputs"],
    ["1*1 2*", "neuron 2, inputs"],
    ["10*1", "neuron 1, outputs"],
    ["1*1 2*33", "neuron 2, inputs"],
    ["A*1", "neuron 1, outputs"],
    ["1,2*1", "neuron 1, outputs"],
  ])("refuses %j, saying where", (text, place) => {
    expect(thrown(() => patternFromNotation(text))).toMatchObject({ kind: "input", place });
  });

  test("is for one hidden layer, and for 35 inputs and outputs", () => {
    expect(thrown(() => notationOf(patternFrom(["1"], ["1"], ["1"]))).place).toBe("widths");
    expect(thrown(() => notationOf(patternFrom(["1".repeat(36)], ["1"]))).place).toBe("widths");
    expect(notationOf(patternFrom(["1".repeat(35)], ["1"]))).toBe("1*123456789abcdefghijklmnopqrstuvwxyz");
  });
});
