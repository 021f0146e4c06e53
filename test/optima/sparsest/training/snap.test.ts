import { expect, test } from "vitest";
import { Random } from "../../../../src/exact/random.js";
import { Rational } from "../../../../src/exact/rational.js";
import { countOf, interpolates } from "../../../../src/optima/sparsest/problem.js";
import type { HiddenLayer } from "../../../../src/optima/sparsest/training/hidden-layer.js";
import { merged } from "../../../../src/optima/sparsest/training/merge.js";
import { trainingPoints } from "../../../../src/optima/sparsest/training/points.js";
import { exactNetwork } from "../../../../src/optima/sparsest/training/snap.js";
import { blocksOf, sparseVertex } from "../../../../src/optima/sparsest/training/vertex.js";
import { PEAK, drawn, randomProblem } from "./problems.js";

/** Slope changes v at x, in the frame of the data. */
function knots(list: readonly (readonly [v: number, x: number])[], points = trainingPoints(PEAK)): HiddenLayer {
  const size = list.length;
  return {
    size,
    v: Float64Array.from(list, ([v]) => (v * points.unit) / points.height),
    w: Float64Array.from(list.flatMap(([, x]) => [1, points.centre[0]! - x])),
    allowed: new Uint8Array(2 * size).fill(1),
    slots: Int32Array.from(list.keys()),
  };
}

test("the three-neuron optimum from near it, knots exactly -1, 1/2, 2", () => {
  const points = trainingPoints(PEAK);
  const network = exactNetwork(PEAK, points, knots([[1.0000003, -1], [-2.000002, 0.5000001], [0.9999999, 2]], points))!;
  expect(network.neurons.map(({ output, weights, bias }) => `${output} ${weights} ${bias}`)).toEqual(["1 1 1", "-2 1 -1/2", "1 1 -2"]);
  expect(network.skip).toMatchObject({ weights: [Rational.zero], bias: Rational.zero });
  expect(interpolates(network, PEAK)).toBe(true);
});

test("nothing where the patterns do not interpolate", () => {
  expect(exactNetwork(PEAK, trainingPoints(PEAK), knots([[1, -1], [-2, 0.5]]))).toBeUndefined();
});

test("what equations leave free is near to the doubles", () => {
  // The knots in (0, 1) may move against each other.
  const network = exactNetwork(PEAK, trainingPoints(PEAK), knots([[1, -1], [-1.2, 0.4], [-0.8, 0.65], [1, 2]]))!;
  expect(interpolates(network, PEAK)).toBe(true);
  expect(network.neurons).toHaveLength(4);
  expect(network.neurons[1]!.output.toNumber()).toBeCloseTo(-1.2, 1);
});

test("vertices become exact with the same zeros", async () => {
  for (let seed = 1; seed <= 4; seed++) {
    const problem = randomProblem(new Random(seed), 5, 3, { skip: seed % 2 === 0 });
    const { points, layer } = drawn(problem, 30, seed);
    const vertex = merged((await sparseVertex(points, blocksOf(merged(layer, points), points, 0), { p: 0.5 }))!, points, 1e-8);
    const network = exactNetwork(problem, points, vertex)!;
    expect(interpolates(network, problem)).toBe(true);
    expect(countOf(network, problem)).toBeLessThanOrEqual(vertex.w.filter((entry) => entry !== 0).length);
    expect(network.skip === undefined).toBe(seed % 2 === 1);
  }
});
