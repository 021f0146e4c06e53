/** A sparsest network and the proof of its lower bound as a document (docs/certificates.md, section 12). */
import { type SparsestCertificateJson, type SparsestLowerBound, sparsestCertificateToJson } from "../../certificate/sparsest.js";
import { type RationalNetwork, type SparsestProblem, countOf } from "./problem.js";

/** What is known from below: no interpolating network has a count less than `atLeast`, for the reason that `evidence` is. */
export interface LowerBound {
  readonly atLeast: number;
  readonly evidence: SparsestLowerBound;
}

/** Claims nothing that is not in the arguments: whoever hands it out checks it first. */
export function certificateOf(problem: SparsestProblem, network: RationalNetwork, { atLeast, evidence }: LowerBound): SparsestCertificateJson {
  const { inputs, outputs, skip, count, countBias, supports } = problem;
  return sparsestCertificateToJson({
    points: inputs,
    targets: outputs,
    skip,
    count,
    countBias,
    supports,
    network,
    claim: { count: countOf(network, problem), atLeast },
    lowerBound: evidence,
  });
}
