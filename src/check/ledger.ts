/**
 * Statements about two-layer goals, each proved in turn and then at hand for those after it: a list of `lemmas` (docs/certificates.md, section 4) that is too long for one document.
 */
import type { Proof } from "../certificate/proof.js";
import { proofFromJson } from "../certificate/read-proof.js";
import type { Rectangles } from "../pattern/rectangles.js";
import { checkGoal } from "./check.js";
import { type Lemma, twoLayer } from "./goal.js";

export class Ledger {
  readonly #lemmas: Lemma[] = [];

  get size(): number {
    return this.#lemmas.length;
  }

  /**
   * Checks the proof, written as JSON and read back, and enters the statement. `use` in it names statements entered before.
   * @returns the number of the statement
   * @throws Refusal, Fault when it does not prove the claim
   */
  enter(state: Rectangles, closed: boolean, proof: Proof): number {
    const goal = twoLayer(state);
    const claim = closed ? "closed" : "not closed";
    checkGoal(goal, proofFromJson(JSON.parse(JSON.stringify(proof)), "linear", "") as Proof, claim, this.#lemmas);
    return this.#lemmas.push({ goal, claim }) - 1;
  }
}
