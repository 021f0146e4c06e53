import { beforeEach, describe, expect, it } from "vitest";
import type { Proof } from "../../src/certificate/proof.js";
import { Refusal } from "../../src/check/goal.js";
import { Ledger } from "../../src/check/ledger.js";
import { Fault } from "../../src/pattern/fault.js";
import { rectangles } from "../decide/build.js";

const LU = rectangles(2, 2, [[[0, 1], [0, 1]], [[1], [1]]]);
const LAMINAR = rectangles(2, 2, [[[0, 1], [0, 1]], [[0, 1], [1]]]);
/** The same, transposed, rows exchanged, in a larger matrix. */
const TURNED = rectangles(4, 3, [[[3], [0, 2]], [[1, 3], [0, 2]]]);

const laminar: Proof = { rule: "laminar", evidence: { common: "rows" } };
const notClosed: Proof = { rule: "two-neurons", evidence: { outputs: [1, 0], inputs: [1, 0] } };
const use = (lemma: number): Proof => ({ rule: "use", evidence: { lemma, rows: [1, 3], columns: [0, 2], transposed: true } });

describe("Ledger", () => {
  let ledger: Ledger;
  beforeEach(() => {
    ledger = new Ledger();
  });

  it("enters what is proved, and numbers it from 0", () => {
    expect(ledger.size).toBe(0);
    expect(ledger.enter(LAMINAR, true, laminar)).toBe(0);
    expect(ledger.enter(LU, false, notClosed)).toBe(1);
    expect(ledger.size).toBe(2);
  });

  it("lets a proof use a statement entered before, renumbered and transposed", () => {
    const lemma = ledger.enter(LAMINAR, true, laminar);
    expect(ledger.enter(TURNED, true, { rule: "use", evidence: { lemma, rows: [1, 3], columns: [0, 2], transposed: true } })).toBe(1);
  });

  describe("refuses, and enters nothing:", () => {
    const refused = (enter: () => unknown): void => {
      const before = ledger.size;
      expect(enter).toThrow(Refusal);
      expect(ledger.size).toBe(before);
    };

    it("a false statement", () => {
      refused(() => ledger.enter(LU, true, laminar));
      refused(() => ledger.enter(LU, true, { rule: "two-neurons", evidence: {} }));
      refused(() => ledger.enter(LAMINAR, false, notClosed));
    });

    it("a true statement with the proof of its opposite, or of another goal", () => {
      refused(() => ledger.enter(LU, false, laminar));
      refused(() => ledger.enter(LAMINAR, true, { rule: "laminar", evidence: { common: "columns" } }));
    });

    it("the use of a statement that is not there, or of itself", () => {
      refused(() => ledger.enter(TURNED, true, use(0)));
      ledger.enter(LAMINAR, true, laminar);
      refused(() => ledger.enter(TURNED, true, use(1)));
      refused(() => ledger.enter(TURNED, true, use(7)));
    });

    it("the use of a later statement inside a step", () => {
      refused(() => ledger.enter(rectangles(6, 3, [[[3], [0, 2]], [[1, 3], [0, 2]], [[5], [1]]]), true, { rule: "split", evidence: { parts: [use(0), { rule: "one-neuron", evidence: {} }] } }));
      ledger.enter(LAMINAR, true, laminar);
      ledger.enter(rectangles(6, 3, [[[3], [0, 2]], [[1, 3], [0, 2]], [[5], [1]]]), true, { rule: "split", evidence: { parts: [use(0), { rule: "one-neuron", evidence: {} }] } });
      expect(ledger.size).toBe(2);
    });

    it("the use of a statement for its opposite", () => {
      const lemma = ledger.enter(LU, false, notClosed);
      const same = { lemma, rows: [0, 1], columns: [0, 1], transposed: false };
      refused(() => ledger.enter(LU, true, { rule: "use", evidence: same }));
      expect(ledger.enter(LU, false, { rule: "use", evidence: same })).toBe(1);
    });

    it("the use of a statement about another goal, or carried the wrong way", () => {
      ledger.enter(LAMINAR, true, laminar);
      refused(() => ledger.enter(LU, true, { rule: "use", evidence: { lemma: 0, rows: [0, 1], columns: [0, 1], transposed: false } }));
      refused(() => ledger.enter(TURNED, true, { rule: "use", evidence: { lemma: 0, rows: [3, 1], columns: [0, 2], transposed: true } }));
      refused(() => ledger.enter(TURNED, true, { rule: "use", evidence: { lemma: 0, rows: [1, 3], columns: [0, 2], transposed: false } }));
    });

    it("a list of lemmas of its own: its numbers would not be those of the ledger", () => {
      ledger.enter(LAMINAR, true, laminar);
      const nested: Proof = { rule: "lemmas", evidence: { lemmas: [{ goal: { rows: 2, columns: 2, neurons: [[[0, 1], [0, 1]], [[0, 1], [1]]], free: [] }, closed: true, proof: laminar }], then: use(0) } };
      refused(() => ledger.enter(TURNED, true, nested));
    });
  });

  it("reads the proof as if it came from a file: what is not a proof is a fault", () => {
    expect(() => ledger.enter(LAMINAR, true, { rule: "no-such-rule", evidence: {} } as unknown as Proof)).toThrow(Fault);
    expect(() => ledger.enter(LAMINAR, true, { rule: "laminar", evidence: { common: "diagonals" } } as unknown as Proof)).toThrow(Fault);
    expect(ledger.size).toBe(0);
  });
});
