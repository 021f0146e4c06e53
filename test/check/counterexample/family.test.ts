import { describe, expect, test } from "vitest";
import type { CounterexampleJson, FamilyJson } from "../../../src/certificate/counterexample.js";
import { checkCounterexample } from "../../../src/check/counterexample.js";
import { DENSE122, LU2, made, patternOf } from "../../support/counterexamples.js";

const { certificate } = made(patternOf(LU2));

function withFamily(change: (family: FamilyJson) => FamilyJson, from: CounterexampleJson = certificate): ReturnType<typeof checkCounterexample> {
  return checkCounterexample({ ...from, family: change(structuredClone(from.family)) });
}

describe("checkFamily", () => {
  test("accepts the family in any order", () => {
    const reversed = withFamily(({ weights, biases }) => ({ weights: weights.map((layer) => layer.toReversed()), biases: biases.map((layer) => layer.toReversed()) }));
    expect(reversed).toMatchObject({ ok: true });
  });

  test("refuses weights off the pattern, twice, or of another number of layers", () => {
    const place = (family: FamilyJson["weights"]) => withFamily((old) => ({ ...old, weights: family }));
    const [first, second] = certificate.family.weights as [FamilyJson["weights"][0], FamilyJson["weights"][0]];
    expect(place([[...first, [[1, 0], [["1", 0]]]], second])).toMatchObject({ ok: false, place: "family.weights[0][3]", reason: "an edge of the pattern expected" });
    expect(place([[...first, first[0]!], second])).toMatchObject({ ok: false, reason: "the edge occurs twice" });
    expect(place([first])).toMatchObject({ ok: false, place: "family.weights" });
    expect(place([first, [...second, [[7, 0], [["1", 0]]]]])).toMatchObject({ ok: false, reason: "an edge of the pattern expected" });
  });

  test("refuses biases where there are none, of no neuron, or twice", () => {
    expect(checkCounterexample({ ...certificate, pattern: { ...certificate.pattern, bias: [true, false] } })).toMatchObject({ ok: false, reason: "the layer has no biases" });
    expect(withFamily((old) => ({ ...old, biases: [[...old.biases[0]!, [2, [["1", 0]]]], old.biases[1]!] }))).toMatchObject({ ok: false, reason: "a neuron below 2 expected" });
    expect(withFamily((old) => ({ ...old, biases: [[...old.biases[0]!, old.biases[0]![0]!], old.biases[1]!] }))).toMatchObject({ ok: false, reason: "the neuron occurs twice" });
  });

  test("refuses another loss", () => {
    for (const loss of [[], [["1", 4]], [["103/512", 3]], [["103/512", 4], ["1", 5]]]) expect(checkCounterexample({ ...certificate, loss })).toMatchObject({ ok: false, place: "loss" });
  });

  test("refuses a loss that does not tend to 0", () => {
    // One point, its target 1: the loss is 1/2 and does not depend on eps.
    const one = { ...certificate, data: { points: [["1", "0"]], targets: [["1", "0"]] }, family: { weights: [[], []], biases: [[], []] }, loss: [["1/2", 0]] };
    expect(checkCounterexample(one)).toMatchObject({ ok: false, place: "loss", reason: "it does not tend to 0" });
  });

  test("a bias too small to keep a neuron on gives another loss", () => {
    expect(withFamily((old) => ({ ...old, biases: [old.biases[0]!.slice(1), old.biases[1]!] }))).toMatchObject({ ok: false, place: "loss" });
  });

  test("activations are those of small eps: T6 with a kink on the wrong side of a point is refused", () => {
    const finite = made(patternOf(DENSE122), "finite").certificate;
    expect(withFamily((old) => old, finite)).toMatchObject({ ok: true });
    const flipped = withFamily((old) => ({ ...old, biases: [old.biases[0]!.map(([neuron, [[c, e]]]) => [neuron, [[c.startsWith("-") ? c.slice(1) : `-${c}`, e]]]), []] }), finite);
    expect(flipped).toMatchObject({ ok: false, place: "loss" });
  });
});
