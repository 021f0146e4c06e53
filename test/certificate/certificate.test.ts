import { describe, expect, it } from "vitest";
import { CERTIFICATE_FORMAT, certificateFromJson, certificateToJson } from "../../src/certificate/certificate.js";
import { Fault } from "../../src/pattern/fault.js";
import { LU, LU_MINOR, certificate, proof } from "../support/certificates.js";

const GOOD = certificate("linear", false, LU, proof("lu-minor", LU_MINOR));

function placeOfFault(value: unknown): string {
  try {
    certificateFromJson(value);
  } catch (error) {
    if (error instanceof Fault) return error.place;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("reading a certificate", () => {
  it("gives pattern, property, claim and proof", () => {
    const read = certificateFromJson(GOOD);
    expect(read).toMatchObject({ property: "linear", closed: false, proof: { rule: "lu-minor", evidence: LU_MINOR } });
    expect(read.pattern.widths).toEqual([2, 2, 2]);
  });

  it("does not ask whether the proof holds", () => {
    expect(certificateFromJson({ ...GOOD, closed: true }).closed).toBe(true);
  });

  it("gives back what was written", () => {
    const json = certificateToJson(certificateFromJson(GOOD));
    expect(json).toEqual(GOOD);
    expect(certificateToJson(certificateFromJson(JSON.parse(JSON.stringify(json))))).toEqual(json);
  });

  it("writes of the pattern only what the proof is about", () => {
    const pattern = { ...(GOOD["pattern"] as object), about: "x", tags: ["y"], source: "z", expected: { linear: true } };
    expect(Object.keys(certificateToJson(certificateFromJson({ ...GOOD, pattern })).pattern).sort()).toEqual(["bias", "format", "masks", "name", "widths"]);
  });

  it("carries the format's name", () => {
    expect(CERTIFICATE_FORMAT).toBe("wellposed/certificate/1");
  });
});

describe("what is not a certificate is refused with its place", () => {
  const without = (key: string): unknown => Object.fromEntries(Object.entries(GOOD).filter(([name]) => name !== key));

  it.each(Object.keys(GOOD))("without the key %s", (key) => {
    expect(placeOfFault(without(key))).toBe(key);
  });

  it.each<[string, unknown, string]>([
    ["null", null, ""],
    ["a list", [GOOD], ""],
    ["a string", JSON.stringify(GOOD), ""],
    ["a key too many", { ...GOOD, comment: "x" }, "comment"],
    ["a key in other case", { ...GOOD, Closed: true }, "Closed"],
    ["an own key __proto__", JSON.parse(`${JSON.stringify(GOOD).slice(0, -1)},"__proto__":{}}`), "__proto__"],
    ["the next format", { ...GOOD, format: "wellposed/certificate/2" }, "format"],
    ["the format of patterns", { ...GOOD, format: "wellposed/pattern/1" }, "format"],
    ["a format that is no string", { ...GOOD, format: 1 }, "format"],
    ["an unknown property", { ...GOOD, property: "compact" }, "property"],
    ["a property in other case", { ...GOOD, property: "Linear" }, "property"],
    ["a claim as a string", { ...GOOD, closed: "false" }, "closed"],
    ["a claim of null", { ...GOOD, closed: null }, "closed"],
    ["a claim as a number", { ...GOOD, closed: 0 }, "closed"],
    ["a broken pattern", { ...GOOD, pattern: { ...(GOOD["pattern"] as object), masks: [["11", "01"], ["10", "1x"]] } }, "pattern.masks[1][1], character 1"],
    ["no pattern", { ...GOOD, pattern: null }, "pattern"],
    ["an unknown rule", { ...GOOD, rule: "obvious" }, "rule"],
    ["a rule that every object has by inheritance", { ...GOOD, rule: "toString" }, "rule"],
    ["a rule named by a list", { ...GOOD, rule: ["lu-minor"] }, "rule"],
    ["a rule of another property", { ...GOOD, rule: "star-components", evidence: {} }, "rule"],
    ["a linear rule for finite", { ...GOOD, property: "finite" }, "rule"],
    ["evidence of null", { ...GOOD, evidence: null }, "evidence"],
  ])("%s", (_, value, place) => {
    expect(placeOfFault(value)).toBe(place);
  });

  it("names the wrong format before anything else that is wrong", () => {
    expect(placeOfFault({ format: "wellposed/certificate/2", more: 1 })).toBe("format");
  });
});
