import { describe, expect, it } from "vitest";
import { checkProof } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import { pruneDead } from "../../src/pattern/live.js";
import { type Mask, has, maskOf } from "../../src/pattern/mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findTwinMinor } from "../../src/rules/twin-minor.js";
import { masksFrom } from "../decide/build.js";
import { shuffled } from "../support/patterns.js";

const budget = (): Budget => new Budget(60);
const find = (masks: readonly Mask[]) => findTwinMinor(masks[0]!, masks[1]!, budget());

function expectFound(masks: readonly Mask[]): void {
  const proof = find(masks);
  expect(proof).toMatchObject({ rule: "minor", evidence: { then: { rule: "block-minor" } } });
  checkProof({ pattern: makePattern("test", masks), property: "linear", closed: false, proof: proof! });
}

/** Each entry of both masks becomes a block, of these many inputs, hidden neurons and outputs; all in random order. */
function blown(random: Random, [first, second]: readonly Mask[], inputs: number, hidden: number, outputs: number): Mask[] {
  const [k, h, i] = [shuffled(random, first!.cols * inputs), shuffled(random, first!.rows * hidden), shuffled(random, second!.rows * outputs)];
  const block = (order: readonly number[], at: number, size: number): number => Math.floor(order[at]! / size);
  return [
    maskOf(h.length, k.length, (a, b) => has(first!, block(h, a, hidden), block(k, b, inputs))),
    maskOf(i.length, h.length, (a, b) => has(second!, block(i, a, outputs), block(h, b, hidden))),
  ];
}

const LU = masksFrom(["11", "01"], ["10", "11"]);

describe("twin minor", () => {
  it("is found in LU blown up to blocks, where these are as wide as there are twins", () => {
    const random = new Random(41);
    for (let size = 2; size <= 6; size++) expectFound(blown(random, LU, size, size, size));
  });

  it("is found with one output and as many others as there are twins, and the other way round", () => {
    const random = new Random(42);
    // t twins on 1 + t outputs and t + 1 inputs, of which one output and one input are shared with another neuron.
    for (let t = 2; t <= 5; t++) {
      const twins = (rows: number, cols: number): string[] => Array.from({ length: rows }, () => "1".repeat(cols));
      const shape = [[...twins(t, t + 1), `${"0".repeat(t)}1`], twins(t + 1, t).map((line, i) => `${line}${i < t ? 1 : 0}`)];
      expectFound(blown(random, masksFrom(...shape), 1, 1, 1));
      // Outputs and inputs exchanged.
      const [first, second] = masksFrom(...shape);
      expectFound([maskOf(second!.cols, second!.rows, (h, i) => has(second!, i, h)), maskOf(first!.cols, first!.rows, (k, h) => has(first!, h, k))]);
    }
  });

  it("is found in block-sparse masks, and what is found in random masks of twins is accepted", () => {
    const random = new Random(43);
    let found = 0;
    for (let drawn = 0; drawn < 60; drawn++) {
      const sparse = (rows: number, cols: number): Mask => maskOf(rows, cols, () => random.below(10) < 3);
      const masks = pruneDead(blown(random, pruneDead([sparse(6, 5), sparse(5, 6)]), 1 + random.below(4), 1 + random.below(4), 1 + random.below(4)));
      if (masks[0]!.index.length === 0 || find(masks) === undefined) continue;
      expectFound(masks);
      found++;
    }
    expect(found).toBeGreaterThan(10);
    expectFound(blown(random, pruneDead([maskOf(32, 32, () => random.below(10) < 1), maskOf(32, 32, () => random.below(10) < 1)]), 16, 16, 16));
  });

  it("is not found where blocks are narrower than the twins are many", () => {
    // Two outputs and two inputs of each kind, four twins: a + b - 1 is at most 3.
    expect(find(blown(new Random(44), LU, 2, 4, 2))).toBeUndefined();
  });

  it("is not found where another neuron fills the blocks, where no lines cross, and without twins", () => {
    const random = new Random(45);
    expect(find(blown(random, masksFrom(["11", "01", "11"], ["101", "111"]), 3, 3, 3))).toBeUndefined();
    expect(find(blown(random, masksFrom(["11", "11"], ["10", "01"]), 3, 3, 3))).toBeUndefined();
    expect(find(LU)).toBeUndefined();
  });

  it("stops when the budget is spent", () => {
    const [first, second] = blown(new Random(46), LU, 3, 3, 3);
    expect(() => findTwinMinor(first!, second!, new Budget(-1))).toThrow(OutOfBudget);
  });
});
