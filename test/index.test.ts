import { expect, test } from "vitest";
import { type SparsestTrainingOptions, Fault, Rational, sparsestProblem, trainSparsest } from "../src/index.js";

const PEAK = { inputs: [-2, -1, 0, 1, 2, 3].map((x) => [x]), outputs: [0, 0, 1, 1, 0, 0] };

test("the library trains sparse networks with each optimiser", async () => {
  const problem = sparsestProblem(PEAK);
  expect(problem).toMatchObject({ count: "neurons", skip: true, countBias: true });
  const ways: [options: SparsestTrainingOptions, reweighted: boolean][] = [
    [{ optimizer: "adam" }, true],
    [{ optimizer: "proximal" }, true],
    [{ optimizer: "adam", reweighted: false }, false],
    [{ optimizer: "adamw" }, false],
  ];
  const losses = new Set<number>();
  for (const [options, reweighted] of ways) {
    const trained = await trainSparsest(problem, { ...options, restarts: 1, epochs: 2000 });
    expect(trained.settings).toMatchObject({ optimizer: options.optimizer, reweighted });
    expect(trained.count).toBe(3);
    for (const [j, [x]] of PEAK.inputs.entries()) {
      const { neurons, skip } = trained.network!;
      const at = ({ weights, bias }: { readonly weights: readonly Rational[]; readonly bias: Rational }): Rational => weights[0]!.times(Rational.of(x!)).plus(bias);
      const value = neurons.reduce((sum, neuron) => (at(neuron).sign > 0 ? sum.plus(neuron.output.times(at(neuron))) : sum), at(skip!));
      expect(value.toString()).toBe(`${PEAK.outputs[j]}`);
    }
    losses.add(trained.runs[0]!.loss);
  }
  // Four ways, not four names of one.
  expect(losses.size).toBe(4);
});

test("what is no problem, and options that are none, are refused", async () => {
  expect(() => sparsestProblem({ inputs: [[0], [0]], outputs: [1, 2] })).toThrow(Fault);
  expect(() => sparsestProblem({ inputs: [[0], [1, 2]], outputs: [1, 2] })).toThrow(Fault);
  await expect(trainSparsest(sparsestProblem(PEAK), { optimizer: "proximal", reweighted: false })).rejects.toThrow(Fault);
});
