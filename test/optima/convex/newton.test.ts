import { describe, expect, it } from "vitest";
import { blockAt, ConeProjection, given } from "../../../src/optima/convex/cone.js";
import { dualOf } from "../../../src/optima/convex/losses.js";
import { type Bend, type Cut, NewtonStep } from "../../../src/optima/convex/newton.js";
import type { Block, ConvexProgram } from "../../../src/optima/convex/program.js";
import { lambdaMax, solve } from "../../../src/optima/convex/solve.js";
import { randomProgram } from "./programs.js";

const norm = (vector: Float64Array): number => Math.hypot(...vector);

/** The tangents at nu of the blocks given, with the curvature that their norms put on them. */
function tangents(program: ConvexProgram, blocks: readonly Block[], nu: Float64Array): { cuts: Cut[]; bends: Bend[] } {
  const { n, d, gates } = program;
  const cone = new ConeProjection(program);
  const cuts: Cut[] = [];
  const bends: Bend[] = [];
  for (const [place, { gate, sign, vector }] of blocks.entries()) {
    const projection = cone.project(gate, sign, nu);
    const direction = projection.vector.map((value) => value / projection.norm);
    const share = new Float64Array(n);
    given(program, gates[gate]!, sign, direction, share);
    cuts.push({ place, direction, share, norm: projection.norm });
    const basis = new Float64Array(d * d);
    const count = cone.tangent(gate, basis);
    const shares = new Float64Array(count * n);
    for (let b = 0; b < count; b++) given(program, gates[gate]!, sign, basis.subarray(b * d, (b + 1) * d), shares, b * n);
    bends.push({ shares, count, weight: norm(vector) / projection.norm });
  }
  return { cuts, bends };
}

for (const loss of ["squared", "logistic"] as const) {
  for (const model of ["relu", "gated"] as const) {
    describe(`Newton's step for the dual: ${loss}, ${model}`, () => {
      const base = randomProgram(6, 9, 2, 1, { loss, model });
      const program = { ...base, lambda: 0.1 * lambdaMax(base) };
      const { blocks, fit } = solve(program, { tolerance: 1e-14 });
      const best = dualOf(program, fit);
      const step = (nu: Float64Array): { nu: Float64Array; weights: Float64Array } => {
        const { cuts, bends } = tangents(program, blocks, nu);
        return new NewtonStep(program).from(nu, cuts, bends, []);
      };

      it("stays at the optimum, with the norms of the blocks as multipliers", () => {
        const { nu, weights } = step(best);
        for (const [j, value] of nu.entries()) expect(Math.abs(value - best[j]!)).toBeLessThan(1e-10 * norm(best));
        for (const [k, { vector }] of blocks.entries()) expect(weights[k]).toBeCloseTo(norm(vector), 7);
      });

      it("comes near with the square of the distance", () => {
        const distance = (size: number): number => norm(step(best.map((value, j) => value * (1 + size * ((j % 3) - 1)))).nu.map((value, j) => value - best[j]!)) / norm(best);
        expect(distance(1e-3)).toBeLessThan(1e-3);
        // A hundredth of the way away: a ten-thousandth is left, up to rounding.
        expect(distance(1e-5)).toBeLessThan(1e-3 * distance(1e-3) + 1e-11);
      });
    });
  }
}

it("one input: no curvature, so one step from the zero network is the optimum", () => {
  const base = randomProgram(2, 7, 1, 1, { bias: false });
  const program = { ...base, lambda: 0.2 * lambdaMax(base) };
  const nu = dualOf(program, new Float64Array(7));
  const cone = new ConeProjection(program);
  const cuts = [...cone.norms(nu).entries()].filter(([, length]) => length > 0).map(([place]): Cut => {
    const { gate, sign } = blockAt(program, place);
    const { vector, norm: length } = cone.project(gate, sign, nu);
    const share = new Float64Array(7);
    given(program, program.gates[gate]!, sign, vector.map((value) => value / length), share);
    return { place, direction: vector, share, norm: length };
  });
  const { dual } = solve(program);
  for (const [j, value] of new NewtonStep(program).from(nu, cuts, [], []).nu.entries()) expect(value).toBeCloseTo(dual[j]!, 12);
});
