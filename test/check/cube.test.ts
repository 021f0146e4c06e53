import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { DENSE, LU, LU_MINOR, NO_PATH, PARALLEL, type Refused, certificate, proof, ruleCases } from "../support/certificates.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { rectangleMasks } from "../support/patterns.js";

const ONE = [["11", "01"]];
const NO_BIAS = { bias: false };
const SOME_BIAS = { bias: [false, true] };
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed: boolean, pattern?: Record<string, unknown>): Refused => ({
  name,
  masks,
  closed,
  evidence,
  place,
  ...(pattern === undefined ? {} : { pattern }),
});

ruleCases(
  "single-layer",
  "cube",
  [{ name: "one layer", masks: ONE, closed: true, evidence: {} }],
  [
    refused("two layers", PARALLEL, {}, "evidence", true),
    refused("the claim not closed", ONE, {}, "evidence", false),
    refused("a layer without biases", ONE, {}, "pattern.bias", true, NO_BIAS),
  ],
);

/** Two outputs, supports {0, 2} and {1, 2}: they cross. */
const CROSSING = rectangleMasks(2, 3, [["01", "02"], ["01", "12"]]);

ruleCases(
  "laminar-components",
  "cube",
  [
    { name: "the dense network", masks: DENSE, closed: true, evidence: {} },
    { name: "one output, whatever the supports", masks: rectangleMasks(1, 3, [["0", "01"], ["0", "12"]]), closed: true, evidence: {} },
    { name: "nested and disjoint supports", masks: rectangleMasks(2, 4, [["01", "0123"], ["01", "01"], ["01", "2"]]), closed: true, evidence: {} },
    { name: "crossing supports in different components", masks: rectangleMasks(4, 3, [["01", "01"], ["23", "12"]]), closed: true, evidence: {} },
    { name: "crossing supports where one neuron is dead", masks: [["110", "011", "000"], ["101", "101"]], closed: true, evidence: {} },
    { name: "no path at all", masks: NO_PATH, closed: true, evidence: {} },
  ],
  [
    refused("crossing supports", CROSSING, {}, "evidence", true),
    refused("a component that is not complete, although nested", LU, {}, "evidence", true),
    refused("the first and the third support cross", rectangleMasks(2, 3, [["01", "01"], ["01", "0"], ["01", "12"]]), {}, "evidence", true),
    refused("a good component beside a crossing one", rectangleMasks(3, 4, [["2", "3"], ["01", "02"], ["01", "12"]]), {}, "evidence", true),
    refused("one layer", ONE, {}, "evidence", true),
    refused("three layers", [["1"], ["1"], ["1"]], {}, "evidence", true),
    refused("the claim not closed", DENSE, {}, "evidence", false),
    refused("layers without biases", DENSE, {}, "pattern.bias", true, NO_BIAS),
    refused("one layer without biases", DENSE, {}, "pattern.bias", true, SOME_BIAS),
  ],
);

const cross = (neurons: number[], inputs: number[]): unknown => ({ neurons, inputs });

ruleCases(
  "crossing-inputs",
  "cube",
  [
    { name: "two neurons that cross", masks: CROSSING, closed: false, evidence: cross([0, 1], [0, 1, 2]) },
    { name: "the neurons in the other order", masks: CROSSING, closed: false, evidence: cross([1, 0], [1, 0, 2]) },
    // The case for which generic kinks are no proof: a third neuron {0, 1, 2} on both outputs. The verdict stands on the corrected proof.
    { name: "a third neuron over both", masks: rectangleMasks(2, 3, [["01", "02"], ["01", "12"], ["01", "012"]]), closed: false, evidence: cross([0, 1], [0, 1, 2]) },
    { name: "one component of several", masks: rectangleMasks(4, 4, [["2", "3"], ["01", "02"], ["01", "12"], ["3", "0"]]), closed: false, evidence: cross([1, 2], [0, 1, 2]) },
  ],
  [
    refused("one neuron twice", CROSSING, cross([0, 0], [0, 1, 2]), "evidence.neurons", false),
    refused("a neuron that does not exist", CROSSING, cross([0, 2], [0, 1, 2]), "evidence.neurons", false),
    refused("a dead neuron", [["101", "011", "000"], ["111", "111"]], cross([0, 2], [0, 1, 2]), "evidence.neurons", false),
    refused("neurons of different components", rectangleMasks(4, 3, [["01", "02"], ["23", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.neurons", false),
    refused("one output: closed whatever the supports", rectangleMasks(1, 3, [["0", "02"], ["0", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.neurons", false),
    refused("a component that is not complete", rectangleMasks(3, 3, [["01", "02"], ["12", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.neurons", false),
    refused("a second output that dead neurons only feed", [["101", "011", "000"], ["110", "001"]], cross([0, 1], [0, 1, 2]), "evidence.neurons", false),
    refused("the first input of both", CROSSING, cross([0, 1], [2, 1, 2]), "evidence.inputs[0]", false),
    refused("the second input of the first neuron", CROSSING, cross([0, 1], [0, 0, 2]), "evidence.inputs[1]", false),
    refused("the third input of one only", CROSSING, cross([0, 1], [0, 1, 1]), "evidence.inputs[2]", false),
    refused("nested supports", rectangleMasks(2, 3, [["01", "012"], ["01", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.inputs[1]", false),
    refused("disjoint supports", rectangleMasks(2, 3, [["01", "0"], ["01", "12"]]), cross([0, 1], [0, 1, 2]), "evidence.inputs[2]", false),
    refused("an input that does not exist", CROSSING, cross([0, 1], [3, 1, 2]), "evidence.inputs[0]", false),
    refused("three layers", [["101", "011"], ["10", "01"], ["11", "11"]], cross([0, 1], [0, 1, 2]), "evidence", false),
    refused("one layer", ONE, cross([0, 1], [0, 1, 2]), "evidence", false),
    refused("the claim closed", CROSSING, cross([0, 1], [0, 1, 2]), "evidence", true),
    refused("layers without biases", CROSSING, cross([0, 1], [0, 1, 2]), "pattern.bias", false, NO_BIAS),
  ],
);

const lu = proof("lu-minor", LU_MINOR);

ruleCases(
  "linear-counterpart",
  "cube",
  [
    { name: "LU", masks: LU, closed: false, evidence: { linear: lu } },
    { name: "three layers", masks: [["10", "01"], ...LU], closed: false, evidence: { linear: proof("lu-minor", { ...LU_MINOR, neuron: { layer: 2, index: 0 } }) } },
  ],
  [
    refused("the claim closed", LU, { linear: lu }, "evidence", true),
    refused("a counterpart that is closed, closed claimed", DENSE, { linear: proof("generic-factor", { free: "first", paths: [[[0, 0], [1, 1]], [[0, 0], [1, 1]]] }) }, "evidence", true),
    refused("a minor that is not there", DENSE, { linear: lu }, "evidence.linear.evidence", false),
    refused("a rule of cube below it", CROSSING, { linear: proof("crossing-inputs", cross([0, 1], [0, 1, 2])) }, "evidence.linear.rule", false),
    refused("layers without biases", LU, { linear: lu }, "pattern.bias", false, NO_BIAS),
  ],
);

describe("cube and the other properties are kept apart", () => {
  it.each(["unique-paths", "star-components", "shared-output", "laminar"])("%s is no rule for cube", (rule) => {
    const json = certificate("cube", true, PARALLEL, proof(rule));
    expect(check(json)).toMatchObject({ ok: false, place: "rule" });
    expect(checkCertificate(json)).toMatchObject({ ok: false });
  });
});
