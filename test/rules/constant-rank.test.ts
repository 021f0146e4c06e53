import { describe, expect, it } from "vitest";
import type { LinearEvidence, Proof } from "../../src/certificate/proof.js";
import { check } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { contains, members } from "../../src/pattern/sets.js";
import { ownSide } from "../../src/pattern/normal-form.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findConstantRank } from "../../src/rules/constant-rank.js";
import { findLaminar } from "../../src/rules/laminar.js";
import { decideTwoNeurons } from "../../src/rules/two-neurons.js";
import { certificate, proof } from "../support/certificates.js";
import { type RectangleDigits, digitsOf, entries, randomRectangles, rectangleMasks, rectangles } from "../support/patterns.js";
import { exactRank } from "../support/rational.js";

type Evidence = LinearEvidence["constant-rank"];
const find = (state: Rectangles): Evidence | undefined => findConstantRank(state, new Budget(60))?.evidence as Evidence | undefined;
const accepted = (state: Rectangles, found: Proof): boolean =>
  check(JSON.parse(JSON.stringify(certificate("linear", true, rectangleMasks(state.m, state.n, state.neurons.map(digitsOf)), proof(found.rule, found.evidence))))).ok;

/** The dimension, outside F, of what random nonzero frozen vectors span, orthogonal to nothing: naive, by the definition of the sums. */
function rankAt(state: Rectangles, { frozen }: Evidence, value: () => number): number {
  const generators = frozen.flatMap(({ neuron, side }) => {
    const vector = new Map(members(ownSide(state, neuron, side)).map((place) => [place, value()]));
    return members(ownSide(state, neuron, side === "rows" ? "columns" : "rows")).map((free) =>
      entries(state.m, state.n).map(([i, j]) => {
        const [own, here] = side === "rows" ? [i, j] : [j, i];
        return here === free && !contains(state.free[i]!, j) ? (vector.get(own) ?? 0) : 0;
      }),
    );
  });
  return exactRank(generators);
}

describe("findConstantRank", () => {
  it.each<[string, RectangleDigits[]]>([
    ["nested columns", [["012", "012"], ["012", "01"], ["012", "0"]]],
    ["D2, fourth case: rows of one in the other's, columns of the other in the one's", [["01", "012"], ["012", "01"]]],
    ["a flag", [["0", "012"], ["01", "01"], ["012", "0"]]],
  ])("proves %s closed", (_, neurons) => {
    const state = rectangles(3, 3, neurons);
    const evidence = find(state);
    expect(evidence).toBeDefined();
    expect(accepted(state, { rule: "constant-rank", evidence: evidence! })).toBe(true);
  });

  it("covers the laminar rule for three neurons", () => {
    const random = new Random(2);
    for (let seen = 0; seen < 25; ) {
      const state = randomRectangles(random, 3, 3, false);
      if (state.neurons.length < 2 || findLaminar(state) === undefined) continue;
      seen++;
      expect(find(state)).toBeDefined();
    }
  });

  it("is silent where the dimension varies: LU, also with its second neuron doubled, and a rectangle with a free corner", () => {
    expect(find(rectangles(2, 2, [["01", "01"], ["1", "1"]]))).toBeUndefined();
    expect(find(rectangles(2, 2, [["01", "01"], ["1", "1"], ["1", "1"]]))).toBeUndefined();
    expect(find(rectangles(2, 2, [["01", "01"]], ["11"]))).toBeUndefined();
  });

  it("never contradicts D2, and what it finds is accepted", () => {
    const random = new Random(4);
    const seen = { found: 0, not: 0 };
    while (seen.found < 30 || seen.not < 30) {
      const state = randomRectangles(random, 4, 2, false);
      if (state.neurons.length !== 2) continue;
      const evidence = find(state);
      if (!decideTwoNeurons(state).closed) {
        seen.not++;
        expect(evidence).toBeUndefined();
      } else if (evidence !== undefined) {
        seen.found++;
        expect(accepted(state, { rule: "constant-rank", evidence })).toBe(true);
      }
    }
  });

  it("claims a dimension that no frozen vectors exceed and that random ones reach", () => {
    const random = new Random(6);
    let seen = 0;
    for (let n = 0; n < 300; n++) {
      const state = randomRectangles(random, 3, 3, n % 2 === 1);
      const evidence = state.neurons.length === 0 ? undefined : find(state);
      if (evidence === undefined) continue;
      seen++;
      expect(rankAt(state, evidence, () => 1 + random.below(997))).toBe(evidence.dimension);
      for (let p = 0; p < 5; p++) expect(rankAt(state, evidence, () => random.below(3) - 1)).toBeLessThanOrEqual(evidence.dimension);
      // Without chains every nonzero choice of vectors is a form up to scale: the dimension is the same at all of them.
      if (evidence.frozen.some(({ chain }) => chain.length > 0)) continue;
      for (let p = 0; p < 5; p++) expect(rankAt(state, evidence, () => [1, -1, 2][random.below(3)]!)).toBe(evidence.dimension);
    }
    expect(seen).toBeGreaterThan(60);
  });

  it("is deterministic, and stops when the budget is spent", () => {
    const state = rectangles(3, 3, [["0", "012"], ["01", "01"], ["012", "0"]]);
    expect(find(state)).toEqual(find(state));
    expect(() => findConstantRank(state, new Budget(-1))).toThrow(OutOfBudget);
  });
});
