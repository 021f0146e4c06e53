import type { Proof } from "./proof.js";

/** The proof with each sub-proof in its evidence, not those deeper inside, replaced by what `change` makes of it. Sub-proofs come in the order of the evidence. */
export function mapSubProofs(proof: Proof, change: (part: Proof) => Proof): Proof {
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== "object" || part === null) return part;
    if (Object.hasOwn(part, "rule") && Object.hasOwn(part, "evidence")) return change(part as Proof);
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, visit(value)]));
  };
  return { rule: proof.rule, evidence: visit(proof.evidence) } as Proof;
}
