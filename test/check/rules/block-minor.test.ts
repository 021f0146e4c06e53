import { DENSE, LU, NO_PATH, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

type Lists = [number[], number[]];
const minor = (outputs: Lists, inputs: Lists, neurons: Lists, other: number | null): unknown => ({ outputs, inputs, neurons, other });
const refused = (name: string, evidence: unknown, place: string, masks: string[][], closed = false): Refused => ({ name, masks, closed, evidence, place });

/** LU in blocks of two: neurons 0 and 1 are 0123*0123, neurons 2 and 3 are 23*23. */
const BLOCK_LU = rectangleMasks(4, 4, [["0123", "0123"], ["0123", "0123"], ["23", "23"], ["23", "23"]]);
/**
 * The blocks I x K, I x M, J x K with I = K = {0, 1} and J = M = {2, 3} are made by neurons 0 and 1 only. a = b = 2 would need three neurons:
 * with two the rank of A_IK cannot be forced. So a = 2, b = 1: neurons 0, 1 for I x M and 0 for J x K.
 */
const BLOCK = minor([[0, 1], [2]], [[0], [2, 3]], [[0, 1], [0]], 2);
const SMALL = minor([[0], [1]], [[0], [1]], [[0], [0]], 1);
/** 01*01 and 1*1 with one more neuron that makes the corner of the minor. */
const SPOILT = rectangleMasks(2, 2, [["01", "01"], ["1", "1"], ["0", "0"]]);
const set = (changes: Record<string, unknown>): unknown => ({ ...(BLOCK as object), ...changes });

ruleCases(
  "block-minor",
  "linear",
  [
    { name: "LU, with blocks of one", masks: LU, closed: false, evidence: SMALL },
    { name: "LU in blocks of two", masks: BLOCK_LU, closed: false, evidence: BLOCK },
    { name: "the block on the other side", masks: BLOCK_LU, closed: false, evidence: minor([[0], [2, 3]], [[0, 1], [2]], [[0], [0, 1]], 3) },
  ],
  [
    refused("another neuron in the corner of the minor", minor([[0], [1]], [[0], [1]], [[0], [0]], 1), "evidence.neurons", SPOILT),
    refused("another neuron in J x K", SMALL, "evidence.neurons", rectangleMasks(2, 2, [["01", "01"], ["1", "1"], ["1", "0"]])),
    refused("another neuron in I x M", SMALL, "evidence.neurons", rectangleMasks(2, 2, [["01", "01"], ["1", "1"], ["0", "1"]])),
    refused("blocks of one where two neurons meet them", minor([[0], [2]], [[0], [2]], [[0], [0]], 2), "evidence.neurons", BLOCK_LU),
    refused("two and two with two neurons: one too few listed", minor([[0, 1], [2, 3]], [[0, 1], [2, 3]], [[0, 1], [0, 1]], 2), "evidence.neurons", BLOCK_LU),
    refused("neurons without a common first one", set({ neurons: [[0, 1], [1]] }), "evidence.neurons", BLOCK_LU),
    refused("a neuron twice", set({ neurons: [[0, 0], [0]] }), "evidence.neurons", BLOCK_LU),
    refused("a neuron that does not exist", set({ neurons: [[0, 4], [0]] }), "evidence.neurons", BLOCK_LU),
    refused("a neuron too few", set({ neurons: [[0], [0]] }), "evidence.neurons", BLOCK_LU),
    refused("a neuron that does not cover its entry", set({ neurons: [[0, 2], [0]] }), "evidence.neurons[0][1]", BLOCK_LU),
    refused("the first neuron not on the second diagonal", minor([[0], [1]], [[0], [1]], [[0], [0]], 2), "evidence.neurons[1][0]", rectangleMasks(2, 2, [["0", "01"], ["01", "0"], ["1", "1"]])),
    refused("an output twice", set({ outputs: [[0, 0], [2]] }), "evidence.outputs", BLOCK_LU),
    refused("an output in both lists", set({ outputs: [[0, 1], [1]] }), "evidence.outputs", BLOCK_LU),
    refused("an input in both lists", set({ inputs: [[2], [2, 3]] }), "evidence.inputs", BLOCK_LU),
    refused("an output that does not exist", set({ outputs: [[0, 4], [2]] }), "evidence.outputs", BLOCK_LU),
    refused("lists of lengths that do not fit", set({ inputs: [[0, 1], [2]] }), "evidence", BLOCK_LU),
    refused("empty lists", minor([[], []], [[], []], [[], []], null), "evidence", BLOCK_LU),
    refused("nobody to cancel the last entry", set({ other: null }), "evidence.other", BLOCK_LU),
    refused("a listed neuron to cancel the last entry", set({ other: 1 }), "evidence.other", BLOCK_LU),
    refused("a neuron that does not cover the last entry", minor([[0], [1]], [[0], [1]], [[0], [0]], 1), "evidence.other", rectangleMasks(3, 2, [["01", "01"], ["2", "1"]])),
    refused("a neuron that does not exist to cancel the last entry", set({ other: 4 }), "evidence.other", BLOCK_LU),
    refused("rank one, which is closed", minor([[0], [1]], [[0], [1]], [[0], [0]], null), "evidence.other", rectangleMasks(2, 2, [["01", "01"]])),
    refused("everything, which is closed", SMALL, "evidence.neurons", DENSE),
    refused("no neurons", SMALL, "evidence.neurons", NO_PATH),
    refused("the claim closed", SMALL, "evidence", LU, true),
    refused("three layers", SMALL, "evidence", [...LU, ["10", "01"]]),
  ],
);

/** After 1*1 of LU has become free, the entry (1, 1) is free and nobody else is needed. */
const afterFree = (then: unknown): unknown => ({ frozen: [{ neuron: 1, side: "rows", values: [1] }], then });
const corner = (outputs: Lists, inputs: Lists): unknown => afterFree(proof("block-minor", minor(outputs, inputs, [[0], [0]], null)));

ruleCases(
  "free",
  "linear",
  [{ name: "then block-minor with the last entry free", masks: LU, closed: false, evidence: corner([[0], [1]], [[0], [1]]) }],
  [
    refused("then block-minor with the free entry in I x M", corner([[1], [0]], [[0], [1]]), "evidence.then.evidence", LU),
    refused("then block-minor with the free entry in J x K", corner([[0], [1]], [[1], [0]]), "evidence.then.evidence", LU),
    refused("then block-minor with the free entry in I x K", corner([[1], [0]], [[1], [0]]), "evidence.then.evidence", LU),
  ],
);
