import { describe, expect, it } from "vitest";
import { type InterpolationJson, interpolationToJson } from "../../src/certificate/interpolation.js";
import { checkInterpolation } from "../../src/check/interpolation.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { distinctPoints } from "../../src/pattern/features.js";
import { makePattern, patternFromJson } from "../../src/pattern/pattern.js";
import { Budget } from "../../src/rules/budget.js";
import { findInterpolation } from "../../src/rules/interpolation.js";
import { randomPoints } from "../support/interpolation.js";
import { mutants } from "../support/mutate.js";
import { masks } from "../support/patterns.js";
import type { Json } from "../support/pool.js";

/** One input at 0, 1, 2; neurons with kinks at 0 and 1: the features (0, 0), (1, 0), (2, 1) and the constant have rank 3. */
const BY_HAND: InterpolationJson = {
  format: "wellposed/interpolation/1",
  pattern: { format: "wellposed/pattern/1", name: "", widths: [1, 2, 1], masks: [["1", "1"], ["11"]], bias: true },
  points: [["0"], ["1"], ["2"]],
  hidden: [{ weights: [[[0, 0], "1"], [[1, 0], "1"]], biases: [[1, "-1"]] }],
};
const changed = (change: (copy: InterpolationJson) => void): InterpolationJson => {
  const copy = structuredClone(BY_HAND);
  change(copy);
  return copy;
};
const refusal = (value: unknown): { place: string; reason: string } => {
  const result = checkInterpolation(value);
  expect(result.ok).toBe(false);
  return result as { ok: false; place: string; reason: string };
};

/** The rank of the features over the rationals, by plain forward passes and elimination. */
function ranks({ pattern: json, points, hidden }: InterpolationJson): number[] {
  const { masks: layers, widths, bias } = patternFromJson(json);
  const q = (text: string): Rational => Rational.parse(text)!;
  const features = points.map((point) =>
    hidden.reduce<Rational[]>(
      (below, { weights, biases }, l) => {
        const sums = Array.from({ length: widths[l + 1]! }, () => Rational.zero);
        for (const [[h, k], weight] of weights) sums[h] = sums[h]!.plus(q(weight).times(below[k]!));
        for (const [h, own] of biases) sums[h] = sums[h]!.plus(q(own));
        return sums.map((sum) => (sum.sign > 0 ? sum : Rational.zero));
      },
      point.map(q),
    ),
  );
  const last = layers.at(-1)!;
  return Array.from({ length: last.rows }, (_, i) => {
    const feeding = Array.from(last.index.subarray(last.start[i], last.start[i + 1]));
    let rows = features.map((line) => [...feeding.map((h) => line[h]!), ...(bias.at(-1)! ? [Rational.one] : [])]);
    let rank = 0;
    for (let c = 0; c < feeding.length + 1; c++) {
      const pivot = rows.find((line) => line[c] !== undefined && !line[c]!.isZero);
      if (pivot === undefined) continue;
      rank++;
      rows = rows.filter((line) => line !== pivot).map((line) => line.map((x, e) => x.minus(pivot[e]!.times(line[c]!.dividedBy(pivot[c]!)))));
    }
    return rank;
  });
}

describe("checkInterpolation", () => {
  it("accepts features of full rank, also at points that come twice", () => {
    expect(checkInterpolation(BY_HAND)).toMatchObject({ ok: true });
    expect(checkInterpolation(changed((copy) => copy.points.push(["1"])))).toMatchObject({ ok: true });
    expect(ranks(BY_HAND)).toEqual([3]);
  });

  it("refuses features of less rank, and more points than features", () => {
    expect(refusal(changed((copy) => (copy.hidden[0]!.biases = [])))).toMatchObject({ place: "hidden", reason: expect.stringContaining("rank 2") as string });
    expect(refusal(changed((copy) => copy.points.push(["3"])))).toMatchObject({ place: "hidden", reason: "output 0 has 3 features for 4 different points" });
  });

  it("refuses what does not belong to the network", () => {
    expect(refusal(changed((copy) => copy.hidden[0]!.weights.push([[2, 0], "1"]))).place).toBe("hidden[0].weights[2]");
    expect(refusal(changed((copy) => copy.hidden[0]!.weights.push([[1, 0], "1"]))).place).toBe("hidden[0].weights[2]");
    expect(refusal(changed((copy) => (copy.hidden[0]!.weights[0]![1] = "1/2")))).toMatchObject({ place: "hidden[0].weights[0]", reason: "an integer expected" });
    expect(refusal(changed((copy) => (copy.pattern.masks = [["1", "0"], ["11"]]))).place).toBe("hidden[0].weights[1]");
    expect(refusal(changed((copy) => (copy.pattern.bias = [false, true]))).place).toBe("hidden[0].biases");
    expect(refusal(changed((copy) => copy.hidden[0]!.biases.push([0, "1"]))).place).toBe("hidden[0].biases[1]");
    expect(refusal(changed((copy) => copy.hidden.push({ weights: [], biases: [] }))).place).toBe("hidden");
    expect(refusal(changed((copy) => copy.points[0]!.push("1"))).place).toBe("points[0]");
    expect(refusal(changed((copy) => (copy.points = []))).place).toBe("points");
  });

  it("refuses what is no such document, without throwing", () => {
    for (const value of [null, 1, "text", [], {}, { ...BY_HAND, more: 1 }, { ...BY_HAND, format: "wellposed/certificate/1" }, { ...BY_HAND, points: [[0]] }]) {
      expect(checkInterpolation(value).ok).toBe(false);
    }
  });

  it("refuses denominators that would take too much work", () => {
    const points = Array.from({ length: 3000 }, (_, p) => [`1/${10n ** 40n + BigInt(2 * p + 1)}`]);
    expect(refusal({ ...BY_HAND, points })).toMatchObject({ place: "points", reason: expect.stringContaining("denominator") as string });
  });

  it("refuses wide layers at many points: every neuron has a value at each", () => {
    const edge = { edges: [[0, 0]] as [number, number][] };
    const pattern = { ...BY_HAND.pattern, widths: [1, 4194304, 1], masks: [edge, edge] };
    const points = Array.from({ length: 60 }, (_, p) => [`${p}`]);
    expect(refusal({ ...BY_HAND, pattern, points, hidden: [{ weights: [], biases: [] }] }).reason).toContain("too large");
  });

  it("of a document with anything changed says yes only where the ranks over the rationals say so", () => {
    let accepted = 0;
    for (const { value } of mutants(JSON.parse(JSON.stringify(BY_HAND)) as Json, [], [])) {
      if (!checkInterpolation(value).ok) continue;
      accepted++;
      const document = value as unknown as InterpolationJson;
      const pattern = patternFromJson(document.pattern);
      const different = distinctPoints(pattern.masks, document.points.map((point) => point.map((x) => Rational.parse(x)!)));
      expect(ranks(document)).toEqual(different.map((points) => points.length));
    }
    expect(accepted).toBeGreaterThan(0);
  });

  it("is right about random networks: accepted means full rank over the rationals for every output", () => {
    const random = new Random(8);
    let found = 0;
    for (let n = 0; n < 40; n++) {
      const pattern = n % 2 === 0 ? patternFromNotation("12*12 1*12 2*1 12*2 1*2 2*1") : makePattern("deep", masks([["110", "011", "111", "101"], ["1101", "0111", "1011"], ["111", "011"]]));
      const points = randomPoints(random, 2 + random.below(4), pattern.widths[0]!);
      const result = findInterpolation(pattern, points, n, new Budget(20));
      if (result.found === undefined) continue;
      found++;
      const document = interpolationToJson(result.found);
      expect(checkInterpolation(JSON.parse(JSON.stringify(document)))).toMatchObject({ ok: true });
      expect(ranks(document)).toEqual(distinctPoints(pattern.masks, points).map((different) => different.length));
    }
    expect(found).toBeGreaterThan(20);
  });
});
