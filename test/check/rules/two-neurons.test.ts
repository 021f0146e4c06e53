import { expect, it } from "vitest";
import { check } from "../../../src/check/check.js";
import { LU, NO_PATH, type Refused, certificate, proof, ruleCases } from "../../support/certificates.js";
import { type RectangleDigits, rectangleMasks } from "../../support/patterns.js";

const two = (one: RectangleDigits, other: RectangleDigits) => rectangleMasks(4, 4, [one, other]);
const minor = (outputs: number[], inputs: number[]): unknown => ({ outputs, inputs });
/** (a): row 0 and column 0 common, row 1 and column 1 own to the first. */
const A = two(["01", "01"], ["0", "0"]);
/** (b): rows 0, 1 common, column 0 own to the first, column 1 own to the second, column 2 common. */
const B = two(["01", "02"], ["01", "12"]);
/** (c): the transpose of (b). */
const C = two(["02", "01"], ["12", "01"]);
const accepted = (name: string, masks: string[][], evidence: unknown = {}): { name: string; masks: string[][]; closed: boolean; evidence: unknown } => ({
  name,
  masks,
  closed: JSON.stringify(evidence) === "{}",
  evidence,
});
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed = false): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "two-neurons",
  "linear",
  [
    accepted("form (a)", A, minor([0, 1], [0, 1])),
    accepted("form (a), own to the second neuron", two(["0", "0"], ["01", "01"]), minor([0, 1], [0, 1])),
    accepted("form (b)", B, minor([0, 1], [0, 1, 2])),
    accepted("form (b), own columns the other way round", B, minor([1, 0], [1, 0, 2])),
    accepted("form (c)", C, minor([0, 1, 2], [0, 1])),
    accepted("form (c), own rows the other way round", C, minor([1, 0, 2], [1, 0])),
    accepted("no common row", two(["0", "01"], ["1", "01"])),
    accepted("no common column", two(["01", "0"], ["01", "1"])),
    accepted("equal rectangles", two(["01", "01"], ["01", "01"])),
    accepted("equal rows, nested columns", two(["01", "01"], ["01", "0"])),
    accepted("one common row, own columns on both sides", two(["0", "02"], ["0", "12"])),
    accepted("nested one way in rows, the other way in columns", two(["01", "0"], ["0", "01"])),
  ],
  [
    refused("closed: form (a) exists", A, {}, "evidence", true),
    refused("closed: form (a) exists for the second neuron", two(["0", "0"], ["01", "01"]), {}, "evidence", true),
    refused("closed: form (b) exists", B, {}, "evidence", true),
    refused("closed: form (c) exists", C, {}, "evidence", true),
    refused("form (a) with a first row that is not common", A, minor([1, 1], [0, 1]), "evidence.outputs[0]"),
    refused("form (a) with a first column that is not common", A, minor([0, 1], [1, 1]), "evidence.inputs[0]"),
    refused("form (a) with a common row in place of an own one", A, minor([0, 0], [0, 1]), "evidence"),
    refused("form (a) with row and column own to different neurons", two(["01", "0"], ["0", "01"]), minor([0, 1], [0, 1]), "evidence"),
    refused("form (a) with a row that no neuron meets", A, minor([0, 3], [0, 1]), "evidence"),
    refused("form (b) with one row twice", B, minor([0, 0], [0, 1, 2]), "evidence.outputs"),
    refused("form (b) with one common row only", two(["0", "02"], ["0", "12"]), minor([0, 1], [0, 1, 2]), "evidence.outputs"),
    refused("form (b) with both columns own to one neuron", two(["01", "012"], ["01", "2"]), minor([0, 1], [0, 1, 2]), "evidence.inputs"),
    refused("form (b) with the common column in the wrong place", B, minor([0, 1], [2, 0, 1]), "evidence.inputs"),
    refused("form (c) with one column twice", C, minor([0, 1, 2], [1, 1]), "evidence.inputs"),
    refused("form (c) with both rows own to one neuron", two(["012", "01"], ["2", "01"]), minor([0, 1, 2], [0, 1]), "evidence.outputs"),
    refused("form (c) with a row that does not exist", C, minor([0, 1, 9], [0, 1]), "evidence.outputs"),
    refused("a minor of no known size", B, minor([0, 1, 2], [0, 1, 2]), "evidence"),
    refused("a minor of size zero", B, minor([], []), "evidence"),
    refused("a minor for the claim closed", A, minor([0, 1], [0, 1]), "evidence", true),
    refused("not closed without a minor", A, {}, "evidence"),
    refused("not closed without a minor, where there is none", two(["0", "0"], ["1", "1"]), {}, "evidence"),
    refused("one neuron", rectangleMasks(2, 2, [["01", "01"]]), {}, "evidence", true),
    refused("three neurons", rectangleMasks(2, 2, [["0", "0"], ["0", "0"], ["0", "0"]]), {}, "evidence", true),
    refused("no neuron", NO_PATH, {}, "evidence", true),
    refused("three layers", [...LU, ["11"]], minor([0, 1], [0, 1]), "evidence"),
  ],
);

ruleCases(
  "free",
  "linear",
  [],
  [
    {
      // 01*01 and 01*01 with entry (1, 1) free: counting classes as if nothing were free would say closed.
      name: "then two-neurons, although an entry is free",
      masks: rectangleMasks(2, 2, [["01", "01"], ["01", "01"], ["1", "1"]]),
      closed: true,
      evidence: { frozen: [{ neuron: 2, side: "rows", values: [1] }], then: proof("two-neurons") },
      place: "evidence.then.evidence",
    },
  ],
);

/** Numbers of common rows (columns), of those own to the first and own to the second neuron: up to two of each. */
const counts = [0, 1, 2].flatMap((common) => [0, 1, 2].flatMap((first) => [0, 1, 2].map((second) => ({ common, first, second }))));

it("two-neurons proves either closed or one of the forms, never both, whatever the numbers of common and own rows and columns", () => {
  const wrong: unknown[] = [];
  for (const a of counts) {
    for (const b of counts) {
      const of = ({ common, first, second }: (typeof counts)[number]) => ({
        common: Array.from({ length: common }, (_, x) => x),
        first: Array.from({ length: first }, (_, x) => common + x),
        second: Array.from({ length: second }, (_, x) => common + first + x),
      });
      const [rows, cols] = [of(a), of(b)];
      const neurons = (["first", "second"] as const).map((own): RectangleDigits => [[...rows.common, ...rows[own]].join(""), [...cols.common, ...cols[own]].join("")]);
      if (neurons.flat().includes("")) continue;
      const masks = rectangleMasks(6, 6, neurons);
      // One choice for each form; members that do not exist are left out, and the form is then refused.
      const forms = [
        [[rows.common[0], rows.first[0]], [cols.common[0], cols.first[0]]],
        [[rows.common[0], rows.second[0]], [cols.common[0], cols.second[0]]],
        [rows.common.slice(0, 2), [cols.first[0], cols.second[0], cols.common[0]]],
        [[rows.first[0], rows.second[0], rows.common[0]], cols.common.slice(0, 2)],
      ].filter((form) => form.flat().every((x) => x !== undefined));
      const notClosed = forms.some(([outputs, inputs]) => check(certificate("linear", false, masks, proof("two-neurons", { outputs, inputs }))).ok);
      const closed = check(certificate("linear", true, masks, proof("two-neurons"))).ok;
      if (closed === notClosed) wrong.push({ neurons, closed, notClosed });
    }
  }
  expect(wrong).toEqual([]);
});
