import { type Refused, proof, ruleCases } from "../../support/certificates.js";

/** W_2 has no edge from neuron 1 to neuron 0. Outputs of class 1 and 01, inputs of class 0 and 01. */
const BLOCK = [["11", "01"], ["10", "11"], ["01", "11"]];
const nested = proof("orthonormal-factor", { factor: "last", order: [0, 1], then: proof("laminar", { common: "rows" }) });
const at = (layer: number, outputs: number[], inputs: number[]): unknown => ({ layer, outputs, inputs, then: nested });
const refused = (name: string, evidence: unknown, place: string, reason?: RegExp, masks: string[][] = BLOCK, closed = true): Refused => ({
  name,
  masks,
  closed,
  evidence,
  place,
  ...(reason === undefined ? {} : { reason }),
});
/** The block, and LU in the neurons 2 and 3 of all layers. */
const BESIDE_LU = [["1100", "0100", "0011", "0001"], ["1000", "1100", "0010", "0001"], ["0100", "1100", "0010", "0011"]];
const lu = proof("lu-minor", { outputs: [2, 3], inputs: [2, 3], neuron: { layer: 1, index: 2 } });
const HERE = at(2, [0, 1], [0, 1]);

ruleCases(
  "added-edge",
  "linear",
  [
    { name: "a block by itself", masks: BLOCK, closed: true, evidence: HERE },
    { name: "neurons in another order", masks: [["01", "11"], ["11", "01"], ["11", "10"]], closed: true, evidence: { layer: 2, outputs: [1, 0], inputs: [1, 0], then: proof("orthonormal-factor", { factor: "last", order: [1, 0], then: proof("laminar", { common: "rows" }) }) } },
    { name: "beside LU, which is not closed", masks: BESIDE_LU, closed: false, evidence: { layer: 2, outputs: [0, 1], inputs: [0, 1], then: lu } },
  ],
  [
    refused("the first layer", at(1, [0, 1], [0, 1]), "evidence.layer"),
    refused("the last layer", at(3, [0, 1], [0, 1]), "evidence.layer"),
    refused("one neuron twice as output", at(2, [1, 1], [0, 1]), "evidence.outputs"),
    refused("one neuron twice as input", at(2, [0, 1], [0, 0]), "evidence.inputs"),
    refused("an output that does not exist", at(2, [0, 2], [0, 1]), "evidence.outputs"),
    refused("an input that does not exist", at(2, [0, 1], [2, 1]), "evidence.inputs"),
    refused("the block turned around", at(2, [1, 0], [0, 1]), "evidence", /three edges/),
    refused("an edge that is there", HERE, "evidence", /three edges/, [BLOCK[0]!, ["11", "11"], BLOCK[2]!]),
    refused("outputs nested the other way", HERE, "evidence", /the second does not feed/, [BLOCK[0]!, BLOCK[1]!, ["10", "11"]]),
    refused("inputs nested the other way", HERE, "evidence", /does not feed the first/, [["10", "11"], BLOCK[1]!, BLOCK[2]!]),
    refused("a third neuron that feeds the second output", HERE, "evidence", /fed by a third/, [["11", "01", "10"], ["100", "111"], BLOCK[2]!]),
    refused("a third neuron fed by the first input", HERE, "evidence", /feeds a third/, [BLOCK[0]!, ["10", "11", "10"], ["010", "111"]]),
    refused("edges outside the block on both sides", HERE, "evidence", /both have an edge outside/, [["11", "01", "10"], ["101", "111", "110"], ["010", "111"]]),
    refused("a proof that fails for what it becomes", { layer: 2, outputs: [0, 1], inputs: [0, 1], then: proof("unique-paths") }, "evidence.then.evidence"),
    refused("the same proof for the claim not closed", HERE, "evidence.then.evidence", undefined, BLOCK, false),
  ],
);
