import { describe, expect, test } from "vitest";
import { inlinePattern, isInline } from "../../src/formats/inline.js";
import { INLINE } from "../../src/formats/rectangle-notation.js";

describe("a pattern in place of a file", () => {
  test("is known by how it begins", () => {
    expect(["rect:1*1", "random:2-2@1#1", "rect.json", "random", "./rect:1*1"].map(isInline)).toEqual([true, true, false, false, false]);
  });

  test("is read, and anything else is left to the readers of files", () => {
    expect(inlinePattern("12*12 2*2")).toBeUndefined();
    expect(inlinePattern(`${INLINE}12*12 2*2`)?.name).toBe("12*12 2*2");
    expect(inlinePattern("random:2-3-1@1#1")?.widths).toEqual([2, 3, 1]);
  });

  test("is refused as a wrong option would be", () => {
    for (const [text, place] of [["rect:0*1", "neuron 1, outputs"], ["random:2-2", "seeds"]] as const) {
      let fault: unknown;
      try {
        inlinePattern(text);
      } catch (error) {
        fault = error;
      }
      expect(fault).toMatchObject({ kind: "usage", file: text, place });
    }
  });
});
