import { describe, expect, it } from "vitest";
import { dot } from "../../../src/exact/integer-vector.js";
import { Random } from "../../../src/exact/random.js";
import { blockCones } from "../../../src/optima/sparsest/block-cones.js";
import { blockingVector, unblocked, weightsOf } from "../../../src/optima/sparsest/dual-vectors.js";
import { networkOnBlocks } from "../../../src/optima/sparsest/network-on-blocks.js";
import { interpolates } from "../../../src/optima/sparsest/problem.js";
import { randomProblem } from "./small-problems.js";

describe("weightsOf, blockingVector", () => {
  it("agree: blocks have weights, and so a network, or a vector that blocks them and as many others as it can", () => {
    const random = new Random(6);
    const counts = [0, 0];
    for (let k = 0; k < 14; k++) {
      const problem = { ...randomProblem(random, { points: 3 + random.below(4), inputs: 1 + random.below(2), size: 4 }), skip: k % 2 === 0 };
      const cones = blockCones(problem)!;
      const { blocks, generators, target } = cones;
      if (target.every((entry) => entry === 0n)) continue;
      for (let drawn = 0; drawn < 4; drawn++) {
        const chosen = Array.from(blocks.keys()).filter(() => random.below(blocks.length) < 3);
        const [weights, vector, network] = [weightsOf(cones, chosen), blockingVector(cones, chosen, blocks.keys()), networkOnBlocks(problem, cones, chosen)];
        counts[weights === undefined ? 0 : 1]!++;
        expect([weights === undefined, network === undefined]).toEqual([vector !== undefined, vector !== undefined]);
        if (network !== undefined) {
          expect(interpolates(network, problem)).toBe(true);
          expect(network.neurons.length).toBeLessThanOrEqual(chosen.length);
        }
        if (vector === undefined) continue;
        expect(dot(vector.entries, target) > 0n).toBe(true);
        expect(chosen.some((b) => vector.has[b] === 1)).toBe(false);
        expect(unblocked(cones, vector.entries)).toEqual(vector);
        for (const [b, { generators: own }] of blocks.entries()) expect(vector.has[b] === 1).toBe(own.some((g) => dot(vector.entries, generators[g]!) > 0n));
        // None of the others can be blocked too, beside all that are.
        const blocked = Array.from(blocks.keys()).filter((b) => vector.has[b] === 0);
        for (const b of vector.elements) expect(weightsOf(cones, [...blocked, b])).toBeDefined();
      }
    }
    expect(Math.min(...counts)).toBeGreaterThan(5);
  });
});
