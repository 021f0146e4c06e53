import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import type { CertificateJson } from "../../src/certificate/certificate.js";
import { type Pattern, makePattern, patternToJson } from "../../src/pattern/pattern.js";
import { decide } from "../../src/decide/decide.js";
import { decideOneNeuron } from "../../src/rules/one-neuron.js";
import { Budget } from "../../src/rules/budget.js";
import { findCap } from "../../src/rules/cap.js";
import { chainDescents } from "../../src/rules/chain-descent.js";
import { freeSteps } from "../../src/rules/free.js";
import { findLaminar } from "../../src/rules/laminar.js";
import { type RectangleList, masksFrom, patternFrom, rectangles, twoLayers } from "./build.js";

/**
 * Ways to a wrong verdict that an adversarial reading of the theory found, each as a pattern (docs/theory.md, traps). Rows and columns count from 0.
 */
const LU: RectangleList = [[[0, 1], [0, 1]], [[1], [1]]];

const linear = (pattern: Pattern): boolean | null => decide(pattern).linear.closed;
const three = (pattern: Pattern): (boolean | null)[] => {
  const { linear: counterpart, finite, cube } = decide(pattern);
  return [counterpart.closed, finite.closed, cube.closed];
};

describe("free entries against cap, chain descent and laminar", () => {
  // After neuron 1 of LU has become free, both rows have class {0}: capping to one row would say closed.
  const left = [...freeSteps(rectangles(2, 2, LU), new Budget(Infinity))][0]!.state;

  it("LU keeps its corner free after its second neuron is gone", () => {
    expect(left).toEqual(rectangles(2, 2, [[[0, 1], [0, 1]]], [[1, 1]]));
  });

  it("none of the three applies to what is left of LU", () => {
    expect([findCap(left), [...chainDescents(left)], findLaminar(left)]).toEqual([undefined, [], undefined]);
  });

  it("what is left of LU is not closed", () => {
    expect(decideOneNeuron(left).closed).toBe(false);
  });

  it.each([2, 3, 4])("LU with each row and column %i times is not closed", (copies) => {
    const times = (list: readonly number[]): number[] => list.flatMap((x) => Array.from({ length: copies }, (_, c) => x * copies + c));
    expect(linear(twoLayers(2 * copies, 2 * copies, LU.map(([rows, cols]) => [times(rows), times(cols)])))).toBe(false);
  });

  it.each(["cap", "chain-descent"])("a certificate that applies %s to free entries is refused", (rule) => {
    const one = { rule: "one-neuron", evidence: {} };
    const evidence = rule === "cap" ? { side: "rows", deleted: [1], then: one } : { side: "rows", chain: [0, 1], cases: [{ deleted: 1, then: one }] };
    const certificate = {
      format: "wellposed/certificate/1",
      pattern: patternToJson(twoLayers(2, 2, LU)),
      property: "linear",
      closed: true,
      rule: "free",
      evidence: { frozen: [{ neuron: 1, side: "rows", values: [1] }], then: { rule, evidence } },
    };
    expect(check(certificate)).toMatchObject({ ok: false, reason: expect.stringContaining("free entries") });
  });
});

describe("surplus neurons", () => {
  it.each([2, 3, 4])("LU with its second neuron %i times is not closed", (copies) => {
    expect(linear(twoLayers(2, 2, [LU[0]!, ...Array.from({ length: copies }, () => LU[1]!)]))).toBe(false);
  });

  it("LU with its first neuron twice is closed: it reaches every matrix", () => {
    expect(linear(twoLayers(2, 2, [LU[0]!, ...LU]))).toBe(true);
  });

  it("one rectangle is closed however often it stands there", () => {
    for (const copies of [1, 2, 3, 5]) {
      expect(linear(twoLayers(3, 3, Array.from({ length: copies }, (): [number[], number[]] => [[0, 1, 2], [0, 1, 2]]))), `${copies}`).toBe(true);
    }
  });

  it("a collision is not cured by a copy of the one-column neuron's class elsewhere", () => {
    // D2 (b) on rows 0, 1; the third neuron touches row 2 only.
    expect(linear(twoLayers(3, 3, [[[0, 1], [0, 2]], [[0, 1], [1, 2]], [[2], [0, 1, 2]]]))).toBe(false);
  });
});

describe("chains", () => {
  it("equal columns under rows that are no chain are closed, but not by the laminar rule", () => {
    const neurons: RectangleList = [[[0, 1, 2], [0, 1]], [[0, 1, 3], [0, 1]], [[0, 1], [0, 1]]];
    expect(findLaminar(rectangles(4, 2, neurons))).toBeUndefined();
    expect(linear(twoLayers(4, 2, neurons))).not.toBe(false);
  });

  it("two singletons under one large set are laminar, although they are no chain", () => {
    expect(three(twoLayers(2, 3, [[[0, 1], [0]], [[0, 1], [1]], [[0, 1], [0, 1, 2]]]))).toEqual([true, false, true]);
  });
});

describe("full dimension is no proof of not closed, nor of closed", () => {
  it("LU fills all dimensions and is not closed", () => {
    expect(linear(twoLayers(2, 2, LU))).toBe(false);
  });

  it("LU with the other rows in its second neuron fills all dimensions and is closed", () => {
    expect(linear(patternFrom(["11", "11"], ["10", "11"]))).toBe(true);
  });
});

describe("dead neurons in T6 and T7", () => {
  it("a hidden neuron without inputs does not share an output", () => {
    expect(three(patternFrom(["11", "00"], ["11", "11"]))).toEqual([true, true, true]);
  });

  it("a live second neuron does", () => {
    expect(three(patternFrom(["11", "10"], ["11", "11"]))[1]).toBe(false);
  });

  it("a hidden neuron without inputs does not join two components", () => {
    // Neurons 0 and 1 with an output each; neuron 2 feeds both outputs but nothing feeds it.
    expect(three(patternFrom(["10", "01", "00"], ["101", "011"]))).toEqual([true, true, true]);
  });

  it("a hidden neuron without inputs does not make a component incomplete", () => {
    // Neurons 0, 1 cross on outputs 0, 1; the dead neuron 2 feeds output 0 only.
    expect(three(patternFrom(["110", "011", "000"], ["111", "110"]))[2]).toBe(false);
  });

  it("an output fed by a dead neuron alone is no second output", () => {
    expect(three(patternFrom(["110", "011", "000"], ["110", "001"]))).toEqual([true, true, true]);
  });

  it("an output fed by nothing is no second output", () => {
    expect(three(patternFrom(["11", "11"], ["11", "00"]))).toEqual([true, true, true]);
  });

  it("a pattern without any live path is closed in all three senses", () => {
    expect(three(patternFrom(["00", "00"], ["11", "11"]))).toEqual([true, true, true]);
  });
});

describe("T6: kinks that can be shared or moved", () => {
  it("the dense network with one input, two hidden neurons and two outputs is not closed on finite data", () => {
    expect(three(patternFrom(["1", "1"], ["11", "11"]))).toEqual([true, false, true]);
  });

  it("a neuron for both outputs and one for each is not closed on finite data", () => {
    expect(decide(patternFrom(["1", "1", "1"], ["110", "101"])).finite.closed).toBe(false);
  });

  it("one neuron for all outputs is closed", () => {
    expect(decide(patternFrom(["11"], ["1", "1", "1"])).finite.closed).toBe(true);
  });

  it("a defect of the dense network too is reported as one", () => {
    expect(decide(patternFrom(["1", "1"], ["11", "11"])).finite.dense).toBe(false);
  });
});

describe("T7: crossing inputs", () => {
  it("a third neuron that sees everything does not repair two that cross, although a flipped kink repairs some targets", () => {
    expect(three(patternFrom(["101", "011", "111"], ["111", "111"]))).toEqual([true, false, false]);
  });

  it("is judged per component: a scalar component may cross", () => {
    // Neurons 0, 1 cross and feed output 0 only; neuron 2 feeds outputs 1 and 2.
    expect(three(patternFrom(["110", "011", "111"], ["110", "001", "001"]))).toEqual([true, true, true]);
  });

  it("is judged per component: two that cross in different components do not cross", () => {
    expect(decide(patternFrom(["110", "011"], ["10", "10", "01", "01"])).cube.closed).toBe(true);
  });

  it("is judged per component: one that crosses with two outputs decides", () => {
    expect(decide(patternFrom(["110", "011", "111"], ["110", "110", "001"])).cube.closed).toBe(false);
  });

  it("says nothing when a neuron of the component misses an output", () => {
    expect(decide(patternFrom(["11", "11"], ["10", "11"])).cube.closed).toBeNull();
  });
});

describe("layers without free biases", () => {
  const dense = masksFrom(["11", "11"], ["11", "11"]);

  it.each([
    ["no layer", [false, false]],
    ["the first layer only", [true, false]],
    ["the last layer only", [false, true]],
  ])("free biases in %s leave only linear decided", (_, bias) => {
    expect(three(makePattern("test", dense, { bias }))).toEqual([true, null, null]);
  });

  it("hide even a counterpart that is not closed from finite and cube", () => {
    expect(three({ ...twoLayers(2, 2, LU), bias: [false, true] })).toEqual([false, null, null]);
  });

  it("hide one layer too", () => {
    expect(three(makePattern("test", masksFrom(["11"]), { bias: [false] }))).toEqual([true, null, null]);
  });

  it("refuse a certificate that forgets about them", () => {
    const { certificate } = decide(patternFrom(["11", "11"], ["11", "11"])).finite;
    expect(check(certificate).ok).toBe(true);
    const without: CertificateJson = { ...certificate!, pattern: { ...certificate!.pattern, bias: false } };
    expect(check(without)).toMatchObject({ ok: false, place: "pattern.bias" });
  });
});

describe("two hidden layers or more", () => {
  const DENSE = ["11", "11"];
  const IDENTITY = ["10", "01"];

  it.each([
    ["dense", patternFrom(DENSE, DENSE, DENSE)],
    ["dense and identity, which contraction takes to one layer", patternFrom(DENSE, IDENTITY, IDENTITY)],
    ["one hidden neuron in each layer", patternFrom(["11"], ["1"], ["1", "1"])],
    ["one output", patternFrom(DENSE, DENSE, ["11"])],
    ["nothing live", patternFrom(["00", "00"], DENSE, DENSE)],
  ])("leave finite and cube open when linear is closed: %s", (_, pattern) => {
    expect(three(pattern)).toEqual([true, null, null]);
  });

  it.each([
    ["LU and identity", patternFrom(["11", "01"], ["10", "11"], IDENTITY)],
    ["identity and LU", patternFrom(IDENTITY, ["11", "01"], ["10", "11"])],
  ])("have finite and cube not closed when linear is not: %s", (_, pattern) => {
    expect(three(pattern)).toEqual([false, false, false]);
  });

  it("LU below a sum is closed: what fails in some layers need not fail in all", () => {
    expect(linear(patternFrom(["11", "01"], ["10", "11"], ["11"]))).toBe(true);
  });

  it("the collision of width two survives an identity layer or is left open, but is never closed", () => {
    const [first, second] = [["101", "011"], DENSE];
    expect(linear(patternFrom(first, second))).toBe(false);
    expect(linear(patternFrom(first, second, IDENTITY))).not.toBe(true);
    expect(linear(patternFrom(first, IDENTITY, second))).not.toBe(true);
  });
});

describe("dead hidden neurons before live ones", () => {
  // Each needs a degeneration, which numbers hidden neurons as its goal does: dead ones count on masks, not on rectangles.
  const neurons: RectangleList = [[[0, 1], [1, 2]], [[0, 2], [1, 2]], [[1, 2], [0, 1]]];

  it("do not hide a limit out of reach", () => {
    const plain = decide(twoLayers(3, 3, neurons)).linear;
    expect([plain.closed, plain.certificate?.rule]).toEqual([false, "degeneration"]);
    const { closed, certificate } = decide(twoLayers(3, 3, [[[], [0]], ...neurons])).linear;
    expect(closed).toBe(false);
    expect(check(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ ok: true });
  });

  it("nor when they belong to another component", () => {
    expect(linear(twoLayers(4, 4, [[[3], [3]], ...neurons]))).toBe(false);
  });
});
