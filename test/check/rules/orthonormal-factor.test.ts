import { LU, NO_PATH, type Refused, proof, ruleCases } from "../../support/certificates.js";

/** A dense layer between outputs and inputs of two classes each, nested. */
const NESTED = [["11", "01"], ["11", "11"], ["01", "11"]];
const rows = proof("laminar", { common: "rows" });
const columns = proof("laminar", { common: "columns" });
const single = proof("single-layer");
const refused = (name: string, evidence: unknown, place: string, masks: string[][] = NESTED, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "orthonormal-factor",
  "linear",
  [
    { name: "nested outputs", masks: NESTED, closed: true, evidence: { factor: "last", order: [0, 1], then: rows } },
    { name: "nested inputs", masks: NESTED, closed: true, evidence: { factor: "first", order: [1, 0], then: columns } },
    { name: "two layers", masks: [["11", "01"], ["01", "11"]], closed: true, evidence: { factor: "last", order: [0, 1], then: single } },
    { name: "disjoint outputs, whatever the inputs", masks: [["110", "011"], ["10", "01"]], closed: true, evidence: { factor: "last", order: [1, 0], then: single } },
    {
      name: "a surplus neuron, whose edges are left out: with them LU would be left",
      masks: [["11", "01"], ["10", "11"], ["11"]],
      closed: true,
      evidence: { factor: "last", order: [1, 0], then: proof("star-cover", { stars: [["output", 1], ["output", 1]] }) },
    },
    { name: "a pattern without any path", masks: NO_PATH, closed: true, evidence: { factor: "last", order: [], then: single } },
  ],
  [
    refused("the larger outputs first", { factor: "last", order: [1, 0], then: rows }, "evidence.order[1]"),
    refused("LU: the smaller outputs with the fewer inputs", { factor: "last", order: [1, 0], then: single }, "evidence.order[1]", LU),
    refused("LU from the other side", { factor: "first", order: [0, 1], then: single }, "evidence.order[1]", LU),
    refused("outputs that overlap", { factor: "last", order: [0, 1], then: single }, "evidence.order[1]", [["11", "11"], ["10", "11", "01"]]),
    refused("a neuron left out", { factor: "last", order: [1], then: rows }, "evidence.order"),
    refused("a neuron twice", { factor: "last", order: [0, 0, 1], then: rows }, "evidence.order[1]"),
    refused("a neuron that does not exist", { factor: "last", order: [0, 1, 2], then: rows }, "evidence.order[2]"),
    refused("a neuron without edges", { factor: "last", order: [0], then: single }, "evidence.order[0]", NO_PATH),
    refused("a proof that fails for what is left", { factor: "last", order: [0, 1], then: proof("unique-paths") }, "evidence.then.evidence"),
    refused("a single layer", { factor: "last", order: [], then: single }, "evidence", [["1"]]),
    refused("the claim not closed", { factor: "last", order: [0, 1], then: rows }, "evidence", NESTED, false),
  ],
);
