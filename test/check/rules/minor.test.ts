import { DENSE, LU, LU_MINOR, type Refused, proof, ruleCases } from "../../support/certificates.js";

const lu = proof("lu-minor", LU_MINOR);
/** LU on inputs and outputs 0 and 1, disturbed by a third neuron that joins input 2 and output 2 to everything. */
const WIDE = [["110", "010", "001"], ["101", "111", "111"]];
const refused = (name: string, evidence: unknown, place: string, masks = WIDE, closed = false): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "minor",
  "linear",
  [
    { name: "the minor of LU in a wider pattern", masks: WIDE, closed: false, evidence: { outputs: [0, 1], inputs: [0, 1], then: lu } },
    { name: "all outputs and inputs", masks: LU, closed: false, evidence: { outputs: [0, 1], inputs: [0, 1], then: lu } },
    { name: "a minor of a minor", masks: WIDE, closed: false, evidence: { outputs: [0, 1, 2], inputs: [0, 1], then: proof("minor", { outputs: [0, 1], inputs: [0, 1], then: lu }) } },
  ],
  [
    refused("outputs not ascending", { outputs: [1, 0], inputs: [0, 1], then: lu }, "evidence.outputs"),
    refused("an input twice", { outputs: [0, 1], inputs: [0, 0, 1], then: lu }, "evidence.inputs"),
    refused("no outputs", { outputs: [], inputs: [0, 1], then: lu }, "evidence.outputs"),
    refused("no inputs", { outputs: [0, 1], inputs: [], then: lu }, "evidence.inputs"),
    refused("an output that does not exist", { outputs: [0, 3], inputs: [0, 1], then: lu }, "evidence.outputs"),
    refused("an input that does not exist", { outputs: [0, 1], inputs: [0, 1, 3], then: lu }, "evidence.inputs"),
    refused("a minor that leaves out what the proof needs", { outputs: [0, 1], inputs: [0, 2], then: lu }, "evidence.then.evidence"),
    refused("the claim closed: a closed minor proves nothing", { outputs: [0], inputs: [0, 1], then: proof("unique-paths") }, "evidence", WIDE, true),
    refused("a minor that is closed, for the claim not closed", { outputs: [0, 1], inputs: [0, 1], then: proof("star-cover", { stars: [["output", 0], ["output", 1]] }) }, "evidence.then.evidence", DENSE),
    {
      name: "the claim full",
      masks: DENSE,
      closed: true,
      evidence: { outputs: [0], inputs: [0], then: proof("contraction", { layers: [1, 2], full: proof("single-layer"), then: proof("single-layer") }) },
      place: "evidence",
    },
  ],
);
