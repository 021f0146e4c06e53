import { describe, expect, it } from "vitest";
import { check } from "../../../src/check/check.js";
import { LU, type ProofJson, type Refused, certificate, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";
import { checkCertificate } from "../../second-checker/second-checker.js";

const one = proof("one-neuron");
const two = proof("two-neurons");
const lu = proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] });
const use = (rows: number[], columns: number[], transposed = false, lemma = 0): ProofJson => proof("use", { lemma, rows, columns, transposed });
const goal = (rows: number, columns: number, neurons: unknown, free: unknown = []): unknown => ({ rows, columns, neurons, free });

/** Not closed, with no symmetry: 012*01 and 1*1 in 3 x 3, without column 2. */
const TALL_LU = goal(3, 3, [[[0, 1, 2], [0, 1]], [[1], [1]]]);
const tallLu = { goal: TALL_LU, closed: false, proof: proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] }) };
/** Closed: 01*0 and 1*012. */
const BENT = goal(2, 3, [[[0, 1], [0]], [[1], [0, 1, 2]]]);
const bent = { goal: BENT, closed: true, proof: two };
/** What is left of LU when 1*1 is free. */
const CORNER = goal(2, 2, [[[0, 1], [0, 1]]], [[1, 1]]);
const corner = { goal: CORNER, closed: false, proof: proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] }) };
const withLemma = (lemma: unknown, then: ProofJson): unknown => ({ lemmas: [lemma], then });
/** Neurons with these rows and the one column there is. */
const often = (rows: number[][]): unknown => ({ goal: goal(2, 1, rows.map((set) => [set, [0]])), closed: true, proof: proof("laminar", { common: "columns" }) });
const afterFree = (then: ProofJson): ProofJson => proof("free", { frozen: [{ neuron: 1, side: "rows", values: [1] }], then });

/** The same as `TALL_LU` with rows 2, 0, 1 and columns 1, 0, and row 3 without neuron. */
const MOVED = rectangleMasks(4, 2, [["0", "0"], ["012", "01"]]);
const TURNED = rectangleMasks(2, 3, [["01", "012"], ["1", "1"]]);
const SAME = rectangleMasks(3, 2, [["012", "01"], ["1", "1"]]);
const accepted = (name: string, masks: string[][], closed: boolean, evidence: unknown) => ({ name, masks, closed, evidence });
const refused = (name: string, masks: string[][], closed: boolean, evidence: unknown, place: string): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "lemmas",
  "linear",
  [
    accepted("the lemma itself", SAME, false, withLemma(tallLu, use([0, 1, 2], [0, 1]))),
    accepted("a symmetry of the lemma", SAME, false, withLemma(tallLu, use([2, 1, 0], [0, 1]))),
    accepted("other numbers, neurons in another order, a row without neuron", MOVED, false, withLemma(tallLu, use([2, 0, 1], [1, 0]))),
    accepted("transposed", TURNED, false, withLemma(tallLu, use([0, 1], [0, 1, 2], true))),
    accepted("a closed one", rectangleMasks(2, 3, [["1", "012"], ["01", "0"]]), true, withLemma(bent, use([0, 1], [0, 2, 1]))),
    accepted("free entries", LU, false, withLemma(corner, afterFree(use([0, 1], [0, 1])))),
    accepted("free entries, transposed", LU, false, withLemma(corner, afterFree(use([0, 1], [0, 1], true)))),
    accepted("equal neurons, each as often", rectangleMasks(2, 1, [["01", "0"], ["0", "0"], ["01", "0"]]), true, withLemma(often([[0], [0, 1], [0, 1]]), use([0, 1], [0]))),
  ],
  [
    refused("a lemma after the last", SAME, false, withLemma(tallLu, use([0, 1, 2], [0, 1], false, 1)), "evidence.then.evidence.lemma"),
    refused("a later lemma", SAME, false, { lemmas: [{ ...tallLu, proof: use([0, 1, 2], [0, 1], false, 1) }, tallLu], then: lu }, "evidence.lemmas[0].proof.evidence.lemma"),
    refused("rows exchanged", SAME, false, withLemma(tallLu, use([1, 0, 2], [0, 1])), "evidence.then.evidence"),
    refused("columns exchanged", SAME, false, withLemma(tallLu, use([0, 1, 2], [1, 0])), "evidence.then.evidence"),
    refused("a row twice", SAME, false, withLemma(tallLu, use([0, 1, 1], [0, 1])), "evidence.then.evidence.rows[2]"),
    refused("a column twice", SAME, false, withLemma(tallLu, use([0, 1, 2], [1, 1])), "evidence.then.evidence.columns[1]"),
    refused("a row outside", SAME, false, withLemma(tallLu, use([0, 1, 3], [0, 1])), "evidence.then.evidence.rows[2]"),
    refused("a row too few", SAME, false, withLemma(tallLu, use([0, 1], [0, 1])), "evidence.then.evidence.rows"),
    refused("a place for a column without neuron", SAME, false, withLemma(tallLu, use([0, 1, 2], [0, 1, 2])), "evidence.then.evidence.columns"),
    refused("transposed, and should not", SAME, false, withLemma(tallLu, use([0, 1], [0, 1, 2], true)), "evidence.then.evidence.columns[2]"),
    refused("not transposed, and should", TURNED, false, withLemma(tallLu, use([0, 1, 2], [0, 1])), "evidence.then.evidence.rows[2]"),
    refused("a lemma that is closed for a claim of not closed", rectangleMasks(2, 3, [["01", "0"], ["1", "012"]]), false, withLemma(bent, use([0, 1], [0, 1, 2])), "evidence.then.evidence"),
    refused("a lemma that is not closed for a claim of closed", SAME, true, withLemma(tallLu, use([0, 1, 2], [0, 1])), "evidence.then.evidence"),
    refused("another free entry", LU, false, withLemma(corner, afterFree(use([1, 0], [0, 1]))), "evidence.then.evidence.then.evidence"),
    refused("a free entry for none", rectangleMasks(2, 2, [["01", "01"]]), false, withLemma(corner, use([0, 1], [0, 1])), "evidence.then.evidence"),
    refused("no free entry for one", LU, true, withLemma({ goal: goal(2, 2, [[[0, 1], [0, 1]]]), closed: true, proof: one }, afterFree(use([0, 1], [0, 1]))), "evidence.then.evidence.then.evidence"),
    refused("a neuron fewer", rectangleMasks(2, 2, [["01", "01"], ["01", "01"]]), true, withLemma({ goal: goal(2, 2, [[[0, 1], [0, 1]]]), closed: true, proof: one }, use([0, 1], [0, 1])), "evidence.then.evidence"),
    refused("as many neurons, but another one twice", rectangleMasks(2, 1, [["01", "0"], ["0", "0"], ["01", "0"]]), true, withLemma(often([[0], [0], [0, 1]]), use([0, 1], [0])), "evidence.then.evidence"),
  ],
);

ruleCases("use", "linear", [], [refused("outside of lemmas", SAME, false, { lemma: 0, rows: [0, 1, 2], columns: [0, 1], transposed: false }, "evidence")]);

describe("lemmas that use others twice", () => {
  /** One neuron, s + 1 rows and one column: closed if it is without row 0 and without row 1, which are two copies of lemma s - 1. */
  const tower = (height: number): unknown => {
    const rows = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
    const without = (s: number, row: number): ProofJson => use(rows(s + 1).filter((i) => i !== row), [0], false, s - 1);
    const descend = (s: number): ProofJson => proof("chain-descent", { side: "rows", chain: [0, 1], cases: [0, 1].map((deleted) => ({ deleted, then: without(s, deleted) })) });
    const list = rows(height).map((s) => ({ goal: goal(s + 1, 1, [[rows(s + 1), [0]]]), closed: true, proof: s === 0 ? one : descend(s) }));
    return certificate("linear", true, rectangleMasks(1, 1, [["0", "0"]]), proof("lemmas", { lemmas: list, then: one }));
  };

  it("are checked once each: 200 of them, 2^199 leaves if they were copied", () => {
    expect(check(tower(200))).toMatchObject({ ok: true });
    expect(checkCertificate(tower(200))).toEqual({ ok: true });
  });

  it("are refused where the first of them is wrong", () => {
    const wrong = JSON.parse(JSON.stringify(tower(200)).replace('"lemma":7,', '"lemma":6,')) as unknown;
    expect(check(wrong)).toMatchObject({ ok: false, place: "evidence.lemmas[8].proof.evidence.cases[0].then.evidence.rows" });
    expect(checkCertificate(wrong)).toMatchObject({ ok: false });
  });
});

describe("goals of lemmas that are too large", () => {
  it("are refused before they are made", () => {
    const huge = { goal: goal(4194304, 4194304, [[[0], [0]]]), closed: true, proof: one };
    const value = certificate("linear", true, rectangleMasks(1, 1, [["0", "0"]]), proof("lemmas", { lemmas: Array.from({ length: 100 }, () => huge), then: one }));
    expect(check(value)).toMatchObject({ ok: false, reason: expect.stringMatching(/too large to be checked/) });
  });
});
