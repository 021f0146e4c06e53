import { expect, test } from "vitest";
import { Random } from "../../../../src/exact/random.js";
import { Rational } from "../../../../src/exact/rational.js";
import { pointsOf } from "../../../../src/optima/sparsest/data.js";
import { fewestKnots } from "../../../../src/optima/sparsest/fewest-knots.js";
import { powerMinimiser } from "../../../../src/optima/sparsest/power-minimiser.js";
import { type SparsestProblem, countOf, interpolates } from "../../../../src/optima/sparsest/problem.js";
import { trainSparsest } from "../../../../src/optima/sparsest/training/train.js";
import { Fault } from "../../../../src/pattern/fault.js";
import { PEAK, randomProblem } from "./problems.js";

const OPTIMUM = [["-1", "1"], ["1/2", "-2"], ["2", "1"]];

const knotsOf = ({ network }: Awaited<ReturnType<typeof trainSparsest>>) =>
  network!.neurons.map(({ output, weights, bias }) => [bias.negated().dividedBy(weights[0]!), output] as const).sort(([a], [b]) => a.compare(b)).map((pair) => pair.map(String));

test.each([["adam", 0.4], ["adam", 0.7], ["proximal", 0.4]] as const)("peak and plateau, width 80, %s, p = %f: the optimum from each of three seeds, in one run", async (optimizer, p) => {
  for (const seed of [1, 2, 3]) {
    const trained = await trainSparsest(PEAK, { p, width: 80, seed, restarts: 1, optimizer, epochs: 5000, enough: 3 });
    expect(knotsOf(trained)).toEqual(OPTIMUM);
    expect(interpolates(trained.network!, PEAK)).toBe(true);
    expect(trained.misfit).toBeLessThan(1e-12);
    expect(trained.pathNorm).toBeCloseTo(powerMinimiser(pointsOf([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), p).value, 10);
  }
});

test("the trained network itself has become the optimum, before it is polished", async () => {
  const { runs } = await trainSparsest(PEAK, { seed: 1, restarts: 1 });
  expect(runs[0]!.merged).toBe(3);
  expect(runs[0]!.loss).toBeLessThan(1e-8);
  const { trace } = runs[0]!;
  expect(trace.epochs.at(-1)).toBe(10_000);
  expect([trace.loss, trace.pathNorm, trace.active, trace.nonzeros].every((list) => list.length === trace.epochs.length)).toBe(true);
  expect(trace.active[0]).toBeGreaterThan(70);
  expect(trace.active.at(-1)).toBeLessThan(10);
  expect(trace.pathNorm.at(-1)).toBeLessThan(trace.pathNorm[0]!);
});

test("baselines keep many neurons", async () => {
  for (const optimizer of ["adam", "adamw"] as const) {
    const { runs, settings } = await trainSparsest(PEAK, { seed: 1, restarts: 1, optimizer, reweighted: false, epochs: 3000 });
    expect(settings.start).toBe("uniform");
    expect(runs[0]!.active).toBeGreaterThan(30);
    expect(runs[0]!.loss).toBeLessThan(0.01);
  }
});

test("the same seed, the same training; run r is that of seed + r", async () => {
  const problem = randomProblem(new Random(5), 6, 2);
  const options = { seed: 3, restarts: 2, epochs: 500 };
  const [one, other] = [await trainSparsest(problem, options), await trainSparsest(problem, options)];
  expect(one).toEqual(other);
  const later = await trainSparsest(problem, { ...options, seed: 4, restarts: 1 });
  expect(later.runs[0]!.trace.loss).toEqual(one.runs[1]!.trace.loss);
  expect(later.runs[0]!.trace.loss).not.toEqual(one.runs[0]!.trace.loss);
});

test("one input: never below the fewest knots, and often at it", async () => {
  const random = new Random(11);
  let least = 0;
  for (let trial = 0; trial < 6; trial++) {
    const problem = randomProblem(random, 8, 1, { skip: true, count: "neurons" });
    const { count } = fewestKnots(pointsOf(problem.inputs.map(([x]) => x!), problem.outputs));
    const trained = await trainSparsest(problem, { restarts: 2, epochs: 3000, enough: count });
    expect(interpolates(trained.network!, problem)).toBe(true);
    expect(trained.count).toBe(trained.network!.neurons.length);
    expect(trained.count).toBeGreaterThanOrEqual(count);
    if (trained.count === count) least++;
  }
  expect(least).toBeGreaterThan(2);
});

test("several inputs: exact networks, for parameters and neurons, with an affine part and without", async () => {
  const random = new Random(3);
  for (const rest of [{}, { countBias: false }, { count: "neurons" }, { skip: true }, { skip: true, count: "neurons" }] satisfies Partial<SparsestProblem>[]) {
    const problem = randomProblem(random, 6, 3, rest);
    const trained = await trainSparsest(problem, { restarts: 2, epochs: 1500 });
    expect(interpolates(trained.network!, problem)).toBe(true);
    expect(trained.count).toBe(countOf(trained.network!, problem));
    expect(trained.count).toBeLessThanOrEqual(problem.count === "neurons" ? 3 : 9);
    expect(trained.misfit).toBeLessThan(1e-12);
    expect(trained.runs[trained.best!]!.count).toBe(trained.count);
  }
});

test("a mask is respected, each neuron in a slot of its own", async () => {
  const random = new Random(8);
  const supports = Array.from({ length: 8 }, (_, k) => ({ inputs: [k % 3], bias: k % 4 !== 3 }));
  const problem = randomProblem(random, 5, 3, { supports });
  const trained = await trainSparsest(problem, { restarts: 4, epochs: 2000 });
  expect(interpolates(trained.network!, problem)).toBe(true);
  // One input each, so by input: with bias, and all.
  for (const input of [0, 1, 2]) {
    const here = trained.network!.neurons.filter(({ weights }) => !weights[input]!.isZero);
    const slots = supports.filter(({ inputs }) => inputs[0] === input);
    expect(here.length).toBeLessThanOrEqual(slots.length);
    expect(here.filter(({ bias }) => !bias.isZero).length).toBeLessThanOrEqual(slots.filter(({ bias }) => bias).length);
  }
  expect(trained.network!.neurons.every(({ weights }) => weights.filter(({ isZero }) => !isZero).length <= 1)).toBe(true);
  await expect(trainSparsest(problem, { width: 9 })).rejects.toThrow("the neurons of the mask");
});

test("where nothing interpolates it says so", async () => {
  const problem = randomProblem(new Random(8), 8, 2, { supports: [{ inputs: [0], bias: false }] });
  const trained = await trainSparsest(problem, { restarts: 2, epochs: 200 });
  expect(trained).toMatchObject({ network: undefined, count: undefined, best: undefined, stopped: "restarts" });
  expect(trained.why).toContain("no exact network");
  expect(trained.runs.map(({ lambda }) => lambda)).toEqual([0.001, expect.closeTo(0.0001, 12)]);
});

test("without need of a neuron none is trained", async () => {
  const line = { ...PEAK, outputs: PEAK.inputs.map(([x]) => x!.times(Rational.of(2, 3))) };
  expect(await trainSparsest(line)).toMatchObject({ count: 0, runs: [], best: undefined });
  expect((await trainSparsest({ ...PEAK, skip: false, outputs: PEAK.outputs.map(() => Rational.zero) })).count).toBe(0);
});

test("ends: enough, time, interruption", async () => {
  expect(await trainSparsest(PEAK, { enough: 3, epochs: 5000 })).toMatchObject({ stopped: "enough", count: 3 });
  expect(await trainSparsest(PEAK, { epochs: 1e9, timeout: 0.05 })).toMatchObject({ stopped: "timeout" });
  const abort = new AbortController();
  let calls = 0;
  const trained = await trainSparsest(PEAK, { epochs: 1e9, signal: abort.signal, onProgress: ({ epochs }) => (calls++, expect(epochs).toBe(1e9), abort.abort()) });
  expect([trained.stopped, calls]).toEqual(["interrupted", 1]);
});

test("options that are none are refused", async () => {
  for (const wrong of [{ p: 0 }, { p: 1.5 }, { width: 0 }, { epochs: 0.5 }, { restarts: 0 }, { lambda: -1 }, { rate: 0 }, { timeout: 0 }, { seed: 0.5 }, { optimizer: "adamw", reweighted: true }, { optimizer: "proximal", reweighted: false }] as const) {
    await expect(trainSparsest(PEAK, wrong)).rejects.toThrow(Fault);
  }
});
