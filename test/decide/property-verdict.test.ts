import { describe, expect, test } from "vitest";
import { decide, propertyVerdict } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { randomMasks } from "../support/patterns.js";
import { patternFrom } from "./build.js";

describe("one property alone", () => {
  test("has the verdict that all three together have", () => {
    const random = new Random(11);
    for (let n = 0; n < 60; n++) {
      const layers = randomMasks(random, 1 + (n % 3), 3);
      const pattern = makePattern("x", layers, { bias: layers.map(() => n % 7 !== 0) });
      const all = decide(pattern);
      for (const property of ["linear", "finite", "cube"] as const) {
        const { dense: _, ...verdict } = all[property];
        expect(propertyVerdict(pattern, property)).toEqual(verdict);
      }
    }
  });

  test("costs no search of linear where it does not depend on it", () => {
    const wide = patternFrom(Array.from({ length: 24 }, (_, h) => Array.from({ length: 24 }, (_, j) => ((h * 7 + j * 5) % 4 === 0 ? "0" : "1")).join("")), Array.from({ length: 24 }, () => "1".repeat(24)));
    expect(propertyVerdict(wide, "finite", { timeout: 1e-9 })).toMatchObject({ closed: false, rule: "shared-output" });
    expect(propertyVerdict(wide, "linear", { timeout: 1e-9 })).toMatchObject({ closed: null, ended: "time" });
  });
});
