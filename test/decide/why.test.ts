import { describe, expect, it } from "vitest";
import { certificateFromJson } from "../../src/certificate/certificate.js";
import { whyDecided, whyOpen } from "../../src/decide/why.js";
import { type Pattern, makePattern } from "../../src/pattern/pattern.js";
import { maskOf } from "../../src/pattern/mask.js";
import { LU, certificate, proof } from "../support/certificates.js";
import { masks, rectangleMasks } from "../support/patterns.js";

const goal = { rows: 2, columns: 2, neurons: [[[0, 1], [0, 1]], [[1], [1]]], free: [] };
const minor = proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] });
const use = (lemma: number): unknown => proof("use", { lemma, rows: [0, 1], columns: [0, 1], transposed: false });
const why = (...given: Parameters<typeof certificate>): string => whyDecided(certificateFromJson(certificate(...given)));

describe("whyDecided", () => {
  it("sees through lemmas to what decides, also through one that rests on another", () => {
    const lemmas = [{ goal, closed: false, proof: minor }, { goal, closed: false, proof: use(0) }];
    const text = why("linear", false, LU, proof("lemmas", { lemmas, then: use(1) }));
    expect(text).toMatch(/^The same as another part of the proof.*form \(a\) \(D2\)\.$/);
  });

  it("names the rules behind lemmas for parts that are closed", () => {
    const single = { rows: 1, columns: 1, neurons: [[[0], [0]]], free: [] };
    const lemmas = [{ goal: single, closed: true, proof: proof("one-neuron") }];
    const part = (x: number): unknown => proof("use", { lemma: 0, rows: [x], columns: [x], transposed: true });
    const text = why("linear", true, rectangleMasks(2, 2, [["0", "0"], ["1", "1"]]), proof("lemmas", { lemmas, then: proof("split", { parts: [part(0), part(1)] }) }));
    expect(text).toBe("2 independent parts, each closed (one-neuron).");
  });

  it("sees them behind the help of others", () => {
    const lemmas = [{ goal, closed: false, proof: minor }];
    const assisted = proof("assisted-free", { frozen: [], freed: [{ neuron: 1, side: "rows" }], trees: [], then: use(0) });
    expect(why("linear", false, LU, proof("lemmas", { lemmas, then: assisted }))).toMatch(/form \(a\) \(D2\)\.$/);
  });

  it("sees through them below the linear counterpart", () => {
    const lemmas = [{ goal, closed: false, proof: minor }];
    expect(why("finite", false, LU, proof("linear-counterpart", { linear: proof("lemmas", { lemmas, then: use(0) }) }))).toMatch(/form \(a\)/);
  });
});

describe("whyOpen", () => {
  const pattern = makePattern("any", masks([["11", "11"], ["11", "11"]]));

  it("says that there is no LU or cut minor where the scan was through before the time was over, and only there", () => {
    expect(whyOpen(pattern, "linear", { ended: "time", uncrossed: true })).toMatch(/^Undecided: the time limit .*; the scan for LU and cut minors \(N1, N1'\) was complete: there is none\.$/);
    expect(whyOpen(pattern, "linear", { ended: "memory", uncrossed: true })).toMatch(/rules that come after .*there is none/);
    for (const ended of ["time", "memory"] as const) expect(whyOpen(pattern, "linear", { ended, uncrossed: false })).not.toMatch(/minor/);
    expect(whyOpen(pattern, "linear", { uncrossed: true })).toMatch(/no LU or cut minor exists/);
  });
});

describe("whyOpen", () => {
  const pattern = (hidden: number): Pattern => makePattern("test", [maskOf(hidden, 3, () => true), maskOf(3, hidden, () => true)]);

  it("says of two layers which small minors were looked for to the end", () => {
    const complete = whyOpen(pattern(6), "linear", { uncrossed: true, shortened: new Set() });
    expect(complete).toMatch(/no minor of two neurons on 2 x 3 or 3 x 2 entries exists \(D2\), none of the known obstructions of three and four neurons in one part exists/);
    const shortened = whyOpen(pattern(6), "linear", { uncrossed: true, shortened: new Set(["2x3 minors", "obstructions"] as const) });
    expect(shortened).toMatch(/found before that search reached its limit \(D2\), the search for the known obstructions of three and four neurons reached its limit/);
  });

  it("claims neither of deeper patterns, nor of those that the search for obstructions is not for", () => {
    const deep = makePattern("test", [maskOf(6, 3, () => true), maskOf(6, 6, () => true), maskOf(3, 6, () => true)]);
    expect(whyOpen(deep, "linear", { uncrossed: true })).not.toMatch(/2 x 3/);
    expect(whyOpen(pattern(4), "linear", { uncrossed: true })).not.toMatch(/three and four neurons/);
  });
});
