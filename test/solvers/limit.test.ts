import { describe, expect, test } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { limitFromJson } from "../../src/solvers/limit.js";
import { patternFrom } from "../decide/build.js";

const LU = patternFrom(["11", "01"], ["10", "11"]);
const CERTIFICATE = decide(LU).linear.certificate!;
const read = (value: unknown): unknown => {
  const { outputs, inputs, values } = limitFromJson(value, LU);
  return { outputs, inputs, values: values.map((line) => line.map((entry) => entry?.toString() ?? null)) };
};

describe("a limit", () => {
  test("is read from a matrix of rational strings", () => {
    expect(read([["0", "-1/2"], [null, "12345678901234567890"]])).toEqual({
      outputs: [0, 1],
      inputs: [0, 1],
      values: [["0", "-1/2"], [null, "12345678901234567890"]],
    });
  });

  test("is read from a certificate of rule lu-minor", () => {
    expect(CERTIFICATE.rule).toBe("lu-minor");
    expect(read({ ...CERTIFICATE, evidence: { outputs: [1, 0], inputs: [0, 1], neuron: { layer: 1, index: 0 } } })).toEqual({
      outputs: [1, 0],
      inputs: [0, 1],
      values: [["0", "1"], ["1", "0"]],
    });
  });

  test("is read from a certificate of rule degeneration", () => {
    const evidence = { outputs: [0, 1], inputs: [1], limit: [["1"], ["-2/3"]], weights: [], unreachable: {} };
    expect(read({ ...CERTIFICATE, rule: "degeneration", evidence })).toEqual({ outputs: [0, 1], inputs: [1], values: [["1"], ["-2/3"]] });
  });

  const evidence = { outputs: [0, 1], inputs: [0, 1], limit: [["0", "1"], ["1", "0"]] };
  test.each<[string, unknown, string]>([
    ["no matrix", "x", "expected a matrix of rational strings, or a certificate"],
    ["too few rows", [["0", "1"]], "expected 2 rows, one for each output, found 1"],
    ["a short row", [["0", "1"], ["0"]], "[1]: expected 2 values, one for each input, found 1"],
    ["a number", [["0", 1], ["0", "0"]], '[0][1]: expected a string "p" or "p/q" in lowest terms, or null, found 1'],
    ["a decimal", [["0.5", "1"], ["0", "0"]], '[0][0]: expected a string "p" or "p/q"'],
    ["a fraction that can be reduced", [["2/4", "1"], ["0", "0"]], "in lowest terms"],
    ["a denominator 0", [["1/0", "1"], ["0", "0"]], "in lowest terms"],
    ["endless digits", [["1".repeat(3000), "1"], ["0", "0"]], "in lowest terms"],
    ["another format", { format: "x" }, "format: expected"],
    ["a certificate of another pattern", decide(patternFrom(["11", "11"], ["10", "01"])).linear.certificate, "pattern: expected the pattern that is exported"],
    ["a rule without a limit", { ...CERTIFICATE, rule: "unique-paths", evidence: {} }, "rule: expected lu-minor or degeneration"],
    ["no evidence", { ...CERTIFICATE, evidence: null }, "evidence: expected an object"],
    ["an output out of range", { ...CERTIFICATE, evidence: { ...evidence, outputs: [0, 2] } }, "evidence.outputs[1]: expected an index from 0 to 1, found 2"],
    ["an input twice", { ...CERTIFICATE, evidence: { ...evidence, inputs: [1, 1] } }, "evidence.inputs[1]: expected every index once"],
    ["an lu-minor of three inputs", { ...CERTIFICATE, evidence: { ...evidence, inputs: [0] } }, "evidence.inputs: expected two inputs"],
    ["a limit with holes in a certificate", { ...CERTIFICATE, rule: "degeneration", evidence: { ...evidence, limit: [["0", null], ["1", "0"]] } }, "evidence.limit[0][1]"],
  ])("%s is refused", (_, value, message) => {
    expect(() => limitFromJson(value, LU)).toThrow(message);
  });
});
