import { describe, expect, it } from "vitest";
import type { LinearEvidence } from "../../src/certificate/proof.js";
import { check } from "../../src/check/check.js";
import { decideTwoLayer } from "../../src/decide/two-layer.js";
import { Random } from "../../src/exact/random.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findDegeneration } from "../../src/rules/degeneration.js";
import { decideTwoNeurons } from "../../src/rules/two-neurons.js";
import { type ProofJson, certificate, proof } from "../support/certificates.js";
import { type RectangleDigits, digitsOf, randomRectangles, rectangleMasks, rectangles } from "../support/patterns.js";

type Evidence = LinearEvidence["degeneration"];
const find = (m: number, n: number, neurons: readonly RectangleDigits[], free: readonly string[] = []): Evidence | undefined =>
  findDegeneration(rectangles(m, n, neurons, free), new Budget(60));
const accepted = (m: number, n: number, neurons: readonly RectangleDigits[], found: ProofJson): boolean =>
  check(JSON.parse(JSON.stringify(certificate("linear", false, rectangleMasks(m, n, neurons), found)))).ok;

/** "01*02 12*1": rectangles as rows*columns. */
const read = (text: string): RectangleDigits[] => text.split(" ").map((part) => part.split("*") as [string, string]);

/** Patterns of three neurons in a 3 x 3 matrix that are not closed while those with a row or a column less are, or are open to the other rules. */
const OBSTRUCTIONS = [
  "0*0 0*0 01*01", "0*0 01*012 012*01", "0*0 01*012 012*12", "0*0 01*012 012*012", "0*0 12*012 012*012", "0*0 012*012 012*012", "0*01 01*02 02*12",
  "0*01 01*02 02*012", "0*01 01*012 02*012", "0*01 01*012 12*01", "0*01 01*012 12*012", "0*01 01*012 012*01", "0*01 01*012 012*02", "0*01 01*012 012*012",
  "0*01 12*01 012*012", "0*01 12*012 012*02", "0*01 12*012 012*012", "0*01 012*01 012*012", "0*01 012*02 012*012", "0*01 012*012 012*012",
  "0*0 01*01 01*02", "0*0 12*12 012*012", "0*01 01*02 02*02", "0*01 01*012 12*02", "0*01 12*02 012*012", "01*01 01*02 02*01", "01*01 01*02 02*012",
  "01*01 02*02 12*12", "01*01 02*02 12*012", "01*01 01*02 02*12", "01*01 02*012 012*02",
];

/** The hardest met in larger ones: few limits are out of reach, and the proof has to name unknown products. */
const HARDEST = ["0*0 01*12 02*12 12*01", "01*0123 012*012 012*013", "01*012 012*013 012*023", "012*012 013*013 0123*0123", "012*0134 012*0234 012*1234"];

describe("findDegeneration", () => {
  it.each(OBSTRUCTIONS)("proves that %s is not closed", (text) => {
    const neurons = read(text);
    const evidence = find(3, 3, neurons);
    expect(evidence).toBeDefined();
    expect(accepted(3, 3, neurons, proof("degeneration", evidence))).toBe(true);
  });

  it.each(HARDEST)("proves that %s is not closed", (text) => {
    const neurons = read(text);
    const evidence = find(4, 5, neurons);
    expect(evidence).toBeDefined();
    expect(accepted(4, 5, neurons, proof("degeneration", evidence))).toBe(true);
  });

  it("agrees with D2 on two neurons: it finds what is not closed, and nothing else", () => {
    const random = new Random(3);
    const seen = { closed: 0, not: 0 };
    while (seen.closed < 25 || seen.not < 25) {
      const state = randomRectangles(random, 4, 2, false);
      if (state.neurons.length !== 2) continue;
      const { closed } = decideTwoNeurons(state);
      seen[closed ? "closed" : "not"]++;
      const evidence = findDegeneration(state, new Budget(60), { looks: 1, curves: 400, branched: 20, states: 10 });
      expect(evidence === undefined).toBe(closed);
      if (evidence !== undefined) expect(accepted(state.m, state.n, state.neurons.map(digitsOf), proof("degeneration", evidence))).toBe(true);
    }
  });

  it("leaves out the outputs and inputs that the proof does not need", () => {
    const evidence = find(4, 4, [["01", "012"], ["1", "1"], ["23", "3"]])!;
    expect([evidence.outputs, evidence.inputs].map((list) => list.length)).toEqual([2, 2]);
    expect(accepted(4, 4, [["01", "012"], ["1", "1"], ["23", "3"]], proof("degeneration", evidence))).toBe(true);
  });

  it("leaves free entries open: LU with its corner freed", () => {
    const evidence = find(2, 2, [["01", "01"]], ["11"])!;
    expect(evidence.limit.flat().filter((value) => value === null).length).toBe(1);
    const freed = proof("free", { frozen: [{ neuron: 1, side: "rows", values: [1] }], then: proof("degeneration", evidence) });
    expect(accepted(2, 2, [["01", "01"], ["1", "1"]], freed)).toBe(true);
  });

  it("has nothing to say about patterns that other rules prove closed", () => {
    const random = new Random(8);
    for (let seen = 0; seen < 40; ) {
      const state = randomRectangles(random, 4, 4, seen % 2 === 1);
      if (state.neurons.length < 2 || decideTwoLayer(state, new Budget(60))?.closed !== true) continue;
      seen++;
      expect(findDegeneration(state, new Budget(60), { looks: 1, curves: 100, branched: 10, states: 10 })).toBeUndefined();
    }
  });

  it("is deterministic", () => {
    const neurons = read("01*01 02*02 12*12");
    expect(find(3, 3, neurons)).toEqual(find(3, 3, neurons));
  });

  it("leaves large goals alone", () => {
    expect(find(6, 6, [["012345", "012345"], ["5", "5"]])).toBeUndefined();
  });

  it("stops when the budget is spent", () => {
    expect(() => findDegeneration(rectangles(2, 2, [["01", "01"], ["1", "1"]]), new Budget(-1))).toThrow(OutOfBudget);
  });
});
