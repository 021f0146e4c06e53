import { describe, expect, test } from "vitest";
import type { CounterexampleJson } from "../../../src/certificate/counterexample.js";
import { checkCounterexample } from "../../../src/check/counterexample.js";
import { DENSE122, made, patternOf } from "../../support/counterexamples.js";

const { certificate } = made(patternOf(DENSE122), "finite");
const evidence = certificate.evidence as { neuron: number; outputs: [number, number]; other: number };

function withEvidence(change: Partial<typeof evidence>, from: CounterexampleJson = certificate): ReturnType<typeof checkCounterexample> {
  return checkCounterexample({ ...from, evidence: { ...(from.evidence as typeof evidence), ...change } });
}

describe("checkSecondDifferences", () => {
  test("accepts the five points of dense 1-2-2, whichever of its neurons are named", () => {
    expect(withEvidence({})).toMatchObject({ ok: true });
    expect(withEvidence({ neuron: evidence.other, other: evidence.neuron })).toMatchObject({ ok: true });
  });

  test("refuses the outputs in the other order: their targets are others", () => {
    expect(withEvidence({ outputs: [evidence.outputs[1], evidence.outputs[0]] })).toMatchObject({ ok: false, reason: expect.stringContaining("expected as its target") });
  });

  test("refuses neurons and outputs that do not overlap as they must", () => {
    expect(withEvidence({ other: evidence.neuron })).toMatchObject({ ok: false, place: "evidence.other" });
    expect(withEvidence({ neuron: 2 })).toMatchObject({ ok: false, place: "evidence.neuron" });
    expect(withEvidence({ outputs: [0, 0] })).toMatchObject({ ok: false, place: "evidence.neuron" });
    // A star: neuron 0 feeds output 0 only.
    const star = { ...certificate, pattern: { ...certificate.pattern, masks: [["1", "1"], ["11", "01"]] } };
    expect(checkCounterexample(star).ok).toBe(false);
  });

  test("counts the neurons anew: with one more the five points are too few", () => {
    const wider = { ...certificate, pattern: { ...certificate.pattern, widths: [1, 3, 2], masks: [["1", "1", "1"], ["111", "111"]] } };
    expect(checkCounterexample(wider)).toMatchObject({ ok: false, reason: "7 points expected, found 5" });
    // Dead neurons do not count.
    const dead = { ...certificate, pattern: { ...certificate.pattern, widths: [1, 3, 2], masks: [["1", "1", "0"], ["111", "111"]] } };
    expect(checkCounterexample(dead)).toMatchObject({ ok: true });
  });

  test("refuses three layers", () => {
    const deep = {
      ...certificate,
      pattern: { ...certificate.pattern, widths: [1, 2, 2, 2], masks: [["1", "1"], ["11", "11"], ["10", "01"]] },
      family: { weights: [...certificate.family.weights, [[[0, 0], [["1", 0]]], [[1, 1], [["1", 0]]]]], biases: [...certificate.family.biases, []] },
    };
    expect(checkCounterexample(deep)).toMatchObject({ ok: false, reason: "a rule for two layers, the pattern has 3" });
  });
});
