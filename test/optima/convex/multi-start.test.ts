/** Training of the network itself, from many random starts, beside the certified optimum. In `test/`, as training and optima are on one floor of the house. */
import { describe, expect, test } from "vitest";
import { maskOf } from "../../../src/pattern/mask.js";
import { makePattern } from "../../../src/pattern/pattern.js";
import { train } from "../../../src/training/train.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";
import { lambdaMax, solve } from "../../../src/optima/convex/solve.js";
import { randomProgram } from "./programs.js";

/** The losses at the ends of the runs. The column of ones is an input; as many neurons as two for each point, where one is enough. */
async function trained({ n, d, X, y, lambda }: ConvexProgram, restarts: number): Promise<number[]> {
  const neurons = 2 * n;
  const pattern = makePattern("shallow", [maskOf(neurons, d, () => true), maskOf(1, neurons, () => true)], { bias: [false, false] });
  const { runs } = await train(pattern, { inputs: X, targets: y }, { optimizer: "lbfgs", weightDecay: lambda, restarts, steps: 2000 });
  return runs.map(({ loss }) => loss.at(-1)!);
}

describe("training from many starts", () => {
  test("never ends below the certified optimum, and mostly meets it", async () => {
    let met = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const program = randomProgram(seed, 4 + (seed % 7), 1 + (seed % 3), 1);
      const there = { ...program, lambda: [0.3, 0.1, 0.03][seed % 3]! * lambdaMax(program) };
      const { value, dualBound, gap } = solve(there);
      expect(gap).toBeLessThanOrEqual(1e-10 * value);
      const losses = await trained(there, 8);
      expect(Math.min(...losses)).toBeGreaterThan(dualBound - 1e-9);
      if (Math.min(...losses) < value * (1 + 1e-6)) met++;
    }
    expect(met).toBeGreaterThanOrEqual(7);
  });
});
