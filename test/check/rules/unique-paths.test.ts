import { DENSE, LU, NO_PATH, PARALLEL, proof, ruleCases } from "../../support/certificates.js";

const BUTTERFLY = [["1010", "0101", "1010", "0101"], ["1100", "1100", "0011", "0011"]];

ruleCases(
  "unique-paths",
  "linear",
  [
    { name: "a butterfly", masks: BUTTERFLY, closed: true, evidence: {} },
    { name: "paths side by side", masks: PARALLEL, closed: true, evidence: {} },
    { name: "one hidden neuron between all inputs and outputs", masks: [["111"], ["1", "1"]], closed: true, evidence: {} },
    { name: "a pattern without any path", masks: NO_PATH, closed: true, evidence: {} },
    { name: "a neuron reached twice that feeds no output", masks: [["10", "10", "01"], ["110", "001"], ["01"]], closed: true, evidence: {} },
    { name: "a second way in from a neuron that no input reaches", masks: [["1", "0"], ["11"]], closed: true, evidence: {} },
  ],
  [
    { name: "two paths from one input to one output", masks: [["1", "1"], ["11"]], closed: true, evidence: {}, place: "evidence" },
    { name: "two paths that meet in a hidden neuron", masks: [["1", "1"], ["11"], ["1"]], closed: true, evidence: {}, place: "evidence", reason: /neuron 0 of layer 2/ },
    { name: "two paths from the last input only", masks: [["10", "01", "01"], ["110", "001"], ["10", "11"]], closed: true, evidence: {}, place: "evidence", reason: /input 1/ },
    { name: "everything between two neurons and two", masks: DENSE, closed: true, evidence: {}, place: "evidence" },
    { name: "LU", masks: LU, closed: true, evidence: {}, place: "evidence" },
    { name: "the claim not closed", masks: PARALLEL, closed: false, evidence: {}, place: "evidence" },
    { name: "evidence that is not empty", masks: PARALLEL, closed: true, evidence: { paths: [] }, place: "evidence.paths" },
  ],
);

// Unique paths are closed but not everything: rank one, for instance.
ruleCases(
  "contraction",
  "linear",
  [],
  [
    {
      name: "unique paths as a proof of full",
      masks: [["11"], ["1", "1"]],
      closed: true,
      evidence: { layers: [1, 2], full: proof("unique-paths"), then: proof("single-layer") },
      place: "evidence.full.evidence",
    },
  ],
);
