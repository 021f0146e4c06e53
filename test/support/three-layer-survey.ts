import { expect } from "vitest";
import { checkProof } from "../../src/check/check.js";
import { decideLinear } from "../../src/decide/linear.js";
import { type Mask } from "../../src/pattern/mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { Budget } from "../../src/rules/budget.js";
import { show } from "../decide/build.js";
import { closedByD3 } from "./three-layers.js";

/** Decides each pattern, has the proof checked and the verdict compared with D3, and counts. */
export function survey(patterns: readonly (readonly Mask[])[]): { closed: number; notClosed: number } {
  const seen = { closed: 0, notClosed: 0 };
  for (const masks of patterns) {
    const found = decideLinear(masks, new Budget(60));
    expect(found?.closed, show(masks)).toBe(closedByD3(masks));
    checkProof({ pattern: makePattern("three layers", masks), property: "linear", ...found! });
    seen[found!.closed ? "closed" : "notClosed"]++;
  }
  return seen;
}
