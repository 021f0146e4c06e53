import type { FiniteProof } from "../certificate/proof.js";
import { type Mask, row, transpose } from "../pattern/mask.js";
import type { Found } from "./found.js";

/**
 * T6 [own, docs/theory.md 2.4], complete for one hidden layer: `finite` is yes iff every connected component between live hidden neurons and
 * outputs is a star; that is, `no` iff some hidden neuron feeds two outputs and shares one of them with another.
 *
 * @param second pruned support of W_2
 */
export function decideSharedOutput(second: Mask): Found<FiniteProof> {
  const feeds = transpose(second);
  for (let a = 0; a < feeds.rows; a++) {
    const outputs = row(feeds, a);
    if (outputs.length < 2) continue;
    for (const j of outputs) {
      const other = row(second, j).find((h) => h !== a);
      if (other === undefined) continue;
      const i = outputs.find((output) => output !== j)!;
      return { closed: false, proof: { rule: "shared-output", evidence: { neuron: a, outputs: [i, j], other } } };
    }
  }
  return { closed: true, proof: { rule: "star-components", evidence: {} } };
}
