import { describe, expect, it } from "vitest";
import type { Property } from "../../src/certificate/proof.js";
import { check } from "../../src/check/check.js";
import { decide } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import { Decider } from "../../src/library/decider.js";
import { maskOf } from "../../src/pattern/mask.js";
import { type Pattern, makePattern } from "../../src/pattern/pattern.js";
import { randomMasks } from "../support/patterns.js";

const PROPERTIES: readonly Property[] = ["linear", "finite", "cube"];

/** Small ones of two layers, some with dead neurons, and others that are not of that kind. */
function drawn(seed: number, count: number): Pattern[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, n) => {
    if (n % 8 === 0) return makePattern("deep", randomMasks(random, n % 16 === 0 ? 3 : 1, 3));
    const [inputs, hidden, outputs] = [2 + random.below(3), 2 + random.below(3), 2 + random.below(2)];
    const density = 3 + random.below(6);
    const mask = (rows: number, cols: number) => maskOf(rows, cols, () => random.below(10) < density);
    const bias = [true, n % 11 !== 0];
    return makePattern("small", [mask(hidden, inputs), mask(outputs, hidden)], { bias });
  });
}

describe("Decider", () => {
  it("says what decide says, or more", () => {
    const decider = new Decider();
    const verdicts = new Map<boolean | null, number>();
    for (const pattern of drawn(1, 300)) {
      const brief = decider.decide(pattern);
      const decided = decide(pattern);
      for (const property of PROPERTIES) {
        const { closed } = decided[property];
        if (closed !== null) expect(brief[property]!.closed).toBe(closed);
        expect(brief[property]!.rule === null).toBe(brief[property]!.closed === null);
        expect(brief[property]!.certificate).toBeUndefined();
      }
      verdicts.set(decided.linear.closed, (verdicts.get(decided.linear.closed) ?? 0) + 1);
    }
    expect(verdicts.get(true)).toBeGreaterThan(25);
    expect(verdicts.get(false)).toBeGreaterThan(25);
  });

  it("gives the same verdicts with certificates, which the checker accepts and which are about the pattern", () => {
    const [plain, certified] = [new Decider(), new Decider({ certificates: true })];
    for (const pattern of drawn(2, 300)) {
      const brief = plain.decide(pattern);
      const proved = certified.decide(pattern);
      for (const property of PROPERTIES) {
        const { closed, rule, certificate } = proved[property]!;
        expect({ closed, rule }).toEqual(brief[property]);
        if (closed === null) expect(certificate).toBeUndefined();
        else {
          const result = check(JSON.parse(JSON.stringify(certificate)));
          expect(result.ok && result.certificate.closed === closed && result.certificate.property === property).toBe(true);
          expect(certificate!.pattern.widths).toEqual(pattern.widths);
        }
      }
    }
  });

  it("keeps to the property that is asked for", () => {
    const all = new Decider();
    for (const property of PROPERTIES) {
      const decider = new Decider({ property });
      for (const pattern of drawn(3, 60)) expect(decider.decide(pattern)).toEqual({ [property]: all.decide(pattern)[property] });
    }
  });

  it("says when the time has ended a search", () => {
    const hard = makePattern("hard", [maskOf(4, 4, (h, j) => h !== j), maskOf(4, 4, (i, h) => i !== h || i === 0)]);
    const { linear, finite } = new Decider({ timeout: 0 }).decide(hard);
    expect(linear).toEqual({ closed: null, rule: null, ended: "time" });
    expect(finite!.closed).not.toBeNull();
  });
});
