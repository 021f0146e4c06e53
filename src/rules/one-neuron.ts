import { type Rectangles, hasFreeEntries } from "../pattern/rectangles.js";
import { members, smallest } from "../pattern/sets.js";
import type { Found } from "./found.js";

/**
 * R5 one neuron [own, docs/theory.md 4.5]: with a connected shape S = R x C minus F, closed iff S is all of R x C. Otherwise S has
 * (i,k), (i,l), (j,k) and lacks (j,l), an LU minor whose fourth entry is free. Decides every goal with one neuron after splitting.
 */
export function decideOneNeuron(state: Rectangles): Found {
  if (!hasFreeEntries(state)) return { closed: true, proof: { rule: "one-neuron", evidence: {} } };
  const neuron = state.neurons[0]!;
  for (const i of members(neuron.rows)) {
    const own = neuron.cols & ~state.free[i]!;
    for (const j of members(neuron.rows)) {
      const other = neuron.cols & ~state.free[j]!;
      const [both, only] = [own & other, own & ~other];
      if (both === 0n || only === 0n) continue;
      const evidence = { outputs: [i, j] as [number, number], inputs: [smallest(both), smallest(only)] as [number, number] };
      return { closed: false, proof: { rule: "one-neuron", evidence } };
    }
  }
  throw new Error("a connected shape with free entries in its rectangle has an induced path");
}
