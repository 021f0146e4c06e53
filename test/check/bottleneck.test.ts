import { describe, expect, test } from "vitest";
import type { Bottleneck } from "../../src/certificate/proof.js";
import { checkFirstDeterminant } from "../../src/check/bottleneck.js";
import { type Condition, Refusal } from "../../src/check/goal.js";
import { Effort } from "../../src/check/limits.js";
import { checkUnreachable } from "../../src/check/unreachable.js";
import { Rational } from "../../src/exact/rational.js";
import { select } from "../../src/pattern/layers.js";
import { fullMask, masks } from "../support/patterns.js";

const condition = (): Condition => ({
  effort: new Effort(),
  require(holds, key, reason) {
    if (!holds) throw new Refusal(key, reason);
  },
});

const numbers = (rows: readonly (readonly number[])[]): Rational[][] => rows.map((line) => line.map((value) => Rational.of(value)));
const LIMIT = numbers([[0, 1], [1, 0]]);
const part = (neurons: number[], layer = 1): Bottleneck => ({ outputs: [0, 1], inputs: [0, 1], layer, neurons });

describe("checkFirstDeterminant", () => {
  const lu = { masks: select(masks([["11", "01"], ["10", "11"]]), [0, 1], [0, 1]), outputs: [0, 1], inputs: [0, 1], limit: LIMIT };

  test("LU: one neuron makes three entries of a matrix of rank 2", () => {
    expect(() => checkFirstDeterminant(lu, part([0]), "", condition())).not.toThrow();
    // As a whole tree.
    expect(() => checkUnreachable(lu, { determinant: part([0]) }, "tree", condition())).not.toThrow();
  });

  test("refuses a neuron whose entries leave the determinant open, limits of rank 1, and too many neurons", () => {
    expect(() => checkFirstDeterminant(lu, part([1]), "", condition())).toThrow("no contradiction");
    expect(() => checkFirstDeterminant({ ...lu, limit: numbers([[0, 1], [0, 1]]) }, part([0]), "", condition())).toThrow("no contradiction");
    expect(() => checkFirstDeterminant(lu, part([0, 1]), "", condition())).toThrow("fewer than 2");
    expect(() => checkFirstDeterminant(lu, part([0], 2), "", condition())).toThrow("a layer from 1 to 1");
    expect(() => checkFirstDeterminant({ ...lu, limit: [[null, Rational.one], [Rational.one, Rational.zero]] }, part([0]), "", condition())).toThrow("no contradiction");
  });

  test("any number of paths: ten dense layers behind the detour", () => {
    // Neuron 0 of layer 1 alone joins input 0 to everything, and everything to output 0; from input 1 to output 1 there are 30^9 paths more.
    const first = ["11", ...Array.from({ length: 30 }, () => "01")];
    const block = Array.from({ length: 31 }, (_, v) => (v === 0 ? `1${"0".repeat(30)}` : `0${"1".repeat(30)}`));
    const last = [`1${"0".repeat(30)}`, "1".repeat(31)];
    const layers = [first, ...Array.from({ length: 9 }, () => block), last];
    const target = { masks: masks(layers), outputs: [0, 1], inputs: [0, 1], limit: LIMIT };
    expect(() => checkUnreachable(target, { determinant: part([0]) }, "", condition())).not.toThrow();
    expect(() => checkUnreachable(target, { entry: [0, 0], then: { determinant: part([0]) } }, "", condition())).toThrow();
  });

  test("dense layers reach everything of small rank: no neuron is a bottleneck", () => {
    const dense = { masks: [fullMask(2, 2), fullMask(2, 2)], outputs: [0, 1], inputs: [0, 1], limit: LIMIT };
    for (const v of [0, 1]) expect(() => checkFirstDeterminant(dense, part([v]), "", condition())).toThrow("no contradiction");
  });
});
