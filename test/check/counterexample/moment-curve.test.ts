import { describe, expect, test } from "vitest";
import { type CounterexampleJson, counterexampleToJson } from "../../../src/certificate/counterexample.js";
import { checkCounterexample } from "../../../src/check/counterexample.js";
import { Rational } from "../../../src/exact/rational.js";
import { Laurent } from "../../../src/exact/laurent.js";
import { readPattern } from "../../../src/formats/read.js";
import { LU2, made, patternOf } from "../../support/counterexamples.js";

const { certificate, counterexample } = made(patternOf(LU2));
type Evidence = Record<string, unknown> & { limit: string[][]; curve: string[][]; parameters: string[]; unreachable: unknown };
const evidence = certificate.evidence as Evidence;

function withEvidence(change: Partial<Evidence>, from: CounterexampleJson = certificate): ReturnType<typeof checkCounterexample> {
  return checkCounterexample({ ...from, evidence: { ...(from.evidence as Evidence), ...change } });
}

/** The document with only the points of these numbers, and the loss that goes with them. */
function onPoints(keep: (p: number) => boolean): CounterexampleJson {
  const points = counterexample.data.points.filter((_, p) => keep(p));
  // On fewer points the family has the same errors, (A_eps - A) x: those of the outputs 0 and 1 are eps^2 x_0 and 0.
  const sum = points.reduce((total, point) => total.plus(point[0]!.times(point[0]!)), Rational.zero);
  const targets = counterexample.data.targets.filter((_, p) => keep(p));
  const loss = Laurent.monomial(sum.dividedBy(Rational.of(2 * points.length)), 4);
  const smaller = counterexampleToJson({ ...counterexample, data: { points, targets }, loss });
  return { ...smaller, evidence: { ...evidence, parameters: evidence.parameters.filter((_, p) => keep(p)) } };
}

describe("checkMomentCurve", () => {
  test("accepts eleven points for LU, and refuses ten", () => {
    expect(checkCounterexample(onPoints(() => true))).toMatchObject({ ok: true });
    expect(checkCounterexample(onPoints((p) => p !== 5))).toMatchObject({ ok: false, place: "evidence.parameters", reason: "more than 10 points expected, found 10" });
  });

  test("refuses parameters that are no parameters of the points, or the same twice", () => {
    expect(withEvidence({ parameters: evidence.parameters.toReversed() })).toMatchObject({ ok: false, place: "evidence.parameters[0]" });
    expect(withEvidence({ parameters: evidence.parameters.slice(1) })).toMatchObject({ ok: false, place: "evidence.parameters" });
    expect(withEvidence({ parameters: evidence.parameters.with(1, evidence.parameters[0]!) })).toMatchObject({ ok: false, reason: "different numbers expected" });
  });

  test("refuses long numbers before it computes with them", () => {
    // On a curve of degree 40 a number of 1000 digits would grow to 40000 of them; a point of 0 lets the family pass.
    const [d, long] = [40, `${10n ** 998n + 7n}`];
    const line = (b: number): string[] => Array.from({ length: d + 1 }, (_, e) => (e === 0 ? long : e === b + 1 ? "1" : "0"));
    const numbers = Array.from({ length: d }, (_, k) => k);
    const dense = { format: "wellposed/pattern/1", name: "", widths: [d, 1, 1], masks: [["1".repeat(d)], ["1"]], bias: true };
    const points = Array.from({ length: 100 }, () => numbers.map(() => "0"));
    const result = checkCounterexample({
      ...certificate,
      pattern: dense,
      data: { points, targets: points.map(() => ["0"]) },
      family: { weights: [[], []], biases: [[], []] },
      loss: [],
      evidence: {
        ...evidence,
        outputs: [0],
        inputs: numbers,
        limit: [numbers.map(() => "0")],
        curve: numbers.map(line),
        parameters: points.map((_, p) => `${10n ** 490n + BigInt(p)}/${10n ** 490n + BigInt(2 * p + 1001)}`),
      },
    });
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining("too large") as string });
  });

  test("refuses a determinant that the prime divides", () => {
    const [p, q] = ["67108859", "1/67108859"];
    expect(withEvidence({ curve: [["0", p, "0"], ["0", "0", "1"]] })).toMatchObject({ ok: false, place: "evidence.curve", reason: expect.stringContaining("dependent") as string });
    expect(withEvidence({ curve: [["0", q, "0"], ["0", "0", "1"]] })).toMatchObject({ ok: false, place: "evidence.curve", reason: expect.stringContaining("denominators") as string });
  });

  test("refuses coordinates that do not span with 1", () => {
    expect(withEvidence({ curve: [["0", "1", "0"], ["-1", "1", "0"]] })).toMatchObject({ ok: false, reason: "the polynomials and 1 are linearly dependent" });
    expect(withEvidence({ curve: [["0", "1", "0"], ["1", "0", "0"]] })).toMatchObject({ ok: false, reason: "the polynomials and 1 are linearly dependent" });
    expect(withEvidence({ curve: [["0", "1"], ["0", "1"]] })).toMatchObject({ ok: false, place: "evidence.curve" });
    expect(withEvidence({ curve: evidence.curve.slice(1) })).toMatchObject({ ok: false, place: "evidence.curve" });
  });

  test("refuses another limit: the targets are not its values", () => {
    expect(withEvidence({ limit: [["0", "1"], ["1", "1"]] })).toMatchObject({ ok: false, place: "evidence.limit[1]" });
    expect(withEvidence({ limit: [["0", "1"]] })).toMatchObject({ ok: false, place: "evidence.limit" });
  });

  test("refuses inputs that are not all of the moving ones", () => {
    expect(checkCounterexample({ ...certificate, evidence: { ...evidence, inputs: [0], limit: [["0"], ["1"]], curve: [["0", "1"]] } })).toMatchObject({ ok: false, reason: "input 1 of point 0 is not 0" });
  });

  test("refuses a proof that is none, of layers that are none", () => {
    expect(withEvidence({ unreachable: { conflict: [0, 0] } })).toMatchObject({ ok: false });
    expect(withEvidence({ through: [0, 2] })).toMatchObject({ ok: false });
    expect(withEvidence({ through: [0, 1] })).toMatchObject({ ok: false, place: "evidence.through" });
    expect(withEvidence({ through: [1, 2] })).toMatchObject({ ok: false, place: "evidence.through" });
  });

  test("with more edges the proof must still hold", () => {
    // The missing edge of W_1 makes the second neuron reach everything: then the limit is reached.
    expect(withEvidence({ added: [[1, 1, 0]] })).toMatchObject({ ok: false, reason: "no contradiction" });
    expect(withEvidence({ added: [[3, 0, 0]] })).toMatchObject({ ok: false, place: "evidence.added[0]" });
    expect(withEvidence({ added: [[1, 0, 0]] })).toMatchObject({ ok: true });
  });

  test("layers taken together: accepted with the counts of all layers", async () => {
    const { pattern } = await readPattern("patterns/deep/deep-collision-identity.json", {});
    const deep = made(pattern).certificate;
    expect((deep.evidence as Evidence)["through"]).toEqual([0, 2, 3]);
    expect(checkCounterexample(deep)).toMatchObject({ ok: true });
    expect(withEvidence({ through: [0, 3] }, deep)).toMatchObject({ ok: false });
  });

  test("refuses a limit that is reached: the pattern's missing edge restored", () => {
    expect(checkCounterexample({ ...certificate, pattern: { ...certificate.pattern, masks: [["11", "11"], ["11", "11"]] } })).toMatchObject({ ok: false, reason: "no contradiction" });
  });
});
