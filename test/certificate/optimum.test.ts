import { describe, expect, it } from "vitest";
import { optimumCertificateFromJson, optimumCertificateToJson } from "../../src/certificate/optimum.js";
import { BY_HAND, OF_EVERY_KIND } from "../support/optimum.js";

const fault = (value: unknown): string => {
  try {
    optimumCertificateFromJson(value);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("optimum certificates", () => {
  it.each(Object.entries(OF_EVERY_KIND))("come back as they were written: %s", (_, document) => {
    expect(optimumCertificateToJson(optimumCertificateFromJson(document))).toEqual(document);
  });

  it("have exactly their keys, at every level and for each model", () => {
    for (const key of Object.keys(BY_HAND)) {
      const { [key as "format"]: left, ...rest } = BY_HAND;
      expect([left === undefined, fault(rest)]).toEqual([false, expect.stringContaining(key)]);
    }
    expect(fault({ ...BY_HAND, extra: 0 })).toContain("extra");
    expect(fault({ ...BY_HAND, model: "gated" })).toContain("supports[0].gates[0].plus: expected only the keys active, point");
    expect(fault({ ...BY_HAND, neurons: [{ gate: [0, 0], weights: ["1"], output: "1" }] })).toContain("neurons[0].gate");
    const gated = OF_EVERY_KIND["gated"]!;
    expect(fault({ ...gated, neurons: gated.neurons.map(({ weights, output }) => ({ weights, output })) })).toContain("neurons[0].gate");
  });

  it("name the place of what is not of the form", () => {
    expect(fault(null)).toContain("an object");
    expect(fault({ ...BY_HAND, format: "wellposed/optimum-certificate/2" })).toContain("format");
    expect(fault({ ...BY_HAND, loss: "hinge" })).toBe('loss: expected "squared" or "logistic", found "hinge"');
    expect(fault({ ...BY_HAND, scaling: 1 })).toContain("scaling");
    expect(fault({ ...BY_HAND, lambda: 0.5 })).toContain("lambda");
    expect(fault({ ...BY_HAND, dual: ["1/1"] })).toContain("dual[0]");
    expect(fault({ ...BY_HAND, complete: "true" })).toContain("complete");
    expect(fault({ ...BY_HAND, supports: [{ columns: [0], gates: [{ ...BY_HAND.supports[0]!.gates[0], active: "2" }] }] })).toContain("supports[0].gates[0].active");
  });
});
