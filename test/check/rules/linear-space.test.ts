import { DENSE, LU, NO_PATH, proof, ruleCases } from "../../support/certificates.js";

const frozen = [{ neuron: 0, side: "rows", values: [1, 2] }, { neuron: 1, side: "rows", values: [3, 5] }];

ruleCases(
  "linear-space",
  "linear",
  [{ name: "two layers without any path", masks: NO_PATH, closed: true, evidence: {} }],
  [
    { name: "neurons that are left", masks: LU, closed: true, evidence: {}, place: "evidence" },
    { name: "the claim not closed", masks: NO_PATH, closed: false, evidence: {}, place: "evidence" },
    { name: "evidence that is not empty", masks: NO_PATH, closed: true, evidence: { neurons: 0 }, place: "evidence.neurons" },
    { name: "one layer", masks: [["0"]], closed: true, evidence: {}, place: "evidence" },
    { name: "three layers", masks: [["0"], ["0"], ["0"]], closed: true, evidence: {}, place: "evidence" },
  ],
);

ruleCases(
  "free",
  "linear",
  [{ name: "linear-space once all neurons are free", masks: DENSE, closed: true, evidence: { frozen, then: proof("linear-space") } }],
  [
    {
      name: "linear-space while a neuron is left",
      masks: LU,
      closed: true,
      evidence: { frozen: [{ neuron: 1, side: "rows", values: [1] }], then: proof("linear-space") },
      place: "evidence.then.evidence",
    },
  ],
);
