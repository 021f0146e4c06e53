import { describe, expect, it } from "vitest";
import { joinPatterns } from "../../src/pattern/join.js";
import { maskOf } from "../../src/pattern/mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { faultOf } from "../formats/helpers.js";

const part = (name: string, widths: number[], bias: boolean[], more = {}) => ({
  source: `${name}.x`,
  pattern: makePattern(name, widths.slice(1).map((rows, l) => maskOf(rows, widths[l]!, (i, j) => i <= j)), { bias, ...more }),
});

describe("patterns one behind the other", () => {
  it("have the layers and biases of all", () => {
    const parts = [part("a", [4, 3, 2], [true, false]), part("b", [2, 5], [true])];
    const joined = joinPatterns(parts);
    expect([joined.name, joined.widths, joined.bias]).toEqual(["a", [4, 3, 2, 5], [true, false, true]]);
    expect(joined.masks).toEqual(parts.flatMap(({ pattern }) => pattern.masks));
  });

  it("have the name that their numbered names share", () => {
    expect(joinPatterns([part("net.1", [2, 2], [true]), part("net.2", [2, 1], [true])]).name).toBe("net");
    expect(joinPatterns([part("net.2", [2, 2], [true]), part("net.1", [2, 1], [true])]).name).toBe("net.2");
  });

  it("lose what was said of them, unless there is only one", () => {
    const first = part("a", [2, 2], [true], { about: "text", expected: { linear: true } });
    expect(joinPatterns([first])).toBe(first.pattern);
    expect(Object.keys(joinPatterns([first, part("b", [2, 1], [true])])).sort()).toEqual(["bias", "masks", "name", "widths"]);
  });

  it("must chain, and be there", () => {
    expect(faultOf(() => joinPatterns([part("a", [4, 3], [true]), part("b", [2, 5], [true])]))).toBe("b.x: expected 3 inputs, the outputs of a.x, found 2");
    expect(faultOf(() => joinPatterns([]))).toBe("patterns: expected at least one, found none");
  });
});
