/** Proofs told in steps: numbers of layers and neurons as in the pattern, the deciding step marked, long proofs shortened. */
import { describe, expect, it } from "vitest";
import { certificateFromJson } from "../../../src/certificate/certificate.js";
import type { Proof } from "../../../src/certificate/proof.js";
import { check } from "../../../src/check/check.js";
import { type Derivation, derive } from "../../../src/report/explain/derivation.js";
import { certificate } from "../../support/certificates.js";
import { type MaskStrings, masks } from "../../support/patterns.js";
import { handMade } from "../../support/pool.js";

/** Derives a proof that the checker has accepted, as `decide` does. */
function derived(layers: MaskStrings, proof: Proof, closed: boolean): Derivation {
  expect(check(certificate("linear", closed, layers, proof))).toMatchObject({ ok: true });
  return derive(masks(layers), proof, closed);
}

const LU: MaskStrings = [["11", "01"], ["10", "11"]];
const LU_MINOR: Proof = { rule: "lu-minor", evidence: { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } } };

describe("derive", () => {
  it("tells a minor with its numbers and its limit", () => {
    const { steps, obstruction } = derived(LU, LU_MINOR, false);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ number: 1, depth: 0, rule: "lu-minor", decides: true });
    expect(steps[0]!.text).toContain("all through neuron 0 of layer 1; from input 1 to output 1 there are 2 paths");
    expect(obstruction).toMatchObject({ outputs: [0, 1], inputs: [0, 1], limit: [[0, 1], [1, 0]] });
    expect(obstruction!.unreachable).toContain("A[1,0] = 1 needs a nonzero way from input 0 to neuron 0 of layer 1");
  });

  it("sorts outputs and inputs of the obstruction, with the limit", () => {
    // The same pattern counted backwards: i = 1, j = 0, k = 1, l = 0, so A[1,1] and A[0,0] are the zeros.
    const backwards: MaskStrings = [["10", "11"], ["11", "01"]];
    const { obstruction } = derived(backwards, { rule: "lu-minor", evidence: { outputs: [1, 0], inputs: [1, 0], neuron: { layer: 1, index: 1 } } }, false);
    expect(obstruction).toMatchObject({ outputs: [0, 1], inputs: [0, 1], limit: [[0, 1], [1, 0]] });
    const inputsOnly: MaskStrings = [["11", "10"], ["10", "11"]];
    const swapped = derived(inputsOnly, { rule: "lu-minor", evidence: { outputs: [0, 1], inputs: [1, 0], neuron: { layer: 1, index: 0 } } }, false);
    expect(swapped.obstruction).toMatchObject({ inputs: [0, 1], limit: [[1, 0], [0, 1]] });
  });

  it("names the pattern's layer after a contraction", () => {
    // Layers 1 and 2 reach everything on the support 11 / 01; with layer 3 that is LU.
    const layers: MaskStrings = [["11", "11", "01"], ["110", "001"], ["10", "11"]];
    const full: Proof = { rule: "generic-factor", evidence: { free: "first", paths: [[[0, 0]], [[0, 0], [2, 1]]] } };
    const { steps, obstruction } = derived(layers, { rule: "contraction", evidence: { layers: [1, 2], full, then: LU_MINOR } }, false);
    expect(steps.map(({ rule, depth, decides }) => [rule, depth, decides])).toEqual([
      ["contraction", 0, false],
      ["generic-factor", 1, false],
      ["lu-minor", 0, true],
    ]);
    expect(steps[0]!.text).toContain("Layers 1 to 2 together reach every matrix on their joint support of 3 entries");
    expect(steps[1]!.text).toMatch(/^On layers 1 to 2 alone: /);
    expect(steps[2]!.text).toContain("With merged layers counted as one, exactly one path leads");
    expect(steps[2]!.text).toContain("neuron 0 of layer 2");
    expect(obstruction!.unreachable).toContain("neuron 0 of layer 2");
  });

  it("names hidden neurons by the pattern's numbers after neurons, pieces and rows have gone", () => {
    // Hidden neuron 0 is dead and neuron 1 a single entry; neurons 2 and 3 are the LU pattern on outputs 1, 2 and inputs 1, 2.
    const layers: MaskStrings = [["111", "100", "011", "001"], ["0100", "0010", "0011"]];
    const proof: Proof = {
      rule: "split",
      evidence: { part: 1, then: { rule: "two-neurons", evidence: { outputs: [2, 1], inputs: [2, 1] } } },
    };
    const { steps, obstruction } = derived(layers, proof, false);
    expect(steps[0]!.text).toContain("2 parts. One that is not closed decides: part 2.");
    expect(steps[1]!.text).toBe("Neurons 2 and 3 are left, with output 2 and input 2 in common, and neuron 2 has output 1 and input 1 to itself: form (a), an LU minor.");
    expect(obstruction).toMatchObject({ outputs: [1, 2], inputs: [1, 2], limit: [[0, 1], [1, 0]] });
  });

  it("follows neurons through free and split down to one that is left", () => {
    // Neuron 1 is one entry: it becomes free, and neuron 0 is left with a hole.
    const proof: Proof = {
      rule: "free",
      evidence: { frozen: [{ neuron: 0, side: "rows", values: [1] }], then: { rule: "one-neuron", evidence: { outputs: [0, 1], inputs: [0, 1] } } },
    };
    const { steps, obstruction } = derived([["01", "11"], ["01", "11"]], proof, false);
    expect(steps[0]!.text).toContain("Hold the outgoing weights of neuron 0 at fixed integers");
    expect(steps[0]!.text).toContain("1 neuron is left");
    expect(steps[1]!.text).toBe("Neuron 1 is left alone. It makes the entries A[0,0], A[0,1] and A[1,0], while A[1,1] is free through other neurons: an LU minor.");
    expect(obstruction!.unreachable).toContain("to neuron 1,");
  });

  it("opens a depth for each of several parts, and marks the leaf of each", () => {
    const identity: MaskStrings = [["10", "01"], ["10", "01"]];
    const unique: Proof = { rule: "unique-paths", evidence: {} };
    const { steps, obstruction } = derived(identity, { rule: "components", evidence: { parts: [unique, unique] } }, true);
    expect(steps.map(({ number, depth, decides }) => [number, depth, decides])).toEqual([
      [1, 0, false],
      [2, 1, true],
      [3, 1, true],
    ]);
    expect(steps[2]!.text).toMatch(/^Part 2 of 2 \(input 1 and output 1\): No input/);
    expect(obstruction).toBeNull();
  });

  it("tells the first of many parts and counts the others by rule", () => {
    const n = 9;
    const identity = Array.from({ length: n }, (_, i) => "0".repeat(i) + "1" + "0".repeat(n - 1 - i));
    const unique: Proof = { rule: "unique-paths", evidence: {} };
    const { steps } = derived([identity, identity], { rule: "components", evidence: { parts: Array.from({ length: n }, () => unique) } }, true);
    expect(steps).toHaveLength(5);
    expect(steps[4]).toEqual({ number: null, depth: 1, rule: null, decides: false, text: "Parts 4 to 9 are settled in the same way, by unique-paths (6 times)." });
  });

  it("leaves out the middle of a long proof, never its end", () => {
    const nested = Array.from({ length: 50 }).reduce<Proof>((then) => ({ rule: "minor", evidence: { outputs: [0, 1], inputs: [0, 1], then } }), LU_MINOR);
    const { steps, obstruction } = derived(LU, nested, false);
    expect(steps).toHaveLength(31);
    expect(steps[24]).toMatchObject({ number: null, text: "(21 steps of the same kinds are left out here.)" });
    expect(steps[30]).toMatchObject({ number: 51, rule: "lu-minor", decides: true });
    expect(obstruction).not.toBeNull();
  });
});

/** The hand-made proofs that use lemmas, told. */
const told = (closed: boolean): Derivation[] =>
  handMade()
    .filter((json) => json["rule"] === "lemmas" && json["closed"] === closed)
    .map((json) => certificateFromJson(json))
    .map(({ pattern, proof }) => derive(pattern.masks, proof as Proof, closed));

describe("lemmas in a derivation", () => {
  it("are told after the steps that use them, each once, with numbers of their own", () => {
    const [{ steps }] = told(true) as [Derivation];
    expect(steps.map(({ rule }) => rule)).toEqual(["lemmas", "split", "use", "use", "free", "split"]);
    expect(steps[0]!.text).toBe("1 question that comes up below is settled once, as a lemma with numbers of its own.");
    expect(steps[3]!.text).toMatch(/^Part 2 of 2: With other numbers .*, and outputs and inputs exchanged, this is lemma 0\.$/);
    expect(steps[4]!.text).toMatch(/^Lemma 0 \(neurons 0, 1 and 2 of its own\): /);
  });

  it("give no deciding part, since their numbers are not the pattern's", () => {
    const [{ steps, obstruction }] = told(false) as [Derivation];
    expect(steps.at(-1)!.text).toMatch(/this is lemma 0\.$/);
    expect(obstruction).toBeNull();
  });
});
