import { describe, expect, test } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { patternToJson } from "../../src/pattern/pattern.js";
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

  test.each([
    ["cut-minor", { outputs: [1, 0], inputs: [0, 1], neuron: { layer: 1, index: 0 } }, [["0", "1"], ["1", "0"]]],
    ["two-neurons", { outputs: [0, 1], inputs: [1, 0] }, [["0", "1"], ["1", "0"]]],
    ["two-neurons", { outputs: [0, 1], inputs: [2, 0, 1] }, [["1", "1", "0"], ["0", "0", "1"]]],
    ["two-neurons", { outputs: [2, 0, 1], inputs: [0, 1] }, [["1", "0"], ["1", "0"], ["0", "1"]]],
  ])("is read from a certificate of rule %s, %j, also below minors", (rule, fixed, values) => {
    const wide = patternFrom(["111", "011", "111"], ["101", "111", "011"]);
    const certificate = { ...decide(patternFrom(["1"], ["1"])).linear.certificate, pattern: patternToJson(wide) };
    const minor = (then: unknown): unknown => ({ rule: "minor", evidence: { outputs: [], inputs: [], then } });
    for (const proof of [{ rule, evidence: fixed }, minor({ rule, evidence: fixed }), minor(minor({ rule, evidence: fixed }))]) {
      const limit = limitFromJson({ ...certificate, ...(proof as object) }, wide);
      expect(limit.outputs).toEqual(fixed.outputs);
      expect(limit.inputs).toEqual(fixed.inputs);
      expect(limit.values.map((line) => line.map(String))).toEqual(values);
    }
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
    ["a rule without a limit", { ...CERTIFICATE, rule: "unique-paths", evidence: {} }, "rule: expected lu-minor, cut-minor, two-neurons or degeneration"],
    ["no evidence", { ...CERTIFICATE, evidence: null }, "evidence: expected an object"],
    ["an output out of range", { ...CERTIFICATE, evidence: { ...evidence, outputs: [0, 2] } }, "evidence.outputs[1]: expected an index from 0 to 1, found 2"],
    ["an input twice", { ...CERTIFICATE, evidence: { ...evidence, inputs: [1, 1] } }, "evidence.inputs[1]: expected every index once"],
    ["a degeneration without a limit", { ...CERTIFICATE, rule: "degeneration", evidence: { outputs: [0], inputs: [0] } }, "evidence: expected a limit"],
    ["a minor around a rule without a limit", { ...CERTIFICATE, rule: "minor", evidence: { then: { rule: "cap", evidence: {} } } }, "evidence.then.rule: expected"],
    ["a minor around nothing", { ...CERTIFICATE, rule: "minor", evidence: {} }, "evidence.then: expected a proof"],
    ["an lu-minor of three inputs", { ...CERTIFICATE, evidence: { ...evidence, inputs: [0] } }, "evidence: expected a limit, or outputs and inputs as many as the rule has, found 2 and 1"],
    ["a limit with holes in a certificate", { ...CERTIFICATE, rule: "degeneration", evidence: { ...evidence, limit: [["0", null], ["1", "0"]] } }, "evidence.limit[0][1]"],
  ])("%s is refused", (_, value, message) => {
    expect(() => limitFromJson(value, LU)).toThrow(message);
  });
});
