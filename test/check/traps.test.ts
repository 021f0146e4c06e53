import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { decide } from "../../src/decide/decide.js";
import { patternFromJson } from "../../src/pattern/pattern.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { LU, NO_PATH, type ProofJson, certificate, proof } from "../support/certificates.js";
import { type MaskStrings, patternJson, rectangleMasks } from "../support/patterns.js";

/** Everything that could be tried by hand as a proof of "closed" on a two-layer goal of at most `neurons` neurons, three steps deep. */
function* attempts(neurons: number, depth: number): Generator<ProofJson> {
  yield proof("linear-space");
  yield proof("one-neuron");
  yield proof("two-neurons");
  yield proof("laminar", { common: "rows" });
  yield proof("laminar", { common: "columns" });
  if (depth === 0) return;
  for (const then of attempts(neurons, depth - 1)) {
    yield proof("split", { parts: [then] });
    yield proof("split", { parts: [then, then] });
    for (const side of ["rows", "columns"]) {
      for (const list of [[0], [1], [0, 1]]) yield proof("cap", { side, deleted: list, then });
      for (const cases of [[0], [1], [0, 1]]) {
        yield proof("chain-descent", { side, chain: [0, 1], cases: cases.map((deleted) => ({ deleted, then })) });
      }
    }
    for (let set = 1; set < 1 << neurons; set++) {
      const list = Array.from({ length: neurons }, (_, k) => k).filter((k) => (set >> k) & 1);
      for (const side of ["rows", "columns"]) {
        for (const lengths of [1, 2]) {
          // Values of neuron 0 have length 2 (both sides of 01*01), those of the small neurons 1.
          const frozen = list.map((neuron) => ({ neuron, side, values: (neuron === 0 && lengths === 2 ? [1, 2] : [3]) }));
          yield proof("free", { frozen, then });
        }
      }
    }
  }
}

const bothRefuse = (masks: MaskStrings, closed: boolean, given: ProofJson): boolean =>
  !check(certificate("linear", closed, masks, given)).ok && !checkCertificate(certificate("linear", closed, masks, given)).ok;

describe("patterns that tempt a rule into a wrong verdict", () => {
  const SURPLUS = rectangleMasks(2, 2, [["01", "01"], ["1", "1"], ["1", "1"]]);

  it.each([
    ["LU", LU, 2],
    ["LU with its second neuron doubled", SURPLUS, 3],
  ] as const)("%s: no proof of closed passes, whatever is put together", (_, masks, neurons) => {
    let tried = 0;
    for (const given of attempts(neurons, 2)) {
      tried++;
      if (!bothRefuse(masks as MaskStrings, true, given)) expect(given).toBe("refused");
    }
    expect(tried).toBeGreaterThan(1000);
  });

  it("LU with its second neuron doubled is called not closed", () => {
    expect(decide(patternFromJson(patternJson(SURPLUS))).linear.closed).toBe(false);
  });

  it("three rectangles that only parallel vectors would serve are not called not closed", () => {
    // 123*12, 124*12, 12*12 of the theory's partial case: all 4 x 2 matrices of rank at most two, that is all.
    const masks = rectangleMasks(4, 2, [["012", "01"], ["013", "01"], ["01", "01"]]);
    expect(decide(patternFromJson(patternJson(masks))).linear.closed).toBe(true);
  });
});

describe("patterns without any path", () => {
  it.each([
    ["one layer", [["00"]]],
    ["two layers", NO_PATH],
    ["three layers, cut in the middle", [["11"], ["0", "0"], ["11"]]],
  ] as const)("%s: closed in every sense, and never not closed", (_, given) => {
    const masks = given as unknown as MaskStrings;
    const verdicts = decide(patternFromJson(patternJson(masks)));
    expect(verdicts.linear.closed).toBe(true);
    for (const property of ["finite", "cube"] as const) expect(verdicts[property].closed).not.toBe(false);
  });
});
