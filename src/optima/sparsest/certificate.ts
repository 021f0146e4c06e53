/** A sparsest network and the proof of its lower bound as a document (docs/certificates.md, section 12), as far as the checker confirms it. */
import { type SparsestCertificateJson, type SparsestLowerBound, sparsestCertificateToJson } from "../../certificate/sparsest.js";
import { checkSparsest } from "../../check/sparsest.js";
import { type RationalNetwork, type SparsestProblem, countOf } from "./problem.js";

/** No interpolating network has a count less than `atLeast`, for the reason that `evidence` is. */
export interface LowerBound {
  readonly atLeast: number;
  readonly evidence: SparsestLowerBound;
}

export interface Confirmed {
  readonly atLeast: number;
  readonly certificate: SparsestCertificateJson;
}

/** Looked at last: what the targets alone prove. */
const BY_TARGETS: readonly LowerBound[] = [2, 1, 0].map((atLeast) => ({ atLeast, evidence: { rule: "none" } }));
/** Of the checker, for smaller numbers than a search has proved where that is too long to be gone through once more: a few seconds. */
const STEPS = 2 ** 31;

/**
 * The network with the largest of these bounds that the checker accepts. An enumeration that is too long for it is tried with smaller numbers, as long as they take seconds.
 * @throws Error when it does not accept the network
 */
export function confirmed(problem: SparsestProblem, network: RationalNetwork, bounds: readonly LowerBound[]): Confirmed {
  const count = countOf(network, problem);
  let refusal = "";
  const accepted = ({ atLeast, evidence }: LowerBound, steps?: number): Confirmed | undefined => {
    const certificate = certificateOf(problem, network, { atLeast, evidence });
    const result = checkSparsest(certificate, steps);
    if (result.ok) return { atLeast, certificate };
    refusal = `${result.place}: ${result.reason}`;
    return undefined;
  };
  let best: Confirmed | undefined;
  for (const bound of [...bounds, ...BY_TARGETS].filter(({ atLeast }) => atLeast <= count).sort((a, b) => b.atLeast - a.atLeast)) {
    if (best !== undefined && best.atLeast >= bound.atLeast) break;
    const whole = accepted(bound);
    if (whole !== undefined) {
      best = whole;
      break;
    }
    if (bound.evidence.rule !== "enumeration") continue;
    for (let atLeast = 1; atLeast < bound.atLeast; atLeast++) {
      const part = accepted({ atLeast, evidence: bound.evidence }, STEPS);
      if (part === undefined) break;
      if (best === undefined || best.atLeast < atLeast) best = part;
    }
  }
  if (best === undefined) throw new Error(`the checker does not accept the network: ${refusal}`);
  return best;
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
