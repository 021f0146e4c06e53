import { describe, expect, test } from "vitest";
import { isDecimal, rationalOfDecimal } from "../../src/exact/decimal.js";

const read = (text: string, most = 1000): string | undefined => rationalOfDecimal(text, most)?.toString();

describe("rationalOfDecimal", () => {
  test("is what is written, not its double", () => {
    const cases: [string, string][] = [
      ["0.1", "1/10"],
      ["1e-3", "1/1000"],
      ["-2.50", "-5/2"],
      ["+.5", "1/2"],
      ["3.", "3"],
      ["12E2", "1200"],
      ["1.5e+1", "15"],
      ["-0", "0"],
      ["007", "7"],
      ["0.1000000000000000000000000000000001", `${10n ** 33n + 1n}/${10n ** 34n}`],
      ["0e999999999999", "0"],
    ];
    for (const [text, value] of cases) expect(read(text), text).toBe(value);
  });

  test("refuses other text", () => {
    for (const text of ["", ".", "e5", "1e", "1/2", "0x10", "1_000", "NaN", "Infinity", " 1", "--1", "1.2.3"]) {
      expect(read(text), text).toBeUndefined();
      expect(isDecimal(text), text).toBe(false);
    }
  });

  test("counts digits without the exponent, before it makes them", () => {
    expect(read("1e999999999999")).toBeUndefined();
    expect(read("1e-999999999999")).toBeUndefined();
    expect(read("123e1", 4)).toBe("1230");
    expect(read("123e2", 4)).toBeUndefined();
    expect(read("0.001", 4)).toBe("1/1000");
    expect(read("0.0001", 4)).toBeUndefined();
    expect(read("000000001", 1)).toBe("1");
  });
});
