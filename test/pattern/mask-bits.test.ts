import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import { Fault } from "../../src/pattern/fault.js";
import { maskOf, sameMask } from "../../src/pattern/mask.js";
import { bitsLength, maskFromBits, maskToBits } from "../../src/pattern/mask-bits.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { mask } from "../support/patterns.js";

function fault(text: unknown, rows: number, cols: number): string {
  try {
    maskFromBits(text, rows, cols, "masks[0].bits");
  } catch (error) {
    if (error instanceof Fault) return `${error.place}: ${error.message}`;
    throw error;
  }
  throw new Error("nothing was refused");
}

const base64 = (...bytes: number[]): string => Buffer.from(bytes).toString("base64");

describe("a mask as base64", () => {
  it.each<[string[], number[]]>([
    [["11", "01"], [3, 2]],
    [["10000000", "00000001"], [1, 128]],
    // The ninth column begins the second byte.
    [["000000001", "100000000"], [0, 1, 1, 0]],
    [["1"], [1]],
  ])("of %j is the bytes %j", (strings, bytes) => {
    expect(maskToBits(mask(strings))).toBe(base64(...bytes));
    expect(sameMask(maskFromBits(base64(...bytes), strings.length, strings[0]!.length, ""), mask(strings))).toBe(true);
  });

  it("gives back what was written, as long as it says", () => {
    const random = new Random(3);
    for (let n = 0; n < 200; n++) {
      const [rows, cols] = [1 + random.below(9), 1 + random.below(100)];
      const made = maskOf(rows, cols, () => random.below(3) === 0);
      const text = maskToBits(made);
      expect(text).toHaveLength(bitsLength(rows, cols));
      expect(sameMask(maskFromBits(text, rows, cols, ""), made)).toBe(true);
    }
  });

  it.each<[string, unknown, string]>([
    ["no text", 3, "3"],
    ["a list", ["AwI="], '["AwI="]'],
    ["nothing", "", "0 characters"],
    ["a byte too few", base64(3, 2, 1, 0).slice(4), "4 characters"],
    ["a byte too many", base64(3, 2, 1, 0, 1, 1, 1), "12 characters"],
    ["no padding", base64(3, 2, 1, 0).slice(0, 6), "6 characters"],
    ["white space", ` ${base64(3, 2, 1, 0).slice(0, 7)}`, "not canonical"],
    ["a line break in place of a character", `${base64(3, 2, 1, 0).slice(0, 3)}\n${base64(3, 2, 1, 0).slice(4)}`, "not canonical"],
    ["padding in the middle", "AwI=AQ==", "not canonical"],
    ["unused bits that are not 0", "AwIBAB==", "not canonical"],
    ["the alphabet for file names", "-_-_AA==", "not canonical"],
    ["a character that is none", "AwI\u00e9AA==", "not canonical"],
    ["a bit beyond the last column", base64(3, 4, 1, 0), "one in row 1"],
    ["the highest bit", base64(3, 2, 1, 128), "one in row 3"],
  ])("refuses %s", (_, text, found) => {
    expect(fault(text, 4, 2)).toMatch(/^masks\[0\]\.bits: /);
    expect(fault(text, 4, 2)).toContain(found);
  });

  it("refuses a size beyond the text before it takes memory for it", () => {
    expect(fault("AAAA", 2 ** 22, 2 ** 22)).toContain("4 characters");
  });

  it("is judged alike by both checkers, whatever stands in place of a character", () => {
    const certificate = (bits: string): unknown => ({
      format: "wellposed/certificate/1",
      property: "linear",
      closed: false,
      rule: "lu-minor",
      pattern: { format: "wellposed/pattern/1", widths: [2, 2, 2], masks: [{ bits }, ["10", "11"]] },
      evidence: { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } },
    });
    const LU = "AwI=";
    const characters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \n.\u00e9", ""];
    const accepted = new Set<string>();
    for (let at = 0; at <= LU.length; at++) {
      for (const character of characters) {
        for (const text of [LU.slice(0, at) + character + LU.slice(at + 1), LU.slice(0, at) + character + LU.slice(at)]) {
          const { ok } = check(certificate(text));
          expect(checkCertificate(certificate(text)).ok, text).toBe(ok);
          if (ok) accepted.add(text);
        }
      }
    }
    // W_1 as it is; any other mask of these has no such minor.
    expect([...accepted]).toEqual([LU]);
  });
});
