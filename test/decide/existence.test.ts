import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { checkInterpolation } from "../../src/check/interpolation.js";
import { existenceFor } from "../../src/decide/existence.js";
import { Random } from "../../src/exact/random.js";
import { patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { randomPoints } from "../support/interpolation.js";

const points = (count: number): ReturnType<typeof randomPoints> => randomPoints(new Random(2), count, 2);

describe("existenceFor", () => {
  it("is yes by `finite` where that holds, whatever the points", () => {
    const { guaranteed, by, certificate } = existenceFor(patternFromNotation("1*12 1*12"), points(30));
    expect({ guaranteed, by }).toEqual({ guaranteed: true, by: "finite" });
    expect(check(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ ok: true });
  });

  it("is yes by interpolation for few points of a pattern that has targets without an optimum", () => {
    const { guaranteed, by, certificate } = existenceFor(patternFromNotation("12*12 2*2"), points(2));
    expect({ guaranteed, by }).toEqual({ guaranteed: true, by: "interpolation" });
    expect(checkInterpolation(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ ok: true });
  });

  it("is never no: it says what was not shown", () => {
    expect(existenceFor(patternFromNotation("12*12 2*2"), points(11))).toMatchObject({ guaranteed: null, by: null, certificate: null, why: expect.stringMatching(/^Not shown: output 0/) as string });
    expect(existenceFor(patternFromNotation("12*12 12*12 12*12"), points(4), { timeout: 1e-9 })).toMatchObject({ guaranteed: null, why: expect.stringContaining("time") as string });
  });

  it("refuses points of another width", () => {
    expect(() => existenceFor(patternFromNotation("1*1"), points(2))).toThrow(RangeError);
    expect(() => existenceFor(patternFromNotation("12*12"), [])).toThrow(RangeError);
  });
});
