import type { CubeProof } from "../certificate/proof.js";
import { type Mask, row } from "../pattern/mask.js";
import { setOf, smallest } from "../pattern/sets.js";
import type { Found } from "./found.js";
import { crossing } from "./laminar.js";
import { outputComponents } from "./output-graph.js";

/**
 * T7 [own, docs/theory.md 2.5] for one hidden layer, component by component between hidden neurons and outputs: with one output, closed; complete
 * bipartite with two outputs or more, closed iff the input supports are laminar. F is a product over the components, so one that
 * is not closed decides, and otherwise all must be closed. Nothing is returned when a component is of neither kind.
 *
 * @param masks two pruned layers
 */
export function decideCrossingInputs(masks: readonly Mask[]): Found<CubeProof> | undefined {
  let open = false;
  for (const { hidden, outputs, complete } of outputComponents(masks[1]!)) {
    if (outputs.length === 1) continue;
    if (!complete) {
      open = true;
      continue;
    }
    const supports = hidden.map((h) => setOf(row(masks[0]!, h)));
    const pair = crossing(supports);
    if (pair === undefined) continue;
    const [a, b] = [supports[pair[0]]!, supports[pair[1]]!];
    const evidence = {
      neurons: [hidden[pair[0]]!, hidden[pair[1]]!] as [number, number],
      inputs: [smallest(a & ~b), smallest(b & ~a), smallest(a & b)] as [number, number, number],
    };
    return { closed: false, proof: { rule: "crossing-inputs", evidence } };
  }
  return open ? undefined : { closed: true, proof: { rule: "laminar-components", evidence: {} } };
}
