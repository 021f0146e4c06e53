import { describe, expect, test } from "vitest";
import { evaluate } from "../../../src/optima/pareto/evaluate.js";
import { type Kink, Objective } from "../../../src/optima/pareto/objective.js";
import { makeProblem } from "../../../src/optima/pareto/problem.js";
import { KINDS, drawProblem } from "./problems.js";

const WIDTHS: readonly (readonly number[])[] = [[3, 2], [4, 5, 3], [3, 6, 5, 4, 2], [20, 90, 3]];

/** (f(w + h e_k) - f(w - h e_k)) / 2h; no kink of a random problem lies between. */
function difference(f: (parameters: Float64Array) => number, parameters: Float64Array, k: number, h = 1e-5): number {
  const moved = (by: number): number => f(parameters.map((value, i) => (i === k ? value + by : value)));
  return (moved(h) - moved(-h)) / (2 * h);
}

describe.each(KINDS)("%s, %s", (activation, loss) => {
  test.each(WIDTHS)("value and gradient are those of the plain evaluation: %j %j %j", (...widths) => {
    for (const points of [1, 70]) {
      const { problem, parameters } = drawProblem({ widths: widths.filter(Number.isFinite), points, activation, loss, seed: points });
      const objective = new Objective(problem);
      const gradient = new Float64Array(objective.size);
      const value = objective.gradient(parameters, gradient);
      const plain = (at: Float64Array): number => evaluate(problem, at).loss;
      expect(objective.value(parameters)).toBe(value);
      expect(Math.abs(value - plain(parameters))).toBeLessThan(1e-12 * (1 + value));
      const every = Math.ceil(objective.size / (objective.size > 200 ? 12 : 40));
      for (let k = points % every; k < objective.size; k += every) {
        expect(Math.abs(gradient[k]! - difference(plain, parameters, k))).toBeLessThan(1e-6 * (1 + value));
      }
    }
  });

  test("second derivatives are differences of gradients", () => {
    const { problem, parameters } = drawProblem({ widths: [4, 6, 5, 3], points: 21, activation, loss, seed: 5 });
    const { parameters: direction } = drawProblem({ widths: [4, 6, 5, 3], points: 21, activation, loss, seed: 5 });
    direction.forEach((value, k) => (direction[k] = k % 4 === 0 ? 0 : value * (k % 5) - 1));
    const objective = new Objective(problem);
    const [product, ahead, behind] = [0, 1, 2].map(() => new Float64Array(objective.size)) as [Float64Array, Float64Array, Float64Array];
    objective.curvature(parameters, direction, product);
    const h = 1e-6;
    objective.gradient(parameters.map((value, k) => value + h * direction[k]!), ahead);
    objective.gradient(parameters.map((value, k) => value - h * direction[k]!), behind);
    const scale = Math.max(...product.map(Math.abs));
    product.forEach((value, k) => expect(Math.abs(value - (ahead[k]! - behind[k]!) / (2 * h))).toBeLessThan(1e-6 * (1 + scale)));
  });

  test("a sample is the problem of its points", () => {
    const { problem, parameters } = drawProblem({ widths: [3, 5, 2], points: 90, activation, loss });
    const sample = Int32Array.from({ length: 75 }, (_, k) => (k * 37) % 90);
    sample[3] = sample[4]!;
    const { inputs, labels, targets } = problem.samples;
    const rows = (table: Float64Array, width: number): Float64Array => Float64Array.from([...sample].flatMap((p) => [...table.subarray(p * width, (p + 1) * width)]));
    const own = makeProblem(problem.pattern, { inputs: rows(inputs, 3), labels: sample.map((p) => labels![p]!), targets: rows(targets!, 2) }, { activation, loss });
    const [whole, part] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
    const objective = new Objective(problem);
    expect(objective.gradient(parameters, part, sample)).toBe(new Objective(own).gradient(parameters, whole));
    expect(part).toEqual(whole);
    expect(objective.value(parameters, sample)).toBe(new Objective(own).value(parameters));
  });

  test("zero weights and working sets change what is computed, not its value", () => {
    const { problem, parameters } = drawProblem({ widths: [5, 8, 6, 3], points: 33, activation, loss });
    parameters.forEach((value, k) => (parameters[k] = k % 3 === 0 ? value : 0));
    const objective = new Objective(problem);
    const [all, some] = [new Float64Array(objective.size), new Float64Array(objective.size)];
    const working = Uint8Array.from(parameters, (value, k) => (value !== 0 || k % 5 === 0 ? 1 : 0));
    objective.gradient(parameters, all);
    objective.restrict(working);
    objective.gradient(parameters, some.fill(7));
    const bias = new Uint8Array(objective.size);
    for (const { biases, mask } of problem.network.layers) if (biases >= 0) bias.fill(1, biases, biases + mask.rows);
    all.forEach((value, k) => expect(some[k]).toBe(working[k] === 1 || bias[k] === 1 ? value : 0));
    objective.restrict();
    objective.gradient(parameters, some);
    expect(some).toEqual(all);
  });

  test("without WebAssembly the bits are the same", () => {
    const { problem, parameters } = drawProblem({ widths: [4, 7, 6, 3], points: 50, activation, loss });
    const both = [true, false].map((vectors) => {
      const objective = new Objective(problem, vectors);
      const [gradient, product] = [new Float64Array(objective.size), new Float64Array(objective.size)];
      const value = objective.gradient(parameters, gradient);
      objective.curvature(parameters, parameters, product);
      return [value, ...gradient, ...product];
    });
    expect(both[0]).toEqual(both[1]);
  });
});

describe("kinks that are held", () => {
  const { problem, parameters } = drawProblem({ widths: [4, 6, 5, 3], points: 90, activation: "relu", loss: "squared", seed: 3 });
  const kinks = [
    { layer: 0, neuron: 1, point: 2, slope: 0.3 },
    { layer: 0, neuron: 4, point: 70, slope: 1 },
    { layer: 1, neuron: 2, point: 2, slope: 0.6 },
    { layer: 1, neuron: 0, point: 89, slope: 0 },
  ];

  test("are lines: gradient and second derivatives are those of the values", () => {
    const objective = new Objective(problem);
    objective.hold(kinks);
    const [gradient, product, ahead, behind] = [0, 1, 2, 3].map(() => new Float64Array(objective.size)) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const value = objective.gradient(parameters, gradient);
    expect(objective.value(parameters)).toBe(value);
    gradient.forEach((entry, k) => expect(Math.abs(entry - difference((at) => objective.value(at), parameters, k))).toBeLessThan(1e-5 * (1 + value)));
    const direction = parameters.map((entry, k) => entry * (k % 3) - 0.5);
    objective.curvature(parameters, direction, product);
    const h = 1e-7;
    objective.gradient(parameters.map((entry, k) => entry + h * direction[k]!), ahead);
    objective.gradient(parameters.map((entry, k) => entry - h * direction[k]!), behind);
    const scale = Math.max(...product.map(Math.abs));
    product.forEach((entry, k) => expect(Math.abs(entry - (ahead[k]! - behind[k]!) / (2 * h))).toBeLessThan(1e-5 * (1 + scale)));
  });

  test("say how f1 depends on what is after the activation there: with its value by the slope, times the preactivation", () => {
    const objective = new Objective(problem);
    const values: number[] = [];
    objective.hold(kinks);
    objective.preactivations(parameters, (layer, z, first, count, block) => {
      kinks.forEach((kink, k) => {
        if (kink.layer === layer && kink.point >= first && kink.point < first + count) values[k] = z[kink.neuron * block + kink.point - first]!;
      });
    });
    const above = objective.hold(kinks);
    objective.gradient(parameters, new Float64Array(objective.size));
    const h = 1e-6;
    kinks.forEach((_, k) => {
      const [more, less] = [h, -h].map((change) => {
        objective.hold(kinks.map((kink, j) => (j === k ? { ...kink, slope: kink.slope + change } : kink)));
        return objective.value(parameters);
      }) as [number, number];
      expect((more - less) / (2 * h)).toBeCloseTo(above[k]! * values[k]!, 6);
    });
  });

  test("held no longer: ReLU again, to the bit; with the slopes of their sides, up to rounding", () => {
    const objective = new Objective(problem);
    const value = objective.value(parameters);
    objective.hold(kinks);
    expect(objective.value(parameters)).not.toBe(value);
    objective.hold([]);
    expect(objective.value(parameters)).toBe(value);
    const own: Kink[] = [];
    objective.preactivations(parameters, (layer, z, first, count, block) => {
      for (let p = 0; p < count; p++) own.push({ layer, neuron: 3, point: first + p, slope: z[3 * block + p]! > 0 ? 1 : 0 });
    });
    expect(own).toHaveLength(180);
    objective.hold(own);
    expect(objective.value(parameters)).toBeCloseTo(value, 13);
  });
});

describe("small losses", () => {
  test("keep their digits: a margin of 50 is a loss of exp(-50)", () => {
    const { problem } = drawProblem({ widths: [1, 2], points: 1, activation: "linear", loss: "cross-entropy", density: 2 });
    const parameters = Float64Array.from([0, 0, problem.samples.labels![0] === 0 ? 50 : 0, problem.samples.labels![0] === 0 ? 0 : 50]);
    const objective = new Objective(problem);
    const gradient = new Float64Array(4);
    expect(objective.gradient(parameters, gradient) / Math.exp(-50)).toBeCloseTo(1, 12);
    expect(Math.abs(gradient[2]!) / Math.exp(-50)).toBeCloseTo(1, 12);
  });
});
