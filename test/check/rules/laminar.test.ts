import { LU, NO_PATH, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const NESTED = rectangleMasks(2, 4, [["01", "0123"], ["01", "01"], ["01", "0"], ["01", "23"]]);
const FLIPPED = rectangleMasks(4, 2, [["0123", "01"], ["01", "01"], ["0", "01"], ["23", "01"]]);
const EQUAL = rectangleMasks(2, 2, [["01", "01"], ["01", "01"], ["01", "01"]]);
const refused = (name: string, masks: string[][], common: unknown, place: string, closed = true): Refused => ({ name, masks, closed, evidence: { common }, place });

ruleCases(
  "laminar",
  "linear",
  [
    { name: "common rows, nested and disjoint columns", masks: NESTED, closed: true, evidence: { common: "rows" } },
    { name: "common columns, nested and disjoint rows", masks: FLIPPED, closed: true, evidence: { common: "columns" } },
    { name: "equal rectangles, more than their rank can be, by rows", masks: EQUAL, closed: true, evidence: { common: "rows" } },
    { name: "equal rectangles by columns", masks: EQUAL, closed: true, evidence: { common: "columns" } },
    { name: "one neuron", masks: [["1"], ["1"]], closed: true, evidence: { common: "rows" } },
  ],
  [
    refused("columns that overlap without being nested", rectangleMasks(2, 3, [["01", "01"], ["01", "12"]]), "rows", "evidence"),
    refused("rows that overlap without being nested", rectangleMasks(3, 2, [["01", "01"], ["12", "01"]]), "columns", "evidence"),
    refused("a crossing of the first and the last neuron", rectangleMasks(2, 3, [["01", "01"], ["01", "0"], ["01", "012"], ["01", "12"]]), "rows", "evidence"),
    refused("rows that differ", LU, "rows", "evidence.common"),
    refused("columns that differ", LU, "columns", "evidence.common"),
    refused("the other side", NESTED, "columns", "evidence.common"),
    refused("rows nested and columns nested, neither common", rectangleMasks(2, 2, [["01", "01"], ["0", "0"]]), "rows", "evidence.common"),
    refused("no neuron", NO_PATH, "rows", "evidence"),
    refused("the claim not closed", NESTED, "rows", "evidence", false),
    refused("three layers", [["1"], ["1"], ["1"]], "rows", "evidence"),
  ],
);

ruleCases(
  "free",
  "linear",
  [],
  [
    {
      name: "then laminar, although an entry is free",
      masks: LU,
      closed: true,
      evidence: { frozen: [{ neuron: 1, side: "rows", values: [1] }], then: proof("laminar", { common: "rows" }) },
      place: "evidence.then.evidence",
    },
  ],
);
