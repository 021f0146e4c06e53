import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { decide } from "../../src/decide/decide.js";
import { patternFromJson } from "../../src/pattern/pattern.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { DENSE, LU, LU_MINOR, PARALLEL, certificate, proof } from "../support/certificates.js";
import { patternJson } from "../support/patterns.js";

describe("finite and linear are kept apart", () => {
  it.each(["unique-paths", "generic-factor", "laminar", "laminar-components", "crossing-inputs"])("%s is no rule for finite", (rule) => {
    const json = certificate("finite", true, PARALLEL, proof(rule));
    expect(check(json)).toMatchObject({ ok: false, place: "rule" });
    expect(checkCertificate(json)).toMatchObject({ ok: false });
  });

  it("linear does not ask for biases", () => {
    const json = certificate("linear", false, LU, proof("lu-minor", LU_MINOR));
    expect(check({ ...json, pattern: { ...(json["pattern"] as object), bias: false } })).toMatchObject({ ok: true });
  });
});

describe("cube and the other properties are kept apart", () => {
  it.each(["unique-paths", "star-components", "shared-output", "laminar"])("%s is no rule for cube", (rule) => {
    const json = certificate("cube", true, PARALLEL, proof(rule));
    expect(check(json)).toMatchObject({ ok: false, place: "rule" });
    expect(checkCertificate(json)).toMatchObject({ ok: false });
  });
});

describe("the bias of a pattern", () => {
  it.each([
    ["none", false],
    ["in the first layer only", [true, false]],
    ["in the last layer only", [false, true]],
  ])("%s: decide gives no finite and no cube verdict, and no certificate passes", (_, bias) => {
    for (const masks of [LU, DENSE]) {
      const free = decide(patternFromJson(patternJson(masks)));
      const bound = decide(patternFromJson({ ...patternJson(masks), bias }));
      expect(bound.linear.closed).toBe(free.linear.closed);
      for (const property of ["finite", "cube"] as const) {
        expect(bound[property].closed).toBeNull();
        const { certificate: json } = free[property];
        if (json === null) throw new Error("the pattern with biases is decided");
        expect(check({ ...json, pattern: { ...json.pattern, bias } })).toMatchObject({ ok: false, place: "pattern.bias" });
      }
    }
  });
});

describe("what is no certificate at all", () => {
  it.each([null, undefined, 0, "", "certificate", [], {}, true, Symbol("s"), () => 1, 1n, new Map()])("case %#: refused, never thrown", (value) => {
    expect(check(value)).toMatchObject({ ok: false });
  });

  it("asks for more memory than there is: refused, never thrown", () => {
    const pattern = { format: "wellposed/pattern/1", name: "x", widths: [1 << 18, 1, 1 << 18], masks: [{ edges: [[0, 0]] }, { edges: [[0, 0]] }], bias: true };
    const full = proof("star-cover", { stars: [["output", 0]] });
    const value = { ...certificate("linear", true, LU, proof("contraction", { layers: [1, 2], full, then: proof("single-layer") })), pattern };
    expect(check(value)).toMatchObject({ ok: false, place: "evidence", reason: expect.stringContaining("too large to be checked") });
  });

  it("points at nothing but itself: refused, never thrown", () => {
    const value: Record<string, unknown> = certificate("linear", true, LU, proof("unique-paths"));
    value["evidence"] = value;
    expect(check(value)).toMatchObject({ ok: false });
    value["pattern"] = value;
    expect(check(value)).toMatchObject({ ok: false });
  });

  it("nested lists, 100000 deep, in place of every part: refused, never thrown", () => {
    let deep: unknown = [];
    for (let n = 0; n < 100_000; n++) deep = [deep];
    const good = certificate("linear", true, LU, proof("unique-paths"));
    for (const key of Object.keys(good)) expect(check({ ...good, [key]: deep })).toMatchObject({ ok: false });
  });
});
