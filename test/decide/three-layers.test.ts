import { describe, expect, it } from "vitest";
import { decideLinear } from "../../src/decide/linear.js";
import { Random } from "../../src/exact/random.js";
import { type Mask, maskOf, maskOfRows, transpose } from "../../src/pattern/mask.js";
import { Budget } from "../../src/rules/budget.js";
import { show } from "./build.js";
import { survey } from "../support/three-layer-survey.js";
import { closedByD3, threeLayerPatterns } from "../support/three-layers.js";

describe("three layers, hidden layers of width at most two", () => {
  it("are all decided, as D3 says, with up to three inputs and outputs", () => {
    expect(survey(threeLayerPatterns(3))).toEqual({ closed: 174, notClosed: 50 });
  });

  it("are decided in larger sizes too", () => {
    const random = new Random(11);
    const ends = (): Mask => {
      const classes = [1, 2, 3].filter(() => random.below(3) > 0);
      return maskOfRows(2, Array.from({ length: 5 + random.below(25) }, () => [0, 1].filter((h) => (classes[random.below(classes.length)]! >> h) % 2 === 1)));
    };
    const seen = { closed: 0, notClosed: 0 };
    for (let n = 0; n < 600; n++) {
      const lower = random.below(2);
      const masks = [transpose(ends()), maskOf(2, 2, (g, h) => lower === 0 || g >= h), ends()];
      if (!masks.every((mask) => [...Array(mask.rows).keys()].every((i) => mask.start[i]! < mask.start[i + 1]!))) continue;
      if (!masks.map(transpose).every((mask) => [...Array(mask.rows).keys()].every((i) => mask.start[i]! < mask.start[i + 1]!))) continue;
      const closed = closedByD3(masks);
      expect(decideLinear(masks, new Budget(60))?.closed, show(masks)).toBe(closed);
      seen[closed ? "closed" : "notClosed"]++;
    }
    expect(Math.min(seen.closed, seen.notClosed)).toBeGreaterThan(10);
  });
});
