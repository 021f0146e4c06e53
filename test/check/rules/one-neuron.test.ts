import { LU, NO_PATH, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const RANK_ONE = rectangleMasks(2, 2, [["01", "01"]]);
const refused = (name: string, evidence: unknown, place: string, masks = RANK_ONE, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "one-neuron",
  "linear",
  [
    { name: "one rectangle", masks: RANK_ONE, closed: true, evidence: {} },
    { name: "one rectangle beside rows and columns that nothing meets", masks: rectangleMasks(3, 3, [["2", "02"]]), closed: true, evidence: {} },
    { name: "one live neuron beside a dead one", masks: [["11", "00"], ["11", "10"]], closed: true, evidence: {} },
  ],
  [
    refused("two neurons", {}, "evidence", LU),
    refused("no neuron", {}, "evidence", NO_PATH),
    refused("the claim not closed without a minor", {}, "evidence", RANK_ONE, false),
    refused("a minor without a free entry", { outputs: [0, 1], inputs: [0, 1] }, "evidence", RANK_ONE, false),
    refused("a minor for the claim closed", { outputs: [0, 1], inputs: [0, 1] }, "evidence"),
    refused("three layers", {}, "evidence", [["1"], ["1"], ["1"]]),
  ],
);

/** LU after its second neuron, 1*1, has become free: one neuron 01*01 with entry (1, 1) free. */
const afterFree = (then: unknown): unknown => ({ frozen: [{ neuron: 1, side: "rows", values: [1] }], then });
const minor = (outputs: number[], inputs: number[]): unknown => afterFree(proof("one-neuron", { outputs, inputs }));
/** 01*01 with the entries (0, 1) and (1, 0) free: its shape falls into two single entries. */
const CORNERS = rectangleMasks(2, 2, [["01", "01"], ["0", "1"], ["1", "0"]]);
const cornersFree = (then: unknown): unknown => ({ frozen: [{ neuron: 1, side: "rows", values: [1] }, { neuron: 2, side: "rows", values: [1] }], then });
/** 01*01 with row 1 free: its shape does not touch row 1. */
const ROW = rectangleMasks(2, 2, [["01", "01"], ["1", "01"]]);
/** The LU corner in rows and columns 0, 1 of one neuron, and besides it an entry apart, a row without entries, a column without entries. */
const rowsFrozen = (neuron: number, ...values: number[]): unknown => ({ neuron, side: "rows", values });
const columnsFrozen = (neuron: number, ...values: number[]): unknown => ({ neuron, side: "columns", values });
const APART = rectangleMasks(3, 3, [["012", "012"], ["1", "1"], ["01", "2"], ["2", "01"]]);
const EMPTY_ROW = rectangleMasks(3, 2, [["012", "01"], ["1", "1"], ["2", "01"]]);
const EMPTY_COLUMN = rectangleMasks(2, 3, [["01", "012"], ["1", "1"], ["01", "2"]]);
const beside = (...frozen: unknown[]): unknown => ({ frozen, then: proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] }) });

ruleCases(
  "free",
  "linear",
  [{ name: "then one-neuron: the LU minor with its fourth entry free", masks: LU, closed: false, evidence: minor([0, 1], [0, 1]) }],
  [
    refused("then one-neuron for closed, although an entry is free", afterFree(proof("one-neuron")), "evidence.then.evidence", LU, true),
    refused("then one-neuron with the free entry elsewhere", minor([1, 0], [0, 1]), "evidence.then.evidence", LU, false),
    refused("then one-neuron with the inputs exchanged", minor([0, 1], [1, 0]), "evidence.then.evidence", LU, false),
    refused("then one-neuron with one output twice", minor([1, 1], [0, 1]), "evidence.then.evidence.outputs", LU, false),
    refused("then one-neuron with one input twice", minor([0, 1], [1, 1]), "evidence.then.evidence.inputs", LU, false),
    refused("then one-neuron with an output that does not exist", minor([0, 2], [0, 1]), "evidence.then.evidence.outputs", LU, false),
    refused("then one-neuron with an input that does not exist", minor([0, 1], [0, 2]), "evidence.then.evidence.inputs", LU, false),
    refused("then one-neuron on a shape that is not connected", cornersFree(proof("one-neuron", { outputs: [0, 1], inputs: [0, 1] })), "evidence.then.evidence", CORNERS, false),
    refused("then one-neuron with its minor for the claim closed", minor([0, 1], [0, 1]), "evidence.then.evidence", LU, true),
    refused("then one-neuron, an entry apart from the minor", beside(rowsFrozen(1, 1), columnsFrozen(2, 1), rowsFrozen(3, 1)), "evidence.then.evidence", APART, false),
    refused("then one-neuron, a row without entries beside the minor", beside(rowsFrozen(1, 1), rowsFrozen(2, 1)), "evidence.then.evidence", EMPTY_ROW, false),
    refused("then one-neuron, a column without entries beside the minor", beside(rowsFrozen(1, 1), columnsFrozen(2, 1)), "evidence.then.evidence", EMPTY_COLUMN, false),
    refused("then one-neuron on a shape that misses a row", afterFree(proof("one-neuron")), "evidence.then.evidence", ROW, true),
  ],
);
