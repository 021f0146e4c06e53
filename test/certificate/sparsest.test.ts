import { describe, expect, it } from "vitest";
import { sparsestCertificateFromJson, sparsestCertificateToJson } from "../../src/certificate/sparsest.js";
import { OF_EVERY_RULE, PEAK } from "../support/sparsest.js";

const fault = (value: unknown): string => {
  try {
    sparsestCertificateFromJson(value);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("sparsest certificates", () => {
  it.each(Object.entries(OF_EVERY_RULE))("come back as they were written: %s", (_, document) => {
    expect(sparsestCertificateToJson(sparsestCertificateFromJson(document))).toEqual(document);
  });

  it("have exactly their keys, at every level and for each rule", () => {
    for (const key of Object.keys(PEAK)) {
      const { [key as "format"]: left, ...rest } = PEAK;
      expect([left === undefined, fault(rest)]).toEqual([false, expect.stringContaining(key)]);
    }
    expect(fault({ ...PEAK, extra: 0 })).toContain("extra");
    expect(fault({ ...PEAK, claim: { count: 3 } })).toContain("claim.atLeast");
    expect(fault({ ...PEAK, network: { neurons: [] } })).toContain("network.skip");
    expect(fault({ ...PEAK, supports: [{ inputs: [0] }] })).toContain("supports[0].bias");
    expect(fault({ ...PEAK, lowerBound: { rule: "witnesses" } })).toContain("lowerBound.points");
    expect(fault({ ...PEAK, lowerBound: { rule: "dual-vectors", points: [] } })).toContain("lowerBound.points");
    expect(fault({ ...PEAK, lowerBound: { rule: "enumeration", points: [] } })).toContain("lowerBound.points");
    expect(fault({ ...PEAK, lowerBound: { rule: "none", vectors: [] } })).toContain("lowerBound.vectors");
  });

  it("name the place of what is not of the form", () => {
    expect(fault(null)).toContain("an object");
    expect(fault({ ...PEAK, format: "wellposed/sparsest-certificate/2" })).toContain("format");
    expect(fault({ ...PEAK, count: "weights" })).toBe('count: expected "neurons" or "parameters", found "weights"');
    expect(fault({ ...PEAK, skip: null })).toContain("skip");
    expect(fault({ ...PEAK, points: [["2/4"]] })).toContain("points[0][0]");
    expect(fault({ ...PEAK, targets: [0] })).toContain("targets[0]");
    expect(fault({ ...PEAK, claim: { count: 3, atLeast: -1 } })).toContain("claim.atLeast");
    expect(fault({ ...PEAK, supports: {} })).toContain("supports");
    expect(fault({ ...PEAK, network: null })).toContain("network");
    expect(fault({ ...PEAK, lowerBound: null })).toContain("lowerBound");
    expect(fault({ ...PEAK, lowerBound: { rule: "trust" } })).toBe('lowerBound.rule: expected "none" or "witnesses" or "dual-vectors" or "enumeration", found "trust"');
  });
});
