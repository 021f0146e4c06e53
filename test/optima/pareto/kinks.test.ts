import { describe, expect, test } from "vitest";
import { outputsAt } from "../../../src/optima/pareto/evaluate.js";
import { crossed, kinksNear, preactivationAt } from "../../../src/optima/pareto/kinks.js";
import { type Kink, Objective } from "../../../src/optima/pareto/objective.js";
import { type ParetoProblem, densePattern, makeProblem } from "../../../src/optima/pareto/problem.js";
import { drawProblem } from "./problems.js";

const { problem, parameters } = drawProblem({ widths: [3, 5, 4, 2], points: 40, activation: "relu", loss: "squared", seed: 11 });
const objective = new Objective(problem);

/** The preactivation by a network that ends with the layer. */
function plainly({ pattern, samples }: ParetoProblem, weights: Float64Array, layer: number, neuron: number, point: number): number {
  const masks = pattern.masks.slice(0, layer + 1);
  const part = { ...makeProblem(densePattern([1, 1]), { inputs: Float64Array.of(1), targets: Float64Array.of(1) }), pattern: { ...pattern, masks, widths: pattern.widths.slice(0, layer + 2) }, activation: "relu" as const };
  return outputsAt(part, weights, samples.inputs, point)[neuron]!;
}

describe("preactivations", () => {
  const every = Int32Array.from({ length: objective.size }, (_, k) => k);

  test("have the values of the network that ends there, and their derivatives", () => {
    for (const place of [{ layer: 0, neuron: 2, point: 7 }, { layer: 1, neuron: 3, point: 39 }, { layer: 1, neuron: 0, point: 0 }]) {
      const { value, form } = preactivationAt(problem, parameters, place, [], every, objective.size);
      expect(value).toBeCloseTo(plainly(problem, parameters, place.layer, place.neuron, place.point), 13);
      const h = 1e-6;
      form.forEach((entry, k) => {
        const [more, less] = [h, -h].map((change) => plainly(problem, parameters.map((old, j) => (j === k ? old + change : old)), place.layer, place.neuron, place.point)) as [number, number];
        expect(entry).toBeCloseTo((more - less) / (2 * h), 7);
      });
    }
  });

  test("by some parameters only, in their order", () => {
    const place = { layer: 1, neuron: 3, point: 39 };
    const { form } = preactivationAt(problem, parameters, place, [], every, objective.size);
    const chosen = [4, 1, 17];
    const positions = new Int32Array(objective.size).fill(-1);
    chosen.forEach((k, i) => (positions[k] = i));
    expect(Array.from(preactivationAt(problem, parameters, place, [], positions, 3).form)).toEqual(chosen.map((k) => form[k]));
  });

  test("take the slopes of kinks below", () => {
    const place = { layer: 1, neuron: 3, point: 39 };
    const below: Kink[] = Array.from({ length: 5 }, (_, neuron) => ({ layer: 0, neuron, point: 39, slope: 0 }));
    const bias = problem.network.layers[1]!.biases + 3;
    expect(preactivationAt(problem, parameters, place, below, every, objective.size).value).toBe(parameters[bias]);
    expect(preactivationAt(problem, parameters, place, below.map((kink) => ({ ...kink, point: 38 })), every, objective.size).value).not.toBe(parameters[bias]);
  });
});

describe("kinks", () => {
  test("within a width are all preactivations that are as small, of neurons that something goes into", () => {
    const width = 0.2;
    const found = kinksNear(objective, parameters, width);
    const wanted: string[] = [];
    for (const [layer, rows] of [[0, 5], [1, 4]] as const) {
      for (let neuron = 0; neuron < rows; neuron++) for (let point = 0; point < 40; point++) if (Math.abs(plainly(problem, parameters, layer, neuron, point)) <= width) wanted.push(`${layer} ${neuron} ${point}`);
    }
    expect(found.map(({ layer, neuron, point }) => `${layer} ${neuron} ${point}`).sort()).toEqual(wanted.sort());
    expect(wanted.length).toBeGreaterThan(5);
    expect(kinksNear(objective, new Float64Array(objective.size), width)).toEqual([]);
  });

  test("between two places are where one is above 0 and the other is not", () => {
    const to = parameters.map((value, k) => value + 0.1 * Math.sin(k));
    const found = crossed(objective, parameters, to);
    expect(found.length).toBeGreaterThan(5);
    for (const { layer, neuron, point } of found) expect(plainly(problem, parameters, layer, neuron, point) > 0).not.toBe(plainly(problem, to, layer, neuron, point) > 0);
    expect(crossed(objective, to, parameters)).toHaveLength(found.length);
    expect(crossed(objective, parameters, parameters)).toEqual([]);
  });
});
