import { DENSE, LU, LU_MINOR, PARALLEL, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const NO_BIAS = { bias: false };
/** LU behind a layer that changes nothing. */
const THREE = [["10", "01"], ...LU];
/** Two outputs, supports {0, 2} and {1, 2}: they cross. */
const CROSSING = rectangleMasks(2, 3, [["01", "02"], ["01", "12"]]);
const counterpart = (linear: unknown): unknown => ({ linear });
const lu = proof("lu-minor", LU_MINOR);
const later = proof("lu-minor", { ...LU_MINOR, neuron: { layer: 2, index: 0 } });
const generic = proof("generic-factor", { free: "first", paths: [[[0, 0], [1, 1]], [[0, 0], [1, 1]]] });
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed: boolean, pattern = {}): Refused => ({ name, masks, closed, evidence, place, pattern });

ruleCases(
  "linear-counterpart",
  "finite",
  [
    { name: "LU", masks: LU, closed: false, evidence: counterpart(lu) },
    { name: "three layers", masks: THREE, closed: false, evidence: counterpart(later) },
  ],
  [
    refused("the claim closed", LU, counterpart(lu), "evidence", true),
    refused("closed, from a counterpart that is closed", PARALLEL, counterpart(proof("unique-paths")), "evidence", true),
    refused("not closed, from a counterpart that is closed", PARALLEL, counterpart(proof("unique-paths")), "evidence.linear.evidence", false),
    refused("a minor that is not there", DENSE, counterpart(lu), "evidence.linear.evidence", false),
    refused("a rule of finite below it", DENSE, counterpart(proof("shared-output", { neuron: 0, outputs: [0, 1], other: 1 })), "evidence.linear.rule", false),
    refused("layers without biases", LU, counterpart(lu), "pattern.bias", false, NO_BIAS),
  ],
);

ruleCases(
  "linear-counterpart",
  "cube",
  [
    { name: "LU", masks: LU, closed: false, evidence: counterpart(lu) },
    { name: "three layers", masks: THREE, closed: false, evidence: counterpart(later) },
  ],
  [
    refused("the claim closed", LU, counterpart(lu), "evidence", true),
    refused("a counterpart that is closed, closed claimed", DENSE, counterpart(generic), "evidence", true),
    refused("a minor that is not there", DENSE, counterpart(lu), "evidence.linear.evidence", false),
    refused("a rule of cube below it", CROSSING, counterpart(proof("crossing-inputs", { neurons: [0, 1], inputs: [0, 1, 2] })), "evidence.linear.rule", false),
    refused("layers without biases", LU, counterpart(lu), "pattern.bias", false, NO_BIAS),
  ],
);
