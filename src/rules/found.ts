import type { AnyProof, Proof } from "../certificate/proof.js";

/** What a search that can decide either way has found: the verdict, and a proof of it for the checker. */
export interface Found<P extends AnyProof = Proof> {
  readonly closed: boolean;
  readonly proof: P;
}
