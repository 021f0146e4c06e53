/** The rules for closed goals over frozen vectors on patterns that are proved not closed: they find nothing, in no step either. */
import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { decide } from "../../src/decide/decide.js";
import { decideTwoLayer } from "../../src/decide/two-layer.js";
import { Random } from "../../src/exact/random.js";
import { enumerate } from "../../src/library/enumerate.js";
import { type Pattern, patternToJson } from "../../src/pattern/pattern.js";
import { type Rectangles, rectanglesOf } from "../../src/pattern/rectangles.js";
import { assistedFreeSteps } from "../../src/rules/assisted-free.js";
import { Budget } from "../../src/rules/budget.js";
import { findConstantRank } from "../../src/rules/constant-rank.js";
import { findEverything } from "../../src/rules/everything.js";
import { rectangles } from "../support/patterns.js";

/** What the rules say, without the last one where that costs seconds. */
function saysClosed(state: Rectangles, everything = true): string[] {
  const budget = new Budget(Infinity);
  const said: string[] = [];
  if (findConstantRank(state, budget) !== undefined) said.push("constant-rank");
  if (everything && findEverything(state, budget) !== undefined) said.push("everything");
  for (const { evidence, state: left } of assistedFreeSteps(state, budget)) {
    if (decideTwoLayer(left, budget)?.closed === true) said.push(`assisted-free ${JSON.stringify(evidence.freed)}`);
  }
  return said;
}

const stateOf = ({ masks }: Pattern): Rectangles => rectanglesOf(masks[0]!, masks[1]!);
const notClosed = (patterns: readonly Pattern[]): Pattern[] => patterns.filter((pattern) => decide(pattern).linear.closed === false);

describe("proofs of closed, by the rules over frozen vectors, under patterns that are not closed", () => {
  it("are refused, each under every pattern of three neurons up to 3 x 3", () => {
    const patterns = [...enumerate({ outputs: 3, inputs: 3, hidden: 3 })];
    const wrong = notClosed(patterns).map(patternToJson);
    const budget = new Budget(Infinity);
    const random = new Random(22);
    const proofs = patterns.flatMap((pattern) => {
      const state = stateOf(pattern);
      return [findConstantRank(state, budget), random.below(4) === 0 ? findEverything(state, budget) : undefined].filter((found) => found !== undefined);
    });
    expect(proofs.length).toBeGreaterThan(150);
    let accepted = 0;
    for (const { rule, evidence } of proofs) {
      for (const pattern of wrong) {
        if (random.below(4) > 0) continue;
        if (check({ format: "wellposed/certificate/1", pattern, property: "linear", closed: true, rule, evidence }).ok) accepted++;
      }
    }
    expect(accepted).toBe(0);
  });
});

describe("patterns that are not closed", () => {
  it("of three neurons up to 3 x 3, all 148", () => {
    const all = notClosed([...enumerate({ outputs: 3, inputs: 3, hidden: 3 })]);
    expect(all.length).toBe(148);
    expect(all.flatMap((pattern) => saysClosed(stateOf(pattern)).map((rule) => `${pattern.name}: ${rule}`))).toEqual([]);
  });

  it("of four neurons up to 3 x 3, a sample", () => {
    const random = new Random(21);
    const some = notClosed([...enumerate({ outputs: 3, inputs: 3, hidden: 4 })].filter(() => random.below(40) === 0));
    expect(some.length).toBeGreaterThan(15);
    expect(some.flatMap((pattern) => saysClosed(stateOf(pattern), false).map((rule) => `${pattern.name}: ${rule}`))).toEqual([]);
  });

  it.each([2, 3])("LU with its second neuron %i times", (copies) => {
    expect(saysClosed(rectangles(2, 2, [["01", "01"], ...Array.from({ length: copies }, () => ["1", "1"] as const)]))).toEqual([]);
  });

  it("what is left of LU when its corner is free", () => {
    expect(saysClosed(rectangles(2, 2, [["01", "01"]], ["11"]))).toEqual([]);
  });
});
