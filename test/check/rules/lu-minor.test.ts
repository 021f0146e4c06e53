import { DENSE, LU, LU_MINOR, NO_PATH, PARALLEL, type Refused, ruleCases } from "../../support/certificates.js";

const at = (outputs: number[], inputs: number[], layer: number, index: number): unknown => ({ outputs, inputs, neuron: { layer, index } });
const refused = (name: string, evidence: unknown, place: string, masks = LU, closed = false): Refused => ({ name, masks, closed, evidence, place });
/** LU behind and before a layer that passes everything on. */
const LATER = [["10", "01"], ...LU];
const EARLIER = [...LU, ["10", "01"]];
/** Path counts as in LU, but the paths of the two inputs never meet: rectangles 01*0, 01*1, 1*1, closed. */
const APART = [["10", "01", "01"], ["110", "111"]];

ruleCases(
  "lu-minor",
  "linear",
  [
    { name: "LU", masks: LU, closed: false, evidence: LU_MINOR },
    { name: "LU in the later layers, crossed in the second", masks: LATER, closed: false, evidence: at([0, 1], [0, 1], 2, 0) },
    { name: "LU in the earlier layers, crossed in the first", masks: EARLIER, closed: false, evidence: at([0, 1], [0, 1], 1, 0) },
    { name: "LU with dead edges around it", masks: [["11", "01", "00"], ["101", "111"]], closed: false, evidence: LU_MINOR },
    { name: "LU inside a wider pattern", masks: [["110", "010", "001"], ["100", "110", "001"]], closed: false, evidence: LU_MINOR },
  ],
  [
    refused("outputs exchanged", at([1, 0], [0, 1], 1, 0), "evidence"),
    refused("inputs exchanged", at([0, 1], [1, 0], 1, 0), "evidence"),
    refused("one output twice", at([0, 0], [0, 1], 1, 0), "evidence.outputs"),
    refused("one input twice", at([0, 1], [1, 1], 1, 0), "evidence.inputs"),
    refused("an output that does not exist", at([0, 2], [0, 1], 1, 0), "evidence.outputs"),
    refused("an input that does not exist", at([0, 1], [0, 2], 1, 0), "evidence.inputs"),
    refused("the other hidden neuron", at([0, 1], [0, 1], 1, 1), "evidence.neuron"),
    refused("a hidden neuron that does not exist", at([0, 1], [0, 1], 1, 2), "evidence.neuron.index"),
    refused("a neuron of the input layer", at([0, 1], [0, 1], 0, 0), "evidence.neuron.layer"),
    refused("a neuron of the output layer", at([0, 1], [0, 1], 2, 0), "evidence.neuron.layer"),
    refused("rank one: no second path from l to j", LU_MINOR, "evidence", [["11"], ["1", "1"]]),
    refused("two paths everywhere", LU_MINOR, "evidence", DENSE),
    refused("paths side by side", LU_MINOR, "evidence", PARALLEL),
    refused("no paths at all", LU_MINOR, "evidence", NO_PATH),
    refused("a second path through a dead neuron only", LU_MINOR, "evidence", [["11", "00"], ["10", "11"]]),
    refused("three single paths that do not meet in the neuron", at([0, 1], [0, 1], 1, 0), "evidence.neuron", [["11", "10", "01", "01"], ["1000", "0111"]]),
    refused("a neuron that the second input does not reach", at([0, 1], [0, 1], 1, 0), "evidence.neuron", APART),
    refused("a neuron that the first input does not reach", at([0, 1], [0, 1], 1, 1), "evidence.neuron", APART),
    refused("the claim closed", LU_MINOR, "evidence", LU, true),
  ],
);
