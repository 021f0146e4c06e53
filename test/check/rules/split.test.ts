import { LU, NO_PATH, PARALLEL, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const one = proof("one-neuron");
const two = (outputs: number[], inputs: number[]): unknown => proof("two-neurons", { outputs, inputs });
/** A rectangle apart, then LU on rows and columns 1, 2. */
const WITH_LU = rectangleMasks(3, 3, [["0", "0"], ["12", "12"], ["2", "2"]]);
const refused = (name: string, evidence: unknown, place: string, masks = PARALLEL, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "split",
  "linear",
  [
    { name: "two rectangles that share no entry", masks: PARALLEL, closed: true, evidence: { parts: [one, one] } },
    { name: "rectangles that share rows but no entry", masks: rectangleMasks(2, 4, [["01", "01"], ["01", "23"]]), closed: true, evidence: { parts: [one, one] } },
    { name: "nothing left: no parts", masks: NO_PATH, closed: true, evidence: { parts: [] } },
    { name: "one part that is not closed", masks: WITH_LU, closed: false, evidence: { part: 1, then: two([2, 1], [2, 1]) } },
    { name: "a single part", masks: LU, closed: false, evidence: { part: 0, then: two([1, 0], [1, 0]) } },
  ],
  [
    refused("a part too few", { parts: [one] }, "evidence.parts"),
    refused("a part too many", { parts: [one, one, one] }, "evidence.parts"),
    refused("parts of neurons that share an entry", { parts: [one, one] }, "evidence.parts", LU),
    refused("a false proof of one part", { parts: [one, proof("two-neurons")] }, "evidence.parts[1].evidence", PARALLEL),
    refused("the closed part of two", { part: 0, then: two([2, 1], [2, 1]) }, "evidence.then.evidence", WITH_LU, false),
    refused("a part that does not exist", { part: 2, then: two([2, 1], [2, 1]) }, "evidence.part", WITH_LU, false),
    refused("no parts, not closed", { part: 0, then: one }, "evidence.part", NO_PATH, false),
    refused("parts for the claim not closed", { parts: [one, two([2, 1], [2, 1])] }, "evidence", WITH_LU, false),
    refused("one part for the claim closed", { part: 0, then: one }, "evidence", WITH_LU, true),
    refused("three layers", { parts: [] }, "evidence", [["0"], ["0"], ["0"]]),
  ],
);

const frozen = (neuron: number, values: number[]): unknown => ({ neuron, side: "rows", values });
/** 01*01 with two corners free: two pieces of one neuron, one entry each. */
const CORNERS = rectangleMasks(2, 2, [["01", "01"], ["0", "1"], ["1", "0"]]);
const cornersFree = (then: unknown): unknown => ({ frozen: [frozen(1, [1]), frozen(2, [1])], then });
/** Two neurons that share the entry (0, 0) only, and that entry free. */
const SHARED = rectangleMasks(2, 2, [["01", "0"], ["0", "01"], ["0", "0"]]);
const cornerFree = (then: unknown): unknown => ({ frozen: [frozen(2, [1])], then });

ruleCases(
  "free",
  "linear",
  [
    { name: "then split of one neuron into the pieces of its shape", masks: CORNERS, closed: true, evidence: cornersFree(proof("split", { parts: [one, one] })) },
    { name: "then split of neurons that share free entries only", masks: SHARED, closed: true, evidence: cornerFree(proof("split", { parts: [one, one] })) },
  ],
  [
    refused("then split with the neuron in one piece", cornersFree(proof("split", { parts: [one] })), "evidence.then.evidence.parts", CORNERS),
    refused("then split with the shape of LU called two pieces", { frozen: [frozen(1, [1])], then: proof("split", { parts: [one, one] }) }, "evidence.then.evidence.parts", LU),
    refused("then split, calling the piece with a free corner closed", { frozen: [frozen(1, [1])], then: proof("split", { parts: [one] }) }, "evidence.then.evidence.parts[0].evidence", LU),
  ],
);
