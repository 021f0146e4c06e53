import { describe, expect, it } from "vitest";
import { ORDERED_RATIONALS as F, inner } from "../../../src/exact/ordered-field.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { blockCones } from "../../../src/optima/sparsest/block-cones.js";
import { networkOnBlocks } from "../../../src/optima/sparsest/network-on-blocks.js";
import { feasibility } from "../../support/feasibility.js";
import { randomProblem } from "./small-problems.js";

describe("networkOnBlocks", () => {
  it("leaves no weight that could be 0 beside those that are", () => {
    const random = new Random(2);
    let networks = 0;
    for (let k = 0; k < 30; k++) {
      const problem = { ...randomProblem(random, { points: 3 + random.below(4), inputs: 1 + random.below(2), size: 4 }), outputs: [] as Rational[] };
      const w = [...problem.inputs[0]!, Rational.one].map((_, c) => Rational.of(c === 0 ? 1 : random.below(3) - 1));
      const rows = problem.inputs.map((x) => [...x, Rational.one]);
      problem.outputs = rows.map((row) => inner(F, row, w)).map((y) => (y.sign > 0 ? y : Rational.zero));
      const cones = blockCones(problem)!;
      if (cones.target.every((entry) => entry === 0n)) continue;
      for (const b of cones.blocks.keys()) {
        const network = networkOnBlocks(problem, cones, [b]);
        if (network === undefined) continue;
        networks++;
        expect(network.neurons).toHaveLength(1);
        const weights = [...network.neurons[0]!.weights, network.neurons[0]!.bias];
        // The block's pattern: where one of its rays is above 0.
        const active = rows.map((_, j) => cones.raysOf(b).some(({ outputs }) => outputs[j]! > 0n));
        const unit = (c: number): Rational[] => weights.map((_, i) => Rational.of(i === c ? 1 : 0));
        const zeros = weights.flatMap(({ isZero }, c) => (isZero ? [unit(c)] : []));
        for (const [c, weight] of weights.entries()) {
          if (weight.isZero) continue;
          const equations = [...rows.map((row, j) => (active[j]! ? row : row.map(() => Rational.zero))), ...zeros, unit(c)];
          const values = [...problem.outputs, ...zeros.map(() => Rational.zero), Rational.zero];
          expect(feasibility({ equations, values, inequalities: rows.map((row, j) => (active[j]! ? row : row.map((x) => x.negated()))) }).feasible).toBe(false);
        }
      }
    }
    expect(networks).toBeGreaterThan(20);
  });
});
