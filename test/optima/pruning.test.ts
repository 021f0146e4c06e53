import { describe, expect, test } from "vitest";
import { pruneFurther } from "../../src/optima/convex/approximate-pruning.js";
import { fewestNeurons } from "../../src/optima/convex/fewest-neurons.js";
import { convexProgram } from "../../src/optima/convex/make-program.js";
import { networkOf, objectiveOf } from "../../src/optima/convex/network.js";
import { optimalSet } from "../../src/optima/convex/optimal-set.js";
import { solve } from "../../src/optima/convex/solve.js";
import { fewestOptimum, prunedOptimum, pruningStages } from "../../src/optima/pruning.js";

const program = convexProgram({ inputs: Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1), targets: Float64Array.of(1, -1, -1, 1), lambda: 0.1 });
const solution = solve(program);
const network = networkOf(program, solution.blocks);
/** Every neuron split in two. */
const split = { ...solution, blocks: solution.blocks.flatMap((block) => [0.25, 0.75].map((share) => ({ ...block, vector: block.vector.map((entry) => share * entry) }))) };

describe("the pruned optimum", () => {
  test("of split neurons is whole again, with the same objective when it is run", () => {
    const { pruned, checks, solution: irreducible } = prunedOptimum(program, split, network);
    expect(pruned.neurons).toBe(4);
    expect(pruned.value).toBeCloseTo(solution.value, 12);
    expect(irreducible?.blocks).toHaveLength(4);
    expect(checks.map(({ name }) => name)).toContain("pruned: rank");
    expect(checks.every(({ ok }) => ok)).toBe(true);
  });

  test("that fails a check gives way to the network that it was made from", () => {
    const wrong = { ...solution, fit: solution.fit.map((value) => value + 0.1) };
    const { pruned, checks, solution: irreducible } = prunedOptimum(program, wrong, network);
    expect(irreducible).toBeUndefined();
    expect(checks.some(({ ok }) => !ok)).toBe(true);
    expect(pruned).toMatchObject({ neurons: 4, network });
    expect(pruned.value).toBe(objectiveOf(network, program).value);
  });
});

test("the fewest neurons come with a network that is run", async () => {
  const found = await fewestNeurons(await optimalSet(program, solution));
  const { told, checks } = fewestOptimum(program, solution, found);
  expect(told).toMatchObject({ lower: 4, upper: 4, decided: true });
  expect(told.value).toBeCloseTo(solution.value, 10);
  expect(checks.every(({ ok }) => ok)).toBe(true);
  const fewer = fewestOptimum(program, solution, { ...found, blocks: found.blocks.slice(1) });
  expect(fewer.checks.every(({ ok }) => ok)).toBe(false);
});

test("stages of pruning of targets that are all 0 pass their check", () => {
  const zero = convexProgram({ inputs: Float64Array.of(1, 2), targets: Float64Array.of(0, 0), lambda: 1 });
  expect(pruningStages(zero, pruneFurther(zero, solve(zero))).checks).toMatchObject([{ value: 0, ok: true }]);
});

test("stages of pruning say what their networks lose when they are run; a wrong loss fails the check", () => {
  const stages = pruneFurther(program, solution);
  const { told, checks } = pruningStages(program, stages);
  expect(told.map(({ neurons }) => neurons)).toEqual([4, 3, 2, 1, 0]);
  for (const { neurons, leastSquares } of told) expect(leastSquares.network.widths[1]).toBeLessThanOrEqual(neurons);
  // Three corners fitted exactly, the fourth not at all.
  expect(told[1]!.leastSquares.loss).toBeCloseTo(1 / 8, 12);
  expect(checks).toMatchObject([{ ok: true }]);
  const wrong = stages.map((stage, at) => (at === 2 ? { ...stage, magnitude: { ...stage.magnitude, loss: stage.magnitude.loss * 1.01 } } : stage));
  expect(pruningStages(program, wrong).checks).toMatchObject([{ name: "beyond: loss", ok: false }]);
});
