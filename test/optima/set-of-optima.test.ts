import { describe, expect, test } from "vitest";
import { convexProgram } from "../../src/optima/convex/make-program.js";
import { objectiveOf } from "../../src/optima/convex/network.js";
import { optimalSet } from "../../src/optima/convex/optimal-set.js";
import { solve } from "../../src/optima/convex/solve.js";
import { setOfOptima } from "../../src/optima/set-of-optima.js";

/** Gated, XOR: a gate for each two neighbouring corners, so that the optimum is not unique. */
const program = convexProgram({ inputs: Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1), targets: Float64Array.of(1, -1, -1, 1), lambda: 0.1, model: "gated" });
const solution = solve(program);

describe("the set of optima as a result", async () => {
  const set = await optimalSet(program, solution);
  const { told, checks } = setOfOptima(program, solution, set);

  test("has every vertex and extreme member as a network with the optimum's objective", () => {
    expect(told).toMatchObject({ unique: false, dimension: 1 });
    expect(told.vertices).toHaveLength(2);
    const { largest } = told.squares;
    for (const { network, weights, neurons } of [...told.vertices!, told.l1.smallest, told.l1.largest, told.squares.smallest, largest!]) {
      expect(network.widths[1]).toBe(neurons);
      expect(weights.filter((weight) => weight > 0)).toHaveLength(neurons);
      expect(objectiveOf(network, program).value).toBeCloseTo(solution.value, 10);
    }
    expect(told.squares.smallest.squares).toBeLessThan(largest!.squares);
    expect(checks.every(({ ok }) => ok)).toBe(true);
  });

  test("is JSON: no typed arrays, no bigints", () => {
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
  });

  test("of another fit fails its checks", () => {
    const wrong = setOfOptima(program, { ...solution, fit: solution.fit.map((value) => value * 1.001) }, set);
    expect(wrong.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["optimal set: fit", "optimal set: outputs"]);
  });
});
