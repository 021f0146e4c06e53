import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import type { Property } from "../../src/certificate/proof.js";
import { decide } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import { Judge, representativeOf } from "../../src/library/judge.js";
import { patternForm } from "../../src/pattern/layered-canonical.js";
import { makePattern, patternFromJson } from "../../src/pattern/pattern.js";
import { masks, patternJson, randomMasks } from "../support/patterns.js";

const PROPERTIES: readonly Property[] = ["linear", "finite", "cube"];

describe("Judge", () => {
  it("says of every pattern what decide says of it", () => {
    const random = new Random(1);
    const judge = new Judge();
    let known = 0;
    for (let n = 0; n < 400; n++) {
      const layers = randomMasks(random, 1 + (n % 3), 3);
      const pattern = makePattern("x", layers, { bias: layers.map(() => n % 7 !== 0) });
      const judged = judge.judge(pattern);
      const decided = decide(pattern);
      for (const property of PROPERTIES) expect(judged.verdicts[property].closed).toBe(decided[property].closed);
      expect(judged.dense).toBe(decided.finite.dense);
      if (judged.known) known++;
    }
    expect(known).toBeGreaterThan(100);
    expect(judge.size).toBe(400 - known);
  });

  it("hands out certificates about the representative, for new classes", () => {
    const judge = new Judge({ certificates: true });
    const pattern = patternFromJson(patternJson([["110", "010"], ["10", "11"]]));
    const { form, verdicts, certificates } = judge.judge(pattern);
    expect(verdicts.linear).toEqual({ closed: false, rule: "lu-minor" });
    for (const property of PROPERTIES) {
      const result = check(certificates![property]);
      expect(result.ok).toBe(true);
      if (result.ok) expect(patternForm(result.certificate.pattern).key).toBe(form.key);
    }
    expect(representativeOf(pattern, form).widths).toEqual([2, 2, 2]);
    const again = judge.judge(patternFromJson(patternJson([["10", "11"], ["11", "01"]])));
    expect(again.known).toBe(true);
    expect(again.certificates).toBeUndefined();
    expect(again.verdicts).toEqual(verdicts);
  });

  it("forgets the oldest classes when it may not remember more", () => {
    const judge = new Judge({ memory: 1 });
    const [one, other] = [makePattern("one", masks([["1"], ["1"]])), makePattern("other", masks([["11"], ["1"]]))];
    expect([one, one, other, other, one].map((pattern) => judge.judge(pattern).known)).toEqual([false, true, false, true, false]);
    expect(judge.size).toBe(1);
    expect(new Judge({ memory: 0 }).judge(one).known).toBe(false);
  });
});
