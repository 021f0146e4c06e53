import { describe, expect, test } from "vitest";
import { checkCounterexample } from "../../src/check/counterexample.js";
import { counterexample } from "../../src/counterexample/counterexample.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { readPattern } from "../../src/formats/read.js";
import { maskOf } from "../../src/pattern/mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { DENSE122, LU2, lossesAt, made, patternOf } from "../support/counterexamples.js";

async function fromFile(name: string) {
  return (await readPattern(`patterns/${name}.json`, {})).pattern;
}

/** What the family does at eps = 1/1000, reckoned plainly, is what the loss polynomial says. */
function expectPlainLoss(certificate: Parameters<typeof lossesAt>[0]): void {
  const { network, polynomial } = lossesAt(certificate, Rational.of(1, 1000));
  expect(`${network}`).toBe(`${polynomial}`);
  expect(polynomial.sign).toBe(1);
}

describe("counterexamples of `linear`", () => {
  // [file, points]: d (1 + d h_1) ... (1 + d h_{L-1}) + 1 for d inputs and the hidden neurons between them and the outputs.
  test.each([
    ["lu/lu-2", 11],
    ["lu/lu-3", 11],
    ["lu/lu-4", 11],
    ["lu/ul-3", 11],
    ["lu/ul-5", 11],
    ["lu/lu-block-4", 40],
    ["width-two/two-a-corner", 11],
    ["width-two/two-a-both", 11],
    ["width-two/two-a-one-common-row", 11],
    ["width-two/two-b-collision", 22],
    ["width-two/two-b-collision-3", 22],
    ["width-two/two-c-collision", 11],
    ["deep/deep-lu-3", 71],
    ["deep/deep-lu-4", 251],
    ["deep/deep-lu-identity", 51],
    ["deep/deep-collision-identity", 211],
    ["traps/trap-no-minor-is-not-closed", 22],
    ["traps/trap-free-entry", 11],
  ])("%s: %i points, checked", async (name, points) => {
    const { certificate } = made(await fromFile(name));
    expect(certificate.data.points).toHaveLength(points);
    expect(checkCounterexample(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ ok: true });
    expectPlainLoss(certificate);
  });

  test("coordinates stay in [-1, 1], on few dyadic digits", async () => {
    const { counterexample: found } = made(await fromFile("deep/deep-lu-4"));
    for (const x of found.data.points.flat()) {
      expect(Math.abs(x.toNumber())).toBeLessThanOrEqual(1);
      expect(x.isDyadic(24)).toBe(true);
    }
  });

  test("no weights among the small integers fit the eleven points of LU", () => {
    const { counterexample: found } = made(patternOf(LU2));
    const xs = found.data.points.map((point) => point.map((x) => x.toNumber()));
    const ys = found.data.targets.map((target) => target.map((y) => y.toNumber()));
    const range = [-2, -1, 0, 1, 2];
    const relu = (z: number): number => (z > 0 ? z : 0);
    let fits = 0;
    let tried = 0;
    // Neuron 0: weights a, b and bias c; neuron 1: weight d and bias e. Output 0 is p h0 + const: it must be y0 up to a constant.
    const firsts: { h: number[]; p: number }[] = [];
    for (const a of range) for (const b of range) for (const c of range) {
      const h = xs.map(([x, y]) => relu(a * x! + b * y! + c));
      for (const p of range) {
        tried++;
        const rest = h.map((value, n) => ys[n]![0]! - p * value);
        if (rest.every((value) => value === rest[0])) firsts.push({ h, p });
      }
    }
    for (const { h } of firsts) for (const d of range) for (const e of range) for (const r of range) for (const s of range) {
      const rest = xs.map(([, y], n) => ys[n]![1]! - r * h[n]! - s * relu(d * y! + e));
      if (rest.every((value) => value === rest[0])) fits++;
    }
    expect(tried).toBe(625);
    // Output 0 alone can be fitted, so the search has something to look at.
    expect(firsts.length).toBeGreaterThan(0);
    expect(fits).toBe(0);
  });

  test("random patterns: what is not closed has a counterexample", () => {
    const random = new Random(3);
    let count = 0;
    for (let n = 0; count < 12 && n < 400; n++) {
      const depth = 2 + random.below(2);
      const widths = Array.from({ length: depth + 1 }, () => 2 + random.below(3));
      const density = 40 + random.below(50);
      const pattern = makePattern("random", Array.from({ length: depth }, (_, l) => maskOf(widths[l + 1]!, widths[l]!, () => random.below(100) < density)));
      const outcome = counterexample(pattern, { timeout: 5 });
      if (outcome.closed !== false) continue;
      count++;
      expect(outcome.counterexample, outcome.counterexample === null ? outcome.why : "").not.toBeNull();
      if (outcome.counterexample !== null) expectPlainLoss(outcome.certificate);
    }
    expect(count).toBe(12);
  });
});

describe("counterexamples of `finite`", () => {
  test.each([
    ["dense/dense-1-2-2", 5],
    ["dense/dense-2-3-2", 7],
    ["dense/dense-8-16-4", 33],
    ["lu/lu-2", 5],
    ["butterfly/fft-4", 5],
    ["deep/deep-lu-identity", 51],
  ])("%s: %i points, checked", async (name, points) => {
    const { certificate } = made(await fromFile(name), "finite");
    expect(certificate.data.points).toHaveLength(points);
    expect(checkCounterexample(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ ok: true });
    expectPlainLoss(certificate);
  });

  test("dense 1-2-2 has the five points of the theory", () => {
    const { certificate } = made(patternOf(DENSE122), "finite");
    expect(certificate.data.points).toEqual([["-2"], ["-1"], ["0"], ["1"], ["2"]]);
    const [i, j] = (certificate.evidence as { outputs: [number, number] }).outputs;
    expect(certificate.data.targets.map((target) => [target[i], target[j]])).toEqual([
      ["0", "0"],
      ["0", "0"],
      ["0", "1"],
      ["1", "2"],
      ["2", "2"],
    ]);
  });

  // Numbers of neurons that feed both outputs, only the first, only the second.
  test.each([
    [1, 0, 1],
    [2, 0, 0],
    [1, 1, 1],
    [3, 0, 0],
    [1, 0, 3],
    [2, 1, 2],
    [1, 3, 1],
    [4, 2, 3],
  ])("%i neurons of both outputs, %i and %i of one: 2 N + 1 points", (p, q1, q2) => {
    const N = p + q1 + q2;
    const line = (first: number, second: number): string => "1".repeat(p) + `${first}`.repeat(q1) + `${second}`.repeat(q2);
    const { certificate } = made(patternOf([Array.from({ length: N }, () => "1"), [line(1, 0), line(0, 1)]]), "finite");
    expect(certificate.data.points).toHaveLength(2 * N + 1);
    expectPlainLoss(certificate);
  });
});

describe("no counterexample", () => {
  test("of a closed pattern, nor of one without biases", async () => {
    expect(counterexample(await fromFile("butterfly/fft-4"))).toMatchObject({ closed: true, counterexample: null });
    expect(counterexample(await fromFile("dense/dense-3-2-1"), { property: "finite" })).toMatchObject({ closed: true, counterexample: null });
    const outcome = counterexample(await fromFile("dead/lu-2-no-bias"));
    expect(outcome).toMatchObject({ closed: null, counterexample: null });
    expect(outcome.counterexample === null && outcome.why).toContain("free biases");
  });
});
