import { DENSE, LU, PARALLEL, type Refused, proof, ruleCases } from "../../support/certificates.js";

const ONE = [["11", "01"]];
const NO_BIAS = { bias: false };
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed: boolean, pattern = {}): Refused => ({ name, masks, closed, evidence, place, pattern });

ruleCases(
  "single-layer",
  "linear",
  [
    { name: "one layer with any support", masks: [["101", "010"]], closed: true, evidence: {} },
    { name: "one layer without edges", masks: [["0"]], closed: true, evidence: {} },
  ],
  [
    { name: "two layers", masks: LU, closed: true, evidence: {}, place: "evidence" },
    { name: "two layers that are everything", masks: DENSE, closed: true, evidence: {}, place: "evidence" },
    { name: "the claim that one layer is not closed", masks: [["11", "11"]], closed: false, evidence: {}, place: "evidence" },
    { name: "evidence that is not empty", masks: [["1"]], closed: true, evidence: { layer: 1 }, place: "evidence.layer" },
    { name: "evidence that is a list", masks: [["1"]], closed: true, evidence: [], place: "evidence" },
  ],
);

ruleCases(
  "contraction",
  "linear",
  [
    {
      name: "single-layer as the end of a contraction to one layer",
      masks: DENSE,
      closed: true,
      evidence: { layers: [1, 2], full: proof("star-cover", { stars: [["output", 0], ["output", 1]] }), then: proof("single-layer") },
    },
  ],
  [
    {
      name: "single-layer as the proof that two layers are everything",
      masks: DENSE,
      closed: true,
      evidence: { layers: [1, 2], full: proof("single-layer"), then: proof("single-layer") },
      place: "evidence.full.evidence",
    },
  ],
);

ruleCases(
  "single-layer",
  "finite",
  [
    { name: "one layer", masks: ONE, closed: true, evidence: {} },
    { name: "one layer without edges", masks: [["0"]], closed: true, evidence: {} },
  ],
  [
    refused("two layers", PARALLEL, {}, "evidence", true),
    refused("the claim not closed", ONE, {}, "evidence", false),
    refused("a layer without biases", ONE, {}, "pattern.bias", true, NO_BIAS),
  ],
);

ruleCases(
  "single-layer",
  "cube",
  [{ name: "one layer", masks: ONE, closed: true, evidence: {} }],
  [
    refused("two layers", PARALLEL, {}, "evidence", true),
    refused("the claim not closed", ONE, {}, "evidence", false),
    refused("a layer without biases", ONE, {}, "pattern.bias", true, NO_BIAS),
  ],
);
