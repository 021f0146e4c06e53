import { describe, expect, test } from "vitest";
import { gapCheck, networkChecks } from "../../src/optima/checks.js";
import { convexProgram } from "../../src/optima/convex/make-program.js";
import { type ShallowNetwork, networkOf } from "../../src/optima/convex/network.js";
import { solve } from "../../src/optima/convex/solve.js";

const program = convexProgram({ inputs: Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1), targets: Float64Array.of(1, -1, -1, 1), lambda: 0.1 });
const solution = solve(program);
const network = networkOf(program, solution.blocks);
const failed = (of: ShallowNetwork, at = solution): string[] => networkChecks("it", of, program, at).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

describe("checks of networks", () => {
  test("pass at the optimum", () => {
    expect(failed(network)).toEqual([]);
  });

  test("fail for other weights, by outputs and objective, and say by how much", () => {
    const [rows, [out]] = network.weights;
    const changed: ShallowNetwork = { ...network, weights: [rows, [out!.map((weight, k) => (k === 0 ? weight * 1.01 : weight))]] };
    expect(failed(changed)).toEqual(["it: objective", "it: outputs"]);
    const { checks, objective } = networkChecks("it", changed, program, solution);
    expect(checks[0]!.value).toBeCloseTo(Math.abs(objective.value - solution.value) / solution.value, 15);
  });

  test("fail for a neuron out of balance by the objective alone: the outputs stay", () => {
    const [rows, [out]] = network.weights;
    const changed: ShallowNetwork = {
      ...network,
      weights: [rows.map((row, k) => (k === 0 ? row.map((weight) => 2 * weight) : row)), [out!.map((weight, k) => (k === 0 ? weight / 2 : weight))]],
      biases: [network.biases[0].map((bias, k) => (k === 0 ? 2 * bias : bias)), [0]],
    };
    expect(failed(changed)).toEqual(["it: objective"]);
  });

  test("fail for a bound above what the network reaches", () => {
    expect(failed(network, { ...solution, dualBound: solution.value * (1 + 1e-10) })).toEqual(["it: bound"]);
  });
});

test("the gap is checked relative to the optimum", () => {
  expect(gapCheck(solution, 1e-10)).toMatchObject({ name: "gap", ok: true });
  expect(gapCheck({ value: 1e-3, dualBound: 0.999e-3 }, 1e-4)).toMatchObject({ ok: false, tolerance: 1e-4 });
  expect(gapCheck({ value: 0, dualBound: 0 }, 1e-10)).toMatchObject({ ok: true, value: 0 });
});
