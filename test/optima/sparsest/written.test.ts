import { expect, test } from "vitest";
import { Rational } from "../../../src/exact/rational.js";
import { written } from "../../../src/optima/sparsest/written.js";

test("exact numbers become text, whatever they are in; all else stays", () => {
  const value = { a: Rational.of(1, 3), b: [Rational.of(-2), { c: 10n ** 30n }], d: null, e: undefined, f: 0.5, g: "text", h: true };
  expect(written(value)).toEqual({ a: "1/3", b: ["-2", { c: `${10n ** 30n}` }], d: null, e: undefined, f: 0.5, g: "text", h: true });
  const text: string = written(value).a;
  expect(text).toBe("1/3");
});
