import type { Proof } from "../certificate/proof.js";
import { type Rectangles, rowClasses, transposed } from "../pattern/rectangles.js";
import { members, smallest } from "../pattern/sets.js";
import type { Budget } from "./budget.js";

/**
 * F1 with D2 [own, docs/theory.md 3.1 and 4.6]: all selections of two outputs and three inputs, or three and two, in which exactly two hidden
 * neurons are left and they overlap in form (b) or (c). (Form (a) is the LU minor.) Not closed, so the whole is not.
 *
 * For outputs i, j let E_1 and E_2 be the inputs that exactly one and exactly two of the neurons feeding i or j see. Then r must be in E_2,
 * seen by neurons a and b that feed both i and j, and a and b must each see an input of E_1. Complete for selections of this kind.
 *
 * @param state the rectangles of a two-layer pattern, no free entries
 * Cost: pairs of outputs (inputs) times the neurons that meet them, in set operations.
 */
export function findTwoNeuronMinor(state: Rectangles, budget: Budget): Proof | undefined {
  const found = formB(state, budget);
  if (found !== undefined) return minor(found.pair, found.triple);
  const flipped = formB(transposed(state), budget);
  return flipped && minor(flipped.triple, flipped.pair);
}

/** Outputs and inputs in the order of their roles; the selection lists them ascending. */
function minor(outputs: number[], inputs: number[]): Proof {
  const ascending = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);
  const then: Proof = { rule: "two-neurons", evidence: { outputs, inputs } };
  return { rule: "minor", evidence: { outputs: ascending(outputs), inputs: ascending(inputs), then } };
}

/** Two rows i, j and columns [p, q, r] of form (b). */
function formB(state: Rectangles, budget: Budget): { pair: number[]; triple: number[] } | undefined {
  const { neurons } = state;
  const classes = rowClasses(state);
  for (let j = 0; j < state.m; j++) {
    budget.spend();
    for (let i = 0; i < j; i++) {
      const both = classes[i]! & classes[j]!;
      if ((both & (both - 1n)) === 0n) continue;
      const [one, two] = seenOnceAndTwice(members(classes[i]! | classes[j]!).map((h) => neurons[h]!.cols));
      if (one === 0n || two === 0n) continue;
      const anchors = members(both).filter((h) => (neurons[h]!.cols & one) !== 0n);
      for (const a of anchors) {
        for (const b of anchors) {
          if (b >= a) break;
          const shared = neurons[a]!.cols & neurons[b]!.cols & two;
          if (shared === 0n) continue;
          return { pair: [i, j], triple: [smallest(neurons[a]!.cols & one), smallest(neurons[b]!.cols & one), smallest(shared)] };
        }
      }
    }
  }
  return undefined;
}

/** The members of exactly one, and of exactly two, of the sets. */
function seenOnceAndTwice(sets: readonly bigint[]): [bigint, bigint] {
  let [once, twice, more] = [0n, 0n, 0n];
  for (const set of sets) {
    more |= twice & set;
    twice |= once & set;
    once |= set;
  }
  return [once & ~twice, twice & ~more];
}
