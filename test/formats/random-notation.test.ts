import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { inlinePattern } from "../../src/formats/inline.js";
import { randomPattern, randomRange } from "../../src/formats/random-notation.js";
import { Fault } from "../../src/pattern/fault.js";
import { kept, maskStrings } from "../../src/pattern/mask.js";
import { range } from "../decide/build.js";

const masksOf = (notation: string): string[][] => inlinePattern(notation)!.masks.map(maskStrings);
const hash = (notation: string): string => createHash("sha256").update(masksOf(notation).map((rows) => rows.join("\n")).join("\n\n")).digest("hex").slice(0, 16);

describe("random patterns by name", () => {
  // The numbers were made by a program in another language, from the definition.
  test("are the same for ever", () => {
    expect(masksOf("random:4-3-2@0.5#1")).toEqual([["0100", "0100", "1011"], ["111", "111"]]);
    expect([
      "random:64-32-10@0.05#17",
      "random:64-32-10@5%#17",
      "random:64-32-10@0.05exact#17",
      "random:8-8-8-8@k=12#4294967295",
      "random:300-100-10@0.01#0",
      "random:4-4-4@k=3,5#2",
    ].map(hash)).toEqual(["4a136ae0d1d3d5c3", "4a136ae0d1d3d5c3", "6eb8aa4f29e709d8", "af4a065d11f0a91c", "ee3d5b55601e9afb", "72bf989ebf692879"]);
  });

  test("with independent entries have about the density that was asked for, and 0 and 1 exactly", () => {
    const [first] = range(200).map((seed) => randomPattern(randomRange("random:30-20@0.3#1").family, seed).masks[0]!).map(kept).reduce(([sum], k) => [sum! + k], [0]);
    // 200 masks of 600 cells: the standard deviation of the total is 159.
    expect(Math.abs(first! - 36000)).toBeLessThan(5 * 159);
    expect(masksOf("random:3-2-1@0#5")).toEqual([["000", "000"], ["00"]]);
    expect(masksOf("random:3-2-1@1#5")).toEqual([["111", "111"], ["11"]]);
    expect(masksOf("random:3-2-1@100%#5")).toEqual([["111", "111"], ["11"]]);
  });

  test("of one seed grow with the density", () => {
    for (const seed of range(20)) {
      const [thin, thick] = ["0.2", "0.35"].map((density) => masksOf(`random:9-8-7@${density}#${seed}`).flat().join(""));
      expect([...thin!].every((cell, at) => cell === "0" || thick![at] === "1")).toBe(true);
      expect(thin).not.toBe(thick);
    }
  });

  test("with exact numbers have these in every layer, whatever the seed", () => {
    for (const seed of range(30)) {
      expect(inlinePattern(`random:10-8-5@12%exact#${seed}`)!.masks.map(kept)).toEqual([10, 5]);
      expect(inlinePattern(`random:10-8-5@k=0,40#${seed}`)!.masks.map(kept)).toEqual([0, 40]);
      expect(inlinePattern(`random:10-8-5@k=7#${seed}`)!.masks.map(kept)).toEqual([7, 7]);
    }
    const found = new Set(range(400).map((seed) => masksOf(`random:3-2@k=2#${seed}`).flat().join("")));
    expect(found.size).toBe(15);
  });

  test("have a range of seeds, and their notation as their name", () => {
    expect(randomRange("random:4-4-4@0.5#3..10")).toMatchObject({ first: 3, last: 10, family: { name: "random:4-4-4@0.5", widths: [4, 4, 4], density: 0.5 } });
    expect(randomRange("random:4-2-4@k=2,4#3").family.density).toBe(6 / 16);
    expect(inlinePattern("random:4-4-4@0.5#3")!.name).toBe("random:4-4-4@0.5#3");
  });

  test.each([
    ["no seed", "random:4-4@0.5", "seeds"],
    ["an empty seed", "random:4-4@0.5#", "seeds"],
    ["a range that goes down", "random:4-4@0.5#3..2", "seeds"],
    ["a seed of more than 32 bits", "random:4-4@0.5#4294967296", "seeds"],
    ["two seeds", "random:4-4@0.5#1#2", "seeds"],
    ["no density", "random:4-4#1", "density"],
    ["a density above 1", "random:4-4@1.01#1", "density"],
    ["a percentage above 100", "random:4-4@101%#1", "density"],
    ["a density that is no number", "random:4-4@half#1", "density"],
    ["too many entries", "random:4-4@k=17#1", "density"],
    ["numbers for other layers", "random:4-4-4@k=1,2,3#1", "density"],
    ["one width", "random:4@0.5#1", "widths"],
    ["a width of 0", "random:4-0-4@0.5#1", "widths"],
    ["masks beyond memory", "random:9999999-9999999@0.5#1", "widths"],
  ])("are refused with %s", (_, text, place) => {
    let fault: unknown;
    try {
      randomRange(text);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).toMatchObject({ kind: "usage", place, file: text });
  });

  test("stand for one file only with one seed", () => {
    expect(() => inlinePattern("random:4-4@0.5#1..2")).toThrow(/one seed, found 2/);
  });
});
