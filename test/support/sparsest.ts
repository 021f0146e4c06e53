/** Certificates of sparsest networks, written by hand. */
import type { SparsestCertificateJson } from "../../src/certificate/sparsest.js";

/** The peak and plateau of Nakhleh and Nowak: three knots, at -1, 1/2 and 2. */
export const PEAK: SparsestCertificateJson = {
  format: "wellposed/sparsest-certificate/1",
  points: [["-2"], ["-1"], ["0"], ["1"], ["2"], ["3"]],
  targets: ["0", "0", "1", "1", "0", "0"],
  skip: true,
  count: "neurons",
  countBias: true,
  supports: null,
  network: {
    neurons: [
      { output: "1", weights: ["1"], bias: "1" },
      { output: "-2", weights: ["1"], bias: "-1/2" },
      { output: "1", weights: ["1"], bias: "-2" },
    ],
    skip: null,
  },
  claim: { count: 3, atLeast: 3 },
  lowerBound: { rule: "witnesses", points: [1, 2, 4] },
};

/** (0, 0), (1, 1) -> 0 and (0, 1), (1, 0) -> 1 without an affine part: two neurons. One would have a positive output, for the second vector, and be open at both points of value 1; there it is blocked by the first. */
export const XOR: SparsestCertificateJson = {
  format: "wellposed/sparsest-certificate/1",
  points: [["0", "0"], ["0", "1"], ["1", "0"], ["1", "1"]],
  targets: ["0", "1", "1", "0"],
  skip: false,
  count: "neurons",
  countBias: true,
  supports: null,
  network: {
    neurons: [
      { output: "1", weights: ["-1", "1"], bias: "0" },
      { output: "1", weights: ["1", "-1"], bias: "0" },
    ],
    skip: null,
  },
  claim: { count: 2, atLeast: 2 },
  lowerBound: { rule: "dual-vectors", vectors: [["-1", "1", "1", "-1"], ["0", "1", "0", "0"], ["0", "0", "1", "0"]] },
};

/** A straight line, as the affine part. */
export const LINE: SparsestCertificateJson = {
  ...PEAK,
  targets: ["-3/2", "-1/2", "1/2", "3/2", "5/2", "7/2"],
  network: { neurons: [], skip: { weights: ["1"], bias: "1/2" } },
  claim: { count: 0, atLeast: 0 },
  lowerBound: { rule: "none" },
};

export const OF_EVERY_RULE: Readonly<Record<string, SparsestCertificateJson>> = {
  "peak and plateau": PEAK,
  XOR,
  line: LINE,
  "XOR, parameters, a mask": {
    ...XOR,
    count: "parameters",
    supports: [{ inputs: [0, 1], bias: false }, { inputs: [0], bias: true }, { inputs: [0, 1], bias: true }],
    claim: { count: 4, atLeast: 4 },
    lowerBound: { rule: "enumeration" },
  },
};
